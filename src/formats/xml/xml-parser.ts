import { SaxesParser } from 'saxes';
import { problem } from '../problems.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface XmlHandler {
  /** Names come without prefix, attributes with it. */
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

const maxDepth = 512;

/** Entities of HTML that people leave in texts. */
const entities: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  copy: '\u00a9',
  reg: '\u00ae',
  deg: '\u00b0',
  middot: '\u00b7',
  ndash: '\u2013',
  mdash: '\u2014',
  hellip: '\u2026',
  sup2: '\u00b2',
  sup3: '\u00b3',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  atilde: 'ã',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  igrave: 'ì',
  iacute: 'í',
  ograve: 'ò',
  oacute: 'ó',
  ocirc: 'ô',
  otilde: 'õ',
  ugrave: 'ù',
  uacute: 'ú',
  yacute: 'ý',
  Agrave: 'À',
  Aacute: 'Á',
  Acirc: 'Â',
  Atilde: 'Ã',
  Egrave: 'È',
  Eacute: 'É',
  Ecirc: 'Ê',
  Oacute: 'Ó',
  Ocirc: 'Ô',
  Uacute: 'Ú',
  Yacute: 'Ý',
};

/**
 * Feeds a handler from the text of one document, `part` of a file where it is not all of it. Throws Problems `unsafe-xml`
 * (entities of its own: the door to bombs), `damaged-file`, `truncated-file`.
 */
export function createXmlParser(
  { file, part }: { readonly file: string; readonly part?: string | undefined },
  handler: XmlHandler,
): { write(text: string): void; close(): void } {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  Object.assign(parser.ENTITIES, entities);
  let depth = 0;
  let isClosing = false;
  const fail = (reason: string) => {
    const line = `dòng / line ${parser.line}`;
    const place = part === undefined ? line : `${part}, ${line}`;
    if (isClosing || /^unclosed|unexpected end/i.test(reason)) return problem('truncated-file', { file, place });
    return problem('damaged-file', { file, place, reason: reason.slice(0, 200) });
  };
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > maxDepth) throw fail(`XML: > ${maxDepth}`);
    handler.open(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close(localName(name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  parser.on('doctype', (text) => {
    if (/\[|<!ENTITY/i.test(text)) throw problem('unsafe-xml', { file, place: part ?? 'DOCTYPE' });
  });
  parser.on('error', (error) => {
    // A stray entity or control character in a text spoils no more than itself.
    if (/undefined entity|disallowed character/i.test(error.message)) return;
    throw fail(error.message.replace(/^\d+:\d+:\s*/, ''));
  });
  return {
    write: (text) => void parser.write(text),
    close() {
      isClosing = true;
      parser.close();
    },
  };
}

export function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by its local name, whatever its prefix. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  for (const key in attributes) if (localName(key) === name) return attributes[key];
  return undefined;
}

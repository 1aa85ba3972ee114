import { SaxesParser } from 'saxes';
import { readHead, type ByteSource } from '../byte-source.ts';
import { chosenEncoding } from '../chosen-encoding.ts';
import { textDecoding } from '../csv/encoding.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { ReadingChoice } from '../reading-choice.ts';
import { utf16Of } from '../recognise.ts';
import { MarkupDecoding, MarkupSurvey } from './markup-text.ts';

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
 * Gives a document to a handler and yields after each chunk, with the bytes read so far. Throws Problems `unsafe-xml`
 * (entities of its own: the door to bombs), `damaged-file`, `truncated-file`.
 */
export async function* xmlEvents(
  source: ByteSource,
  encoding: string,
  reading: Reading,
  handler: XmlHandler,
): AsyncGenerator<number> {
  const decoding = isCarrier(encoding) ? new MarkupDecoding(encoding) : textDecoding(encoding);
  if (!decoding) throw problem('unknown-setting', { file: source.name, setting: 'encoding', value: encoding });
  const feed = parserFor(source.name, handler);
  const bytes = source.open();
  let isFirst = true;
  for await (const chunk of bytes) {
    reading.signal?.throwIfAborted();
    let text = decoding.write(chunk);
    if (isFirst && text !== '') {
      // Before the declaration nothing may stand; some tools write line ends there.
      text = text.replace(/^[\ufeff\s]+/, '');
      isFirst = text === '';
    }
    feed.write(text);
    yield bytes.bytesRead();
  }
  feed.write(decoding.end());
  feed.close();
  yield bytes.bytesRead();
}

function isCarrier(encoding: string): encoding is 'utf-8' | 'windows-1252' {
  return encoding === 'utf-8' || encoding === 'windows-1252';
}

function parserFor(file: string, handler: XmlHandler): { write(text: string): void; close(): void } {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true });
  Object.assign(parser.ENTITIES, entities);
  let depth = 0;
  let isClosing = false;
  const fail = (reason: string) => {
    const place = `dòng / line ${parser.line}`;
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
    if (/\[|<!ENTITY/i.test(text)) throw problem('unsafe-xml', { file, place: 'DOCTYPE' });
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

export interface XmlEncoding {
  /** What `xmlEvents` takes. */
  readonly value: string;
  readonly detected: readonly Detection[];
}

/**
 * The encoding that holds: what a steward said of the file, else the one declared, unless the bytes show another. Reads
 * all of the file. Throws Problem `unknown-setting`.
 */
export async function xmlEncoding(
  source: ByteSource,
  reading: Reading,
  choice: ReadingChoice = reading.choiceFor(source.name),
): Promise<XmlEncoding> {
  const chosen = chosenEncoding(choice, source.name);
  if (chosen) return { value: chosen.value, detected: [chosen] };
  const head = await readHead(source, 1_024);
  const wide = utf16Of(head);
  if (wide) return { value: wide, detected: [encodingOf(wide, 'zero-bytes')] };
  const declared = /^[\s\S]{0,16}<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head.toString('latin1'))?.[1];
  if (declared && !/^(utf-?8|us-ascii|utf-?16.*)$/i.test(declared) && textDecoding(declared)) {
    return { value: declared.toLowerCase(), detected: [encodingOf(declared.toLowerCase(), 'declared-by-file')] };
  }
  const markup = new MarkupSurvey();
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    markup.push(chunk);
  }
  const survey = markup.end();
  return { value: survey.encoding, detected: survey.detections(null) };
}

function encodingOf(value: string, reason: string): Detection {
  return { what: 'encoding', value, reason, confidence: 0.95 };
}

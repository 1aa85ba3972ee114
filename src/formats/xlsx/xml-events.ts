import { SaxesParser } from 'saxes';
import { textDecoding } from '../csv/encoding.ts';
import { problem } from '../problems.ts';
import { utf16Of } from '../recognise.ts';

export interface XmlListener {
  /** Names come without prefix; attributes as they stand. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

/** A part of a workbook, or any XML, fed in chunks. Document type declarations, the door to entity bombs, are refused. */
export class XmlEvents {
  readonly #parser = new SaxesParser<{ xmlns: false }>();
  readonly #file: string;
  readonly #part: string;
  #decoding: ReturnType<typeof textDecoding> = null;

  /** Throws Problems `unsafe-xml`, `damaged-file` while fed. */
  constructor(file: string, part: string, listener: XmlListener) {
    this.#file = file;
    this.#part = part;
    this.#parser.on('opentag', (tag) => listener.open(localName(tag.name), tag.attributes));
    this.#parser.on('closetag', (tag) => listener.close(localName(tag.name)));
    this.#parser.on('text', (text) => listener.text(text));
    this.#parser.on('cdata', (text) => listener.text(text));
    this.#parser.on('doctype', () => {
      throw problem('unsafe-xml', { file, place: part });
    });
    this.#parser.on('error', (error) => {
      throw problem('damaged-file', { file, place: part, reason: error.message }, { cause: error });
    });
  }

  write(chunk: Buffer): void {
    this.#decoding ??= textDecoding(utf16Of(chunk) ?? declaredEncoding(chunk) ?? 'utf-8') ?? textDecoding('utf-8');
    this.#parser.write(this.#decoding!.write(chunk));
  }

  end(): void {
    if (this.#decoding === null) throw problem('truncated-file', { file: this.#file, place: this.#part });
    this.#parser.write(this.#decoding.end());
    this.#parser.close();
  }
}

/** What `<?xml … encoding="…"?>` says. */
function declaredEncoding(start: Buffer): string | null {
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(start.toString('latin1', 0, 200))?.[1] ?? null;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by local name, whatever its prefix (`r:id`). */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name];
  return Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];
}

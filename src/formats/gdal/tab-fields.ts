import { isAscii } from 'node:buffer';
import { carrierDecoder } from '../carrier-text.ts';

/** The text of a `.tab`, with names of columns that any program can read, and what they were. */
export interface PlainTab {
  readonly text: string;
  /** As people see them in a program that knows nothing of the encoding, by the plain name. */
  readonly names: ReadonlyMap<string, string>;
}

const fieldsLine = /^\s*Fields\s+(\d+)\s*$/i;
const fieldLine = /^(\s*)(\S+)(\s+\S.*)$/;

/**
 * Names beyond ASCII reach the table that GDAL makes as bare bytes, which no reader of it takes. They get plain names for
 * the way, and their own afterwards. `text`: one character a byte.
 */
export function withPlainFields(text: string): PlainTab {
  const names = new Map<string, string>();
  const decode = carrierDecoder('utf-8')!;
  const lines = text.split('\n');
  const start = lines.findIndex((line) => fieldsLine.test(line));
  const count = start === -1 ? 0 : Number(fieldsLine.exec(lines[start]!)![1]);
  for (let at = start + 1; at <= start + count && at < lines.length; at++) {
    const [, before = '', name = '', after = ''] = fieldLine.exec(lines[at]!) ?? [];
    const bytes = Buffer.from(name, 'latin1');
    if (name === '' || isAscii(bytes)) continue;
    const plain = `lienthong_${at - start}`;
    names.set(plain, decode(bytes));
    lines[at] = `${before}${plain}${after}`;
  }
  return { text: lines.join('\n'), names };
}

import iconv from 'iconv-lite';
import type { LetterEncoding } from '../../src/harmonise/index.ts';

/** Text as it looks when a program takes its legacy bytes for windows-1252: the opposite of what the product does. */
export type Encoder = (text: string) => string;

/** Characters of the bytes, those that windows-1252 leaves undefined under their number. */
export function carrierOf(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const character = byte < 0x80 ? String.fromCharCode(byte) : iconv.decode(Buffer.from([byte]), 'windows-1252');
    return character === '\ufffd' ? String.fromCharCode(byte) : character;
  }).join('');
}

/** The other readings: windows-1258 and Mac Roman as iconv has them. */
export function shownAs(page: string, carrier: string): string {
  const back = new Map(Array.from({ length: 128 }, (_, at) => [carrierOf(Buffer.from([at + 128])), at + 128]));
  return Array.from(carrier, (character) => {
    const byte = back.get(character);
    if (byte === undefined) return character;
    const shown = iconv.decode(Buffer.from([byte]), page);
    return shown === '\ufffd' ? String.fromCharCode(byte) : shown;
  }).join('');
}

/** Letters that the table lacks take the bytes of their small letter where the encoding shares them. */
export function tableEncoder(encoding: LetterEncoding, all: readonly LetterEncoding[]): Encoder {
  const base = all.find(({ id }) => id === encoding.extends);
  const bytes = new Map<string, Buffer>();
  for (const [hex, letter] of Object.entries({ ...base?.letters, ...encoding.letters })) {
    const known = bytes.get(letter);
    const buffer = Buffer.from(hex, 'hex');
    if (!known || buffer.length < known.length) bytes.set(letter, buffer);
  }
  const shares = encoding.capitals !== undefined;
  return (text) =>
    Array.from(text.normalize('NFC'), (letter) => {
      const found = bytes.get(letter) ?? (shares ? bytes.get(letter.toLowerCase()) : undefined);
      return found ? carrierOf(found) : letter;
    }).join('');
}

/** UTF-8 whose bytes a program took for windows-1252. */
export const mojibake: Encoder = (text) => carrierOf(Buffer.from(text, 'utf8'));
/** The same with the undefined bytes dropped, as many programs do. */
export const lossyMojibake: Encoder = (text) => mojibake(text).replace(/[\u0081\u008d\u008f\u0090\u009d]/g, '');
export const mojibakeTwice: Encoder = (text) => mojibake(mojibake(text));

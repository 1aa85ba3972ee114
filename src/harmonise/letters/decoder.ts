import { bytesOf, type BytesOf, type Reading } from './code-pages.ts';
import type { LetterEncoding } from './encodings-part.ts';

/** Turns text whose characters are bytes of a legacy encoding into Unicode. */
export interface Decoder {
  /** `vni`; `tcvn3/macintosh` when the bytes were shown as a Macintosh shows them. */
  readonly id: string;
  readonly encoding: LetterEncoding;
  readonly reading: Reading;
  /** Characters that mean nothing in the encoding stay as they are. */
  decode(text: string): string;
  /** Unicode letter of one character; 0 where the encoding has none. */
  readonly single: Uint16Array;
  /** Letter of two characters, by `first << 16 | second`. */
  readonly pairs: ReadonlyMap<number, number>;
}

export function makeDecoder(
  encoding: LetterEncoding,
  letters: Readonly<Record<string, string>>,
  reading: Reading,
): Decoder {
  const characters = charactersOf(bytesOf(reading));
  const single = new Uint16Array(0x10000);
  const pairs = new Map<number, number>();
  for (const [hex, letter] of Object.entries(letters)) {
    const bytes = [...Buffer.from(hex, 'hex')];
    const code = letter.charCodeAt(0);
    if (bytes.length === 1) for (const character of characters[bytes[0]!]!) single[character] = code;
    else addPair(pairs, characters, bytes[0]!, bytes[1]!, code);
  }
  addOtherCase(pairs, characters, letters);
  const firsts = new Uint8Array(0x10000);
  for (const pair of pairs.keys()) firsts[pair >>> 16] = 1;
  return {
    id: reading === 'windows' ? encoding.id : `${encoding.id}/${reading}`,
    encoding,
    reading,
    single,
    pairs,
    decode: (text) => decodeText(text, single, pairs, firsts, encoding.capitals === 'always'),
  };
}

function decodeText(
  text: string,
  single: Uint16Array,
  pairs: ReadonlyMap<number, number>,
  firsts: Uint8Array,
  capitals: boolean,
): string {
  let result = '';
  let start = 0;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    const next = firsts[code] === 1 && at + 1 < length ? text.charCodeAt(at + 1) : 0;
    const pair = next >= 0x80 ? pairs.get(code * 0x10000 + next) : undefined;
    const letter = pair ?? single[code]!;
    if (letter === 0) continue;
    result += text.slice(start, at) + String.fromCharCode(letter);
    if (pair !== undefined) at++;
    start = at + 1;
  }
  const decoded = start === 0 ? text : result + text.slice(start);
  return capitals ? decoded.toUpperCase() : decoded;
}

/** The characters that show each byte. */
function charactersOf(bytes: BytesOf): number[][] {
  const characters: number[][] = Array.from({ length: 256 }, () => []);
  for (let code = 0; code < bytes.length; code++) if (bytes[code] !== 0) characters[bytes[code]!]!.push(code);
  return characters;
}

function addPair(
  pairs: Map<number, number>,
  characters: readonly (readonly number[])[],
  first: number,
  second: number,
  letter: number,
): void {
  for (const one of characters[first]!) {
    for (const two of characters[second]!) {
      const pair = one * 0x10000 + two;
      if (!pairs.has(pair)) pairs.set(pair, letter);
    }
  }
}

/** `Aù` beside `AÙ`: programs that change case change base and mark apart. The base says which letter is meant. */
function addOtherCase(
  pairs: Map<number, number>,
  characters: readonly (readonly number[])[],
  letters: Readonly<Record<string, string>>,
): void {
  for (const [hex, letter] of Object.entries(letters)) {
    if (hex.length !== 4) continue;
    const [first, second] = [...Buffer.from(hex, 'hex')] as [number, number];
    const twin = letters[hexOf(first ^ 0x20) + hexOf(second ^ 0x20)];
    const isTwin = twin !== undefined && twin !== letter && twin.toLowerCase() === letter.toLowerCase();
    if (isTwin) addPair(pairs, characters, first, second ^ 0x20, letter.charCodeAt(0));
  }
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

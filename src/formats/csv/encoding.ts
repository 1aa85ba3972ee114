import { isAscii, isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import iconv from 'iconv-lite';
import type { Detection } from '../model.ts';
import { utf16Of } from '../recognise.ts';

/** Turns chunks of bytes into text; characters cut by a chunk's end wait for the next. */
export interface TextDecoding {
  write(chunk: Buffer): string;
  end(): string;
}

/** Null when the encoding is not known. Names as in the WHATWG Encoding Standard; others as iconv-lite knows them. */
export function textDecoding(encoding: string): TextDecoding | null {
  const name = encoding.toLowerCase();
  if (name === 'utf-8') return new Utf8Decoding();
  if (name === 'utf-16le') return new Utf16Decoding(false);
  if (name === 'utf-16be') return new Utf16Decoding(true);
  if (!iconv.encodingExists(name)) return null;
  if (/^(windows-125\d|iso-8859-\d+)$/.test(name)) return new SingleByteDecoding(name);
  const decoder = iconv.getDecoder(name);
  return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? '' };
}

class Utf8Decoding implements TextDecoding {
  readonly #decoder = new StringDecoder('utf8');
  #pending = false;

  write(chunk: Buffer): string {
    // ASCII as Latin-1 makes one-byte strings, which is several times faster to make and to search.
    if (!this.#pending && isAscii(chunk)) return chunk.toString('latin1');
    const text = this.#decoder.write(chunk);
    this.#pending = chunk.length > 0 && chunk[chunk.length - 1]! >= 0x80;
    return text;
  }

  end(): string {
    return this.#decoder.end();
  }
}

class Utf16Decoding implements TextDecoding {
  readonly #decoder = new StringDecoder('utf16le');
  readonly #swap: boolean;
  #odd: Buffer | null = null;

  constructor(swap: boolean) {
    this.#swap = swap;
  }

  write(chunk: Buffer): string {
    if (!this.#swap) return this.#decoder.write(chunk);
    const bytes = this.#odd ? Buffer.concat([this.#odd, chunk]) : Buffer.from(chunk);
    const even = bytes.length & ~1;
    this.#odd = even < bytes.length ? Buffer.from(bytes.subarray(even)) : null;
    return this.#decoder.write(bytes.subarray(0, even).swap16());
  }

  end(): string {
    return this.#decoder.end() + (this.#odd ? '\ufffd' : '');
  }
}

/**
 * Single-byte code pages. Bytes that the code page leaves undefined keep their number (as in the WHATWG standard), so
 * that text in a Vietnamese font encoding, converted later, loses nothing.
 */
class SingleByteDecoding implements TextDecoding {
  readonly #high: readonly string[];

  constructor(encoding: string) {
    const bytes = Buffer.from(Array.from({ length: 128 }, (_, index) => index + 128));
    this.#high = Array.from(bytes, (byte) => {
      const character = iconv.decode(Buffer.from([byte]), encoding);
      return character === '\ufffd' || character === '' ? String.fromCharCode(byte) : character;
    });
  }

  write(chunk: Buffer): string {
    const text = chunk.toString('latin1');
    if (isAscii(chunk)) return text;
    return text.replace(/[\x80-\xff]/g, (character) => this.#high[character.charCodeAt(0) - 128]!);
  }

  end(): string {
    return '';
  }
}

/** Looks at every byte of a file once and says its encoding. */
export class EncodingCheck {
  #head: Buffer | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #validUtf8 = true;
  #ascii = true;
  #multibyte = false;
  readonly #evidence = new LegacyEvidence();

  push(chunk: Buffer): void {
    this.#head ??= Buffer.from(chunk.subarray(0, 4096));
    if (this.#ascii && isAscii(chunk)) return;
    this.#ascii = false;
    this.#evidence.push(chunk);
    if (!this.#validUtf8) return;
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const whole = lengthOfWholeCharacters(bytes);
    const characters = bytes.subarray(0, whole);
    this.#validUtf8 = isUtf8(characters);
    this.#multibyte ||= this.#validUtf8 && !isAscii(characters);
    this.#rest = Buffer.from(bytes.subarray(whole));
  }

  end(): Detection {
    const head = this.#head ?? Buffer.alloc(0);
    const found = (value: string, reason: string, confidence: number): Detection => {
      return { what: 'encoding', value, reason, confidence };
    };
    const wide = utf16Of(head);
    if (wide)
      return (head[0]! ^ head[1]!) === 1 && head[0]! > 0xfd ? found(wide, 'bom', 1) : found(wide, 'zero-bytes', 0.95);
    const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
    if (this.#validUtf8 && this.#rest.length === 0) {
      if (hasMark) return found('utf-8', 'bom', 1);
      return this.#ascii ? found('utf-8', 'ascii-only', 1) : found('utf-8', 'valid-utf8', 0.99);
    }
    // A file cut inside its last letter is still UTF-8 when it had letters of several bytes before.
    if (this.#validUtf8 && this.#multibyte) return found('utf-8', 'valid-utf8-but-cut', 0.9);
    return this.#evidence.verdict();
  }
}

/** A UTF-8 character cut at the end is left for the next chunk. */
function lengthOfWholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Enough to judge by; the first few hundred words of a language settle it. */
const evidenceBytes = 1024 * 1024;

/**
 * Counts in text that is not UTF-8 what tells Cyrillic from Latin letters. Which legacy letters a Latin one holds is
 * asked later, column by column: until then it is read as windows-1252, one character a byte.
 */
class LegacyEvidence {
  #seen = 0;
  #high = 0;
  #below0xC0 = 0;
  #inRuns = 0;
  #inWords = 0;
  #run = 0;
  #startsInWord = false;
  #previous = 0;

  push(chunk: Buffer): void {
    if (this.#seen > evidenceBytes) return;
    this.#seen += chunk.length;
    for (const byte of chunk) {
      if (byte >= 0x80) this.#count(byte);
      else {
        // Runs of high bytes beside ASCII letters are Vietnamese (VNI writes `tr F6 F4 F8 ng`), not Cyrillic words.
        if (this.#run >= 3 && isLetter(byte)) this.#inWords += 1;
        this.#run = 0;
      }
      this.#previous = byte;
    }
  }

  #count(byte: number): void {
    this.#high += 1;
    this.#run += 1;
    if (this.#run === 1) this.#startsInWord = isLetter(this.#previous);
    if (this.#run === 3 && this.#startsInWord) this.#inWords += 1;
    // The third high byte of a run brings the two before it along.
    if (this.#run === 3) this.#inRuns += 3;
    else if (this.#run > 3) this.#inRuns += 1;
    if (byte < 0xc0) this.#below0xC0 += 1;
  }

  verdict(): Detection {
    const found = (value: string, reason: string, confidence: number): Detection => {
      return { what: 'encoding', value, reason, confidence };
    };
    const share = (count: number) => count / Math.max(1, this.#high);
    const isCyrillic = share(this.#inRuns) > 0.6 && share(this.#below0xC0) < 0.1 && share(this.#inWords) < 0.05;
    if (isCyrillic) return found('windows-1251', 'runs-of-cyrillic-letters', 0.7);
    return found('windows-1252', 'not-utf8', share(this.#below0xC0) < 0.05 ? 0.6 : 0.4);
  }
}

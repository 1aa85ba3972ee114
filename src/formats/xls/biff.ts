import { textDecoding } from '../csv/encoding.ts';

/** One record of a BIFF stream ([MS-XLS] 2.1.4): number, place and body. */
export interface BiffRecord {
  readonly type: number;
  readonly at: number;
  readonly body: Buffer;
}

export const biff = {
  formula: 0x0006,
  eof: 0x000a,
  continue: 0x003c,
  date1904: 0x0022,
  filepass: 0x002f,
  codepage: 0x0042,
  boundsheet: 0x0085,
  mulrk: 0x00bd,
  rstring: 0x00d6,
  xf: 0x00e0,
  mergecells: 0x00e5,
  sst: 0x00fc,
  labelsst: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  boolerr: 0x0205,
  string: 0x0207,
  rk: 0x027e,
  format: 0x041e,
  bof: 0x0809,
} as const;

/** Cuts bytes into records; a body that the stream does not hold any more is given as far as it goes. */
export async function* biffRecords(bytes: AsyncIterable<Buffer>, from: number): AsyncGenerator<BiffRecord[]> {
  let rest: Buffer = Buffer.alloc(0);
  let at = from;
  for await (const chunk of bytes) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const records: BiffRecord[] = [];
    let place = 0;
    while (place + 4 <= all.length) {
      const length = all.readUInt16LE(place + 2);
      if (place + 4 + length > all.length) break;
      records.push({
        type: all.readUInt16LE(place),
        at: at + place,
        body: all.subarray(place + 4, place + 4 + length),
      });
      place += 4 + length;
    }
    at += place;
    rest = all.subarray(place);
    yield records;
  }
}

/** Two byte-wide or one byte-wide characters; the high byte of the latter is zero ([MS-XLS] 2.5.293). */
export function characters(bytes: Buffer, isWide: boolean): string {
  return bytes.toString(isWide ? 'utf16le' : 'latin1', 0, isWide ? bytes.length & ~1 : bytes.length);
}

/** A text of BIFF8 with its length before it, in `lengthBytes`. */
export function shortText(body: Buffer, at: number, lengthBytes: 1 | 2): string {
  if (at + lengthBytes >= body.length) return '';
  const length = lengthBytes === 1 ? body[at]! : body.readUInt16LE(at);
  const flags = body[at + lengthBytes]!;
  const isWide = (flags & 1) === 1;
  const start = at + lengthBytes + 1 + (flags & 8 ? 2 : 0) + (flags & 4 ? 4 : 0);
  return characters(body.subarray(start, start + length * (isWide ? 2 : 1)), isWide);
}

/** Texts before BIFF8: bytes in the code page that the book names; western bytes where it names none or that. */
export function codepageText(bytes: Buffer, codepage: number): string {
  const named = codepage >= 1250 && codepage <= 1258 ? `windows-${codepage}` : `cp${codepage}`;
  const decoding =
    textDecoding(codepage === 0 || codepage === 1252 ? 'windows-1252' : named) ?? textDecoding('windows-1252')!;
  return decoding.write(bytes) + decoding.end();
}

/** [MS-XLS] 2.5.217: 30 bits of a whole number or of a double, perhaps a hundredth of it. */
export function rkNumber(value: number): number {
  const isHundredth = (value & 1) === 1;
  let number: number;
  if (value & 2) number = value >> 2;
  else {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32LE(value & ~3, 4);
    number = bytes.readDoubleLE(0);
  }
  return isHundredth ? number / 100 : number;
}

/** The bodies of SST and its CONTINUEs; a text cut by their joint begins anew with its own width ([MS-XLS] 2.4.265). */
export class SharedTexts {
  readonly #parts: readonly Buffer[];
  #part = 0;
  #at = 0;

  constructor(parts: readonly Buffer[]) {
    this.#parts = parts;
    this.#at = 8;
  }

  /** Texts until `most` or the end of what is there. */
  *texts(): Generator<string> {
    const most = this.#parts[0] && this.#parts[0].length >= 8 ? this.#parts[0].readUInt32LE(4) : 0;
    for (let count = 0; count < most && this.#hasMore(); count += 1) yield this.#text();
  }

  #hasMore(): boolean {
    while (this.#part < this.#parts.length && this.#at >= this.#parts[this.#part]!.length) {
      this.#part += 1;
      this.#at = 0;
    }
    return this.#part < this.#parts.length;
  }

  #byte(): number {
    if (!this.#hasMore()) return 0;
    const byte = this.#parts[this.#part]![this.#at]!;
    this.#at += 1;
    return byte;
  }

  #number(bytes: number): number {
    let number = 0;
    for (let index = 0; index < bytes; index += 1) number += this.#byte() * 2 ** (8 * index);
    return number;
  }

  #text(): string {
    let left = this.#number(2);
    const flags = this.#byte();
    let isWide = (flags & 1) === 1;
    const runs = flags & 8 ? this.#number(2) : 0;
    const phonetic = flags & 4 ? this.#number(4) : 0;
    let text = '';
    while (left > 0 && this.#hasMore()) {
      const here = this.#parts[this.#part]!;
      const width = isWide ? 2 : 1;
      const fits = Math.min(left, Math.floor((here.length - this.#at) / width));
      text += characters(here.subarray(this.#at, this.#at + fits * width), isWide);
      this.#at += fits * width;
      left -= fits;
      if (left === 0) break;
      this.#part += 1;
      this.#at = 0;
      if (this.#part >= this.#parts.length) break;
      isWide = (this.#byte() & 1) === 1;
    }
    this.#skip(runs * 4 + phonetic);
    return text;
  }

  #skip(bytes: number): void {
    let left = bytes;
    while (left > 0 && this.#hasMore()) {
      const here = Math.min(left, this.#parts[this.#part]!.length - this.#at);
      this.#at += here;
      left -= here;
    }
  }
}

import { problem } from '../problems.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

export interface JsonListener {
  /** One element of the root's `features` array, as bytes of its own. `ordinal` counts from 1. */
  element(bytes: Buffer, ordinal: number): void;
  elementTooLong(ordinal: number): void;
}

export interface JsonLimits {
  readonly recordBytes: number;
  readonly jsonDepth: number;
}

/**
 * Walks over the bytes of one JSON object and hands out the elements of its `features` array one by one, wherever the
 * array stands among the members. Everything else of the root is kept as text, up to the record limit, with the array
 * left empty. Only structure is looked at; each element is judged by JSON.parse later.
 */
export class FeatureArrayScanner {
  readonly #file: string;
  readonly #limits: JsonLimits;
  readonly #listener: JsonListener;
  readonly #closers: number[] = [];
  #inString = false;
  #escaped = false;
  #offset = 0;
  #isFeatures = false;
  #foundFeatures = false;
  #ended = false;
  #ordinal = 0;
  #elementStarted = false;
  #rootKept: Buffer[] = [];
  #rootLength = 0;
  #rootTooLong = false;
  #element: Buffer[] = [];
  #elementLength = 0;
  #key: Buffer[] = [];
  #keyLength = 0;
  #inKey = false;
  #expectKey = false;
  #lastKey = '';

  constructor(file: string, limits: JsonLimits, listener: JsonListener) {
    this.#file = file;
    this.#limits = limits;
    this.#listener = listener;
  }

  get foundFeatures(): boolean {
    return this.#foundFeatures;
  }

  /** True when the root object is closed. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The root without the elements of `features`; null when longer than a record may be. */
  get root(): Buffer | null {
    return this.#rootTooLong ? null : Buffer.concat(this.#rootKept);
  }

  /** Returns how many bytes belong to the root: less than given when it ends within them. */
  push(chunk: Buffer): number {
    let from = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index]!;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#inKey) this.#endKey(chunk, from, index);
        }
        continue;
      }
      if (byte > CLOSE_BRACE || byte <= 0x20) continue;
      if (byte === QUOTE) {
        this.#inString = true;
        if (this.#expectKey) {
          this.#keep(chunk, from, index);
          from = index;
          this.#inKey = true;
          this.#expectKey = false;
        } else if (this.#isFeatures) this.#elementStarted = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#isFeatures) this.#elementStarted = true;
        this.#closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
        if (this.#closers.length > this.#limits.jsonDepth) throw this.#tooDeep(index);
        if (this.#closers.length === 1) this.#expectKey = true;
        else if (this.#closers.length === 2 && byte === OPEN_BRACKET && this.#startsFeatures()) {
          this.#keep(chunk, from, index + 1);
          from = index + 1;
          this.#isFeatures = true;
          this.#foundFeatures = true;
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (this.#closers.pop() !== byte) throw this.#damaged(index);
        const depth = this.#closers.length;
        if (depth === 1 && this.#isFeatures) {
          this.#keep(chunk, from, index);
          from = index;
          this.#endElement();
          this.#isFeatures = false;
        } else if (depth === 0) {
          this.#keep(chunk, from, index + 1);
          this.#ended = true;
          this.#offset += index + 1;
          return index + 1;
        }
      } else if (byte === COMMA) {
        const depth = this.#closers.length;
        if (depth === 1) this.#expectKey = true;
        else if (depth === 2 && this.#isFeatures) {
          this.#keep(chunk, from, index);
          from = index + 1;
          this.#elementStarted = true;
          this.#endElement();
        }
      } else if (this.#isFeatures) this.#elementStarted = true;
      else if (byte !== COLON && this.#closers.length === 1) this.#expectKey = false;
    }
    this.#keep(chunk, from, chunk.length);
    this.#offset += chunk.length;
    return chunk.length;
  }

  #startsFeatures(): boolean {
    return this.#lastKey === '"features"' && !this.#foundFeatures && this.#closers[0] === CLOSE_BRACE;
  }

  #endKey(chunk: Buffer, from: number, index: number): void {
    this.#lastKey = Buffer.concat([...this.#key, chunk.subarray(from, index + 1)]).toString('latin1', 0, 64);
    this.#inKey = false;
    this.#key = [];
    this.#keyLength = 0;
  }

  /** Puts bytes where they belong: to the element at hand, or to the root. */
  #keep(chunk: Buffer, from: number, to: number): void {
    if (to <= from) return;
    const bytes = Buffer.from(chunk.subarray(from, to));
    if (this.#isFeatures) {
      this.#elementLength += bytes.length;
      if (this.#elementLength <= this.#limits.recordBytes) this.#element.push(bytes);
      else this.#element = [];
      return;
    }
    // A key is only compared with one short word; the start of a longer one tells that it is another.
    if (this.#inKey && this.#keyLength < 64) {
      this.#key.push(bytes);
      this.#keyLength += bytes.length;
    }
    this.#rootLength += bytes.length;
    if (this.#rootLength <= this.#limits.recordBytes) this.#rootKept.push(bytes);
    else {
      this.#rootTooLong = true;
      this.#rootKept = [];
    }
  }

  #endElement(): void {
    const started = this.#elementStarted;
    const tooLong = this.#elementLength > this.#limits.recordBytes;
    const bytes = this.#element.length === 1 ? this.#element[0]! : Buffer.concat(this.#element);
    this.#element = [];
    this.#elementLength = 0;
    this.#elementStarted = false;
    if (!started) return;
    this.#ordinal += 1;
    if (tooLong) this.#listener.elementTooLong(this.#ordinal);
    else this.#listener.element(bytes, this.#ordinal);
  }

  #tooDeep(index: number) {
    return problem('json-too-deep', {
      file: this.#file,
      place: `byte ${this.#offset + index}`,
      limit: this.#limits.jsonDepth,
    });
  }

  #damaged(index: number) {
    return problem('damaged-file', { file: this.#file, place: `byte ${this.#offset + index}`, reason: 'JSON: } ]' });
  }
}

/** Cuts a stream at each separator byte; pieces longer than the limit come as null. */
export class PieceSplitter {
  readonly #separator: number;
  readonly #maxBytes: number;
  readonly #give: (piece: Buffer | null, ordinal: number) => void;
  #rest: Buffer[] = [];
  #length = 0;
  #ordinal = 0;

  constructor(separator: number, maxBytes: number, give: (piece: Buffer | null, ordinal: number) => void) {
    this.#separator = separator;
    this.#maxBytes = maxBytes;
    this.#give = give;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(this.#separator, from);
      if (to === -1) break;
      this.#keep(chunk.subarray(from, to));
      this.#endPiece();
      from = to + 1;
    }
    this.#keep(Buffer.from(chunk.subarray(from)));
  }

  end(): void {
    if (this.#length > 0) this.#endPiece();
  }

  #keep(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > this.#maxBytes) this.#rest = [];
    else this.#rest.push(bytes);
  }

  #endPiece(): void {
    this.#ordinal += 1;
    this.#give(this.#length > this.#maxBytes ? null : Buffer.concat(this.#rest), this.#ordinal);
    this.#rest = [];
    this.#length = 0;
  }
}

/** Whether a whole JSON text nests no deeper than `limit`. */
export function isWithinDepth(bytes: Buffer, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
      if (depth > limit) return false;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  }
  return true;
}

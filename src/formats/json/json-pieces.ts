const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

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

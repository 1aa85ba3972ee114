/** Type byte and length of a message of PostgreSQL's protocol 3 (manual, 55.7); the length counts itself. */
const headBytes = 5;
const typeBytes = 1;
const dataRow = 0x44;

/** What takes the body of each data row: `bytes` from `start` to `end`, valid after the call too. */
export type TakeRow = (bytes: Buffer, start: number, end: number) => void;

/**
 * Follows the messages that a server sends, chunk by chunk, and passes all of them on except the data rows that
 * somebody takes. What is passed on is cut at any place: its reader puts it together.
 */
export class MessageSplitter {
  /** Null: data rows are passed on like everything else. */
  takeRow: TakeRow | null = null;
  readonly #passOn: (bytes: Buffer) => void;
  /** The beginning of a message that the last chunk cut off, while it may still have to be taken. */
  #held: Buffer | null = null;
  /** Bytes of a message under way that are only passed on. */
  #toPass = 0;

  constructor(passOn: (bytes: Buffer) => void) {
    this.#passOn = passOn;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    let at = 0;
    let passFrom = 0;
    if (this.#held) {
      bytes = Buffer.concat([this.#held, chunk]);
      this.#held = null;
    } else if (this.#toPass > 0) {
      at = Math.min(this.#toPass, bytes.length);
      this.#toPass -= at;
    }
    const flush = (end: number) => {
      if (end > passFrom) this.#passOn(bytes.subarray(passFrom, end));
    };
    while (at + headBytes <= bytes.length) {
      const end = at + typeBytes + bytes.readUInt32BE(at + typeBytes);
      if (bytes[at] === dataRow && this.takeRow) {
        if (end > bytes.length) break;
        flush(at);
        this.takeRow(bytes, at + headBytes, end);
        passFrom = end;
      } else if (end > bytes.length) {
        this.#toPass = end - bytes.length;
        return flush(bytes.length);
      }
      at = end;
    }
    flush(at);
    if (at < bytes.length) this.#held = bytes.subarray(at);
  }
}

import type { ByteSource, ByteStream } from './byte-source.ts';
import { problem } from './problems.ts';
import type { Reading } from './reading.ts';

/** Lines of a file, one character a byte, without line ends; some lines at a time. */
export class LatinLines {
  readonly #stream: ByteStream;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #file: string;
  readonly #reading: Reading;
  #lines: string[] = [];
  #next = 0;
  #rest = '';
  #isOver = false;
  /** Of the line given out last, counted from 1. */
  lineNumber = 0;

  constructor(source: ByteSource, reading: Reading) {
    this.#stream = source.open();
    this.#chunks = this.#stream[Symbol.asyncIterator]();
    this.#file = source.name;
    this.#reading = reading;
  }

  get bytesRead(): number {
    return this.#stream.bytesRead();
  }

  get isReady(): boolean {
    return this.#next < this.#lines.length;
  }

  /** Waits for lines; false when there are no more. Throws Problem `record-too-long`. */
  async fill(): Promise<boolean> {
    while (!this.isReady && !this.#isOver) {
      this.#reading.signal?.throwIfAborted();
      const { done, value } = await this.#chunks.next();
      const text = this.#rest + (done ? '' : value.toString('latin1'));
      this.#lines = text.split('\n');
      this.#next = 0;
      this.#isOver = done === true;
      this.#rest = done ? '' : this.#lines.pop()!;
      if (this.#rest.length > this.#reading.limits.recordBytes) {
        const place = `dòng / line ${this.lineNumber + this.#lines.length + 1}`;
        throw problem('record-too-long', { file: this.#file, place, limit: this.#reading.limits.recordBytes });
      }
      // What follows the last line end is no line when it is nothing.
      if (done && this.#lines.at(-1) === '') this.#lines.pop();
    }
    return this.isReady;
  }

  take(): string {
    const line = this.#lines[this.#next]!;
    this.#next += 1;
    this.lineNumber += 1;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#chunks.return?.();
  }
}

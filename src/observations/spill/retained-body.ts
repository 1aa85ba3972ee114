import { Readable } from 'node:stream';

/** So much of a body is held in memory until it is known that it need not be read again. */
const mostBytes = 8 * 1024 ** 2;

/**
 * A body that can be read from its start once more, as long as not too much of it has been read: for the case that the
 * store goes away in the middle.
 */
export class RetainedBody {
  readonly #chunks: AsyncIterator<Buffer>;
  #retained: Buffer[] | null = [];
  #bytes = 0;
  #reading: Promise<IteratorResult<Buffer>> | null = null;
  #isEnded = false;
  #isLeft = false;

  constructor(stream: Readable) {
    this.#chunks = stream.iterator({ destroyOnReturn: false });
  }

  /** Whether all that was read of it is still here. */
  get isHeld(): boolean {
    return this.#retained !== null;
  }

  /** The body for the first reader; what becomes of this stream does not touch the body. */
  stream(): Readable {
    return Readable.from(this.#first(), { objectMode: false });
  }

  /** All of it for another reader, the first one left; null where what was read is not held any more. */
  async again(): Promise<Readable | null> {
    this.#isLeft = true;
    // What the first reader was just waiting for has been taken out of the body.
    await this.#reading?.catch(() => {});
    const retained = this.#retained;
    return retained && Readable.from(this.#rest(retained), { objectMode: false });
  }

  async *#first(): AsyncGenerator<Buffer> {
    while (!this.#isLeft) {
      const chunk = await this.#take();
      if (chunk === null) return;
      yield chunk;
    }
  }

  async *#rest(retained: readonly Buffer[]): AsyncGenerator<Buffer> {
    yield* retained;
    while (!this.#isEnded) {
      const { done, value } = await this.#chunks.next();
      if (done) return;
      yield value;
    }
  }

  async #take(): Promise<Buffer | null> {
    if (this.#isEnded) return null;
    this.#reading = this.#chunks.next();
    const { done, value } = await this.#reading;
    if (done) {
      this.#isEnded = true;
      return null;
    }
    this.#bytes += value.length;
    if (this.#bytes > mostBytes) this.#retained = null;
    this.#retained?.push(value);
    return value;
  }
}

import type { ByteSource, ByteStream } from './byte-source.ts';

/** Opens a source and reads how it begins; closes it again where that fails. */
export async function openChunks<T>(source: ByteSource, begin: (chunks: ChunkReader) => Promise<T>): Promise<T> {
  const chunks = new ChunkReader(source.open());
  try {
    return await begin(chunks);
  } catch (error) {
    await chunks.close();
    throw error;
  }
}

/** Walks over a stream of bytes in pieces of known length. Asynchronous only when a chunk ends. */
export class ChunkReader {
  /** Bytes given out or skipped so far. */
  position = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #offset = 0;
  readonly #chunks: AsyncIterator<Buffer>;
  #isOver = false;

  constructor(stream: ByteStream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Whether `length` bytes can be taken without waiting. */
  has(length: number): boolean {
    return this.#bytes.length - this.#offset >= length;
  }

  /** Waits for `length` bytes; false when the stream ends before. */
  async fill(length: number): Promise<boolean> {
    if (this.has(length)) return true;
    const parts = [this.#bytes.subarray(this.#offset)];
    let held = parts[0]!.length;
    while (held < length && !this.#isOver) {
      const { done, value } = await this.#chunks.next();
      if (done) this.#isOver = true;
      else {
        parts.push(value);
        held += value.length;
      }
    }
    this.#bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts, held);
    this.#offset = 0;
    return held >= length;
  }

  /** The next bytes, left where they are; call `fill` or `has` before. */
  peek(length: number): Buffer {
    return this.#bytes.subarray(this.#offset, this.#offset + length);
  }

  /** The next bytes; they stay valid. Call `fill` or `has` before. */
  take(length: number): Buffer {
    const taken = this.peek(length);
    this.#offset += length;
    this.position += length;
    return taken;
  }

  /** What is held and not yet taken. */
  get rest(): Buffer {
    return this.#bytes.subarray(this.#offset);
  }

  /** False when the stream ends before. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    for (;;) {
      const here = Math.min(left, this.#bytes.length - this.#offset);
      this.#offset += here;
      this.position += here;
      left -= here;
      if (left === 0) return true;
      if (!(await this.fill(1))) return false;
    }
  }

  /** Closes the stream; needed when it is left before its end. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#chunks.return?.();
  }
}

import { open, rm, type FileHandle } from 'node:fs/promises';

interface Place<Meta> {
  readonly meta: Meta;
  readonly offset: number;
  readonly length: number;
}

/**
 * A queue of bytes on disk between one who must not wait (the reading that keeps writers of the embedded engine
 * waiting) and one who may be slow (a download). Memory: one entry.
 */
export class Spool<Meta> {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #places: Place<Meta>[] = [];
  #end = 0;
  #closed = false;
  #stopped = false;
  #failure: unknown;
  #wake: () => void = () => {};

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create<Meta>(path: string): Promise<Spool<Meta>> {
    const file = await open(path, 'w+', 0o600);
    // Where the system allows it the file loses its name at once, so that a crash leaves nothing behind.
    await rm(path).catch(() => {});
    return new Spool<Meta>(path, file);
  }

  async put(meta: Meta, bytes: Uint8Array): Promise<void> {
    if (this.#stopped) throw new Error('Whoever took the backup has gone.');
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, written, bytes.length - written, this.#end + written);
      written += bytesWritten;
    }
    this.#places.push({ meta, offset: this.#end, length: bytes.length });
    this.#end += bytes.length;
    this.#wake();
  }

  /** Nothing more comes; with a failure the taker gets it after what is there already. */
  close(failure?: unknown): void {
    this.#closed = true;
    this.#failure = failure;
    this.#wake();
  }

  /** The taker has gone: whoever still puts gets an error. */
  stop(): void {
    this.#stopped = true;
  }

  async *take(): AsyncGenerator<{ meta: Meta; bytes: Buffer }> {
    for (;;) {
      const place = this.#places.shift();
      if (place) yield { meta: place.meta, bytes: await this.#read(place) };
      else if (this.#closed) break;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  async #read({ offset, length }: Place<Meta>): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0; read < length;) {
      const { bytesRead } = await this.#file.read(bytes, read, length - read, offset + read);
      if (bytesRead === 0) throw new Error('The spool of the backup is shorter than what was written.');
      read += bytesRead;
    }
    return bytes;
  }
}

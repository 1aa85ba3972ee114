import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import tar from 'tar-stream';
import { entryNames, parseEntryName, type BackupSummary, type Checksums } from './model.ts';

/** Writes a tar with the checksum of every entry and, last, the list of them. The reader sets the pace. */
export class ArchiveWriter {
  readonly bytes: Readable;
  readonly #pack = tar.pack();
  readonly #broken: Promise<never>;
  readonly #entries: Record<string, { sha256: string; size: number }> = {};
  readonly #tables: Record<string, number> = {};
  readonly #startedAt: Date;
  #size = 0;

  constructor(startedAt: Date) {
    this.#startedAt = startedAt;
    this.bytes = Readable.from(this.#pack, { objectMode: false });
    this.#broken = new Promise((_, reject) => {
      this.#pack.once('close', () => reject(new Error('Whoever took the backup has gone.')));
    });
    this.#broken.catch(() => {});
  }

  /** A small entry, or one part of a table with its number of rows. */
  async add(name: string, bytes: Uint8Array, rows?: number): Promise<void> {
    this.#keep(name, createHash('sha256').update(bytes), bytes.length);
    const entry = parseEntryName(name);
    if (entry?.kind === 'table') this.#tables[entry.table] = (this.#tables[entry.table] ?? 0) + (rows ?? 0);
    await this.#write(name, bytes.length, 0o600, [bytes]);
  }

  /** So that a table without rows is counted too. */
  countTable(table: string): void {
    this.#tables[table] ??= 0;
  }

  /** A file of known size that nobody changes. */
  async addFile(name: string, path: string, size: number, mode: number): Promise<void> {
    const hash = createHash('sha256');
    await this.#write(name, size, mode, hashed(createReadStream(path, { highWaterMark: 256 * 1024 }), hash));
    this.#keep(name, hash, size);
  }

  /** Writes the checksums and the end. */
  async finish(): Promise<BackupSummary> {
    const checksums: Checksums = { entries: this.#entries, tables: this.#tables };
    const bytes = Buffer.from(JSON.stringify(checksums));
    await this.#write(entryNames.checksums, bytes.length, 0o600, [bytes]);
    this.#pack.finalize();
    const rows = Object.values(this.#tables);
    return {
      tables: rows.length,
      rows: rows.reduce((sum, count) => sum + count, 0),
      files: Object.keys(this.#entries).filter((name) => parseEntryName(name)?.kind === 'file').length,
      bytes: this.#size,
    };
  }

  fail(error: unknown): void {
    this.bytes.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  #keep(name: string, hash: Hash, size: number): void {
    this.#entries[name] = { sha256: hash.digest('hex'), size };
    this.#size += size;
  }

  async #write(name: string, size: number, mode: number, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    const done = new Promise<void>((resolve, reject) => {
      const entry = this.#pack.entry({ name, size, mode, mtime: this.#startedAt }, (error) =>
        error ? reject(error) : resolve(),
      );
      void feed(entry, pieces).catch(reject);
    });
    await Promise.race([done, this.#broken]);
  }
}

/** Node's `pipeline` would not do: the entry is a stream of another family. */
async function feed(entry: NodeJS.WritableStream, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  for await (const piece of pieces) {
    if (!entry.write(piece)) await new Promise<void>((resolve) => entry.once('drain', resolve));
  }
  entry.end();
}

async function* hashed(pieces: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../byte-source.ts';
import { openChunks, type ChunkReader } from '../chunk-reader.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { shpHeaderBytes } from './shp-header.ts';

/** The contents of the records of a .shp, one at a time: `isReady` or `fill`, then `take`. */
export interface ShpRecords {
  readonly bytesRead: number;
  readonly isReady: boolean;
  /** False when there are no more. */
  fill(): Promise<boolean>;
  /** Without its header; null for one longer than a record may be. */
  take(): Buffer | null;
  close(): Promise<void>;
}

/**
 * By the index where one is there and says that records do not simply follow one another (edited files keep dead
 * records), else one after another. Throws Problem `truncated-file`.
 */
export async function openShp(source: ByteSource, index: Buffer | null, reading: Reading): Promise<ShpRecords> {
  if (index && !isInSequence(index)) return new IndexedRecords(await source.path(), index, source.name, reading);
  return SequentialRecords.open(source, index === null ? null : entriesOf(index), reading);
}

function entriesOf(index: Buffer): number {
  return Math.max(0, Math.floor((index.length - shpHeaderBytes) / 8));
}

export function isInSequence(index: Buffer): boolean {
  let expected = shpHeaderBytes / 2;
  for (let at = shpHeaderBytes; at + 8 <= index.length; at += 8) {
    if (index.readInt32BE(at) !== expected) return false;
    expected += 4 + index.readInt32BE(at + 4);
  }
  return true;
}

class SequentialRecords implements ShpRecords {
  readonly #chunks: ChunkReader;
  readonly #file: string;
  readonly #reading: Reading;
  /** Length that the header states; what stands behind it is no record. */
  readonly #end: number;
  #left: number;
  #taken = 0;
  #length = 0;
  #isTooLong = false;

  private constructor(chunks: ChunkReader, file: string, reading: Reading, end: number, count: number | null) {
    this.#chunks = chunks;
    this.#file = file;
    this.#reading = reading;
    this.#end = end;
    this.#left = count ?? Infinity;
  }

  static open(source: ByteSource, count: number | null, reading: Reading): Promise<SequentialRecords> {
    return openChunks(source, async (chunks) => {
      if (!(await chunks.fill(shpHeaderBytes))) throw problem('truncated-file', { file: source.name, place: 'SHP' });
      const end = chunks.take(shpHeaderBytes).readInt32BE(24) * 2;
      return new SequentialRecords(chunks, source.name, reading, end, count);
    });
  }

  get bytesRead(): number {
    return this.#chunks.position;
  }

  get isReady(): boolean {
    if (this.#left <= 0 || this.#isPastEnd() || !this.#chunks.has(8)) return false;
    this.#length = this.#contentLength();
    return this.#length <= this.#reading.limits.recordBytes && this.#chunks.has(8 + this.#length);
  }

  async fill(): Promise<boolean> {
    this.#reading.signal?.throwIfAborted();
    if (this.#left <= 0 || this.#isPastEnd()) return false;
    if (!(await this.#chunks.fill(8))) {
      if (this.#chunks.rest.length === 0 && !this.#isExpected()) return false;
      throw this.#cutShort();
    }
    this.#length = this.#contentLength();
    if (this.#length > this.#reading.limits.recordBytes) {
      this.#isTooLong = true;
      if (await this.#chunks.skip(8 + this.#length)) return true;
      throw this.#cutShort();
    }
    if (await this.#chunks.fill(8 + this.#length)) return true;
    throw this.#cutShort();
  }

  take(): Buffer | null {
    this.#left -= 1;
    this.#taken += 1;
    if (this.#isTooLong) {
      this.#isTooLong = false;
      return null;
    }
    return this.#chunks.take(8 + this.#length).subarray(8);
  }

  close(): Promise<void> {
    return this.#chunks.close();
  }

  #isPastEnd(): boolean {
    return this.#end > shpHeaderBytes && this.#chunks.position >= this.#end && this.#left === Infinity;
  }

  /** Whether the header or the index promise more. */
  #isExpected(): boolean {
    return this.#chunks.position < this.#end || (this.#left !== Infinity && this.#left > 0);
  }

  #contentLength(): number {
    const length = this.#chunks.peek(8).readInt32BE(4) * 2;
    if (length < 4) {
      const place = `№ ${this.#taken + 1}, byte ${this.#chunks.position}`;
      throw problem('damaged-file', { file: this.#file, place, reason: `${length} byte` });
    }
    return length;
  }

  #cutShort() {
    return problem('truncated-file', { file: this.#file, place: `№ ${this.#taken + 1}` });
  }
}

class IndexedRecords implements ShpRecords {
  readonly #file: number;
  readonly #size: number;
  readonly #index: Buffer;
  readonly #name: string;
  readonly #reading: Reading;
  #taken = 0;
  bytesRead = 0;

  constructor(path: string, index: Buffer, name: string, reading: Reading) {
    this.#file = openSync(path, 'r');
    this.#size = fstatSync(this.#file).size;
    this.#index = index;
    this.#name = name;
    this.#reading = reading;
  }

  get isReady(): boolean {
    return this.#taken < entriesOf(this.#index);
  }

  fill(): Promise<boolean> {
    this.#reading.signal?.throwIfAborted();
    return Promise.resolve(this.isReady);
  }

  take(): Buffer | null {
    const at = shpHeaderBytes + this.#taken * 8;
    this.#taken += 1;
    const offset = this.#index.readInt32BE(at) * 2;
    const indexed = this.#index.readInt32BE(at + 4) * 2;
    // Entries of deleted shapes point to nothing.
    if (indexed === 0 && offset === 0) return Buffer.alloc(4);
    if (offset < shpHeaderBytes || offset + 8 > this.#size) throw this.#cutShort();
    const header = this.#read(offset, 8);
    const length = header.readInt32BE(4) * 2;
    if (length > this.#reading.limits.recordBytes) return null;
    if (length < 4 || offset + 8 + length > this.#size) throw this.#cutShort();
    this.bytesRead += 8 + length;
    return this.#read(offset + 8, length);
  }

  close(): Promise<void> {
    closeSync(this.#file);
    return Promise.resolve();
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, length, offset));
  }

  #cutShort() {
    return problem('truncated-file', { file: this.#name, place: `№ ${this.#taken}` });
  }
}

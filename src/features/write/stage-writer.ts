import { hash as digest } from 'node:crypto';
import { copyLine, type Db } from '../../kernel/index.ts';
import { seqBase } from '../model.ts';
import { dataColumns, stageTable } from '../tables.ts';
import type { Draft } from './compare.ts';
import { adapt } from './ranges.ts';

/** A harmonised record on its way into the store. */
export interface StoredRow {
  /** Feature id from the standard's key; null: the record is known by its content and occurrence. */
  readonly fid: string | null;
  readonly position: number;
  readonly values: readonly unknown[];
  /** EWKB hex (SRID 4326) or null; ignored for a collection without geometry. */
  readonly geometry: string | null;
}

const serverChunkChars = 256 * 1024;
const contentIdLength = 20;

/**
 * Copies rows into the staging table of a run. On the server one COPY runs all the time and is fed with back-pressure;
 * on the embedded engine each chunk is a statement of its own, sized by the time the last one took.
 */
export class StageWriter {
  readonly #db: Db;
  readonly #table: string;
  readonly #columns: string[];
  readonly #hasGeometry: boolean;
  readonly #firstPlace: number;
  #lines: string[] = [];
  #chars = 0;
  #ordinal = 0;
  #chunkRows = 500;
  #feed: ChunkFeed | null = null;
  #copying: Promise<number> | null = null;

  constructor(db: Db, draft: Draft) {
    const { collection, isDirect } = draft;
    this.#db = db;
    this.#table = isDirect ? collection.table : stageTable(draft.run);
    const own = isDirect ? ['_fid', '_seq', '_hash', '_pos'] : ['_fid', '_ord', '_hash', '_pos'];
    this.#columns = [...own, ...dataColumns(collection)];
    this.#firstPlace = isDirect ? seqBase(draft.edition) : 0;
    this.#hasGeometry = collection.hasGeometry;
  }

  get rows(): number {
    return this.#ordinal;
  }

  async add(rows: readonly StoredRow[]): Promise<void> {
    for (const row of rows) {
      const line = this.#encode(row);
      this.#lines.push(line);
      this.#chars += line.length;
      if (this.#isFull()) await this.#flush();
    }
  }

  /** Writes what is left; every row added is in the table when this resolves. */
  async finish(): Promise<void> {
    await this.#flush();
    if (this.#feed) {
      this.#feed.end();
      await this.#copying;
    }
  }

  /** Ends the running COPY without waiting for its answer to matter; used when a run is given up. */
  async abort(): Promise<void> {
    this.#feed?.fail(new Error('The run was given up.'));
    await this.#copying?.catch(() => undefined);
  }

  #encode(row: StoredRow): string {
    const content = this.#hasGeometry ? copyLine([...row.values, row.geometry]) : copyLine(row.values);
    const hash = digest('md5', content, 'hex');
    const fid = row.fid ?? hash.slice(0, contentIdLength);
    this.#ordinal++;
    return `${copyLine([fid]).slice(0, -1)}\t${this.#firstPlace + this.#ordinal}\t${hash}\t${row.position}\t${content}`;
  }

  #isFull(): boolean {
    return this.#db.engine === 'server' ? this.#chars >= serverChunkChars : this.#lines.length >= this.#chunkRows;
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return;
    const chunk = this.#lines.join('');
    const rows = this.#lines.length;
    this.#lines = [];
    this.#chars = 0;
    if (this.#db.engine === 'server') return this.#feedServer(chunk);
    const started = performance.now();
    await this.#db.copyIn(this.#table, this.#columns, [chunk]);
    this.#chunkRows = Math.min(20_000, adapt(rows, performance.now() - started));
  }

  async #feedServer(chunk: string): Promise<void> {
    if (!this.#feed) {
      this.#feed = new ChunkFeed();
      const feed = this.#feed;
      this.#copying = this.#db.copyIn(this.#table, this.#columns, feed);
      this.#copying.catch((error: unknown) => feed.fail(error));
    }
    await this.#feed.push(chunk);
  }
}

/** Hands chunks from the reader to the running COPY, at most a few ahead. */
class ChunkFeed implements AsyncIterable<string> {
  #queue: string[] = [];
  #ended = false;
  #error: unknown = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;

  async push(chunk: string): Promise<void> {
    if (this.#error) throw this.#error;
    this.#queue.push(chunk);
    this.#wakeReader?.();
    while (this.#queue.length > 3 && !this.#error) {
      await new Promise<void>((wake) => (this.#wakeWriter = wake));
    }
    if (this.#error) throw this.#error;
  }

  end(): void {
    this.#ended = true;
    this.#wakeReader?.();
  }

  fail(error: unknown): void {
    this.#error ??= error;
    this.#wakeReader?.();
    this.#wakeWriter?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      if (this.#error) throw this.#error;
      const chunk = this.#queue.shift();
      if (chunk !== undefined) {
        this.#wakeWriter?.();
        yield chunk;
      } else if (this.#ended) return;
      else await new Promise<void>((wake) => (this.#wakeReader = wake));
    }
  }
}

import type { Db, Lane, Rows } from '../db.ts';
import type { Sql } from '../sql.ts';

/** Stands beside the writing of one piece of work, such as a request. */
export interface WriteWatcher {
  /** Called once in each transaction that wrote, after its work and before it commits; throwing rolls it back. */
  beforeCommit(tx: Db): Promise<void>;
  /** The transaction, with what `beforeCommit` did in it, is durable. */
  committed(): void;
}

/**
 * The same database, where every writing statement of watched work runs in a transaction that the watcher has the last
 * word in. `watcherNow` tells whose work it is at this moment; null: nobody's, and nothing changes.
 */
export function watchWrites(db: Db, watcherNow: () => WriteWatcher | null): Db {
  return new WatchedDb(db, watcherNow);
}

const reads = /^\s*(?:select|fetch|declare|close|listen|unlisten|show|explain|values|table|set|analyze|vacuum)\b/i;
const changes = /\b(?:insert|update|delete|merge)\b/i;

/** A `with` may do both; every other statement is told by its first word. */
function writes({ text }: Sql): boolean {
  return /^\s*with\b/i.test(text) ? changes.test(text) : !reads.test(text);
}

class WatchedDb implements Db {
  readonly engine: Db['engine'];
  readonly #db: Db;
  readonly #watcherNow: () => WriteWatcher | null;

  constructor(db: Db, watcherNow: () => WriteWatcher | null) {
    this.engine = db.engine;
    this.#db = db;
    this.#watcherNow = watcherNow;
  }

  async query<R>(statement: Sql): Promise<Rows<R>> {
    const watcher = this.#watcherNow();
    if (!watcher || !writes(statement)) return this.#db.query<R>(statement);
    return this.#watched(watcher, (tx) => tx.query<R>(statement));
  }

  async transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    const watcher = this.#watcherNow();
    return watcher ? this.#watched(watcher, work) : this.#db.transaction(work);
  }

  stream<R>(statement: Sql, batchRows?: number): AsyncIterable<R[]> {
    return this.#db.stream<R>(statement, batchRows);
  }

  /** Long, in chunks of its own: only runs copy in, and a run has an entry of its own. */
  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number> {
    return this.#db.copyIn(table, columns, chunks);
  }

  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#db.listen(channel, onNotify);
  }

  lane(lane: Lane): Db {
    return new WatchedDb(this.#db.lane(lane), this.#watcherNow);
  }

  close(): Promise<void> {
    return this.#db.close();
  }

  async #watched<T>(watcher: WriteWatcher, work: (tx: Db) => Promise<T>): Promise<T> {
    let wrote = false;
    const result = await this.#db.transaction(async (tx) => {
      const seen = new SeenTransaction(tx);
      const worked = await work(seen);
      wrote = seen.wrote;
      if (wrote) await watcher.beforeCommit(seen);
      return worked;
    });
    if (wrote) watcher.committed();
    return result;
  }
}

/** A transaction's handle that notices whether anything was written. */
class SeenTransaction implements Db {
  readonly engine: Db['engine'];
  readonly #tx: Db;
  wrote = false;

  constructor(tx: Db) {
    this.engine = tx.engine;
    this.#tx = tx;
  }

  query<R>(statement: Sql): Promise<Rows<R>> {
    this.wrote ||= writes(statement);
    return this.#tx.query<R>(statement);
  }

  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    return this.#tx.transaction(work);
  }

  stream<R>(statement: Sql, batchRows?: number): AsyncIterable<R[]> {
    return this.#tx.stream<R>(statement, batchRows);
  }

  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number> {
    this.wrote = true;
    return this.#tx.copyIn(table, columns, chunks);
  }

  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#tx.listen(channel, onNotify);
  }

  lane(_lane: Lane): Db {
    return this;
  }

  close(): Promise<void> {
    return this.#tx.close();
  }
}

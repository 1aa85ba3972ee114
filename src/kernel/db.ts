import type { Sql } from './sql.ts';

/** Rows of a statement, with how many rows an insert, update or delete touched. */
export type Rows<R> = R[] & { readonly affected: number };

/**
 * Who waits for a statement. The embedded engine has one connection and serves lanes in this order; PostgreSQL ignores
 * them. `request`: a person or program waits. `run`: batches of a run or a job. `idle`: work that cannot be cut
 * (VACUUM, ANALYZE, CREATE INDEX), started only when nobody waits in the other two.
 */
export type Lane = 'request' | 'run' | 'idle';

/**
 * The database, over embedded PGlite + PostGIS or a PostgreSQL + PostGIS server: the same SQL on both.
 *
 * Five calls: query, transaction, stream, copyIn, listen. Inside `transaction` only the handle passed to the callback
 * may be used: calling the outer `Db` from within throws at once (on the embedded engine it would wait for ever).
 * Types: int8 comes as number when it is safe, else as string; timestamptz as ISO 8601 text in UTC ending in `Z`
 * with only the fraction digits it has;
 * date as `YYYY-MM-DD`; json and jsonb parsed; bytea as Buffer; numeric as string.
 */
export interface Db {
  readonly engine: 'embedded' | 'server';
  query<R = Record<string, unknown>>(statement: Sql): Promise<Rows<R>>;
  /** Runs `work` in one transaction; commits when it resolves, rolls back when it throws. Does not nest. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /**
   * Yields the rows in batches, holding at most one batch in memory. On the server by a cursor; on the embedded engine
   * by a cursor in short turns, so that requests pass between two batches. The result is one consistent snapshot on
   * the server; page by key where the embedded engine must give one too.
   */
  stream<R = Record<string, unknown>>(statement: Sql, batchRows?: number): AsyncIterable<R[]>;
  /**
   * COPY table(columns) FROM STDIN in PostgreSQL's text format (tab-separated, `\N` for null; see `copy-text.ts`).
   * Chunks hold whole lines. Returns the number of rows. On the embedded engine each chunk is a statement of its own
   * unless called on a transaction's handle.
   */
  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number>;
  /** Calls back for each NOTIFY on the channel; returns a function that stops listening. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  /** The same database, with statements waiting in another lane. */
  lane(lane: Lane): Db;
  close(): Promise<void>;
}

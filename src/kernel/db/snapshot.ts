import type { Db, Rows } from '../db.ts';
import { sql, type Sql } from '../sql.ts';

/** A reading of the database as it was at one moment, over as many statements as it takes. */
export interface Snapshot {
  query<R = Record<string, unknown>>(statement: Sql): Promise<Rows<R>>;
  /**
   * The rows of a SELECT (without bound values) in COPY's text format, in pieces of any size. On the embedded engine
   * all of them are one turn and stand in memory: ask for few rows at a time.
   */
  copyOut(select: Sql): AsyncIterable<Buffer>;
}

/** A column that holds when a lease runs out. */
export interface Lease {
  readonly table: string;
  readonly column: string;
}

/** What both implementations of `Db` have beside its five calls. */
export interface SnapshotSource {
  readSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>, leases: readonly Lease[]): Promise<T>;
}

/**
 * Reads one moment of the database. On the server in one repeatable-read transaction, which nobody notices. On the
 * embedded engine writers wait meanwhile and readers pass: be quick, and never wait for somebody outside. `leases`
 * are columns of existing tables to be made longer by that wait, since nobody could renew them.
 */
export function readSnapshot<T>(
  db: Db,
  work: (snapshot: Snapshot) => Promise<T>,
  leases: readonly Lease[] = [],
): Promise<T> {
  if (!isSource(db))
    return Promise.reject(new Error('A snapshot is read from the outer Db, not inside a transaction.'));
  return db.readSnapshot(work, leases);
}

const readersLock = sql.raw(`hashtext('lienthong.snapshot')`);

/** Held by a reader of a snapshot, on its connection, before the snapshot is taken. */
export const holdTables = sql`select pg_advisory_lock_shared(${readersLock})`;

/**
 * Whether this transaction may put another table in the place of one: a reader whose snapshot is older would find the new
 * one empty. False while a snapshot is read; true keeps new ones waiting until the transaction ends.
 */
export async function mayExchangeTables(tx: Db): Promise<boolean> {
  const [row] = await tx.query<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${readersLock}) as free`);
  return row!.free;
}

function isSource(db: Db): db is Db & SnapshotSource {
  return 'readSnapshot' in db;
}

export function extendLease({ table, column }: Lease, ms: number): Sql {
  const name = sql.identifier(column);
  return sql`update ${sql.identifier(table)}
    set ${name} = ${name} + ${Math.ceil(ms)}::float8 * interval '1 millisecond' where ${name} is not null`;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, mayExchangeTables, sql, type Db, type Sql } from '../../kernel/index.ts';
import type { DueMonth } from './due-months.ts';

/**
 * `ordered`: it stands in order now. `changed`: a value of it came meanwhile, so that the copy was thrown away. `busy`:
 * others held it, or a backup was read, as long as was waited.
 */
export type OrderedMonth = 'ordered' | 'changed' | 'busy';

/** Nobody is kept up for longer; then it is tried again later. */
const lockTimeout = '300ms';
const tries = 20;
const pauseMs = 1_000;
/** The embedded engine serves nobody while it copies a slice. */
const embeddedSliceRows = 20_000;

/** SQLSTATE of a lock that was not to be had in time. */
const isLocked = (error: unknown): boolean => error instanceof DatabaseError && error.code === '55P03';

/**
 * Writes a month anew: rows in the order of series and time, table and key without room between them. A page of a series
 * is then read from a few places of the disk instead of one for each value. Readers and writers go on while it is copied;
 * for the exchange they wait a moment. Whatever breaks it off leaves the month as it was.
 */
export async function orderMonth(db: Db, month: DueMonth, now: Date, signal: AbortSignal): Promise<OrderedMonth> {
  const idle = db.lane('idle');
  const copy = sql.identifier(copyOf(month));
  await discard(idle, month);
  try {
    if (!(await patiently(() => watch(idle, month), signal))) return 'busy';
    await createCopy(idle, month);
    await fillCopy(idle, month, signal);
    // The rows are older than every transaction: they are marked so once, before anybody reads them.
    await idle.query(sql`vacuum (freeze, analyze) ${copy}`);
    const isDone = await patiently(() => exchange(idle, month, now), signal);
    return isDone ?? 'busy';
  } finally {
    await discard(idle, month);
  }
}

const copyOf = ({ name }: DueMonth): string => `${name}_ordered`;
const watcher = sql.identifier('note_month_change');

/**
 * Removes what an attempt leaves, this one or one that a stopped node has left. Who reads the month for long keeps the
 * trigger there, and nobody waits behind it: it does no harm, and is removed the next time.
 */
async function discard(db: Db, month: DueMonth): Promise<void> {
  await db.query(sql`drop table if exists ${sql.identifier(copyOf(month))}`);
  const watched = await db.query(sql`
    select from pg_trigger where tgrelid = to_regclass(${month.name}) and tgname = 'note_month_change'`);
  if (watched.length > 0) {
    await db
      .transaction(async (tx) => {
        await tx.query(sql`set local lock_timeout = ${sql.raw(`'${lockTimeout}'`)}`);
        await tx.query(sql`drop trigger if exists ${watcher} on ${sql.identifier(month.name)}`);
      })
      .catch((error: unknown) => {
        if (!isLocked(error)) throw error;
      });
  }
  await db.query(sql`delete from observation_month_change where name = ${month.name}`);
}

/** Null where the lock was not to be had, try after try, or `work` gave null each time. */
async function patiently<T>(work: () => Promise<T | null>, signal: AbortSignal): Promise<T | null> {
  for (let i = 0; i < tries; i++) {
    signal.throwIfAborted();
    try {
      const done = await work();
      if (done !== null) return done;
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
    await sleep(pauseMs, undefined, { signal });
  }
  return null;
}

/** From here on every change of the month leaves a note: writers that are under way are waited for. */
function watch(db: Db, { name }: DueMonth): Promise<true> {
  return db.transaction(async (tx) => {
    await tx.query(sql`set local lock_timeout = ${sql.raw(`'${lockTimeout}'`)}`);
    await tx.query(sql`
      create or replace trigger ${watcher} after insert or update or delete on ${sql.identifier(name)}
      for each row execute function note_month_change()`);
    return true as const;
  });
}

/** Bounds as a check let the copy be attached without reading it. */
async function createCopy(db: Db, month: DueMonth): Promise<void> {
  const { from, to, name } = month;
  const after = from === null ? sql.empty : sql`time >= ${literal(from)} and`;
  await db.query(sql`
    create table ${sql.identifier(copyOf(month))} (like ${sql.identifier(name)} including defaults,
      primary key (series, time) with (fillfactor = 100),
      constraint bounds check (${after} time < ${literal(to)}))`);
}

const literal = (moment: string): Sql => sql.raw(`'${moment.replaceAll("'", "''")}'::timestamptz`);

async function fillCopy(db: Db, month: DueMonth, signal: AbortSignal): Promise<void> {
  const [source, copy] = [sql.identifier(month.name), sql.identifier(copyOf(month))];
  if (db.engine === 'server') {
    return void (await db.query(sql`insert into ${copy} select * from ${source} order by series, time`));
  }
  let after: Sql = sql.empty;
  for (;;) {
    signal.throwIfAborted();
    const [last] = await db.query<{ series: number; time: string }>(sql`
      with copied as (
        insert into ${copy} select * from ${source} ${after} order by series, time limit ${embeddedSliceRows}
        returning series, time)
      select series, time::text as time from copied order by series desc, time desc limit 1`);
    if (!last) return;
    after = sql`where (series, time) > (${last.series}::integer, ${last.time}::timestamptz)`;
  }
}

/** Puts the copy in the place of the month. Null: not now, since a snapshot is being read. */
function exchange(db: Db, month: DueMonth, now: Date): Promise<'ordered' | 'changed' | null> {
  const { name, from, to } = month;
  const [part, copy] = [sql.identifier(name), sql.identifier(copyOf(month))];
  const [key, copyKey] = [sql.identifier(`${name}_pkey`), sql.identifier(`${copyOf(month)}_pkey`)];
  const lower = from === null ? sql.raw('minvalue') : literal(from);
  return db.transaction(async (tx) => {
    await tx.query(sql`set local lock_timeout = ${sql.raw(`'${lockTimeout}'`)}`);
    if (!(await mayExchangeTables(tx))) return null;
    await tx.query(sql`lock table observation in access exclusive mode`);
    const changes = await tx.query(sql`select from observation_month_change where name = ${name}`);
    if (changes.length > 0) return 'changed';
    await tx.query(sql`
      insert into observation_month as known (name, ordered_at, rows, bytes_before, bytes_after, table_bytes)
      select ${name}, ${now}, reltuples, pg_total_relation_size(to_regclass(${name})), pg_total_relation_size(oid),
        pg_relation_size(oid)
      from pg_class where oid = to_regclass(${copyOf(month)})
      on conflict (name) do update set ordered_at = excluded.ordered_at, rows = excluded.rows,
        bytes_before = excluded.bytes_before, bytes_after = excluded.bytes_after, table_bytes = excluded.table_bytes`);
    await tx.query(sql`alter table observation detach partition ${part}`);
    await tx.query(sql`drop table ${part}`);
    await tx.query(sql`alter table ${copy} rename to ${part}`);
    await tx.query(sql`alter index ${copyKey} rename to ${key}`);
    await tx.query(sql`
      alter table observation attach partition ${part} for values from (${lower}) to (${literal(to)})`);
    await tx.query(sql`alter table ${part} drop constraint bounds`);
    return 'ordered';
  });
}

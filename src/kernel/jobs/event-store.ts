import type { Db } from '../db.ts';
import type { Log } from '../log.ts';
import { sql, type Sql } from '../sql.ts';

export interface EventRecord<Data = unknown> {
  /** Place in the order of all events; grows, without meaning otherwise. */
  readonly position: number;
  readonly type: string;
  readonly subject: string;
  readonly data: Data;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** Gives events whose transactions have ended their places. Returns how many got one. */
export async function sealEvents(db: Db, limit = 1_000): Promise<number> {
  const [row] = await db.query<{ sealed: number }>(sql.kept(sql`select seal_events(${limit}::integer) as sealed`));
  return row!.sealed;
}

export async function lastPosition(db: Db): Promise<number> {
  const [row] = await db.query<{ last: number }>(sql.kept(sql`select last_position as last from event_seal`));
  return row!.last;
}

/** Selects events of these types (undefined: of all) in their order. */
export function eventsBetween(after: Sql, upTo: Sql, types: readonly string[] | undefined, limit: number): Sql {
  const ofTypes = types === undefined ? sql.empty : sql`and type = any (${types})`;
  return sql`
    select position, type, subject, data, at from event
    where position > ${after} and position <= ${upTo} ${ofTypes}
    order by position limit ${limit}`;
}

/** Removes old events (of one type) a piece at a time and says so where a consumer had not had them yet. */
export async function pruneEvents(db: Db, before: Date, log: Log, type?: string): Promise<void> {
  const ofType = type === undefined ? sql.empty : sql`and type = ${type}`;
  for (;;) {
    const gone = await db.query<{ position: number }>(sql`
      delete from event
      where id in (
        select id from event where position is not null and at < ${before} ${ofType} order by position limit 1000)
      returning position`);
    if (gone.length === 0) return;
    const last = gone.reduce((highest, { position }) => Math.max(highest, position), 0);
    const behind = await db.query<{ name: string }>(sql`select name from event_consumer where position < ${last}`);
    if (behind.length > 0) {
      log.warn(
        { consumers: behind.map(({ name }) => name) },
        'Old events were removed before these consumers had them.',
      );
    }
  }
}

import { sql, type Db } from '../../kernel/index.ts';

/** A partition of `observation` that is to be put in order. */
export interface DueMonth {
  readonly name: string;
  /** Bounds as PostgreSQL writes them, without quotes; null: none. */
  readonly from: string | null;
  readonly to: string;
}

/** Devices that were offline send what they have for about so long. */
const restMs = 7 * 24 * 3_600_000;
/** Smaller ones stand in memory in any order. */
const smallestBytes = 1_000_000;
/** One that has grown by so much since it was put in order is put in order again. */
const grownBy = 1.1;

/** Closed ones that have never been put in order, or have taken in many late values since; the oldest first. */
export function dueMonths(db: Db, now: Date): Promise<DueMonth[]> {
  return db.query<DueMonth>(sql`
    with part as (
      select c.relname as name, pg_relation_size(c.oid) as bytes,
        (regexp_match(bound.text, 'FROM [(]''([^'']+)''[)]'))[1] as "from",
        (regexp_match(bound.text, 'TO [(]''([^'']+)''[)]'))[1] as "to"
      from pg_inherits i join pg_class c on c.oid = i.inhrelid,
        lateral (select pg_get_expr(c.relpartbound, c.oid) as text) bound
      where i.inhparent = 'observation'::regclass)
    select p.name, p."from", p."to" from part p left join observation_month known on known.name = p.name
    where p."to"::timestamptz <= ${new Date(now.getTime() - restMs)} and p.bytes >= ${smallestBytes}
      and (known.name is null or p.bytes > known.table_bytes * ${grownBy}::double precision)
    order by p."to"::timestamptz`);
}

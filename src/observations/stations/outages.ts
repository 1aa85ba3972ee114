import { sql, type Db } from '../../kernel/index.ts';
import type { TimeRange } from '../read/series-values.ts';
import { silentIntervals } from './model.ts';

/** A time in which a series owed values and gave none; moments are ISO 8601 in UTC. */
export interface Outage {
  readonly series: number;
  /** The last value before. */
  readonly from: string;
  /** The first value after; null: it lasts. */
  readonly to: string | null;
  readonly seconds: number;
}

/**
 * Silences of series within a time, longest first, at most `limit`: more than five intervals between two values, or since
 * the last. What lies before the first value that ever came is no silence. Told from the values that came, approved or not: not for
 * those who see approved ones only.
 */
export function outagesOf(
  db: Db,
  series: readonly number[],
  range: TimeRange,
  now: Date,
  limit: number,
): Promise<Outage[]> {
  const end = new Date(Math.min(range.to, now.getTime()));
  return db.query<Outage>(sql`
    select series, "from", case when is_over then "to" end as "to",
      extract(epoch from "to" - "from")::double precision as seconds
    from (
      select d.id as series, v.time as "from", coalesce(lead(v.time) over w, ${end}::timestamptz) as "to",
        lead(v.time) over w is not null as is_over,
        d.every_seconds * interval '${sql.raw(String(silentIntervals))} seconds' as allowed
      from datastream d
        cross join lateral (
          -- The last value before the time tells how long a silence at its start had lasted.
          (select time from observation where series = d.id and time < ${iso(range.from)}::timestamptz
            order by time desc limit 1)
          union all
          (select time from observation where series = d.id and time >= ${iso(range.from)}::timestamptz
            and time < ${end}::timestamptz)) v
      where d.id = any(${series}::integer[]) and d.every_seconds is not null
      window w as (partition by d.id order by v.time)) gap
    where "to" - "from" > allowed and "to" > ${iso(range.from)}::timestamptz
    order by seconds desc, series limit ${limit}`);
}

const iso = (at: number): string => new Date(at).toISOString();

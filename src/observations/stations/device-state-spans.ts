import { sql, type Db } from '../../kernel/index.ts';
import type { TimeRange } from '../read/series-values.ts';
import { silentIntervals } from './model.ts';

/** A time through which the device of a series said that it was not measuring; moments are ISO 8601 in UTC. */
export interface DeviceStateSpan {
  readonly series: number;
  /** As in the values: 1 calibrating, 2 device error, 3 maintenance, or another that the device has. */
  readonly status: number;
  /** The first value with the state. */
  readonly from: string;
  /** The last value with it; null: it is the newest value of the series, so that the state lasts. */
  readonly to: string | null;
  /** From the first to the last value with it; 0 where it is a single one. */
  readonly seconds: number;
  /** Values with the state. */
  readonly values: number;
}

/** How far before a time the values are looked through for the beginning of what lasted at its start. */
const mostBefore = '31 days';

/**
 * Runs of values of one device state other than measuring, newest first, at most `limit`: those that touch the time. A
 * silence of more than five intervals ends a run, and so does a value of another state. One that lasted at the start of the
 * time is followed back for 31 days. Told from the values that came, approved or not: not for those who see approved ones only.
 */
export function deviceStateSpans(
  db: Db,
  series: readonly number[],
  range: TimeRange,
  limit: number,
): Promise<DeviceStateSpan[]> {
  const [from, to] = [range.from, range.to].map((at) => new Date(at).toISOString());
  return db.query<DeviceStateSpan>(sql`
    with said as (
      select d.id as series, o.time, o.status, s.last_time,
        o.status is distinct from lag(o.status) over w
          or coalesce(o.time - lag(o.time) over w > d.every_seconds * interval '${sql.raw(String(silentIntervals))} seconds', false)
          as is_first
      from datastream d join series_state s on s.series = d.id
        -- Only a series whose state was not measuring at the start is read from before it.
        cross join lateral (
          select case when status = 0 then ${from}::timestamptz else ${from}::timestamptz - interval '${sql.raw(mostBefore)}' end
            as since
          from (select status from observation where series = d.id and time < ${from}::timestamptz
            order by time desc limit 1) before
          union all select ${from}::timestamptz limit 1) start
        cross join lateral (select time, status from observation where series = d.id and time >= start.since
          and time < ${to}::timestamptz offset 0) o
      where d.id = any(${series}::integer[])
      window w as (partition by d.id order by o.time)),
    numbered as (select *, count(*) filter (where is_first) over (partition by series order by time) as run from said)
    select series, status, min(time) as "from",
      case when max(time) < max(last_time) then max(time) end as "to",
      extract(epoch from max(time) - min(time))::double precision as seconds, count(*)::integer as values
    from numbered where status <> 0
    group by series, run, status having max(time) >= ${from}::timestamptz
    order by max(time) desc, series limit ${limit}`);
}

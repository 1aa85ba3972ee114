import { sql, type Sql } from '../../kernel/index.ts';
import { grainNumber } from '../rollup/grains.ts';

/**
 * How many values of a series its reader sees, and when the first and last were: one row of (count, first_time, last_time).
 * `approvedOnly`: he sees approved ones only. Those are counted by the sums of approved values, which follow an approval a
 * moment later; their days say where the first and the last stand, so that nobody walks through what waits for approval.
 */
export function seenState(series: Sql, approvedOnly: Sql): Sql {
  const sums = (grain: 'day' | 'year'): Sql =>
    sql`from roll_up where series = ${series} and grain = ${grainNumber(grain)} and layer = 1`;
  // A value at the end of a day may belong to it.
  const ofDay = (end: Sql, day: Sql): Sql => sql`(
    select ${end}(time) from observation where series = ${series} and approval = 1
      and time >= days.${day} and time <= days.${day} + interval '1 day')`;
  return sql`
    select count, first_time, last_time from series_state where series = ${series} and not (${approvedOnly})
    union all
    select coalesce((select sum(received) ${sums('year')}), 0)::bigint,
      ${ofDay(sql.raw('min'), sql.raw('first'))}, ${ofDay(sql.raw('max'), sql.raw('last'))}
    from (select min(start) as first, max(start) as last ${sums('day')}) days where ${approvedOnly}`;
}

import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { qualityTests } from '../quality/verdict.ts';
import { grainNumber, spanStartMs } from '../rollup/grains.ts';
import type { ChangedSpan } from '../store/cut-spans.ts';

/** Of fewer stations that measured in the hour the test is not evaluated. */
export const fewestNeighbours = 3;
const hourMs = 3_600_000;
const spansAtOnce = 2_000;

/** Where a test stands in the packed word (`packTests`): base 5, in the order of flags 2, 1, 3, 4, 9. */
const weightOf = (place: number): Sql => sql.raw(String(5 ** place));
const weight = weightOf(qualityTests.indexOf('neighbour'));
/** The worst of the tests of a packed word; the gap before a value says nothing about it. */
const flagOf = (tests: Sql): Sql => {
  const digits = qualityTests.flatMap((test, place) =>
    test === 'gap' ? [] : [sql`${tests} / ${weightOf(place)} % 5`],
  );
  return sql`(array[2, 1, 3, 4, 9])[1 + greatest(${sql.join(digits)})]`;
};

/**
 * Holds the hourly means of series against what their neighbours lead to expect (the median of their means of the hour,
 * each moved by its usual difference), and gives every value of the hour the flag of the test: pass, suspect beyond the
 * limit, not evaluated where fewer than three neighbours measured. The spans are of series that changed: those whose
 * neighbours they are, are judged too. Hour means leave out what failed, and this test never fails a value: what it says
 * changes no mean, so that the flags follow from the stored values alone, in whatever order these came.
 */
export async function judgeNeighbours(tx: Db, changed: readonly ChangedSpan[]): Promise<void> {
  for (let from = 0; from < changed.length; from += spansAtOnce) {
    await judgePart(tx, changed.slice(from, from + spansAtOnce));
  }
}

async function judgePart(tx: Db, spans: readonly ChangedSpan[]): Promise<void> {
  const moment = (at: number): string => new Date(at).toISOString();
  const starts = spans.map(({ from }) => moment(spanStartMs('hour', from - 1)));
  const ends = spans.map(({ to }) => moment(spanStartMs('hour', to) + hourMs));
  const hour = sql.raw(`grain = ${grainNumber('hour')} and layer = 0`);
  await tx.query(sql`
    with changed as (
      select * from unnest(${spans.map(({ series }) => series)}::integer[], ${starts}::timestamptz[], ${ends}::timestamptz[])
        as w (series, start, until)),
    concerned as (
      select series, start, until from changed
      union all
      select l.series, w.start, w.until from changed w join neighbour_limits l on l.neighbours @> array[w.series]),
    hours as (
      select distinct c.series, r.start, r.sum / nullif(r.measured, 0) as mean
      from concerned c join roll_up r on r.series = c.series and ${hour} and r.start >= c.start and r.start < c.until),
    verdict as materialized (
      select h.series, h.start, case d.stamp when 'end' then interval '1 microsecond' else interval '0' end as shift,
        case when h.mean is null or around.count is null or around.count < ${fewestNeighbours}::integer then 0
          when abs(h.mean - around.expected) >= l.suspect then 2 else 1 end as digit
      from hours h join datastream d on d.id = h.series
        join lateral (select neighbours, differences, suspect from neighbour_limits where series = h.series
          order by version desc limit 1) l on true
        left join lateral (
          select count(*) as count,
            percentile_cont(0.5) within group (order by r.sum / r.measured + n.difference) as expected
          from unnest(l.neighbours, l.differences) as n (series, difference)
            join roll_up r on r.series = n.series and ${hour} and r.start = h.start and r.measured > 0) around
          on l.suspect is not null),
    restated as (
      update observation o set tests = n.tests, flag = ${flagOf(sql`n.tests`)}
      from verdict v
        cross join lateral (
          select time, tests + (v.digit - tests / ${weight} % 5) * ${weight} as tests from observation
          where series = v.series and time >= v.start + v.shift and time < v.start + interval '1 hour' + v.shift
            and tests / ${weight} % 5 <> v.digit offset 0) n
      where o.series = v.series and o.time = n.time and o.status = 0 and o.value is not null and o.flag <> 9
        -- What a person has decided stands.
        and o.approval = 0
      returning o.series, o.time)
    insert into roll_up_pending (series, from_time, to_time)
    select array_agg(series), array_agg(first), array_agg(last)
    from (select series, min(time) as first, max(time) as last from restated group by series) each
    having count(*) > 0`);
  // The newest values are told from the state of their series.
  const own = [...new Set(spans.map(({ series }) => series))];
  await tx.query(sql`
    update series_state s set last_flag = o.flag
    from observation o
    where s.series in (select unnest(${own}::integer[])
        union select series from neighbour_limits where neighbours && ${own}::integer[])
      and o.series = s.series and o.time = s.last_time and o.flag <> s.last_flag and s.last_status = 0`);
}

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

/** Limits of a series in force, and whether its values are stamped with the end of their interval. */
interface Limits {
  series: number;
  neighbours: number[];
  differences: number[];
  suspect: number | null;
  isEnd: boolean;
}

/** Of the series themselves and of those whose neighbours they are. */
function limitsAround(tx: Db, series: readonly number[]): Promise<Limits[]> {
  return tx.query<Limits>(sql`
    select l.series, l.neighbours, l.differences, l.suspect, d.stamp = 'end' as "isEnd"
    from (select distinct series from neighbour_limits
        where series = any(${[...series]}::integer[]) or neighbours && ${[...series]}::integer[]) c
      cross join lateral (select * from neighbour_limits where series = c.series order by version desc limit 1) l
      join datastream d on d.id = c.series`);
}

interface Hours {
  readonly series: number;
  readonly from: number;
  readonly until: number;
}

/** Which hours of which series are to be judged. */
function hoursOf(spans: readonly ChangedSpan[], limits: readonly Limits[]): Hours[] {
  const around = new Map<number, number[]>();
  for (const { series, neighbours } of limits) {
    for (const each of [series, ...neighbours]) around.set(each, [...(around.get(each) ?? []), series]);
  }
  return spans.flatMap(({ series, from, to }) =>
    (around.get(series) ?? []).map((concerned) => ({
      series: concerned,
      from: spanStartMs('hour', from - 1),
      until: spanStartMs('hour', to) + hourMs,
    })),
  );
}

async function judgePart(tx: Db, spans: readonly ChangedSpan[]): Promise<void> {
  const own = [...new Set(spans.map(({ series }) => series))];
  const limits = await limitsAround(tx, own);
  const hours = hoursOf(spans, limits);
  if (hours.length === 0) return;
  // The planner sees what is asked for, series and times as values. How many hours they hold it cannot know: it would take
  // each for one and go through all others for every one of them.
  const moment = (at: number): string => new Date(at).toISOString();
  const first = moment(hours.reduce((least, { from }) => Math.min(least, from), Infinity));
  const end = moment(hours.reduce((most, { until }) => Math.max(most, until), -Infinity));
  const concerned = limits.map(({ series }) => series);
  const pairs = limits.flatMap(({ series, neighbours, differences }) =>
    neighbours.map((neighbour, i) => ({ series, neighbour, difference: differences[i]! })),
  );
  const all = [...new Set([...concerned, ...pairs.map(({ neighbour }) => neighbour)])];
  const stampedEnds = limits.filter(({ isEnd }) => isEnd).map(({ series }) => series);
  await tx.query(sql`set local enable_nestloop = off`);
  await tx.query(sql`
    with mean as materialized (
      select series, start, sum / nullif(measured, 0) as value from roll_up
      where series = any(${all}::integer[]) and grain = ${sql.raw(String(grainNumber('hour')))} and layer = 0
        and start >= ${first}::timestamptz and start < ${end}::timestamptz),
    hours as (
      select distinct m.series, m.start, m.value
      from unnest(${hours.map(({ series }) => series)}::integer[], ${hours.map(({ from }) => moment(from))}::timestamptz[],
          ${hours.map(({ until }) => moment(until))}::timestamptz[]) as c (series, start, until)
        join mean m on m.series = c.series and m.start >= c.start and m.start < c.until),
    around as (
      select h.series, h.start, count(*) as count,
        percentile_cont(0.5) within group (order by m.value + p.difference) as expected
      from hours h
        join unnest(${pairs.map(({ series }) => series)}::integer[], ${pairs.map(({ neighbour }) => neighbour)}::integer[],
          ${pairs.map(({ difference }) => difference)}::double precision[]) as p (series, neighbour, difference)
          on p.series = h.series
        join mean m on m.series = p.neighbour and m.start = h.start and m.value is not null
      group by h.series, h.start),
    verdict as materialized (
      select h.series, h.start,
        case when h.value is null or l.suspect is null or a.count is null or a.count < ${fewestNeighbours}::integer then 0
          when abs(h.value - a.expected) >= l.suspect then 2 else 1 end as digit
      from hours h
        join unnest(${concerned}::integer[], ${limits.map(({ suspect }) => suspect)}::double precision[])
          as l (series, suspect) on l.series = h.series
        left join around a on a.series = h.series and a.start = h.start),
    target as materialized (
      select o.series, o.time, o.tests + (v.digit - o.tests / ${weight} % 5) * ${weight} as tests
      from (
        select series, time, tests, date_trunc('hour', time - case when series = any(${stampedEnds}::integer[])
          then interval '1 microsecond' else interval '0' end, 'UTC') as start
        from observation
        where series = any(${concerned}::integer[]) and time >= ${first}::timestamptz and time <= ${end}::timestamptz) o
        join verdict v on v.series = o.series and v.start = o.start
      where o.tests / ${weight} % 5 <> v.digit),
    restated as (
      update observation o set tests = n.tests, flag = ${flagOf(sql`n.tests`)}
      from target n
      where o.series = n.series and o.time = n.time and o.status = 0 and o.value is not null and o.flag <> 9
        and o.series = any(${concerned}::integer[]) and o.time >= ${first}::timestamptz and o.time <= ${end}::timestamptz
        -- What a person has decided stands.
        and o.approval = 0
      returning o.series, o.time)
    insert into roll_up_pending (series, from_time, to_time)
    select array_agg(series), array_agg(first), array_agg(last)
    from (select series, min(time) as first, max(time) as last from restated group by series) each
    having count(*) > 0`);
  await tx.query(sql`set local enable_nestloop = on`);
  // The newest values are told from the state of their series.
  await tx.query(sql`
    update series_state s set last_flag = o.flag
    from observation o
    where s.series = any(${concerned}::integer[]) and o.series = s.series and o.time = s.last_time
      and o.time >= ${first}::timestamptz and o.time <= ${end}::timestamptz and o.flag <> s.last_flag
      and s.last_status = 0`);
}

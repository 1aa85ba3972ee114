import { sql, type Clock, type Db, type Sql } from '../../kernel/index.ts';
import { grainNumber } from '../rollup/grains.ts';
import { fewestNeighbours } from './judge-neighbours.ts';

/** What decides who is a neighbour and how far is too far; kept with each set of limits as its basis. */
export const neighbourRule = {
  kilometres: 50,
  /** The nearest of the same parameter and unit in the network. */
  candidates: 12,
  neighbours: 5,
  /** Of hourly means that both stations have. */
  leastCorrelation: 0.6,
  leastHours: 100,
  historyDays: 60,
  /** Robust deviations of the difference from what is expected. */
  deviations: 6,
} as const;

/** Hours of so many series and their candidates are read by one statement, which nobody else waits for long. */
const seriesAtOnce = 10;
/** Stations come and go, and instruments are changed. */
const renewDays = 30;
/** Where none has been found: one may have got a history since. */
const retryDays = 1;

interface Limits {
  series: number;
  neighbours: number[] | null;
  differences: number[] | null;
  correlations: number[] | null;
  hours: number | null;
  deviation: number | null;
}

/**
 * Finds the neighbours of series with a history and how far their means are usually from what these lead to expect, and
 * has the series held against them from their start. Limits that somebody has set stay. Gives how many series got some.
 */
export async function deriveNeighbours(db: Db, clock: Clock, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (let after = 0; !signal.aborted;) {
    const due = await seriesDue(db, clock.now(), after);
    if (due.length === 0) return done;
    for (const limits of await limitsOf(db, due)) if (await keep(db, clock.now(), limits)) done++;
    if (due.length < seriesAtOnce) return done;
    after = due.at(-1)!;
  }
  return done;
}

async function seriesDue(db: Db, now: Date, after: number): Promise<number[]> {
  const rows = await db.query<{ series: number }>(sql`
    select s.series from series_state s join datastream d on d.id = s.series
      join observed_property p on p.id = d.observed_property and p.symbol is not null
      left join lateral (select made_by, made_at, suspect, coalesce((basis ->> 'lookAgain')::boolean, false) as again
        from neighbour_limits where series = s.series order by version desc limit 1) l on true
    where s.series > ${after} and s.last_time - s.first_time >= ${neighbourRule.leastHours}::integer * interval '1 hour'
      and (l.made_by is null or (l.made_by = 'derived' and (l.again or l.made_at < ${now}::timestamptz
        - case when l.suspect is null then ${retryDays}::integer else ${renewDays}::integer end * interval '1 day')))
    order by s.series limit ${seriesAtOnce}`);
  return rows.map(({ series }) => series);
}

interface Pair {
  series: number;
  neighbour: number;
}

/** Latest place of a thing. */
const placeOf = (thing: Sql): Sql => sql`(
  select st_centroid(l.geom) from thing_location tl join location l on l.id = tl.location
  where tl.thing = ${thing} and l.geom is not null order by l.id desc limit 1)`;

/**
 * The nearest series of the same kind at other stations of the network, nearest first. A degree is more than the 100 km
 * that may be asked for, anywhere in the country: the index of places finds who is within it.
 */
export async function stationsAround(
  db: Db,
  series: readonly number[],
  { kilometres, candidates }: { readonly kilometres: number; readonly candidates: number } = neighbourRule,
): Promise<readonly Pair[]> {
  return db.query<Pair>(sql`
    select due.series, c.id as neighbour
    from (
        select d.id as series, d.thing, d.network, d.observed_property, d.ucum, d.stamp, ${placeOf(sql`d.thing`)} as place
        from datastream d where d.id = any(${series}::integer[])) due
      cross join lateral (
        select d.id, st_distancesphere(at.place, due.place) as distance
        from (
            select distinct tl.thing from location l join thing_location tl on tl.location = l.id
            where l.geom && st_expand(due.place, 1) and tl.thing <> due.thing) around
          join datastream d on d.thing = around.thing
          cross join lateral (select ${placeOf(sql`around.thing`)} as place) at
        where d.network = due.network and d.observed_property = due.observed_property
          and d.ucum is not distinct from due.ucum and d.stamp = due.stamp
          and st_distancesphere(at.place, due.place) <= ${kilometres * 1000}::double precision
        order by distance, d.id limit ${candidates}) c
    order by due.series, c.distance, c.id`);
}

async function limitsOf(db: Db, series: readonly number[]): Promise<Limits[]> {
  const { neighbours, leastCorrelation, leastHours, historyDays } = neighbourRule;
  const hour = sql.raw(`grain = ${grainNumber('hour')} and layer = 0 and measured > 0`);
  const pairs = await stationsAround(db, series);
  const statement = sql`
    with due as materialized (
      select series, last_time from series_state where series = any(${series}::integer[])),
    near as materialized (
      select around.series, around.neighbour, due.last_time
      from unnest(${pairs.map((pair) => pair.series)}::integer[], ${pairs.map((pair) => pair.neighbour)}::integer[])
          as around (series, neighbour)
        join due on due.series = around.series),
    pair as materialized (
      select near.series, near.neighbour, seen.*
      from near cross join lateral (
        select count(*) as hours, corr(a.sum / a.measured, b.sum / b.measured) as correlation,
          percentile_cont(0.5) within group (order by a.sum / a.measured - b.sum / b.measured) as difference
        from (select start, sum, measured from roll_up where series = near.series and ${hour}
            and start >= near.last_time - ${historyDays}::integer * interval '1 day') a
          join (select start, sum, measured from roll_up where series = near.neighbour and ${hour}
            and start >= near.last_time - ${historyDays}::integer * interval '1 day') b on b.start = a.start) seen
      where seen.hours >= ${leastHours} and seen.correlation >= ${leastCorrelation}::double precision),
    chosen as (
      select series, array_agg(neighbour order by place) as neighbours, array_agg(difference order by place) as differences,
        array_agg(correlation order by place) as correlations
      from (select *, row_number() over (partition by series order by correlation desc, neighbour) as place from pair) ranked
      where place <= ${neighbours} group by series having count(*) >= ${fewestNeighbours}),
    around as materialized (
      select chosen.series, b.start, count(*) as count,
        percentile_cont(0.5) within group (order by b.sum / b.measured + n.difference) as expected
      from chosen join due on due.series = chosen.series
        cross join lateral unnest(chosen.neighbours, chosen.differences) as n (series, difference)
        cross join lateral (select start, sum, measured from roll_up where series = n.series and ${hour}
          and start >= due.last_time - ${historyDays}::integer * interval '1 day' offset 0) b
      group by chosen.series, b.start),
    own as materialized (
      select series, start, sum / measured as mean from roll_up where series = any(${series}::integer[]) and ${hour}),
    away as materialized (
      select own.series, abs(own.mean - around.expected) as distance
      from own join around on around.series = own.series and around.start = own.start
      where around.count >= ${fewestNeighbours})
    select due.series, chosen.neighbours, chosen.differences, chosen.correlations, seen.hours, seen.deviation
    from due left join chosen on chosen.series = due.series
      left join lateral (
        select count(*)::integer as hours, 1.4826 * percentile_cont(0.5) within group (order by distance) as deviation
        from away where away.series = due.series) seen on true
    order by due.series`;
  return db.transaction(async (tx) => {
    // The planner cannot know how many hours there are: it would take each for one and go through all others for it.
    await tx.query(sql`set local enable_nestloop = off`);
    return tx.query<Limits>(statement);
  });
}

/** False where there are no neighbours, as before: only that it has been looked is kept. */
async function keep(db: Db, now: Date, limits: Limits): Promise<boolean> {
  const { series, correlations, hours, deviation } = limits;
  const isUsable = limits.neighbours !== null && (hours ?? 0) >= neighbourRule.leastHours && (deviation ?? 0) > 0;
  const [neighbours, differences] = isUsable ? [limits.neighbours!, limits.differences!] : [[], []];
  const basis = { ...neighbourRule, hours, deviation, correlations: isUsable ? correlations : [] };
  const suspect = isUsable ? neighbourRule.deviations * deviation! : null;
  return db.transaction(async (tx) => {
    const [last] = await tx.query<{
      version: number;
      suspect: number | null;
      made_by: string;
      reason: string | null;
    }>(sql`
      select version, suspect, made_by, basis ->> 'reason' as reason from neighbour_limits where series = ${series} order by version desc limit 1 for update`);
    // Somebody has set some meanwhile.
    if (last && last.made_by !== 'derived') return false;
    if (last?.suspect === null && last.reason === null && suspect === null) {
      await tx.query(sql`update neighbour_limits set made_at = ${now}, basis = ${JSON.stringify(basis)}::jsonb
        where series = ${series} and version = ${last.version}`);
      return false;
    }
    await tx.query(sql`
      insert into neighbour_limits (series, version, neighbours, differences, suspect, basis, made_by, made_at)
      values (${series}, ${(last?.version ?? 0) + 1}, ${neighbours}::integer[], ${differences}::double precision[],
        ${suspect}, ${JSON.stringify(basis)}::jsonb, 'derived', ${now})
      on conflict do nothing`);
    if (suspect === null && !last) return false;
    await tx.query(sql`
      insert into neighbour_pending (series, from_time, to_time)
      select array[series], array[first_time], array[last_time] from series_state where series = ${series}`);
    return suspect !== null;
  });
}

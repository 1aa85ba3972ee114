import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { foldSql, foldText } from '../../query/index.ts';
import type { NetworkView } from '../networks/networks.ts';
import { hasLimits } from '../networks/within-limits.ts';
import { grainNumber } from '../rollup/grains.ts';
import type { ShownTime } from './shown-time.ts';
import { seenState } from '../read/seen-state.ts';
import { silentIntervals, type StationFilter, type StationRow, type StationState } from './model.ts';

/** What the statements about stations share: whose stations, and the moment from which silence is counted. */
export interface StationScope {
  readonly views: ReadonlyMap<string, NetworkView>;
  readonly filter: StationFilter;
  readonly now: Date;
  /** The hour or day whose means are shown; without it the newest values. */
  readonly at?: ShownTime | null;
}

/** Where the page before ended: the order is by name, then by number. */
export interface StationKey {
  readonly name: string;
  readonly id: number;
}

/** How many stations of the filter are in each state; the state asked for is left aside. */
export async function countStations(db: Db, scope: StationScope): Promise<Partial<Record<StationState, number>>> {
  const rows = await db.query<{ state: StationState; count: number }>(sql`
    with ${stations(scope)} select state, count(*) as count from station group by state`);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** A page of stations with the newest value of the parameter; one statement, whatever the number of series. */
export async function selectStations(
  db: Db,
  scope: StationScope,
  after: StationKey | null,
  limit: number,
): Promise<StationRow[]> {
  const rows = await db.query<StationRow & Partial<NonNullable<StationRow['value']>>>(sql`
    with ${stations(scope)}, page as (
      select * from station where ${inState(scope)} ${after ? sql`and (name, id) > (${after.name}, ${after.id})` : sql.empty}
      order by name, id limit ${limit})
    select page.*, place.longitude, place.latitude, seen.last as "lastTime" ${valueColumns(scope)}
    from page ${placeOf(sql`page.id`)} ${lastTimeOf(sql.identifier('page'))} ${valueOf(scope, sql`page.id`)}
    order by page.name, page.id`);
  return rows.map(rowOf);
}

/** Stations that have a place, for a map; at most `limit`. */
export async function placedStations(db: Db, scope: StationScope, limit: number): Promise<StationRow[]> {
  const rows = await db.query<StationRow>(sql`
    with ${stations(scope)}
    select station.*, place.longitude, place.latitude, seen.last as "lastTime" ${valueColumns(scope)}
    from station ${placeOf(sql`station.id`)} ${lastTimeOf(sql.identifier('station'))} ${valueOf(scope, sql`station.id`)}
    where ${inState(scope)} and place.longitude is not null
    order by station.id limit ${limit}`);
  return rows.map(rowOf);
}

type Flat = StationRow & {
  newest?: string | null;
  time?: string | null;
  number?: number | null;
  flag?: number;
  status?: number;
  unit?: string;
};

function rowOf({ time, number, flag, status, unit, newest: _, ...row }: Flat): StationRow {
  const value = time ? { time, value: number ?? null, flag: flag ?? 2, status: status ?? 0, unit: unit ?? '' } : null;
  return { ...row, value };
}

/** Common table `station`: one row for each station of the filter with its state; grouped once over all series. */
function stations({ views, filter, now }: StationScope): Sql {
  const networks = filter.network === null ? [...views.keys()] : [filter.network];
  const approvedOnly = approvedOnlyOf(views);
  const text = filter.text === null ? null : `%${foldText(filter.text, fold).replace(/[\\%_]/g, '\\$&')}%`;
  return sql`
    known as (
      select d.thing, count(*) as series, max(s.last_time) as newest,
        count(*) filter (where d.every_seconds is not null) as expecting,
        count(*) filter (where ${isSilent(now)}) as silent,
        max(case when ${isSilent(now)} or s.last_status is null then 0
          when s.last_status = 2 then 2 when s.last_status in (1, 3) then 1 else 0 end) as trouble
      from datastream d left join series_state s on s.series = d.id
      where d.network = any(${networks}::text[])
      group by d.thing),
    station as (
      select t.id, t.network, t.code, t.name, coalesce(k.series, 0) as series, k.newest,
        -- What nobody has approved, silence included, is not for those who see approved values only.
        case when t.network = any(${approvedOnly}::text[]) then 'withheld' when k.expecting > 0 and k.silent >= k.expecting then 'offline' when k.trouble = 2 then 'fault'
          when k.trouble = 1 then 'calibrating' when coalesce(k.expecting, 0) = 0 then 'irregular' else 'ok' end as state
      from thing t left join known k on k.thing = t.id
      where t.network = any(${networks}::text[])
        ${text === null ? sql.empty : sql`and (${folded(sql`t.name`)} like ${text} or ${folded(sql`coalesce(t.code, '')`)} like ${text})`}
        ${
          filter.parameter === null
            ? sql.empty
            : sql`and exists (select from datastream d join observed_property p on p.id = d.observed_property
                where d.thing = t.id and coalesce(p.symbol, p.name) = ${filter.parameter})`
        })`;
}

export const approvedOnlyOf = (views: StationScope['views']): string[] =>
  [...views].filter(([, view]) => view.approvedOnly).map(([id]) => id);

/** Moment of the newest value that the reader sees, as `seen.last`. */
function lastTimeOf(row: Sql): Sql {
  return sql`left join lateral (
    select case when ${row}.state = 'withheld' then (
      select max(known.last_time) from datastream d cross join lateral (${seenState(sql`d.id`, sql`true`)}) known
      where d.thing = ${row}.id) else ${row}.newest end as last) seen on true`;
}

/** Whether a series (`d`, with its state `s`) owes values. */
export function isSilent(now: Date): Sql {
  return sql`(d.every_seconds is not null and (s.last_time is null
    or s.last_time < ${now}::timestamptz - d.every_seconds * interval '${sql.raw(String(silentIntervals))} seconds'))`;
}

function inState({ filter }: StationScope): Sql {
  return filter.state === null ? sql`true` : sql`state = ${filter.state}`;
}

const fold = { letterCase: true, accents: true } as const;
const folded = (text: Sql): Sql => foldSql(text, fold);

function placeOf(thing: Sql): Sql {
  return sql`left join lateral (
    select st_x(st_centroid(l.geom)) as longitude, st_y(st_centroid(l.geom)) as latitude
    from thing_location tl join location l on l.id = tl.location
    where tl.thing = ${thing} and l.geom is not null order by l.id desc limit 1) place on true`;
}

function valueColumns({ filter }: StationScope): Sql {
  return filter.parameter === null
    ? sql.empty
    : sql`, latest.time, latest.number, latest.flag, latest.status, latest.unit`;
}

/** The newest value of the parameter; of a network that shows approved ones only, the newest approved one. */
function valueOf({ filter, views, at = null }: StationScope, thing: Sql): Sql {
  if (filter.parameter === null) return sql.empty;
  const approvedOnly = sql`d.network = any(${approvedOnlyOf(views)}::text[])`;
  const ofParameter = sql`d.thing = ${thing} and ${parameterSeries({ filter, views })}`;
  if (at !== null) return meanOf(ofParameter, approvedOnly, at);
  return sql`left join lateral (
    select newest.*, d.unit ->> 'symbol' as unit from datastream d
      join observed_property p on p.id = d.observed_property
      cross join lateral (${latest(sql`d.id`, approvedOnly)}) newest
    where ${ofParameter}
    order by newest.time desc nulls last limit 1) latest on true`;
}

/** Which series (`d`, of the observed property `p`) tell values of the parameter of a filter. */
export function parameterSeries({ filter, views }: Pick<StationScope, 'filter' | 'views'>): Sql {
  // A list counts no values: of networks whose grant counts them it tells none. Said so that no index of networks is tempting:
  // the series of one station are few, those of its network many.
  const limited = [...views].filter(([, view]) => hasLimits(view)).map(([id]) => id);
  return sql`coalesce(p.symbol, p.name) = ${filter.parameter} and d.network <> all(${limited}::text[])`;
}

/** The mean of an hour or a day, from sums of what was measured and did not fail. */
function meanOf(ofParameter: Sql, approvedOnly: Sql, { grain, start }: ShownTime): Sql {
  return sql`left join lateral (
    select r.start as time, r.sum / nullif(r.measured, 0) as number,
      case when r.measured = 0 then 9 when r.good < r.measured then 3 else 1 end as flag, 0 as status,
      d.unit ->> 'symbol' as unit
    from datastream d join observed_property p on p.id = d.observed_property
      join roll_up r on r.series = d.id and r.grain = ${grainNumber(grain)}
        and r.start = ${new Date(start).toISOString()}::timestamptz
        and r.layer = case when ${approvedOnly} then 1 else 0 end
    where ${ofParameter}
    order by r.measured desc, d.id limit 1) latest on true`;
}

/** Newest value of a series as rows of (time, number, flag, status), none or one. */
export function latest(series: Sql, approvedOnly: Sql): Sql {
  return sql`
    select last_time as time, last_value as number, last_flag as flag, last_status as status
      from series_state where series = ${series} and last_time is not null and not (${approvedOnly})
    union all
    (select o.time, o.value, o.flag, o.status from (${seenState(series, sql`true`)}) known
      join observation o on o.series = ${series} and o.time = known.last_time where ${approvedOnly})`;
}

/** Parameters that stations of the networks measure, for choosing one. */
export async function parametersOf(db: Db, networks: readonly string[]): Promise<{ symbol: string; title: unknown }[]> {
  return db.query(sql`
    select coalesce(symbol, name) as symbol, (array_agg(properties -> 'title' order by id))[1] as title
    from observed_property where network = any(${networks}::text[]) group by 1 order by 1 limit 200`);
}

import { sql, type Db, type Geometry, type Sql } from '../../kernel/index.ts';
import type { Envelope, TimeRange } from '../../query/index.ts';
import type { NetworkView } from '../networks/networks.ts';
import { seenState } from '../read/seen-state.ts';
import { valuesOf } from '../read/series-values.ts';
import { observationProblem } from '../problems.ts';
import type { EdrParameter } from './parameters.ts';

/** One answer holds at most this many values and series; a page of data is asked for by time and place. */
export const mostValues = 100_000;
const mostSeries = 2_000;
/** Nobody stands exactly at a point that is asked for: the nearest station this near answers. */
const nearMetres = 10_000;

export type Place =
  | { readonly kind: 'near'; readonly geometry: Geometry }
  | { readonly kind: 'within'; readonly geometry: Geometry; readonly metres: number }
  | { readonly kind: 'area'; readonly geometry: Geometry }
  | { readonly kind: 'station'; readonly id: number };

/** Values of one series at its station. */
export interface PointSeries {
  readonly station: number;
  readonly code: string | null;
  readonly title: string;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly parameter: EdrParameter;
  readonly values: readonly { readonly at: number; readonly value: number | null }[];
}

interface Row {
  series: number;
  station: number;
  code: string | null;
  title: string;
  longitude: number | null;
  latitude: number | null;
  symbol: string;
  unit: string;
}

/**
 * The values of a network at a place, of some parameters, in a time; those that no device marked and no test failed, of a network that
 * shows approved ones only those. Throws Problem `edr-too-much` past `mostValues`: nothing is left out silently.
 */
export async function selectPointSeries(
  db: Db,
  view: NetworkView,
  place: Place,
  parameters: readonly EdrParameter[],
  time: TimeRange,
): Promise<PointSeries[]> {
  const rows = await db.query<Row>(sql`
    with placed as (${placed(view.network.id)})
    select d.id as series, p.id as station, p.code, p.name as title, p.longitude, p.latitude,
      coalesce(o.symbol, o.name) as symbol, coalesce(d.unit ->> 'symbol', '') as unit
    from placed p join datastream d on d.thing = p.id join observed_property o on o.id = d.observed_property
    where ${stands(place)}
    order by p.id, d.id limit ${mostSeries + 1}`);
  if (rows.length > mostSeries) throw tooMuch();
  const range = {
    from: time.start === null ? Date.UTC(1600, 0) : Date.parse(time.start),
    // Both ends belong to what was asked for.
    to: time.end === null ? Date.UTC(9999, 0) : Date.parse(time.end) + 1,
  };
  const found: PointSeries[] = [];
  let left = mostValues;
  for (const { series, symbol, unit, ...site } of rows) {
    const parameter = parameters.find((one) => one.symbol === symbol && one.unit === unit);
    if (!parameter) continue;
    const values = await valuesOf(db, series, range, { approvedOnly: view.approvedOnly, limit: left + 1 });
    if (values.length > left) throw tooMuch();
    left -= values.length;
    const counting = values.filter(({ status, flag }) => status === 0 && flag !== 4 && flag !== 9);
    if (counting.length > 0) found.push({ ...site, parameter, values: counting });
  }
  return found;
}

const tooMuch = () => observationProblem('edr-too-much', { limit: mostValues });

/** Stations of a network with where they are. */
function placed(network: string): Sql {
  return sql`
    select t.id, t.code, t.name, place.geom, st_x(st_centroid(place.geom)) as longitude,
      st_y(st_centroid(place.geom)) as latitude
    from thing t left join lateral (
      select l.geom from thing_location tl join location l on l.id = tl.location
      where tl.thing = t.id and l.geom is not null order by l.id desc limit 1) place on true
    where t.network = ${network}`;
}

function stands(place: Place): Sql {
  if (place.kind === 'station') return sql`p.id = ${place.id}`;
  const shape = sql`st_setsrid(st_geomfromgeojson(${JSON.stringify(place.geometry)}::text), 4326)`;
  if (place.kind === 'area') return sql`p.geom is not null and st_covers(${shape}, p.geom)`;
  if (place.kind === 'within') return sql`st_dwithin(p.geom::geography, ${shape}::geography, ${place.metres})`;
  return sql`p.id in (
    select near.id from (select (st_dump(${shape})).geom as spot) asked
      cross join lateral (select id from placed where st_dwithin(geom::geography, spot::geography, ${nearMetres})
        order by st_distance(geom::geography, spot::geography), id limit 1) near)`;
}

export interface EdrLocation {
  readonly id: number;
  readonly code: string | null;
  readonly title: string;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly symbols: readonly string[];
  readonly firstTime: string | null;
  readonly lastTime: string | null;
}

export interface LocationFilter {
  readonly boxes: readonly Envelope[];
  readonly time: TimeRange;
  readonly after: number;
  readonly limit: number;
  readonly id?: number;
}

/** Stations by number, with what they measure and from when to when. */
export function selectLocations(
  db: Db,
  { network, approvedOnly }: NetworkView,
  { boxes, time, after, limit, id }: LocationFilter,
): Promise<EdrLocation[]> {
  const inBox = boxes.map(
    ({ west, south, east, north }) =>
      sql`st_intersects(p.geom, st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4326))`,
  );
  return db.query<EdrLocation>(sql`
    with placed as (${placed(network.id)})
    select p.id, p.code, p.name as title, p.longitude, p.latitude, known.symbols, known."firstTime", known."lastTime"
    from placed p cross join lateral (
      select coalesce(array_agg(distinct coalesce(o.symbol, o.name)), '{}') as symbols, min(seen.first_time) as "firstTime",
        max(seen.last_time) as "lastTime"
      from datastream d join observed_property o on o.id = d.observed_property
        left join lateral (${seenState(sql`d.id`, sql`${approvedOnly}::boolean`)}) seen on true
      where d.thing = p.id) known
    where p.id > ${after} ${inBox.length > 0 ? sql`and (${sql.join(inBox, sql` or `)})` : sql.empty}
      ${id === undefined ? sql.empty : sql`and p.id = ${id}`}
      ${time.start === null ? sql.empty : sql`and known."lastTime" >= ${time.start}::timestamptz`}
      ${time.end === null ? sql.empty : sql`and known."firstTime" <= ${time.end}::timestamptz`}
    order by p.id limit ${limit}`);
}

/** Where a network's stations are and from when to when they measured, by the values that the reader sees. */
export async function extentOf(db: Db, { network, approvedOnly }: NetworkView) {
  const [row] = await db.query<{
    west: number | null;
    south: number | null;
    east: number | null;
    north: number | null;
    start: string | null;
    end: string | null;
  }>(sql`
    with placed as (${placed(network.id)}), time as (
      select min(seen.first_time) as start, max(seen.last_time) as "end"
      from datastream d cross join lateral (${seenState(sql`d.id`, sql`${approvedOnly}::boolean`)}) seen
      where d.network = ${network.id})
    select min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north,
      (select start from time) as start, (select "end" from time) as "end"
    from placed`);
  return row!;
}

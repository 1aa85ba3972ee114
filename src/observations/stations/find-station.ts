import { sql, type Caller, type Db } from '../../kernel/index.ts';
import type { Text } from '../../packs/index.ts';
import { readableNetwork, type NetworkView } from '../networks/networks.ts';
import { observationProblem } from '../problems.ts';
import { seenState } from '../read/seen-state.ts';
import { grainNumber, spanStartMs } from '../rollup/grains.ts';
import type { TimeRange } from '../read/series-values.ts';
import { isSilent, latest } from './select-stations.ts';

export interface Station {
  readonly id: number;
  readonly code: string | null;
  readonly name: string;
  readonly description: string;
  /** What its source says of it, by the source's own names. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** A series of a station as its caller may know it; moments are ISO 8601 in UTC. */
export interface StationSeries {
  readonly id: number;
  readonly symbol: string;
  readonly title: Text;
  /** As it is written. */
  readonly unit: string;
  readonly ucum: string | null;
  readonly stamp: 'instant' | 'start' | 'end';
  readonly everySeconds: number | null;
  readonly count: number;
  readonly firstTime: string | null;
  /** Owes values; never told of those who see approved values only. */
  readonly isSilent: boolean;
  readonly time: string | null;
  readonly value: number | null;
  readonly flag: number | null;
  readonly status: number | null;
  /** Flags of the tests of the newest value as one number (quality/verdict.ts), where one speaks against it. */
  readonly tests: number | null;
}

export interface FoundStation {
  readonly station: Station;
  readonly view: NetworkView;
}

/** Throws Problem `station-not-found`, also where the caller may not read its network. */
export async function findStation(
  db: Db,
  caller: Caller,
  id: string,
  action: 'read' | 'download' = 'read',
): Promise<FoundStation> {
  const [row] = /^\d{1,15}$/.test(id)
    ? await db.query<Station & { network: string }>(sql`
        select t.id, t.network, t.code, t.name, t.description, coalesce(t.properties, '{}') as about,
          place.longitude, place.latitude
        from thing t left join lateral (
          select st_x(st_centroid(l.geom)) as longitude, st_y(st_centroid(l.geom)) as latitude
          from thing_location tl join location l on l.id = tl.location
          where tl.thing = t.id and l.geom is not null order by l.id desc limit 1) place on true
        where t.id = ${Number(id)}`)
    : [];
  const view = row && (await readableNetwork(db, caller, row.network, action));
  if (!view) throw observationProblem('station-not-found', { station: id.slice(0, 40) });
  const { network: _, ...station } = row;
  return { station, view };
}

/** The series of a station with their newest values, by the parameter's name. */
export function seriesOf(db: Db, station: number, approvedOnly: boolean, now: Date): Promise<StationSeries[]> {
  return db.query<StationSeries>(sql`
    select d.id, coalesce(p.symbol, p.name) as symbol,
      coalesce(p.properties -> 'title', jsonb_build_object('vi', p.name, 'en', p.name)) as title,
      coalesce(d.unit ->> 'symbol', '') as unit, d.ucum, d.stamp, d.every_seconds as "everySeconds",
      coalesce(seen.count, 0) as count, seen.first_time as "firstTime",
      ${approvedOnly ? sql`false` : isSilent(now)} as "isSilent",
      newest.time, newest.number as value, newest.flag, newest.status,
      case when newest.flag in (3, 4) and newest.status = 0 then (
        select tests from observation o where o.series = d.id and o.time = newest.time) end as tests
    from datastream d join observed_property p on p.id = d.observed_property left join series_state s on s.series = d.id
      left join lateral (${seenState(sql`d.id`, sql`${approvedOnly}::boolean`)}) seen on true
      left join lateral (${latest(sql`d.id`, sql`${approvedOnly}::boolean`)}) newest on true
    where d.thing = ${station} order by 2, d.id limit 200`);
}

/** What should have come of a series in a time and what did, whole hours (over more than a month: days). */
export interface Received {
  /** Every value that came, whatever its device was doing. */
  readonly received: number;
  /** Of these, values of a measuring device that no test failed. */
  readonly measured: number;
  readonly expected: number;
}

/** By series; those of which nothing is expected are left out. */
export async function receivedOf(
  db: Db,
  series: readonly StationSeries[],
  range: TimeRange,
  approvedOnly: boolean,
): Promise<Map<number, Received>> {
  const grain = range.to - range.from > 31 * 86_400_000 ? 'day' : 'hour';
  const [from, to] = [spanStartMs(grain, range.from), spanStartMs(grain, range.to)];
  const rows = await db.query<{ series: number; received: number; measured: number }>(sql`
    select series, sum(received) as received, sum(measured) as measured from roll_up
    where series = any(${series.map(({ id }) => id)}::integer[]) and grain = ${grainNumber(grain)}
      and layer = ${approvedOnly ? 1 : 0} and start >= ${iso(from)}::timestamptz and start < ${iso(to)}::timestamptz
    group by series`);
  const counts = new Map(
    rows.map((row) => [row.series, { received: Number(row.received), measured: Number(row.measured) }]),
  );
  const found = new Map<number, Received>();
  for (const { id, everySeconds, firstTime } of series) {
    if (everySeconds === null || firstTime === null) continue;
    // Nothing was owed before the first value.
    const since = Math.max(from, spanStartMs(grain, Date.parse(firstTime)));
    const expected = Math.max(0, Math.floor((to - since) / (everySeconds * 1000)));
    if (expected > 0) found.set(id, { ...(counts.get(id) ?? { received: 0, measured: 0 }), expected });
  }
  return found;
}

const iso = (at: number): string => new Date(at).toISOString();

import { resourceText } from '../../../access/index.ts';
import { sql, type Caller, type Db, type Sql } from '../../../kernel/index.ts';
import { staProblem } from '../problems.ts';

/** Where observations of a series are made, and what is known of it. */
export interface Place {
  network: string;
  /** The series' own. */
  feature: number | null;
  /** Where the thing is. */
  location: number | null;
  /** The feature that was made from that location. */
  made: number | null;
  hasObservations: boolean;
}

/** Null where there is no such series. */
export function placeOf(db: Db, series: number): Promise<Place | null> {
  return placeWith<Place>(db, series, sql.empty);
}

/** The same with what decides about its network for a caller, as `decideOnText` takes it: in one statement. */
export function placeFor(db: Db, caller: Caller, series: number): Promise<(Place & { resource: unknown }) | null> {
  return placeWith(db, series, sql`, ${resourceText(sql`d.network`, caller)} as resource`);
}

async function placeWith<P>(db: Db, series: number, more: Sql): Promise<P | null> {
  const [place] = await db.query<P>(
    sql.kept(sql`
    select d.network, d.feature, l.id as location, f.id as made,
      exists (select 1 from series_state where series = d.id and count > 0) as "hasObservations" ${more}
    from datastream d
      left join lateral (
        select l.id from thing_location tl join location l on l.id = tl.location
        where tl.thing = d.thing and l.geom is not null order by l.id limit 1) l on true
      left join lateral (
        select id from feature_of_interest f where f.of_location = l.id order by id limit 1) f on true
    where d.id = ${series}::bigint`),
  );
  return place ?? null;
}

/** True where an observation that names no feature carries none: it is of the series' own, or of a station whose place nobody has told. */
export function hasNothingToMake({ feature, location, made, hasObservations }: Place): boolean {
  return location === null ? feature !== null || hasObservations : made !== null && made === feature;
}

/**
 * The feature of interest of an observation that names none: made from the location of the thing, once for each location
 * (18-088, 8.2.8). Null where it is the series' own already, so that nothing is stored beside the value. The first one
 * becomes the series' own; after the thing has moved, observations carry the new one.
 * Throws Problem `sta-no-feature`.
 */
export async function featureWhereThingIs(tx: Db, series: number): Promise<number | null> {
  const place = await placeOf(tx, series);
  if (!place || hasNothingToMake(place)) return null;
  const { location, made } = place;
  if (location === null) throw staProblem('sta-no-feature', { series });
  const own = made ?? (await makeFeature(tx, location));
  return adopt(tx, series, own);
}

/** The series takes a feature as its own where it has none, for earlier values too; else the observation has to carry it. */
export async function adopt(tx: Db, series: number, feature: number): Promise<number | null> {
  const { affected } = await tx.query(sql`
    update datastream d set feature = ${feature}::bigint
    where d.id = ${series} and coalesce(d.feature, ${feature}::bigint) = ${feature}::bigint`);
  return affected > 0 ? null : feature;
}

async function makeFeature(tx: Db, location: number): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into feature_of_interest (network, name, description, encoding_type, feature, geom, of_location)
    select network, name, description, encoding_type, location, geom, id from location where id = ${location}
    returning id`);
  return rows[0]!.id;
}

import { sql, type Db } from '../../../kernel/index.ts';
import { placeOf, type Place } from '../../series/place-of-series.ts';
import { staProblem } from '../problems.ts';

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

/** Requests that come at the same time make one: the second sees what the first has made. */
async function makeFeature(tx: Db, location: number): Promise<number> {
  await tx.query(sql`select id from location where id = ${location} for no key update`);
  const [there] = await tx.query<{ id: number }>(sql`
    select id from feature_of_interest where of_location = ${location} order by id limit 1`);
  if (there) return there.id;
  const rows = await tx.query<{ id: number }>(sql`
    insert into feature_of_interest (network, name, description, encoding_type, feature, geom, of_location)
    select network, name, description, encoding_type, location, geom, id from location where id = ${location}
    returning id`);
  return rows[0]!.id;
}

import { sql, type Db } from '../../../kernel/index.ts';

/**
 * Puts a thing at its new locations and enters the change among its historical locations (18-088, 8.2.2 and 8.2.3): every
 * change of the link makes one.
 */
export async function locateThing(
  tx: Db,
  network: string,
  thing: number,
  locations: readonly number[],
  now: Date,
): Promise<void> {
  await tx.query(sql`delete from thing_location where thing = ${thing}`);
  if (locations.length === 0) return;
  await tx.query(sql`
    insert into thing_location (thing, location)
    select ${thing}, location from unnest(${[...locations]}::bigint[]) as given (location) on conflict do nothing`);
  const rows = await tx.query<{ id: number }>(sql`
    insert into historical_location (network, thing, time) values (${network}, ${thing}, ${now}) returning id`);
  await linkHistory(tx, rows[0]!.id, locations);
}

export async function linkHistory(tx: Db, history: number, locations: readonly number[]): Promise<void> {
  await tx.query(sql`
    insert into historical_location_location (historical_location, location)
    select ${history}, location from unnest(${[...locations]}::bigint[]) as given (location) on conflict do nothing`);
}

/** A historical location that is newer than all others of its thing is where the thing is now (18-088, 8.2.3). */
export async function followHistory(tx: Db, thing: number, history: number): Promise<void> {
  const [newer] = await tx.query(sql`
    select 1 as one from historical_location h, historical_location mine
    where mine.id = ${history} and h.thing = ${thing} and h.id <> mine.id and h.time > mine.time limit 1`);
  if (newer) return;
  await tx.query(sql`delete from thing_location where thing = ${thing}`);
  await tx.query(sql`
    insert into thing_location (thing, location)
    select ${thing}, location from historical_location_location where historical_location = ${history}`);
}

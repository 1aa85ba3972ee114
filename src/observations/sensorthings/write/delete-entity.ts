import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import { removeObservation } from '../../store/move-observation.ts';
import { removeOfFeature } from '../../store/remove-of-feature.ts';
import { forgetSeries } from '../../store/remove-series.ts';
import { findStoredObservation } from '../../store/stored-observation.ts';
import type { SetName, StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';
import { writableEntity, type Writable } from './change-entity.ts';

/** Removes an entity and what cannot be without it (18-088, 10.4, table of integrity constraints). */
export async function deleteEntity(context: StaContext, path: string): Promise<Writable> {
  const target = await writableEntity(context, path);
  await context.db.transaction(async (tx) => {
    if (target.set.name === 'Observations') return deleteObservation(tx, context, target.id);
    // A delivery that is making a series of it comes before, so that the series goes too, or finds it gone.
    const table = sql.identifier(target.set.table);
    await tx.query(sql`select 1 as one from ${table} where id = ${target.id} for update`);
    await removals[target.set.name](tx, target.id);
    await tx.query(sql`delete from ${table} where id = ${target.id}`);
  });
  return target;
}

async function deleteObservation(tx: Db, { caller, clock }: StaContext, id: number): Promise<void> {
  const was = await findStoredObservation(tx, id);
  if (!was) throw staProblem('sta-entity-not-found', { entity: `Observations(${id})` });
  await removeObservation(tx, was, caller.id, clock.now());
}

type Removal = (tx: Db, id: number) => Promise<void>;

/** What goes with an entity of each set. */
const removals: Readonly<Record<Exclude<SetName, 'Observations'>, Removal>> = {
  Things: async (tx, thing) => {
    await forgetSeriesOf(tx, sql`thing = ${thing}`);
    await deleteHistories(tx, sql`select id from historical_location where thing = ${thing}`);
    await tx.query(sql`delete from thing_location where thing = ${thing}`);
  },
  Locations: async (tx, location) => {
    await deleteHistories(
      tx,
      sql`select historical_location from historical_location_location where location = ${location}`,
    );
    await tx.query(sql`delete from thing_location where location = ${location}`);
    await tx.query(sql`update feature_of_interest set of_location = null where of_location = ${location}`);
  },
  HistoricalLocations: async (tx, history) => {
    await tx.query(sql`delete from historical_location_location where historical_location = ${history}`);
  },
  Datastreams: (tx, datastream) => forgetSeriesOf(tx, sql`id = ${datastream}`),
  Sensors: (tx, sensor) => forgetSeriesOf(tx, sql`sensor = ${sensor}`),
  ObservedProperties: (tx, property) => forgetSeriesOf(tx, sql`observed_property = ${property}`),
  FeaturesOfInterest: removeOfFeature,
};

async function forgetSeriesOf(tx: Db, which: Sql): Promise<void> {
  const rows = await tx.query<{ id: number }>(sql`select id from datastream where ${which} order by id for update`);
  await forgetSeries(
    tx,
    rows.map(({ id }) => id),
  );
}

async function deleteHistories(tx: Db, which: Sql): Promise<void> {
  const rows = await tx.query<{ id: number }>(sql`select gone.id from (${which}) as gone (id)`);
  const ids = rows.map(({ id }) => id);
  await tx.query(sql`
    delete from historical_location_location where historical_location = any(${ids}::bigint[])`);
  await tx.query(sql`delete from historical_location where id = any(${ids}::bigint[])`);
}

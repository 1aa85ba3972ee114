import { DatabaseError, sql, type Db } from '../../kernel/index.ts';
import { maxSeries } from '../observation-id.ts';
import { observationProblem } from '../problems.ts';
import type { SeriesTraits } from './series-key.ts';

export interface SeriesRow {
  readonly series: number;
  readonly name: string;
  readonly unit: { readonly symbol: string };
  readonly ucum: string | null;
  /** Raised with every change of unit, station or parameter. */
  readonly revision: number;
}

export interface NewSeries extends SeriesTraits {
  readonly station: string;
  readonly parameter: string;
  readonly title: { readonly vi: string; readonly en: string };
  readonly unit: string | null;
  readonly ucum: string | null;
}

const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';

/** The series of a station and parameter; made, with station, sensor and property, where it is the first time. */
export async function registerSeries(db: Db, network: string, wanted: NewSeries): Promise<SeriesRow> {
  try {
    return await db.transaction(async (tx) => {
      // Two deliveries of a new station at once must not make it twice.
      await tx.query(sql`select pg_advisory_xact_lock(hashtext(${`lienthong.series.${network}`}))`);
      const thing = await stationOf(tx, network, wanted);
      const property = await propertyOf(tx, network, wanted);
      return (await findSeries(tx, thing, property)) ?? (await makeSeries(tx, network, wanted, thing, property));
    });
  } catch (error) {
    // The numbers of series end where those of observations would no longer be exact.
    const isUsedUp = error instanceof DatabaseError && error.code === '2200H';
    throw isUsedUp ? observationProblem('too-many-series', { limit: maxSeries }) : error;
  }
}

async function findSeries(tx: Db, thing: number, property: number): Promise<SeriesRow | null> {
  const rows = await tx.query<SeriesRow>(sql`
    select id as series, name, unit, ucum, revision from datastream where thing = ${thing} and observed_property = ${property}
    order by id limit 1`);
  return rows[0] ?? null;
}

async function stationOf(tx: Db, network: string, { station, about }: NewSeries): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into thing (network, code, name, description, properties)
    values (${network}, ${station}, ${station}, ${`${station}`}, ${JSON.stringify(about)}::jsonb)
    on conflict (network, code) do update set code = excluded.code returning id`);
  return rows[0]!.id;
}

async function propertyOf(tx: Db, network: string, { parameter, title }: NewSeries): Promise<number> {
  const rows = await tx.query<{ id: number }>(sql`
    insert into observed_property (network, symbol, name, definition, description, properties)
    values (${network}, ${parameter}, ${title.en}, ${`urn:lienthong:parameter:${encodeURIComponent(parameter)}`}, ${title.vi},
      ${JSON.stringify({ title })}::jsonb)
    on conflict (network, symbol) do update set symbol = excluded.symbol returning id`);
  return rows[0]!.id;
}

async function makeSeries(
  tx: Db,
  network: string,
  wanted: NewSeries,
  thing: number,
  property: number,
): Promise<SeriesRow> {
  const { station, parameter, title, stamp, everySeconds, ucum } = wanted;
  const [sensor] = await tx.query<{ id: number }>(sql`
    insert into sensor (network, name, description, encoding_type, metadata)
    values (${network}, ${`${parameter} – ${station}`}, ${`${title.vi} – ${station}`}, 'text/plain', '""'::jsonb)
    returning id`);
  const symbol = wanted.unit ?? '';
  const unit = { name: ucum ?? symbol, symbol, definition: ucum === null ? '' : `https://ucum.org/#${ucum}` };
  const rows = await tx.query<SeriesRow>(sql`
    insert into datastream (network, thing, sensor, observed_property, name, description, observation_type, unit, ucum,
      stamp, every_seconds)
    values (${network}, ${thing}, ${sensor!.id}, ${property}, ${`${title.vi} – ${station}`},
      ${`${title.vi} – ${station}`}, ${measurement}, ${JSON.stringify(unit)}::jsonb, ${ucum}, ${stamp}, ${everySeconds})
    returning id as series, name, unit, ucum, revision`);
  return rows[0]!;
}

import { unitsOfPacks } from '../../../harmonise/index.ts';
import { sql, type Db } from '../../../kernel/index.ts';
import { forgetNeighbours } from '../../neighbours/forget-neighbours.ts';
import { holdWriters } from '../../store/gone-series.ts';
import type { EntitySet, StaContext } from '../model.ts';
import type { ColumnValues } from './body-reader.ts';

/**
 * Gives a series the code of its unit, by which values in other units are converted, limits found and sums made: null
 * where no pack knows what was written. `unitOfMeasurement` stays as it was written.
 */
export async function codeUnit(tx: Db, { packs }: Pick<StaContext, 'packs'>, series: number): Promise<void> {
  const [row] = await tx.query<{ symbol: string | null; definition: string | null }>(sql`
    select unit ->> 'symbol' as symbol, unit ->> 'definition' as definition from datastream where id = ${series}`);
  const code = codeOf(packs, row?.symbol ?? '') ?? codeOf(packs, ucumOf(row?.definition ?? ''));
  await tx.query(sql`update datastream set ucum = ${code} where id = ${series}`);
}

function codeOf(packs: StaContext['packs'], text: string): string | null {
  return text === '' ? null : unitsOfPacks(packs()).code(text);
}

/** The code in an address that names it, such as `https://ucum.org/#mg/L`; else nothing. */
const ucumOf = (definition: string): string => /ucum[^#]*#(.+)$/i.exec(definition)?.[1] ?? '';

/**
 * To be called before a series is changed: what it is now, where its change may make it another one for those who deliver by
 * station, parameter and unit; else null. Then those who write at this moment, on any node, are waited for; who comes later
 * sees the change.
 */
export async function beforeRedefining(
  tx: Db,
  { name }: EntitySet,
  values: ColumnValues,
  keys: Readonly<Record<string, number>>,
  id: number,
): Promise<string | null> {
  const redefines = 'unit' in values || 'thing' in keys || 'observed_property' in keys;
  if (name !== 'Datastreams' || !redefines) return null;
  await holdWriters(tx);
  return identityOf(tx, id);
}

async function identityOf(tx: Db, series: number): Promise<string> {
  const [row] = await tx.query<{ text: string }>(sql`
    select jsonb_build_array(thing, observed_property, ucum, unit)::text as text from datastream where id = ${series}`);
  return row!.text;
}

/** After the change; `before`: what `beforeRedefining` said. What was only written again is the same series. */
export async function redefine(
  tx: Db,
  context: Pick<StaContext, 'packs' | 'clock'>,
  series: number,
  before: string,
): Promise<void> {
  await codeUnit(tx, context, series);
  if ((await identityOf(tx, series)) === before) return;
  await forgetNeighbours(tx, series, context.clock.now());
  await tx.query(sql`update datastream set revision = revision + 1 where id = ${series}`);
}

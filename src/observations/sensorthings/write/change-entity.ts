import { sql, type Db } from '../../../kernel/index.ts';
import type { Reading } from '../../model.ts';
import { refusedMoment } from '../../store/sift.ts';
import { moveObservation } from '../../store/move-observation.ts';
import { findStoredObservation, type StoredObservation } from '../../store/stored-observation.ts';
import { entitySets } from '../entity-sets.ts';
import type { EntitySet, StaContext } from '../model.ts';
import { parsePath } from '../path.ts';
import { staProblem } from '../problems.ts';
import { resolveSteps } from '../read/read-resource.ts';
import { asBody, bodyInvalid, checkMembers, readPeriod, readProperties, type Body } from './body-reader.ts';
import { updateRow } from './entity-rows.ts';
import { EntityWriter } from './entity-writer.ts';
import { locateThing } from './locate-thing.ts';
import { readRare, readResult } from './read-observation.ts';
import { beforeRedefining, redefine } from './redefine-series.ts';
import { mayWriteInto, networkOfAny } from './target-network.ts';

/** An entity that may be written, at an address. */
export interface Writable {
  readonly set: EntitySet;
  readonly id: number;
  readonly network: string;
}

/** Throws Problems `sta-entity-not-found`, `sta-not-writable`, `sta-path-not-found`. */
export async function writableEntity(context: StaContext, path: string): Promise<Writable> {
  const resource = parsePath(path);
  const { set, relation, id: named } = resource.steps.at(-1)!;
  const isOne = named !== null || relation?.isMany === false;
  if (!isOne || resource.property || resource.tail) throw staProblem('sta-path-not-found', { path: `/${path}` });
  const id = await resolveSteps(context, resource.steps);
  const network = id === null ? null : await networkOfAny(context.db, set, id);
  if (id === null || network === null || !context.networks.has(network)) {
    throw staProblem('sta-entity-not-found', { entity: path });
  }
  await mayWriteInto(context, network);
  return { set, id, network };
}

/** PATCH changes what is in the body; PUT gives every property anew (18-088, 10.3). */
export async function changeEntity(
  context: StaContext,
  path: string,
  given: unknown,
  method: 'PATCH' | 'PUT',
): Promise<Writable> {
  const target = await writableEntity(context, path);
  const body = asBody(given, '');
  if (target.set.name === 'Observations') await changeObservation(context, target, body, method);
  else await context.db.transaction((tx) => changeRow(tx, context, target, body, method));
  return target;
}

async function changeRow(
  tx: Db,
  context: StaContext,
  { set, id, network }: Writable,
  body: Body,
  method: 'PATCH' | 'PUT',
): Promise<void> {
  const values = readProperties(set, await withEncoding(tx, set, id, body), '', method === 'PUT');
  const writer = new EntityWriter(tx, context, network);
  const keys: Record<string, number> = {};
  for (const relation of set.relations) {
    const value = body[relation.name];
    if (value === undefined) continue;
    const at = `/${relation.name}`;
    if (!relation.isMany) keys[relation.key!] = await linkedOnly(writer, relation.to, value, at);
    else await relink(tx, context, writer, { set, id, network }, relation.name, value, at);
  }
  const before = await beforeRedefining(tx, set, values, keys, id);
  await updateRow(tx, set, id, values, keys);
  if (before !== null) await redefine(tx, context, id, before);
  // What was observed at the old place stays there: the next observation gets a feature of the new one.
  if (set.name === 'Locations' && 'location' in values) {
    await tx.query(sql`update feature_of_interest set of_location = null where of_location = ${id}`);
  }
}

/** How a geometry is read depends on the encoding, which a change may leave as it is. */
async function withEncoding(tx: Db, set: EntitySet, id: number, body: Body): Promise<Body> {
  const hasGeometry = set.properties.some(
    ({ kind, name, writable }) => kind === 'geometry' && writable && name in body,
  );
  if (!hasGeometry || body['encodingType'] !== undefined) return body;
  const [row] = await tx.query<{ type: string }>(sql`
    select encoding_type as type from ${sql.identifier(set.table)} where id = ${id}`);
  return { ...body, encodingType: row!.type };
}

/** Changing an entity creates no other (18-088, 10.3.1). */
async function linkedOnly(
  writer: EntityWriter,
  to: keyof typeof entitySets,
  value: unknown,
  at: string,
): Promise<number> {
  const link = asBody(value, at);
  if (link['@iot.id'] === undefined) throw bodyInvalid(at, '{"@iot.id": …}');
  return writer.existing(entitySets[to], link['@iot.id'], `${at}/@iot.id`);
}

async function relink(
  tx: Db,
  context: StaContext,
  writer: EntityWriter,
  { set, id, network }: Writable,
  name: string,
  values: unknown,
  at: string,
): Promise<void> {
  const isPlace = (set.name === 'Things' && name === 'Locations') || (set.name === 'Locations' && name === 'Things');
  if (!isPlace || !Array.isArray(values))
    throw bodyInvalid(at, isPlace ? '[{"@iot.id": …}, …]' : `∅; ${name} → ${set.singular}`);
  const ids: number[] = [];
  for (const [place, value] of values.entries()) {
    ids.push(await linkedOnly(writer, name as 'Locations' | 'Things', value, `${at}/${place}`));
  }
  const now = context.clock.now();
  if (set.name === 'Things') return locateThing(tx, network, id, ids, now);
  for (const thing of ids) await locateThing(tx, network, thing, [id], now);
}

async function changeObservation(
  context: StaContext,
  { id, network }: Writable,
  body: Body,
  method: 'PATCH' | 'PUT',
): Promise<void> {
  const was = await findStoredObservation(context.db, id);
  if (!was) throw staProblem('sta-entity-not-found', { entity: `Observations(${id})` });
  const reading = await context.db.transaction(async (tx) =>
    changedReading(new EntityWriter(tx, context, network), was, body, method, context.clock.now()),
  );
  if (was.isRegular && reading.at === was.at) {
    const { caller, intake } = context;
    await intake.take({ network, door: 'sensorthings', sender: caller.id, mode: 'upsert', readings: [reading] });
    return;
  }
  await context.db.transaction((tx) => moveObservation(tx, was, reading, context.caller.id, context.clock.now()));
}

/** What the observation becomes. Its series stays. */
async function changedReading(
  writer: EntityWriter,
  was: StoredObservation,
  body: Body,
  method: 'PATCH' | 'PUT',
  now: Date,
): Promise<Reading> {
  checkMembers(entitySets.Observations, body, '');
  const { series, status } = was;
  const datastream = body['Datastream'];
  if (datastream !== undefined && asBody(datastream, '/Datastream')['@iot.id'] !== series) {
    throw bodyInvalid('/Datastream', `{"@iot.id": ${series}}`);
  }
  const feature =
    body['FeatureOfInterest'] === undefined
      ? was.detail.feature
      : await linkedOnly(writer, 'FeaturesOfInterest', body['FeatureOfInterest'], '/FeatureOfInterest');
  const period = body['phenomenonTime'] == null ? null : readPeriod(body['phenomenonTime']);
  if (body['phenomenonTime'] != null && period === null) throw bodyInvalid('/phenomenonTime', '2026-01-31T05:30:00Z');
  const at = period?.[0] ?? was.at;
  const refused = refusedMoment(at, now);
  if (refused) throw refused;
  if (method === 'PUT' && body['result'] === undefined) throw bodyInvalid('/result', '8.5, "…", true, {…}, null');
  const { result: wasResult, endsAt, feature: _feature, ...rare } = was.detail;
  const kept = method === 'PUT' ? {} : leftOut(rare, body);
  const { value, ...result } =
    body['result'] === undefined
      ? { value: was.value, ...(wasResult !== undefined && { result: wasResult }) }
      : readResult(body['result'], '/result');
  const end = period === null ? endsAt : period[1] > period[0] ? period[1] : undefined;
  const detail = {
    ...kept,
    ...readRare(body, ''),
    ...result,
    ...(end !== undefined && { endsAt: end }),
    ...(feature !== undefined && { feature }),
  };
  return { series, at, value, status, ...(Object.keys(detail).length > 0 && { detail }) };
}

const members = {
  resultTime: 'resultAt',
  validTime: 'validTime',
  resultQuality: 'quality',
  parameters: 'parameters',
} as const;

/** What was known and is not in the body. */
function leftOut<T extends object>(rare: T, body: Body): Partial<T> {
  const given = new Set(Object.entries(members).flatMap(([name, own]) => (name in body ? [own as string] : [])));
  return Object.fromEntries(Object.entries(rare).filter(([name]) => !given.has(name))) as Partial<T>;
}

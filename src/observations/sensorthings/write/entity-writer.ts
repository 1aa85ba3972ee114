import type { Db } from '../../../kernel/index.ts';
import type { Reading } from '../../model.ts';
import { entitySets } from '../entity-sets.ts';
import type { EntitySet, Relation, SetName, StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';
import { asBody, bodyInvalid, readProperties, type Body } from './body-reader.ts';
import { insertRow, isInNetwork } from './entity-rows.ts';
import { adopt, featureWhereThingIs } from './feature-of-series.ts';
import { followHistory, linkHistory, locateThing } from './locate-thing.ts';
import { codeUnit } from './redefine-series.ts';
import { readObservation, type ReadObservation } from './read-observation.ts';

/** What an entity in a body hangs on already, by the name of the relation. */
type Given = Readonly<Record<string, number>>;

/**
 * Creates entities with all that stands in their bodies (18-088, 10.2.1), in one transaction and one network. Observations
 * are collected in `readings`: they are taken in when the transaction stands.
 */
export class EntityWriter {
  readonly readings: Reading[] = [];
  readonly #tx: Db;
  readonly #context: StaContext;
  readonly #network: string;
  #depth = 0;
  #entities = 0;

  constructor(tx: Db, context: StaContext, network: string) {
    this.#tx = tx;
    this.#context = context;
    this.#network = network;
  }

  /** Gives the id; of an observation its place in `readings`. */
  async create(set: EntitySet, body: Body, pointer: string, given: Given): Promise<number> {
    if (++this.#entities > mostEntities) throw bodyInvalid(pointer, `≤ ${mostEntities} entities`);
    if (this.#depth > mostDepth) throw bodyInvalid(pointer, `≤ ${mostDepth} levels`);
    this.#depth++;
    try {
      if (set.name === 'Observations') return await this.#observation(body, pointer, given);
      const values = readProperties(set, body, pointer, true);
      const keys = await this.#keys(set, body, pointer, given);
      const id = await insertRow(this.#tx, set, this.#network, values, keys);
      if (set.name === 'Datastreams') await codeUnit(this.#tx, this.#context, id);
      await this.#many(set, id, body, pointer);
      if (set.name === 'HistoricalLocations') await this.#placeHistory(id, keys['thing']!, body, pointer);
      return id;
    } finally {
      this.#depth--;
    }
  }

  /** Ids of the entities that this one hangs on, by column. */
  async #keys(set: EntitySet, body: Body, pointer: string, given: Given): Promise<Record<string, number>> {
    const keys: Record<string, number> = {};
    for (const relation of set.relations.filter(({ isMany }) => !isMany)) {
      const at = `${pointer}/${relation.name}`;
      const value = body[relation.name];
      if (value === undefined && given[relation.name] === undefined) {
        throw bodyInvalid(at, '{"@iot.id": …}, {…}');
      }
      keys[relation.key!] = given[relation.name] ?? (await this.linked(relation, value, at));
    }
    return keys;
  }

  /** Id of a linked entity, or of one that is created for it. Throws Problem `sta-link-not-found`. */
  async linked(relation: Relation, value: unknown, pointer: string): Promise<number> {
    const set = entitySets[relation.to];
    const body = asBody(value, pointer);
    const id = body['@iot.id'];
    if (id === undefined) return this.create(set, body, pointer, {});
    return this.existing(set, id, `${pointer}/@iot.id`);
  }

  async existing(set: EntitySet, id: unknown, pointer: string): Promise<number> {
    const isId = typeof id === 'number' && Number.isSafeInteger(id);
    if (!isId || !(await isInNetwork(this.#tx, set, id, this.#network))) {
      throw staProblem('sta-link-not-found', { pointer, entity: `${set.name}(${String(id)})`, network: this.#network });
    }
    return id;
  }

  /** What hangs on a new entity. */
  async #many(set: EntitySet, id: number, body: Body, pointer: string): Promise<void> {
    for (const relation of set.relations.filter(({ isMany }) => isMany)) {
      const value = body[relation.name];
      if (value === undefined) continue;
      const at = `${pointer}/${relation.name}`;
      if (!Array.isArray(value)) throw bodyInvalid(at, '[{…}, …]');
      if (linksBothWays.has(`${set.name}/${relation.name}`)) await this.#link(set, id, relation, value, at);
      else {
        for (const [place, each] of value.entries()) {
          await this.create(entitySets[relation.to], asBody(each, `${at}/${place}`), `${at}/${place}`, {
            [set.singular]: id,
          });
        }
      }
    }
  }

  /** Things and locations have links of their own. */
  async #link(set: EntitySet, id: number, relation: Relation, values: readonly unknown[], at: string): Promise<void> {
    const ids: number[] = [];
    for (const [place, value] of values.entries()) ids.push(await this.linked(relation, value, `${at}/${place}`));
    const now = this.#context.clock.now();
    if (set.name === 'Things') await locateThing(this.#tx, this.#network, id, ids, now);
    else if (set.name === 'HistoricalLocations') await linkHistory(this.#tx, id, ids);
    else for (const thing of ids) await locateThing(this.#tx, this.#network, thing, [id], now);
  }

  async #placeHistory(id: number, thing: number, body: Body, pointer: string): Promise<void> {
    if (body['Locations'] === undefined) throw bodyInvalid(`${pointer}/Locations`, '[{"@iot.id": …}, …]');
    await followHistory(this.#tx, thing, id);
  }

  async #observation(body: Body, pointer: string, given: Given): Promise<number> {
    // What cannot be read is said before anything is made for it.
    readObservation(body, pointer, this.#context.clock);
    const datastream = entitySets.Observations.relations[0]!;
    const value = body['Datastream'];
    const at = `${pointer}/Datastream`;
    if (value === undefined && given['Datastream'] === undefined) throw bodyInvalid(at, '{"@iot.id": …}');
    const series = given['Datastream'] ?? (await this.linked(datastream, value, at));
    return this.readings.push(await this.#readingOf(series, body, pointer, given)) - 1;
  }

  /** An observation of a series that is known; `features`: those that were found for others before. */
  async reading(series: number, body: Body, features: Map<string, number | null>): Promise<Reading> {
    const key = JSON.stringify(body['FeatureOfInterest'] ?? null);
    const known = features.get(key);
    if (known !== undefined) return withFeature(series, readObservation(body, '', this.#context.clock), known);
    const reading = await this.#readingOf(series, body, '', {});
    features.set(key, reading.detail?.feature ?? null);
    return reading;
  }

  async #readingOf(series: number, body: Body, pointer: string, given: Given): Promise<Reading> {
    const read = readObservation(body, pointer, this.#context.clock);
    return withFeature(series, read, await this.#feature(series, body, pointer, given));
  }

  async #feature(series: number, body: Body, pointer: string, given: Given): Promise<number | null> {
    const value = body['FeatureOfInterest'];
    const relation = entitySets.Observations.relations[1]!;
    if (value === undefined && given['FeatureOfInterest'] === undefined) return featureWhereThingIs(this.#tx, series);
    const id = given['FeatureOfInterest'] ?? (await this.linked(relation, value, `${pointer}/FeatureOfInterest`));
    return adopt(this.#tx, series, id);
  }
}

function withFeature(series: number, read: ReadObservation, feature: number | null): Reading {
  const detail = feature === null ? read.detail : { ...read.detail, feature };
  return { series, ...read, ...(detail && { detail }) };
}

const mostDepth = 8;
const mostEntities = 10_000;

const linksBothWays: ReadonlySet<`${SetName}/${string}`> = new Set([
  'Things/Locations',
  'Locations/Things',
  'HistoricalLocations/Locations',
  'Locations/HistoricalLocations',
] as const);

import { Problem } from '../../../kernel/index.ts';
import type { Reading } from '../../model.ts';
import { entitySets } from '../entity-sets.ts';
import type { StaContext } from '../model.ts';
import { staProblem } from '../problems.ts';
import { asBody, bodyInvalid, type Body } from './body-reader.ts';
import { networkOfEntity } from './entity-rows.ts';
import { EntityWriter } from './entity-writer.ts';
import { takeIn } from './take-in.ts';
import { mayWriteInto } from './target-network.ts';

/** One array of a body: the observations of one series. */
interface Group {
  readonly series: number;
  readonly network: string;
  readonly bodies: readonly Body[];
}

const mostRows = 100_000;

/**
 * `CreateObservations` (18-088, 12.2): arrays of observations, each of one datastream. Answers in order with the address
 * of each, or `error` for one that could not be read; the others are stored. Throws where a datastream or its rights are
 * wrong: then nothing is.
 */
export async function createObservations(context: StaContext, given: unknown): Promise<string[]> {
  if (!Array.isArray(given)) throw bodyInvalid('/', '[{"Datastream": …, "components": […], "dataArray": [[…]]}]');
  const groups: Group[] = [];
  for (const [place, each] of given.entries())
    groups.push(await readGroup(context, asBody(each, `/${place}`), `/${place}`));
  if (groups.reduce((sum, { bodies }) => sum + bodies.length, 0) > mostRows) throw bodyInvalid('/', `≤ ${mostRows}`);
  const answers: string[] = [];
  for (const group of groups) answers.push(...(await takeGroup(context, group)));
  return answers;
}

async function readGroup(context: StaContext, group: Body, pointer: string): Promise<Group> {
  const { components, dataArray } = group;
  const isList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((each) => typeof each === 'string');
  if (!isList(components)) throw bodyInvalid(`${pointer}/components`, '["phenomenonTime", "result", …]');
  if (!Array.isArray(dataArray)) throw bodyInvalid(`${pointer}/dataArray`, '[[…], …]');
  const series = asBody(group['Datastream'], `${pointer}/Datastream`)['@iot.id'];
  const network = typeof series === 'number' ? await networkOfEntity(context.db, entitySets.Datastreams, series) : null;
  if (network === null || !context.networks.has(network)) {
    const entity = `Datastreams(${String(series)})`;
    throw staProblem('sta-link-not-found', {
      pointer: `${pointer}/Datastream`,
      entity,
      network: context.network ?? '*',
    });
  }
  await mayWriteInto(context, network);
  return { series: series as number, network, bodies: dataArray.map((row) => bodyOf(components, row)) };
}

/** A row as the body of one observation; what does not fit its components is no body. */
function bodyOf(components: readonly string[], row: unknown): Body {
  if (!Array.isArray(row) || row.length !== components.length) return {};
  const members = components.map((name, i): [string, unknown] => {
    const value = row[i] as unknown;
    const isFeature = name === 'FeatureOfInterest/id' || name === 'FeatureOfInterest/@iot.id';
    return isFeature && value !== null ? ['FeatureOfInterest', { '@iot.id': value }] : [name, value];
  });
  // A null is what is not said, but for a result, which may be nothing.
  return Object.fromEntries(members.filter(([name, value]) => value !== null || name === 'result'));
}

async function takeGroup(context: StaContext, { series, network, bodies }: Group): Promise<string[]> {
  const { places, readings } = await context.db.transaction(async (tx) => {
    const writer = new EntityWriter(tx, context, network);
    const features = new Map<string, number | null>();
    const found: (number | null)[] = [];
    const readable: Reading[] = [];
    for (const body of bodies) {
      const reading = await writer.reading(series, body, features).catch(unreadable);
      found.push(reading === null ? null : readable.push(reading) - 1);
    }
    return { places: found, readings: readable };
  });
  const ids = await takeIn(context, network, readings);
  return places.map((place) => (place === null ? 'error' : `${context.root}/Observations(${ids[place]})`));
}

/** What its sender can mend is said at its place; anything else ends the whole. */
function unreadable(error: unknown): null {
  if (error instanceof Problem && error.type.status === 400) return null;
  throw error;
}

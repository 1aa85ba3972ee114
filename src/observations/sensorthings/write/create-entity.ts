import { DatabaseError } from '../../../kernel/index.ts';
import { maxSeries } from '../../observation-id.ts';
import { observationProblem } from '../../problems.ts';
import { entitySets } from '../entity-sets.ts';
import type { EntitySet, StaContext } from '../model.ts';
import { isCollection, parsePath } from '../path.ts';
import { staProblem } from '../problems.ts';
import { resolveSteps } from '../read/read-resource.ts';
import { asBody, type Body } from './body-reader.ts';
import { plainObservation } from './plain-observation.ts';
import { EntityWriter } from './entity-writer.ts';
import { takeIn } from './take-in.ts';
import { mayWriteInto, networkOfAny, targetNetwork } from './target-network.ts';

/** An entity that was made. */
export interface Created {
  readonly set: EntitySet;
  readonly id: number;
}

/** POST of an entity to a set, or to what hangs on another entity: `Things(1)/Datastreams`. */
export async function createEntity(context: StaContext, path: string, body: unknown): Promise<Created> {
  const resource = parsePath(path);
  const { set, relation } = resource.steps.at(-1)!;
  if (!isCollection(resource) || resource.tail !== null) throw staProblem('sta-path-not-found', { path: `/${path}` });
  const given = asBody(body, '');
  if (relation === null) return insert(context, await targetNetwork(context, set, given), set, given, {});
  const plain = await plainObservation(context, resource, given);
  if (plain) {
    const [id] = await takeIn(context, plain.network, [plain.reading]);
    return { set, id: id! };
  }
  const before = resource.steps.slice(0, -1);
  const source = before.at(-1)!.set;
  const id = await resolveSteps(context, before);
  const network = id === null ? null : await networkOfAny(context.db, source, id);
  if (network === null || !context.networks.has(network)) {
    throw staProblem('sta-entity-not-found', { entity: path.slice(0, path.lastIndexOf('/')) });
  }
  await mayWriteInto(context, network);
  const back = set.relations.find(({ to, isMany }) => !isMany && to === source.name);
  if (back) return insert(context, network, set, given, { [back.name]: id! });
  // Things and locations hold lists of each other.
  return insert(context, network, set, { ...given, [source.name]: [{ '@iot.id': id }] }, {});
}

async function insert(
  context: StaContext,
  network: string,
  set: EntitySet,
  body: Body,
  given: Readonly<Record<string, number>>,
): Promise<Created> {
  const { id, readings } = await context.db
    .transaction(async (tx) => {
      const writer = new EntityWriter(tx, context, network);
      return { id: await writer.create(set, body, '', given), readings: writer.readings };
    })
    .catch(outOfSeries);
  const ids = await takeIn(context, network, readings);
  return { set, id: set.name === entitySets.Observations.name ? ids[id]! : id };
}

/** SQLSTATE of a sequence at its end: series are numbered below 2²¹. */
function outOfSeries(error: unknown): never {
  if (error instanceof DatabaseError && error.code === '2200H') {
    throw observationProblem('too-many-series', { limit: maxSeries });
  }
  throw error;
}

import { decideOnText } from '../../../access/index.ts';
import type { ApiRequest, Reply } from '../../../kernel/index.ts';
import { entitySets } from '../entity-sets.ts';
import type { StaContext } from '../model.ts';
import { asBody } from './body-reader.ts';
import { hasNothingToMake, placeFor } from './feature-of-series.ts';
import { readObservation } from './read-observation.ts';
import { takeIn } from './take-in.ts';

const address = /^Datastreams\((\d{1,10})\)\/Observations$/;

/**
 * What most requests of all are: a value at the address of its datastream, from who looks after its network. One statement
 * reads all that such a request needs to know. Null: it is something else, or of somebody else, and goes the way of all.
 */
export async function postPlainly(
  { db, clock, intake }: Pick<StaContext, 'db' | 'clock' | 'intake'>,
  { caller, params, body: given }: ApiRequest,
  root: string,
): Promise<Reply | null> {
  const series = Number(address.exec(params['path']!)?.[1] ?? 0);
  if (series === 0) return null;
  const body = asBody(given, '');
  if (body['FeatureOfInterest'] !== undefined) return null;
  const place = await placeFor(db, caller, series);
  const isThere = place !== null && (params['networkId'] ?? place.network) === place.network;
  if (!isThere || !hasNothingToMake(place)) return null;
  // Who may only write into it may see less of it than this address tells.
  if (!decideOnText(caller, 'write', place.resource)?.mayManage) return null;
  const [id] = await takeIn({ intake, caller, clock }, place.network, [
    { series, ...readObservation(body, '', clock) },
  ]);
  const self = `${root}/${entitySets.Observations.name}(${id})`;
  return { location: self, status: 201, data: { '@iot.id': id, '@iot.selfLink': self } };
}

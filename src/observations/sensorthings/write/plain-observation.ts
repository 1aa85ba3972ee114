import type { Reading } from '../../model.ts';
import { placeOf } from '../../series/place-of-series.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import type { StaContext } from '../model.ts';
import type { ResourcePath } from '../path.ts';
import { asBody } from './body-reader.ts';
import { hasNothingToMake } from './feature-of-series.ts';
import { readObservation } from './read-observation.ts';
import { mayWriteInto } from './target-network.ts';

/** An observation for which nothing has to be made before it is taken in. */
export interface PlainObservation {
  readonly network: string;
  readonly reading: Reading;
}

/**
 * What most posts are: a value at the address of its datastream, of the place where the thing is. Read without a
 * transaction of its own. Null: it may make or move something, or there is no such datastream for the caller.
 */
export async function plainObservation(
  context: StaContext,
  { steps }: ResourcePath,
  given: unknown,
): Promise<PlainObservation | null> {
  const [{ id: series }, { relation }] = [steps.at(-2) ?? { id: null }, steps.at(-1)!];
  const isOfSeries = steps.length === 2 && relation === observationsOfDatastream && Number.isSafeInteger(series);
  const body = asBody(given, '');
  if (!isOfSeries || body['FeatureOfInterest'] !== undefined) return null;
  const place = await placeOf(context.db, series!);
  if (!place || !context.networks.has(place.network) || !hasNothingToMake(place)) return null;
  await mayWriteInto(context, place.network);
  return { network: place.network, reading: { series: series!, ...readObservation(body, '', context.clock) } };
}

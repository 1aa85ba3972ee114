import { decideOnText, slipNow } from '../../../access/index.ts';
import type { ApiRequest, Caller, Clock, Reply } from '../../../kernel/index.ts';
import type { DecidedPlaces, KnownPlace, PlaceMark } from '../../series/decided-places.ts';
import { NotAsRemembered, type ExpectsBatches } from '../../store/batch.ts';
import { entitySets } from '../entity-sets.ts';
import { asBody } from './body-reader.ts';
import { hasNothingToMake } from './feature-of-series.ts';
import { readObservation } from './read-observation.ts';
import { takeIn } from './take-in.ts';

export interface PlainContext {
  readonly clock: Clock;
  readonly intake: ExpectsBatches;
  readonly places: DecidedPlaces;
}

const address = /^Datastreams\((\d{1,10})\)\/Observations$/;

/**
 * What most requests of all are: a value at the address of its datastream, from who looks after its network. One statement
 * stores it, enters it in the audit log and sees whether the sender may, by what was known of the place: most often it is
 * still so. Null: it is something else, or of somebody else, and goes the way of all.
 */
export async function postPlainly(
  { clock, intake, places }: PlainContext,
  { caller, params, body: given }: ApiRequest,
  root: string,
): Promise<Reply | null> {
  const series = Number(address.exec(params['path']!)?.[1] ?? 0);
  if (series === 0) return null;
  const body = asBody(given, '');
  if (body['FeatureOfInterest'] !== undefined) return null;
  const hasCome = intake.expect();
  const store = async ({ place, mark }: KnownPlace, asRemembered?: PlaceMark): Promise<Reply | null> => {
    if (!isPlain(caller, place, params['networkId'])) return null;
    const reading = { series, ...readObservation(body, '', clock) };
    const more = { slip: slipNow(), ...(asRemembered && { asRemembered: mark }) };
    const taken = takeIn({ intake, caller, clock }, place.network, [reading], more);
    hasCome();
    const [id] = await taken;
    const self = `${root}/${entitySets.Observations.name}(${id})`;
    return { location: self, status: 201, data: { '@iot.id': id, '@iot.selfLink': self } };
  };
  try {
    const remembered = places.remembered(caller, series);
    if (remembered) {
      try {
        const reply = await store(remembered, remembered.mark);
        if (reply) return reply;
      } catch (error) {
        if (!(error instanceof NotAsRemembered)) throw error;
      }
    }
    const known = await places.ask(caller, series);
    return known && (await store(known));
  } finally {
    hasCome();
  }
}

function isPlain(caller: Caller, place: KnownPlace['place'], network: string | undefined): boolean {
  if ((network ?? place.network) !== place.network || !hasNothingToMake(place)) return false;
  // Who may only write into it may see less of it than this address tells.
  return decideOnText(caller, 'write', place.resource)?.mayManage === true;
}

import { operatorCaller } from '../../kernel/index.ts';
import type { MqttBroker } from '../../messaging/index.ts';
import type { LiveReadings } from '../live/live-hub.ts';
import { readableNetwork } from '../networks/networks.ts';
import { readResource } from '../sensorthings/read/read-resource.ts';
import type { SensorThingsContext } from '../sensorthings/routes.ts';

/**
 * Publishes stored observations as SensorThings entities, under the set of all and under that of their datastream. Beside
 * the entity stand its flag, the device's state, and a name of the event, by which one that comes twice is recognised.
 */
export async function publishReadings(
  broker: Pick<MqttBroker, 'publish'>,
  context: SensorThingsContext,
  root: string,
  { network, readings, position }: LiveReadings,
): Promise<void> {
  for (const [place, { series, id, at, value, flag, status, isChanged, hasMore }] of readings.entries()) {
    const entity = hasMore ? await wholeEntity(context, root, network, id) : numberEntity(root, id, at, value);
    if (entity === null) continue;
    const event = { '@lienthong.event': `${position}.${place}`, '@lienthong.changed': isChanged };
    const payload = JSON.stringify({ ...entity, '@lienthong.flag': flag, '@lienthong.status': status, ...event });
    for (const topic of ['v1.1/Observations', `v1.1/Datastreams(${series})/Observations`]) {
      await broker.publish({ topic, payload, realm: network });
    }
  }
}

function numberEntity(root: string, id: number, at: number, value: number | null): object {
  const self = `${root}/Observations(${id})`;
  return {
    '@iot.id': id,
    '@iot.selfLink': self,
    phenomenonTime: new Date(at).toISOString(),
    resultTime: null,
    result: value,
    'Datastream@iot.navigationLink': `${self}/Datastream`,
    'FeatureOfInterest@iot.navigationLink': `${self}/FeatureOfInterest`,
  };
}

/** Intervals, result times, texts: as the service shows the entity. Null where it is gone again. */
async function wholeEntity(
  context: SensorThingsContext,
  root: string,
  network: string,
  id: number,
): Promise<object | null> {
  const caller = operatorCaller('token');
  const view = await readableNetwork(context.db, caller, network);
  const networks = new Map(view ? [[network, view]] : []);
  try {
    const reply = await readResource({ ...context, caller, root, networks, network: null }, `Observations(${id})`, {});
    return 'data' in reply ? (reply.data as object) : null;
  } catch {
    return null;
  }
}

import type { Caller, Log, Outbox } from '../../kernel/index.ts';
import { joinMqttBroker, openMqttBroker, type MqttDoor } from '../../messaging/index.ts';
import { LiveHub } from '../live/live-hub.ts';
import type { SensorThingsContext } from '../sensorthings/routes.ts';
import type { Spill } from '../spill/spill.ts';
import { mqttDoor } from './mqtt-door.ts';
import { publishReadings } from './publish-readings.ts';

export interface MqttOptions {
  readonly context: SensorThingsContext;
  readonly spill: Spill;
  readonly hub: LiveHub;
  readonly outbox: Outbox;
  readonly log: Log;
  readonly identify: (password: string | null) => Promise<Caller>;
  /** Address of the node. */
  readonly base: () => string;
  readonly host: string;
  /** Port of the node's own broker; null: none. */
  readonly port: number | null;
  /** Connections to it of one network address at once; null: no limit. */
  readonly connections: number | null;
  /** A broker of the agency's, and the key in whose name its messages are taken in; null: none. */
  readonly outside: { readonly url: string; readonly key: string | null } | null;
}

export interface Mqtt {
  /** Port of the own broker; null without one. */
  readonly port: number | null;
  close(): Promise<void>;
}

/** Joins the brokers that the settings name, and tells them of every stored observation. */
export async function openMqtt(options: MqttOptions): Promise<Mqtt> {
  const { context, spill, log, identify, port, outside } = options;
  const root = (): string => `${options.base()}/sta/v1.1`;
  const door = mqttDoor({ context, spill, identify, root });
  const own = port === null ? null : await openOwn(options, door, root);
  const joined = outside && (await join(options, outside, door, root));
  if (own) log.info({ port: own.port }, 'the MQTT broker listens');
  return {
    port: own?.port ?? null,
    async close() {
      await joined?.close();
      await own?.close();
    },
  };
}

async function openOwn(
  { context, hub, host, port, connections, log }: MqttOptions,
  door: MqttDoor,
  root: () => string,
): Promise<Mqtt> {
  const broker = await openMqttBroker({ host, port: port!, connections, door, log });
  const unlisten = hub.listen((readings) => publishReadings(broker, context, root(), readings));
  return {
    port: broker.port,
    close() {
      unlisten();
      return broker.close();
    },
  };
}

/** It hears of events by a subscription of its own: while it is away nobody else waits, and of several nodes one tells it. */
async function join(
  { context, outbox, identify, log }: MqttOptions,
  { url, key }: NonNullable<MqttOptions['outside']>,
  door: MqttDoor,
  root: () => string,
): Promise<Pick<Mqtt, 'close'>> {
  const broker = joinMqttBroker({
    url,
    // Without a key nobody vouches for what others say there. What the node publishes does not come back to it.
    filter: key === null ? null : 'v1.1/+/Observations',
    receive: async (topic, payload) => door.receive(await identify(key), topic, payload),
    log,
  });
  const hub = new LiveHub();
  hub.listen((readings) => publishReadings(broker, context, root(), readings));
  await hub.start(outbox, 'outside broker');
  return {
    async close() {
      await broker.close();
      await hub.stop();
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, recordProblem, type Caller } from '../../kernel/index.ts';
import type { MqttDoor } from '../../messaging/index.ts';
import { readableNetwork, readableNetworks } from '../networks/networks.ts';
import { withoutLimits } from '../networks/within-limits.ts';
import type { SensorThingsContext } from '../sensorthings/routes.ts';
import { createEntity } from '../sensorthings/write/create-entity.ts';
import { sql } from '../../kernel/index.ts';

/** Topics are those of SensorThings 1.1 (OGC 18-088, 14): the address of a set of observations under the service root. */
const prefix = 'v1.1/';
const observations = /^v1\.1\/((?:Datastreams\((\d{1,7})\)\/)?Observations)$/;
const retryMs = 500;

export interface DoorSettings {
  readonly context: SensorThingsContext;
  /** Who comes with a password; throws where it opens nothing. */
  readonly identify: (password: string | null) => Promise<Caller>;
  /** Address of the service root, for links. */
  readonly root: () => string;
}

/** What MQTT clients may do: create observations, and hear of those of networks that they may follow. */
export function mqttDoor({ context, identify, root }: DoorSettings): MqttDoor {
  return {
    identify,
    hasTopic: (filter) => filter === '#' || filter.startsWith(prefix) || filter.startsWith('+/'),
    async realms(caller) {
      const views = await readableNetworks(context.db, caller, 'subscribe');
      // Nobody counts what a subscriber hears, and what waits for approval is not for everybody.
      const heard = [...withoutLimits(views).values()].filter(({ approvedOnly }) => !approvedOnly);
      return new Set(heard.map(({ network }) => network.id));
    },
    async receive(caller, topic, payload) {
      const [, path, series] = observations.exec(topic) ?? [];
      if (path === undefined || !caller.mayWrite) throw new Error(`Nothing is taken in by the topic ${topic}.`);
      const sta = {
        ...context,
        caller,
        root: root(),
        networks: await readableNetworks(context.db, caller),
        network: null,
      };
      for (;;) {
        try {
          await createEntity(sta, path, parsed(payload));
          return;
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          // The sender's acknowledgement waits: that slows it down, and nothing is lost.
          if (error.code === 'intake-full') await sleep(retryMs);
          else return refuse(context, caller, series, payload, error);
        }
      }
    },
  };
}

function parsed(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return payload.toString('utf8');
  }
}

/**
 * MQTT 3 has no word for a bad message: it is acknowledged, and kept with the reason in the network's receipts. Where
 * nobody's network is meant, the connection ends.
 */
async function refuse(
  { db, intake }: SensorThingsContext,
  caller: Caller,
  series: string | undefined,
  payload: Buffer,
  problem: Problem,
): Promise<void> {
  const [row] =
    series === undefined
      ? []
      : await db.query<{ network: string }>(sql`select network from datastream where id = ${Number(series)}`);
  const view = row && (await readableNetwork(db, caller, row.network));
  if (!view?.grant.mayManage) throw problem;
  const raw = payload.toString('utf8').slice(0, 4_000);
  await intake.take({
    network: view.network.id,
    door: 'mqtt',
    sender: caller.id,
    mode: 'create',
    readings: [],
    refusals: [{ position: null, raw, problem: recordProblem(problem) }],
  });
}

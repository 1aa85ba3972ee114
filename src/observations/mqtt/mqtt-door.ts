import { setTimeout as sleep } from 'node:timers/promises';
import {
  isDatabaseAway,
  isDatabaseLost,
  Problem,
  recordProblem,
  sql,
  whileThereIsRoom,
  type Caller,
  type Db,
} from '../../kernel/index.ts';
import type { MqttDoor } from '../../messaging/index.ts';
import { readableNetwork, readableNetworks } from '../networks/networks.ts';
import { withoutLimits } from '../networks/within-limits.ts';
import type { SensorThingsContext } from '../sensorthings/routes.ts';
import { createEntity } from '../sensorthings/write/create-entity.ts';
import { newSpillId, type Spill } from '../spill/spill.ts';

/** Topics are those of SensorThings 1.1 (OGC 18-088, 14): the address of a set of observations under the service root. */
const prefix = 'v1.1/';
const observations = /^v1\.1\/((?:Datastreams\((\d{1,7})\)\/)?Observations)$/;
const retryMs = 500;

export interface DoorSettings {
  readonly context: SensorThingsContext;
  readonly spill: Spill;
  /** Who comes with a password; throws where it opens nothing. */
  readonly identify: (password: string | null) => Promise<Caller>;
  /** Address of the service root, for links. */
  readonly root: () => string;
}

/** What MQTT clients may do: create observations, and hear of those of networks that they may follow. */
export function mqttDoor({ context, spill, identify, root }: DoorSettings): MqttDoor {
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
      const named = seriesOf(series, payload);
      const network = named === null ? undefined : spill.senders.networkOf(named);
      const keep = (): Promise<void> => keepPublished(spill, caller, network!, topic, payload);
      if (network !== undefined && spill.mustWait(network) && spill.senders.knows(caller.id, network)) return keep();
      try {
        await whileThereIsRoom(() => storePublished({ ...context, root: root() }, caller, topic, payload, null));
      } catch (error) {
        // Of what broke off nobody knows whether it was stored: its sender sends it again, as MQTT wants.
        const mayKeep = network !== undefined && isDatabaseAway(error) && spill.keepsAfter(error, caller.id, network);
        if (!mayKeep) throw error;
        return keep();
      }
      if (named !== null) await rememberSender(spill, context.db, caller, named);
    },
  };
}

/**
 * Stores what was published, or keeps it with the reason. `kept`: it had waited for the database since then, under that
 * name; done twice it is stored once.
 */
export async function storePublished(
  context: SensorThingsContext & { readonly root?: string },
  caller: Caller,
  topic: string,
  payload: Buffer,
  kept: { readonly id: string; readonly receivedAt: Date } | null,
): Promise<void> {
  const [, path, series] = observations.exec(topic)!;
  const sta = {
    ...context,
    caller,
    root: context.root ?? '',
    networks: await readableNetworks(context.db, caller),
    network: null,
    // What says no time is of the moment at which it came.
    ...(kept && { clock: { now: () => kept.receivedAt }, deliveryKey: kept.id }),
  };
  for (;;) {
    try {
      await createEntity(sta, path!, parsed(payload));
      return;
    } catch (error) {
      if (!(error instanceof Problem) || kept || isDatabaseLost(error)) throw error;
      // The sender's acknowledgement waits: that slows it down, and nothing is lost.
      if (error.code === 'intake-full') await sleep(retryMs);
      else return refuse(context, caller, series, payload, error);
    }
  }
}

/** The series into which an observation goes, by its topic or its body; null where neither says it by number. */
function seriesOf(named: string | undefined, payload: Buffer): number | null {
  if (named !== undefined) return Number(named);
  const link = (parsed(payload) as { Datastream?: { '@iot.id'?: unknown } } | null)?.Datastream?.['@iot.id'];
  return typeof link === 'number' ? link : null;
}

async function rememberSender({ senders }: Spill, db: Db, caller: Caller, series: number): Promise<void> {
  let network = senders.networkOf(series);
  if (network === undefined) {
    const [row] = await db.query<{ network: string }>(sql`select network from datastream where id = ${series}`);
    if (!row) return;
    network = row.network;
    senders.rememberSeries(series, network);
  }
  senders.remember(caller.id, network);
}

async function keepPublished(
  spill: Spill,
  caller: Caller,
  network: string,
  topic: string,
  payload: Buffer,
): Promise<void> {
  const receivedAt = spill.now().toISOString();
  const head = { id: newSpillId(), network, sender: caller.id, receivedAt, origin: null };
  const body = { bytes: payload.length, payload: payload.toString('base64') };
  await spill.keep((folder) => folder.append({ ...head, order: { door: 'mqtt', topic }, ...body }));
  await spill.turnOf(head.id);
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

import type { Aedes, AedesPublishPacket, Client } from 'aedes';
import type { Log } from '../kernel/index.ts';
import { SessionQueues, type QueuedPacket } from './session-queues.ts';

/** Messages of some hundred bytes that may wait for one session, and for all together. */
const mostMessages = 10_000;
const mostTogether = 100_000;
/** Sessions without a connection: so many, and so long. */
const mostAway = 1_000;
const awayForMs = 24 * 3_600_000;

/** Of the broker's store what is asked here; the types of the package leave it out. */
interface BrokerStore {
  cleanSubscriptions(session: { readonly id: string }): Promise<unknown>;
}

export interface SubscriberSessions {
  /** A message that its subscriber may not hear does not wait for him. */
  withdraw(client: Client, packet: AedesPublishPacket): void;
  /** Forgets sessions nobody came back to; to be called now and then. */
  sweep(): void;
}

/**
 * Bounds what the node keeps for subscribers that ask for a session beyond their connection (MQTT 3.1.1, 3.1.2.4): the
 * broker's own store has no end.
 */
export function limitSessions(broker: Aedes, log: Log): SubscriberSessions {
  const { persistence } = broker as unknown as { readonly persistence: BrokerStore };
  const connected = new Map<string, Client>();
  /** Since when, in milliseconds of this process; longest away first. */
  const away = new Map<string, number>();
  const queues = new SessionQueues({
    most: mostMessages,
    mostTogether,
    onOverflow(session, messages) {
      log.warn({ session, messages }, 'an MQTT session was forgotten: too much waited for it');
      forget(session);
    },
  });
  const forget = (id: string): void => {
    away.delete(id);
    queues.drop(id);
    connected.get(id)?.close();
    persistence
      .cleanSubscriptions({ id })
      .catch((error: unknown) => log.error({ session: id, error: String(error) }, 'an MQTT session was not forgotten'));
  };
  const { outgoingEnqueue, outgoingEnqueueCombi, outgoingUpdate, outgoingClearMessageId, outgoingStream } = queues;
  Object.assign(persistence, {
    outgoingEnqueue: outgoingEnqueue.bind(queues),
    outgoingEnqueueCombi: outgoingEnqueueCombi.bind(queues),
    outgoingUpdate: outgoingUpdate.bind(queues),
    outgoingClearMessageId: outgoingClearMessageId.bind(queues),
    outgoingStream: outgoingStream.bind(queues),
  });
  broker.on('client', (client) => {
    connected.set(client.id, client);
    away.delete(client.id);
  });
  broker.on('clientDisconnect', (client) => {
    connected.delete(client.id);
    if (client.clean) return;
    away.set(client.id, performance.now());
    if (away.size > mostAway) forget(away.keys().next().value!);
  });
  return {
    withdraw({ id, clean }, packet) {
      if (!clean) queues.withdraw(id, packet as QueuedPacket);
    },
    sweep() {
      for (const [id, since] of away) {
        if (performance.now() - since < awayForMs) return;
        forget(id);
      }
    },
  };
}

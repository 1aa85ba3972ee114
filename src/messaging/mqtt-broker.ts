import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { Aedes, type AedesPublishPacket, type Client } from 'aedes';
import { isDatabaseLost, isDiskFull, type Caller, type Log } from '../kernel/index.ts';
import { ConnectionCount, limitBytes } from './connection-limits.ts';
import { SubscriberLimits } from './subscriber-limits.ts';
import { limitSessions } from './subscriber-sessions.ts';

/** What stands behind the broker: who may come in, what becomes of a message, who may hear of what. */
export interface MqttDoor {
  /** The caller of a connection by its password (a key or token); the public without one. Throws where it opens nothing. */
  identify(password: string | null): Promise<Caller>;
  /**
   * Takes a message in. The sender's acknowledgement waits for it, so it resolves when the message is durable; it throws
   * where the sender may not send it, and the connection ends.
   */
  receive(caller: Caller, topic: string, payload: Buffer): Promise<void>;
  /** Whether a topic filter is one that exists. */
  hasTopic(filter: string): boolean;
  /** The realms whose messages a caller may hear; asked again every minute. */
  realms(caller: Caller): Promise<ReadonlySet<string>>;
}

/** A message for subscribers. Who may not hear of its realm does not get it. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
  readonly realm: string;
}

export interface MqttBroker {
  readonly port: number;
  publish(message: MqttMessage): Promise<void>;
  close(): Promise<void>;
}

export interface MqttSettings {
  readonly host: string;
  readonly port: number;
  /** Connections of one network address at once; null: no limit. */
  readonly connections: number | null;
  readonly door: MqttDoor;
  readonly log: Log;
}

interface Guest {
  readonly caller: Caller;
  realms: ReadonlySet<string>;
}

const realmsForMs = 60_000;
const retryRealmsMs = 1_000;
const MiB = 1024 ** 2;
/** What may wait for one slow subscriber, and for all of them; then it is disconnected and hears on return what its session kept. */
const waitingBytes = { most: 8 * MiB, mostTogether: 64 * MiB };

/**
 * An MQTT 3.1 and 3.1.1 broker in this process. Nothing that is sent to it is passed on as it came: what subscribers hear is
 * published by the node, after it is stored.
 */
export async function openMqttBroker(settings: MqttSettings): Promise<MqttBroker> {
  const { door, log } = settings;
  const guests = new WeakMap<Client, Guest>();
  const clients = new Set<Client>();
  const broker = await Aedes.createBroker({
    authenticate(client, _user, password, done) {
      const bearer = password && password.length > 0 ? password.toString('utf8') : null;
      void admit(door, bearer).then(
        (guest) => {
          guests.set(client, guest);
          done(null, true);
        },
        () => done(Object.assign(new Error('The password opens nothing.'), { returnCode: 4 }), false),
      );
    },
    authorizePublish(client, packet, done) {
      const guest = client && guests.get(client);
      if (!guest) return done(new Error('Nobody is known to send this.'));
      const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
      door.receive(guest.caller, packet.topic, payload).then(
        () => {
          // It has been taken in: others hear of what is stored, under the node's own name for it.
          packet.topic = '$taken';
          packet.retain = false;
          done(null);
        },
        (error: unknown) => {
          // MQTT 3 has no word for it: the sender sees its connection end, and sends again what was not acknowledged.
          const isOurs = isDiskFull(error) || isDatabaseLost(error);
          log[isOurs ? 'error' : 'info']({ topic: packet.topic, error: String(error) }, 'an MQTT message was refused');
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    authorizeSubscribe(_client, subscription, done) {
      // A filter that names nothing is refused alone (return code 128); the connection stays.
      done(null, door.hasTopic(subscription.topic) ? subscription : null);
    },
    authorizeForward(client, packet) {
      if (mayHear(guests.get(client), packet)) return packet;
      sessions.withdraw(client, packet);
      return null;
    },
  });
  const sessions = limitSessions(broker, log);
  const connections = new ConnectionCount(settings.connections);
  const subscribers = new SubscriberLimits({
    ...waitingBytes,
    onCut: ({ remoteAddress: address }, bytes) =>
      log.warn({ address, bytes }, 'an MQTT subscriber was cut off: it reads more slowly than messages come'),
  });
  const server = createServer((socket) => {
    if (!connections.enter(socket)) {
      log.info({ address: socket.remoteAddress }, 'an MQTT connection was refused: the address has too many');
      socket.destroy();
      return;
    }
    subscribers.hold(socket);
    const client = broker.handle(socket);
    clients.add(client);
    socket.once('close', () => clients.delete(client));
    limitBytes(socket, () => guests.has(client));
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  const refreshing = setInterval(() => {
    sessions.sweep();
    for (const client of clients) void refresh(door, guests.get(client));
  }, realmsForMs);
  refreshing.unref();
  broker.on('clientError', (_client, error) => log.debug({ error: error.message }, 'an MQTT connection broke off'));
  broker.on('connectionError', (_client, error) => log.debug({ error: error.message }, 'an MQTT connection failed'));
  return {
    port: (server.address() as AddressInfo).port,
    publish: (message) => publish(broker, message),
    async close() {
      clearInterval(refreshing);
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await closed(server);
    },
  };
}

async function admit(door: MqttDoor, password: string | null): Promise<Guest> {
  const caller = await door.identify(password);
  // While the database is away nothing is published that he could miss; who may hear what is asked again until it is back.
  const realms = await door.realms(caller).catch((error: unknown) => {
    if (!isDatabaseLost(error)) throw error;
    return null;
  });
  const guest: Guest = { caller, realms: realms ?? new Set() };
  if (realms === null) askAgain(door, guest);
  return guest;
}

function askAgain(door: MqttDoor, guest: Guest): void {
  const timer = setTimeout(() => {
    door.realms(guest.caller).then(
      (realms) => (guest.realms = realms),
      () => askAgain(door, guest),
    );
  }, retryRealmsMs);
  timer.unref();
}

async function refresh(door: MqttDoor, guest: Guest | undefined): Promise<void> {
  if (!guest) return;
  await door.realms(guest.caller).then(
    (realms) => (guest.realms = realms),
    (error: unknown) => {
      // While the database is away nothing is published; he must not miss what is when it is back.
      if (isDatabaseLost(error)) askAgain(door, guest);
      else guest.realms = new Set();
    },
  );
}

function mayHear(guest: Guest | undefined, packet: AedesPublishPacket): boolean {
  const { properties } = packet as { properties?: { userProperties?: { realm?: string } } };
  const realm = properties?.userProperties?.realm;
  return realm !== undefined && guest !== undefined && guest.realms.has(realm);
}

function publish(broker: Aedes, { topic, payload, realm }: MqttMessage): Promise<void> {
  const packet = {
    cmd: 'publish' as const,
    topic,
    payload,
    qos: 1 as const,
    retain: false,
    dup: false,
    // Stays with the message on its way through the broker; clients of MQTT 3 do not see it.
    properties: { userProperties: { realm } },
  };
  return new Promise((resolve, reject) => {
    broker.publish(packet, (error) => (error ? reject(error) : resolve()));
  });
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

import { connect, type IClientOptions } from 'mqtt';
import type { Log } from '../kernel/index.ts';
import type { MqttBroker } from './mqtt-broker.ts';

export interface OutsideBrokerSettings {
  /** mqtt://, mqtts:// with user and password of the node there. */
  readonly url: string;
  /** Filter of the topics whose messages are taken in; null: none. */
  readonly filter: string | null;
  /** Resolves when a message is durable; the broker hears of it only then, and sends it again otherwise. */
  readonly receive: (topic: string, payload: Buffer) => Promise<void>;
  readonly log: Log;
}

/**
 * A broker that an agency runs already. What subscribers may hear there it decides itself. While it is away the node goes
 * on, and what is to be published waits.
 */
export function joinMqttBroker({ url, filter, receive, log }: OutsideBrokerSettings): Omit<MqttBroker, 'port'> {
  const options: IClientOptions = {
    protocolVersion: 5,
    // A session that outlives the connection: what comes meanwhile waits there.
    clientId: `lienthong-${new URL(url).username || 'node'}`,
    clean: false,
    properties: { sessionExpiryInterval: 7 * 24 * 3_600 },
    reconnectPeriod: 2_000,
    customHandleAcks(topic, message, _packet, done) {
      receive(topic, message).then(
        () => done(0),
        (error: unknown) => {
          log.warn({ topic, error: String(error) }, 'a message of the outside broker was refused');
          done(0x83);
        },
      );
    },
  };
  const client = connect(url, options);
  client.on('error', (error) => log.warn({ error: error.message }, 'the outside MQTT broker'));
  client.on('offline', () => log.warn({}, 'the outside MQTT broker is away'));
  client.on('connect', () => {
    log.info({}, 'the outside MQTT broker is joined');
    if (filter === null) return;
    client.subscribe(filter, { qos: 1, nl: true }, (error) => {
      if (error) log.warn({ error: error.message }, 'the outside MQTT broker refuses the subscription');
    });
  });
  return {
    async publish({ topic, payload, realm }) {
      await client.publishAsync(topic, payload, { qos: 1, properties: { userProperties: { realm } } });
    },
    close: () => client.endAsync(),
  };
}

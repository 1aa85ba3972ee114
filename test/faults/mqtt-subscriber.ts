import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { NodeProcess } from './node-process.ts';

/** Somebody who hears every observation by MQTT, and may stop reading for a while with his connection open. */
export class MqttSubscriber {
  readonly #node: NodeProcess;
  readonly #options: IClientOptions;
  readonly #heard = new Set<string>();
  #position = 0;
  #client: MqttClient | null = null;
  #held: (() => void)[] | null = null;
  #cuts = 0;

  constructor(node: NodeProcess, options: IClientOptions = {}) {
    this.#node = node;
    this.#options = options;
  }

  /** Values, `series milliseconds`. */
  get heard(): ReadonlySet<string> {
    return this.#heard;
  }

  /** Place of the last event he heard of, whole or in part. */
  get position(): number {
    return this.#position;
  }

  /** How often he lost his connection. */
  get cuts(): number {
    return this.#cuts;
  }

  async start(): Promise<void> {
    // What is not answered for in time would end the connection from this side.
    const settings = { username: 'key', password: this.#node.token(), keepalive: 0, reconnectPeriod: 0 };
    const client = await connectAsync(`mqtt://127.0.0.1:${this.#node.mqttPort()}`, { ...settings, ...this.#options });
    client.on('error', () => {});
    client.on('close', () => this.#cuts++);
    client.on('message', (topic, payload) => this.#take(topic, payload.toString()));
    // The way of the client to slow its connection down: the next packet is read after `done`.
    client.handleMessage = (_packet, done) => {
      if (this.#held) this.#held.push(done);
      else done();
    };
    this.#client = client;
    await client.subscribeAsync('#', { qos: 1 });
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const done of held) done();
  }

  async stop(): Promise<void> {
    this.resume();
    await this.#client?.endAsync(true);
  }

  #take(topic: string, payload: string): void {
    const series = /^v1\.1\/Datastreams\((\d+)\)/.exec(topic)?.[1];
    if (series === undefined) return;
    const { phenomenonTime, '@lienthong.event': event } = JSON.parse(payload) as Record<string, string>;
    this.#heard.add(`${series} ${Date.parse(phenomenonTime!)}`);
    this.#position = Number(event!.split('.')[0]);
  }
}

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectAsync, type MqttClient } from 'mqtt';
import { sql, type Db } from '../../src/kernel/index.ts';
import { asOperator, expectOk, post, type Json } from '../pipeline/steward.ts';
import type { NodeProcess } from './node-process.ts';
import { firstMoment, head, ReadingsModel } from './readings-model.ts';

export type Door = 'bulk' | 'files' | 'sensorthings' | 'mqtt';
const doors: readonly Door[] = ['bulk', 'files', 'sensorthings', 'mqtt'];

/** An answer by which nothing was taken. */
export interface Refusal {
  readonly door: Door;
  readonly status: number;
  readonly problem: Json;
}

const minute = 60_000;
/** Station times in files are Vietnamese. */
const vietnamMs = 7 * 3_600_000;

/**
 * Stations that send by every door at once, each after its own last acknowledgement: pushes and files are sent again under
 * their key until they are taken, MQTT repeats by itself, a SensorThings observation is given up and the next one made.
 */
export class FourDoors {
  readonly refusals: Refusal[] = [];
  readonly #node: NodeProcess;
  readonly #network: string;
  readonly #model: ReadingsModel;
  /** What was acknowledged alone, `station milliseconds`. */
  readonly #acknowledged = new Set<string>();
  readonly #taken = { bulk: 0, files: 0, sensorthings: 0, mqtt: 0 };
  readonly #kept = { bulk: 0, files: 0 };
  readonly #series: Record<string, number> = {};
  #sent = 0;
  #isOver = false;
  #sending: Promise<unknown> = Promise.resolve();
  #mqtt: MqttClient | null = null;

  constructor(node: NodeProcess, network: string) {
    this.#node = node;
    this.#network = network;
    this.#model = new ReadingsModel(network, 40);
  }

  /** How many each door has acknowledged. */
  get taken(): Readonly<Record<Door, number>> {
    return { ...this.#taken };
  }

  /** Pushes and files that were taken to wait (202). */
  get kept(): number {
    return this.#kept.bulk + this.#kept.files;
  }

  /** Makes the network. */
  async open(): Promise<void> {
    await expectOk(post(this.#node, '/networks', { id: this.#network, title: this.#network }));
  }

  /** Makes the series of the two doors that name them, then sends until `stop`. */
  async start(): Promise<void> {
    const first = ['S0', 'M0'].map((station) => `${station},COD,mg/L,${new Date(firstMoment).toISOString()},0`);
    assert.equal(await this.#model.push(this.#node, first.join('\n')), 201);
    const { body } = await asOperator(this.#node, '/sta/v1.1/Datastreams?$expand=Thing');
    for (const each of body['value'] as { '@iot.id': number; Thing: { name: string } }[]) {
      this.#series[each.Thing.name] = each['@iot.id'];
    }
    this.#mqtt = await connectAsync(`mqtt://127.0.0.1:${this.#node.mqttPort()}`, {
      ...{ username: 'key', password: this.#node.token(), reconnectPeriod: 100 },
    });
    this.#mqtt.on('error', () => {});
    this.#sending = Promise.all([
      this.#loop((number) => this.#push(number)),
      this.#loop((number) => this.#file(number)),
      this.#loop((number) => this.#post(number)),
      this.#loop((number) => this.#publish(number)),
    ]);
    this.#sending.catch(() => {});
  }

  /** Waits until each door has acknowledged something more. */
  async eachIsTaken(limitMs: number): Promise<void> {
    const before = this.taken;
    const missing = (): Door[] => doors.filter((door) => this.#taken[door] <= before[door]);
    for (const end = performance.now() + limitMs; missing().length > 0; await sleep(20)) {
      if (performance.now() > end) throw new Error(`After ${limitMs} ms nothing is taken by ${missing().join()}.`);
    }
  }

  /** Sends what is under way until it is acknowledged, and no more. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#sending;
    await this.#mqtt?.endAsync(true);
  }

  /** Pushes one value more, after all others; gives its moment, which no other has. */
  async pushLast(): Promise<number> {
    const at = firstMoment - minute;
    const status = await this.#model.push(this.#node, `Z0,COD,mg/L,${new Date(at).toISOString()},1`);
    assert.equal(status, 201);
    return at;
  }

  /** Everything that was acknowledged stands; what came is stored or in quarantine, and each stored value has its event. */
  async assertStands(db: Db): Promise<void> {
    await this.#model.assertStands(db);
    const rows = await db.query<{ name: string; at: number }>(sql`
      select t.code as name, extract(epoch from o.time)::bigint * 1000 as at from observation o
        join datastream d on d.id = o.series join thing t on t.id = d.thing where t.code !~ '^K'`);
    const found = new Set(rows.map(({ name, at }) => `${name} ${at}`));
    assert.deepEqual(
      [...this.#acknowledged].filter((value) => !found.has(value)),
      [],
      'what was acknowledged stands',
    );
    const [sums] = await db.query<{ quarantined: number; receipts: number }>(sql`
      select coalesce(sum(quarantined), 0)::float8 as quarantined, count(*)::float8 as receipts
      from receipt where door = 'bulk' and quarantined > 0`);
    assert.deepEqual(sums, { quarantined: this.#taken.bulk, receipts: this.#taken.bulk }, 'a bad line of each push');
  }

  async #loop(send: (number: number) => Promise<void>): Promise<void> {
    while (!this.#isOver) {
      await send(this.#sent++);
      await sleep(30);
    }
  }

  async #push(number: number): Promise<void> {
    const rows = `${head}\n${this.#model.rowsOf(number)}\nX1,COD,mg/L,hôm qua,1\n`;
    const path = `/networks/${this.#network}/observations?key=b${number}`;
    await this.#untilTaken('bulk', path, rows);
  }

  async #file(number: number): Promise<void> {
    const at = firstMoment + number * minute;
    const time = new Date(at + vietnamMs).toISOString().replaceAll(/\D/g, '').slice(0, 14);
    const path = `/networks/${this.#network}/files?key=f${number}&name=HN_NM_F0_${time}.txt`;
    await this.#untilTaken('files', path, `COD\t${number}\tmg/L\t${time}\t00\n`);
    this.#acknowledged.add(`F0 ${at}`);
  }

  async #untilTaken(door: 'bulk' | 'files', path: string, body: string): Promise<void> {
    for (;;) {
      const { status, problem } = await this.#send(path, body, 'text/csv');
      if (status === 201 || status === 202) {
        this.#taken[door]++;
        if (status === 202) this.#kept[door]++;
        return;
      }
      this.refusals.push({ door, status, problem });
      await sleep(50);
    }
  }

  async #post(number: number): Promise<void> {
    const at = firstMoment + number * minute;
    const body = JSON.stringify({ phenomenonTime: new Date(at).toISOString(), result: number });
    const path = `/sta/v1.1/Datastreams(${this.#series['S0']})/Observations`;
    const { status, problem } = await this.#send(path, body, 'application/json');
    if (status === 201) {
      this.#taken.sensorthings++;
      this.#acknowledged.add(`S0 ${at}`);
      return;
    }
    this.refusals.push({ door: 'sensorthings', status, problem });
    await sleep(50);
  }

  async #publish(number: number): Promise<void> {
    const at = firstMoment + number * minute;
    const body = JSON.stringify({ phenomenonTime: new Date(at).toISOString(), result: number });
    await this.#mqtt!.publishAsync(`v1.1/Datastreams(${this.#series['M0']})/Observations`, body, { qos: 1 });
    this.#taken.mqtt++;
    this.#acknowledged.add(`M0 ${at}`);
  }

  async #send(path: string, body: string, type: string): Promise<{ status: number; problem: Json }> {
    const response = await fetch(new URL(path, this.#node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#node.token()}`, 'content-type': type, 'accept-language': 'en' },
      body,
    });
    const text = await response.text();
    return { status: response.status, problem: response.status < 300 ? {} : (JSON.parse(text) as Json) };
  }
}

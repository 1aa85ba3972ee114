import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Db } from '../../src/kernel/index.ts';
import type { Place } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';

interface Told {
  readonly datastream: number;
  readonly time: string;
}

/**
 * Somebody who follows a network by server-sent events as a browser does: cut off he comes back with the last id he had. He
 * may stop reading for a while, with his connection open.
 */
export class LiveReader {
  readonly #node: Place;
  readonly #path: string;
  readonly #heard = new Map<string, number>();
  #lastId: string | null;
  #response: IncomingMessage | null = null;
  #isPaused = false;
  #isOver = false;
  #reading: Promise<void> | null = null;
  #gaps = 0;
  #connections = 0;

  constructor(node: Place, network: string, lastId: string | null = null) {
    this.#node = node;
    this.#path = `/networks/${network}/live`;
    this.#lastId = lastId;
  }

  /** Values that were heard of, `series milliseconds`, with how often. */
  get heard(): ReadonlyMap<string, number> {
    return this.#heard;
  }

  get gaps(): number {
    return this.#gaps;
  }

  /** How often he had to connect. */
  get connections(): number {
    return this.#connections;
  }

  /** Returns once the node has answered. */
  async start(): Promise<void> {
    await new Promise<void>((connected) => {
      this.#reading = (async () => {
        while (!this.#isOver) await this.#follow(connected).catch(() => sleep(20));
      })();
    });
  }

  /** Waits until he has heard of a value of this moment; events come in order, so of all before it as well. */
  async hears(at: number, limitMs = 60_000): Promise<void> {
    const ending = ` ${at}`;
    const isHeard = (): boolean => [...this.#heard.keys()].some((value) => value.endsWith(ending));
    await until(isHeard, `the live stream to come to ${new Date(at).toISOString()}`, limitMs);
  }

  /** He has heard at least once of every value that stands. */
  async assertHeardAll(db: Db): Promise<void> {
    const rows = await db.query<{ value: string }>(sql`
      select series || ' ' || extract(epoch from time)::bigint * 1000 as value from observation`);
    const missing = rows.filter(({ value }) => !this.#heard.has(value));
    assert.deepEqual(missing.slice(0, 5), [], `${missing.length} of ${rows.length} values were not told`);
  }

  pause(): void {
    this.#isPaused = true;
    this.#response?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#response?.resume();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    this.#response?.destroy();
    await this.#reading;
  }

  async #follow(onConnected: () => void): Promise<void> {
    const headers = {
      accept: 'text/event-stream',
      authorization: `Bearer ${this.#node.token()}`,
      ...(this.#lastId !== null && { 'last-event-id': this.#lastId }),
    };
    const request = get(new URL(this.#path, this.#node.url()), { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) {
      response.destroy();
      throw new Error(`Status ${response.statusCode}.`);
    }
    this.#connections++;
    this.#response = response;
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop()!;
      parts.forEach((part) => this.#take(part));
    });
    if (this.#isPaused) response.pause();
    onConnected();
    const closed = once(response, 'close');
    response.on('error', () => {});
    await closed;
  }

  #take(part: string): void {
    if (part.startsWith('event: gap')) this.#gaps++;
    const id = /^id: (.*)$/m.exec(part)?.[1];
    const data = /^data: (.*)$/m.exec(part)?.[1];
    if (id === undefined || data === undefined) return;
    this.#lastId = id;
    for (const { datastream, time } of JSON.parse(data) as Told[]) {
      const value = `${datastream} ${Date.parse(time)}`;
      this.#heard.set(value, (this.#heard.get(value) ?? 0) + 1);
    }
  }
}

import assert from 'node:assert/strict';
import { createNodeClient, type Answer } from '../node-client.ts';

export type Json = Record<string, unknown>;

/** A plain client of a SensorThings service: nothing of the product is in it. */
export interface StaClient {
  /** Address of the service root, without trailing slash. */
  readonly root: string;
  send(method: string, place: string, body?: unknown): Promise<Answer>;
  /** Sends and expects a status. */
  ask(method: string, place: string, status: number, body?: unknown): Promise<Answer>;
  /** GET that must succeed: its JSON. */
  get<T = Json>(place: string): Promise<T>;
  /** The entities of a collection's page. */
  values(place: string): Promise<Json[]>;
  /** POST that must succeed: the id in `Location` (18-088, 10.2). */
  create(place: string, body: unknown): Promise<number | string>;
}

/** `token`: bearer of somebody who may write; null where the service asks for none. */
export function createStaClient(root: string, token: string | null): StaClient {
  const node = createNodeClient(root);
  const client: StaClient = {
    root: node.base,
    send: (method, place, body) =>
      node.fetch(
        place,
        {},
        {
          method,
          headers: {
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
      ),
    ask: async (method, place, status, body) => {
      const answer = await client.send(method, place, body);
      assert.equal(
        answer.status,
        status,
        `${method} ${answer.url} answers ${answer.status}: ${answer.text.slice(0, 200)}`,
      );
      return answer;
    },
    get: async <T>(place: string) => (await client.ask('GET', place, 200)).json<T>(),
    values: async (place) => (await client.get<{ value: Json[] }>(place)).value,
    create: async (place, body) => idOf((await client.ask('POST', place, 201, body)).headers.get('location') ?? ''),
  };
  return client;
}

/** The id in an address `…/Things(1)`. */
export function idOf(address: string): number | string {
  const text = /\(([^()]+)\)$/.exec(address)?.[1];
  assert.ok(text !== undefined, `"${address}" ends with no id`);
  return /^\d+$/.test(text) ? Number(text) : text;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeUnderTest } from './node-under-test.ts';

/** What a steward needs to know of a node. */
export type Place = Pick<NodeUnderTest, 'url' | 'token'>;

/** What every test does with a node, by HTTP alone: delivering as the operator, reading as anybody. */

export type Cells = readonly (string | number | null)[];
export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface Counts {
  readonly read: number;
  readonly stored: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly deleted: number;
  readonly quarantined: number;
}

export interface Run {
  readonly id: number;
  readonly state: string;
  readonly collection: string;
  readonly layer: string;
  readonly edition: number | null;
  readonly baseEdition: number | null;
  readonly counts: Counts;
  readonly problem: Json | null;
  readonly delivery: number | null;
}

export interface Feature {
  readonly id: string;
  readonly properties: Json;
  readonly geometry: Json | null;
}

export interface DeliveryOptions {
  readonly name?: string;
  readonly kind?: 'full' | 'partial' | 'append';
  readonly key?: readonly string[];
  readonly openness?: string;
  readonly acceptLoss?: boolean;
  readonly standard?: string;
  readonly mapping?: Json;
  readonly letters?: readonly string[];
  readonly crs?: string;
}

/** A CSV file; `null` is an empty cell. */
export function csv(columns: readonly string[], rows: readonly Cells[]): string {
  return [columns, ...rows].map((cells) => cells.map((cell) => cell ?? '').join(',')).join('\n') + '\n';
}

/** As the operator, by token. */
export function asOperator(node: Place, path: string, init: RequestInit = {}): Promise<Answer> {
  return call(node, path, { ...init, headers: { authorization: `Bearer ${node.token()}`, ...init.headers } });
}

/** As anybody. */
export function asPublic(node: Place, path: string, init: RequestInit = {}): Promise<Answer> {
  return call(node, path, init);
}

async function call(node: Place, path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(new URL(path, node.url()), {
    redirect: 'manual',
    ...init,
    headers: { accept: 'application/json', ...init.headers },
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Json) : {} };
}

export function post(node: Place, path: string, body?: unknown): Promise<Answer> {
  return asOperator(node, path, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
}

/** Uploads a file to a source and waits until it is looked through; gives the delivery. */
export async function upload(
  node: Place,
  source: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: DeliveryOptions = {},
): Promise<Json> {
  await expectOk(
    asOperator(node, `/sources/${source}`, {
      method: 'PUT',
      body: JSON.stringify({ transport: 'upload' }),
      headers: { 'content-type': 'application/json' },
    }),
  );
  const name = encodeURIComponent(options.name ?? `${source}.csv`);
  const taken = await expectOk(
    asOperator(node, `/sources/${source}/deliveries?name=${name}&delivery=${options.kind ?? 'full'}`, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/octet-stream' },
    }),
  );
  return inspected(node, Number(taken.body['id']));
}

/** The delivery once its file has been looked through. */
export async function inspected(node: Place, id: number): Promise<Json> {
  return patiently(`delivery ${id}`, async () => {
    const { body } = await expectOk(asOperator(node, `/deliveries/${id}`));
    return body['state'] === 'inspected' || body['state'] === 'refused' ? body : null;
  });
}

/** Delivers a file of one layer, loads it, and gives its run as it ended. */
export async function deliver(
  node: Place,
  source: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: DeliveryOptions = {},
): Promise<Run> {
  const begun = await begin(node, source, content, options);
  return ended(node, begun.id);
}

/** Delivers a file of one layer and queues its run. */
export async function begin(
  node: Place,
  source: string,
  content: string | Uint8Array<ArrayBuffer>,
  options: DeliveryOptions = {},
): Promise<Run> {
  const delivery = await upload(node, source, content, options);
  const [layer] = (delivery['layers'] ?? []) as { id: string }[];
  if (!layer) throw new Error(`The delivery was refused: ${JSON.stringify(delivery['problem'])}`);
  const { body } = await expectOk(
    post(node, `/deliveries/${String(delivery['id'])}/runs`, {
      layers: [{ layer: layer.id, ...pick(options, ['key', 'standard', 'mapping', 'letters', 'crs']) }],
      ...pick(options, ['openness', 'acceptLoss']),
    }),
  );
  return (body['runs'] as Run[])[0]!;
}

function pick(options: DeliveryOptions, names: readonly (keyof DeliveryOptions)[]): Json {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

/** The run once nothing more happens to it by itself. */
export async function ended(node: Place, id: number): Promise<Run> {
  return patiently(`run ${id}`, async () => {
    const { body } = await expectOk(asOperator(node, `/runs/${id}`));
    return body['state'] === 'queued' || body['state'] === 'running' ? null : (body as unknown as Run);
  });
}

const patienceMs = 60_000;

async function patiently<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await sleep(20)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`Nothing came of ${what} within ${patienceMs / 1_000} s.`);
}

/** Does something with a run (accept, rollback, rerun …) and waits for the run that comes of it. */
export async function act(node: Place, run: number, action: string): Promise<Run> {
  const { body } = await expectOk(post(node, `/runs/${run}/${action}`));
  return ended(node, Number(body['id']));
}

/** Every feature that a reader meets page by page. */
export async function readAll(node: Place, collection: string, query = ''): Promise<Feature[]> {
  const features: Feature[] = [];
  let path: string | null = `/collections/${collection}/items?limit=1000${query}`;
  while (path !== null) {
    const { body }: Answer = await expectOk(asOperator(node, path));
    features.push(...(body['features'] as Feature[]));
    path = nextOf(body);
  }
  return features;
}

/** Address of the next page; null on the last one. */
export function nextOf(body: Json): string | null {
  const links = body['links'] as { rel: string; href: string }[];
  return links.find((link) => link.rel === 'next')?.href ?? null;
}

export function byId(features: readonly Feature[]): Map<string, Json> {
  return new Map(features.map((feature) => [feature.id, feature.properties]));
}

/** Fails with the problem's own words. */
export async function expectOk(answer: Promise<Answer>): Promise<Answer> {
  const got = await answer;
  if (got.status >= 400) throw new Error(`HTTP ${got.status}: ${got.text}`);
  return got;
}

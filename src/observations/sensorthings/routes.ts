import type { Openness } from '../../access/index.ts';
import {
  route,
  whileThereIsRoom,
  type ApiRequest,
  type Clock,
  type Db,
  type Parameter,
  type Reply,
  type Route,
} from '../../kernel/index.ts';
import type { PackSet } from '../../packs/index.ts';
import type { PageTokens } from '../../query/index.ts';
import { readableNetwork, readableNetworks } from '../networks/networks.ts';
import { refuseLimits, withoutLimits } from '../networks/within-limits.ts';
import { observationProblem } from '../problems.ts';
import { DecidedPlaces } from '../series/decided-places.ts';
import type { ExpectsBatches, TakesBatches } from '../store/batch.ts';
import { answerBatch } from './batch.ts';
import { dispatch } from './dispatch.ts';
import type { StaContext } from './model.ts';
import { optionNames } from './options/query-options.ts';
import { conformance, serviceRoot } from './serve.ts';
import { postPlainly, type PlainContext } from './write/post-plainly.ts';

export interface SensorThingsContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly intake: TakesBatches;
  readonly tokens: PageTokens;
  readonly newNetworkOpenness: Openness;
  readonly packs: () => PackSet;
  /** Told when something was changed or removed of which other work follows. */
  onChanged(): void;
}

type AnsweringContext = SensorThingsContext & PlainContext;

const base = '/sta/v1.1';

/** Where the service stands: for all networks that a caller may see, and for one of them alone. */
const places = [
  { path: base, name: '' },
  { path: `/networks/{networkId}${base}`, name: 'OfNetwork' },
] as const;
const tag = 'sensorthings';

const parameters: readonly Parameter[] = optionNames.map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string' },
  description: {
    vi: `Tham số truy vấn của SensorThings (OGC 18-088, 9.3)`,
    en: `Query option of SensorThings (OGC 18-088, 9.3)`,
  },
}));
const pathParameter: Parameter = {
  name: 'path',
  in: 'path',
  schema: { type: 'string' },
  description: {
    vi: 'Địa chỉ trong dịch vụ, như Things(1)/Datastreams',
    en: 'Address in the service, like Things(1)/Datastreams',
  },
};
const body = { kind: 'json', schema: {} } as const;

/** SensorThings API 1.1 (OGC 18-088) over the store of series. */
export function sensorThingsRoutes(context: SensorThingsContext & { readonly intake: ExpectsBatches }): Route[] {
  const asked = { ...context, places: new DecidedPlaces(context.db) };
  return places.flatMap((place) => routesAt(asked, place));
}

function routesAt(context: AnsweringContext, { path, name }: (typeof places)[number]): Route[] {
  const common = { tag, resource: 'sensorthings', formats: ['json'] as const, path: `${path}/{path*}` };
  return [
    route({
      ...common,
      method: 'GET',
      path,
      operationId: `getSensorThingsRoot${name}`,
      summary: { vi: 'Gốc của dịch vụ SensorThings', en: 'Root of the SensorThings service' },
      access: 'public',
      parameters,
      conformsTo: conformance,
      handle: async (request) => ({ resource: 'sensorthings', data: serviceRoot(await open(context, request)) }),
    }),
    route({
      ...common,
      method: 'GET',
      operationId: `getSensorThings${name}`,
      summary: { vi: 'Đọc đối tượng SensorThings', en: 'Reads SensorThings entities' },
      access: 'public',
      parameters: [pathParameter, ...parameters],
      handle: (request) => answer(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      operationId: `postSensorThings${name}`,
      summary: { vi: 'Tạo đối tượng SensorThings', en: 'Creates SensorThings entities' },
      access: 'signed-in',
      audits: { action: 'create' },
      parameters: [pathParameter],
      body,
      response: { status: 201 },
      handle: (request) => answer(context, request),
    }),
    ...(['PATCH', 'PUT'] as const).map((method) =>
      route({
        ...common,
        method,
        operationId: `${method.toLowerCase()}SensorThings${name}`,
        summary: { vi: 'Sửa một đối tượng SensorThings', en: 'Changes a SensorThings entity' },
        access: 'signed-in',
        parameters: [pathParameter],
        body,
        handle: (request) => answer(context, request),
      }),
    ),
    route({
      ...common,
      method: 'DELETE',
      operationId: `deleteSensorThings${name}`,
      summary: { vi: 'Xoá một đối tượng SensorThings', en: 'Removes a SensorThings entity' },
      access: 'signed-in',
      parameters: [pathParameter],
      handle: (request) => answer(context, request),
    }),
  ];
}

/**
 * What is read is not counted here: networks that a grant gives with limits are left out, and refused by their own address
 * (Problem `limits-not-counted`). Problem `network-not-found` where the address names one that the caller may not see.
 */
async function open(context: SensorThingsContext, request: ApiRequest): Promise<StaContext> {
  const { caller, params, method } = request;
  const [network, root] = [params['networkId'] ?? null, rootOf(request)];
  // A batch may hold anything.
  const isReading = ['GET', 'HEAD'].includes(method) || params['path'] === '$batch';
  if (network === null) {
    const all = await readableNetworks(context.db, caller);
    const networks = isReading ? withoutLimits(all) : all;
    return { ...context, caller, root, networks, network };
  }
  const view = await readableNetwork(context.db, caller, network);
  if (!view) throw observationProblem('network-not-found', { network });
  if (isReading) refuseLimits(view);
  return { ...context, caller, root, networks: new Map([[network, view]]), network };
}

function rootOf({ base: address, params }: ApiRequest): string {
  const network = params['networkId'];
  return network === undefined ? `${address}${base}` : `${address}/networks/${encodeURIComponent(network)}${base}`;
}

async function answer(context: AnsweringContext, request: ApiRequest): Promise<Reply> {
  const { method, query, body: given, language } = request;
  const path = request.params['path']!;
  const plain = method === 'POST' ? await whileThereIsRoom(() => postPlainly(context, request, rootOf(request))) : null;
  // The intake itself has told who follows it.
  if (plain) return plain;
  const opened = await open(context, request);
  const isBatch = method === 'POST' && path === '$batch';
  const reply = isBatch
    ? await answerBatch(opened, given, language)
    : await dispatch(opened, { method: method === 'HEAD' ? 'GET' : method, path, query, body: given });
  if (method !== 'GET') context.onChanged();
  return reply;
}

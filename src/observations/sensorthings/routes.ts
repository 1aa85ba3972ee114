import {
  route,
  type ApiRequest,
  type Clock,
  type Db,
  type Parameter,
  type Reply,
  type Route,
} from '../../kernel/index.ts';
import type { PageTokens } from '../../query/index.ts';
import { readableNetworks } from '../networks/networks.ts';
import type { Intake } from '../store/intake.ts';
import type { StaContext } from './model.ts';
import { optionNames } from './options/query-options.ts';
import { readResource } from './read/read-resource.ts';
import { conformance, serviceRoot } from './serve.ts';
import { changeEntity } from './write/change-entity.ts';
import { createEntity } from './write/create-entity.ts';
import { deleteEntity } from './write/delete-entity.ts';

export interface SensorThingsContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly intake: Intake;
  readonly tokens: PageTokens;
  /** Told when something was changed or removed of which other work follows. */
  onChanged(): void;
}

const base = '/sta/v1.1';
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
export function sensorThingsRoutes(context: SensorThingsContext): Route[] {
  const common = { tag, resource: 'sensorthings', formats: ['json'] as const, path: `${base}/{path*}` };
  return [
    route({
      ...common,
      method: 'GET',
      path: base,
      operationId: 'getSensorThingsRoot',
      summary: { vi: 'Gốc của dịch vụ SensorThings', en: 'Root of the SensorThings service' },
      access: 'public',
      parameters,
      conformsTo: conformance,
      handle: async (request) => ({ resource: 'sensorthings', data: serviceRoot({ root: rootOf(request) }) }),
    }),
    route({
      ...common,
      method: 'GET',
      operationId: 'getSensorThings',
      summary: { vi: 'Đọc đối tượng SensorThings', en: 'Reads SensorThings entities' },
      access: 'public',
      parameters: [pathParameter, ...parameters],
      handle: async (request) => readResource(await open(context, request), request.params['path']!, request.query),
    }),
    route({
      ...common,
      method: 'POST',
      operationId: 'postSensorThings',
      summary: { vi: 'Tạo đối tượng SensorThings', en: 'Creates SensorThings entities' },
      access: 'signed-in',
      audits: { action: 'create' },
      parameters: [pathParameter],
      body,
      response: { status: 201 },
      handle: async (request) => create(await open(context, request), request),
    }),
    ...(['PATCH', 'PUT'] as const).map((method) =>
      route({
        ...common,
        method,
        operationId: `${method.toLowerCase()}SensorThings`,
        summary: { vi: 'Sửa một đối tượng SensorThings', en: 'Changes a SensorThings entity' },
        access: 'signed-in',
        parameters: [pathParameter],
        body,
        handle: async (request) => {
          const opened = await open(context, request);
          await changeEntity(opened, request.params['path']!, request.body, method);
          context.onChanged();
          return readResource(opened, request.params['path']!, {});
        },
      }),
    ),
    route({
      ...common,
      method: 'DELETE',
      operationId: 'deleteSensorThings',
      summary: { vi: 'Xoá một đối tượng SensorThings', en: 'Removes a SensorThings entity' },
      access: 'signed-in',
      parameters: [pathParameter],
      handle: async (request) => {
        const opened = await open(context, request);
        const { set, id } = await deleteEntity(opened, request.params['path']!);
        context.onChanged();
        return { resource: 'sensorthings', data: { '@iot.selfLink': `${opened.root}/${set.name}(${id})` } };
      },
    }),
  ];
}

const rootOf = ({ base: address }: ApiRequest): string => `${address}${base}`;

async function open(context: SensorThingsContext, request: ApiRequest): Promise<StaContext> {
  return {
    ...context,
    caller: request.caller,
    root: rootOf(request),
    networks: await readableNetworks(context.db, request.caller),
    network: null,
  };
}

async function create(context: StaContext, request: ApiRequest): Promise<Reply> {
  const { set, id } = await createEntity(context, request.params['path']!, request.body);
  const self = `${context.root}/${set.name}(${id})`;
  return { location: self, status: 201, data: { '@iot.id': id, '@iot.selfLink': self } };
}

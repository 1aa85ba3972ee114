import { mayManage, nodeOwner, opennessLevels } from '../access/index.ts';
import {
  fetchSource,
  findSource,
  getOwnSource,
  getSource,
  listOwnSources,
  putSource,
  rememberDelivery,
  rememberReading,
  settleFetch,
  transports,
  type Source,
  type Transport,
} from '../connect/index.ts';
import { route, whileThereIsRoom, type ApiRequest, type Reply, type Route } from '../kernel/index.ts';
import {
  deliveryKinds,
  listDeliveries,
  listRuns,
  recordDelivery,
  type Blob,
  type Delivery,
  type DeliveryKind,
} from '../ledger/index.ts';
import { jobKinds, type PipelineContext } from './context.ts';
import { slugOf } from '../formats/index.ts';
import { decisionPage } from './decision-page.ts';
import { deliveryData } from './delivery-data.ts';
import { deliveryDocument, runDocument, sourceDocument } from './documents.ts';
import { deliveredByCaller, ownerFor, sourceToDeliver } from './own-objects.ts';
import { pipelineProblem } from './problems.ts';
import { choiceOf, readingSchema, withChoice, type ReadingFields } from './reading-routes.ts';
import { choicesOf, runsSchema, type RunsBody } from './run-choices.ts';
import { scheduleData, scheduleRoutes } from './schedule/schedule-routes.ts';
import { startRuns } from './start-runs.ts';

const text = { type: 'string', maxLength: 500 } as const;

const sourceSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: text,
    owner: text,
    title: text,
    transport: { type: 'string', enum: transports },
    location: { type: 'string', maxLength: 4_000 },
    delivery: { type: 'string', enum: deliveryKinds },
    openness: { type: 'string', enum: opennessLevels },
    reading: { type: 'array', items: readingSchema, maxItems: 1_000 },
  },
} as const;

/** Sources and their deliveries: the steward's way in. */
export function sourceRoutes(context: PipelineContext): Route[] {
  const { db } = context;
  return [
    route({
      method: 'GET',
      path: '/sources',
      operationId: 'getSources',
      tag: 'sources',
      summary: { vi: 'Các nguồn dữ liệu', en: 'The sources' },
      resource: 'sources',
      formats: ['json'],
      access: ['steward'],
      handle: async (request) => ({
        resource: 'sources',
        data: { sources: (await listOwnSources(db, request.caller)).map((source) => sourceDocument(request, source)) },
      }),
    }),
    route({
      method: 'POST',
      path: '/sources',
      operationId: 'createSource',
      tag: 'sources',
      summary: {
        vi: 'Nối một nguồn mới bằng tệp tải lên hoặc địa chỉ',
        en: 'Connect a new source by an upload or an address',
      },
      resource: 'source',
      formats: ['json'],
      access: ['steward'],
      response: { status: 201 },
      handle: (request) => createSource(context, request),
      formPage: async (request) => ({
        resource: 'sources',
        data: { sources: (await listOwnSources(db, request.caller)).map((source) => sourceDocument(request, source)) },
      }),
    }),
    route({
      method: 'GET',
      path: '/sources/{sourceId}',
      operationId: 'getSource',
      tag: 'sources',
      summary: { vi: 'Một nguồn dữ liệu', en: 'One source' },
      resource: 'source',
      formats: ['json'],
      access: ['steward'],
      handle: (request) => showSource(context, request),
    }),
    route({
      method: 'PUT',
      path: '/sources/{sourceId}',
      operationId: 'putSource',
      tag: 'sources',
      summary: { vi: 'Đặt hoặc sửa một nguồn', en: 'Make or change a source' },
      resource: 'source',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema: sourceSchema },
      handle: async (request) => {
        const source = await putSource(db, context.clock, await settingsOf(context, request));
        const { reading } = request.body as { reading?: ReadingFields[] };
        if (!reading) return { resource: 'source', data: sourceDocument(request, source) };
        const choices = reading.map(choiceOf).reduce(withChoice, [...source.reading]);
        await rememberReading(db, source.id, choices);
        return { resource: 'source', data: sourceDocument(request, { ...source, reading: choices }) };
      },
    }),
    ...scheduleRoutes(
      context,
      async (request) => (await showSource(context, request)) as { resource: string; data: unknown },
    ),
    route({
      method: 'POST',
      path: '/sources/{sourceId}/deliveries',
      operationId: 'createDelivery',
      tag: 'sources',
      summary: {
        vi: 'Giao một tệp, hoặc lấy tệp từ nơi của nguồn',
        en: "Deliver a file, or fetch it from the source's place",
      },
      resource: 'delivery',
      formats: ['json'],
      access: 'signed-in',
      parameters: [
        { name: 'name', in: 'query', schema: text, description: { vi: 'Tên tệp', en: 'Name of the file' } },
        {
          name: 'delivery',
          in: 'query',
          schema: { type: 'string', enum: deliveryKinds },
          description: { vi: 'Kiểu giao: full, partial, append', en: 'Kind of delivery: full, partial, append' },
        },
      ],
      body: { kind: 'upload' },
      response: { status: 201 },
      handle: async (request) => {
        const source = await sourceToDeliver(context, request);
        return whileThereIsRoom(() => takeDelivery(context, request, source));
      },
      formPage: async (request) => {
        const page = await showSource(context, request);
        return page as { resource: string; data: unknown };
      },
    }),
    route({
      method: 'GET',
      path: '/deliveries/{deliveryId}',
      operationId: 'getDelivery',
      tag: 'sources',
      summary: { vi: 'Một lần giao: những gì tìm thấy trong tệp', en: 'One delivery: what was found in the file' },
      resource: 'delivery',
      formats: ['json'],
      access: 'signed-in',
      handle: async (request) => ({ resource: 'delivery', data: await deliveryData(context, request) }),
    }),
    route({
      method: 'POST',
      path: '/deliveries/{deliveryId}/runs',
      operationId: 'createRuns',
      tag: 'sources',
      summary: { vi: 'Đưa các lớp đã chọn vào kho và công bố', en: 'Load and publish the chosen layers' },
      resource: 'runs',
      formats: ['json'],
      access: 'signed-in',
      body: { kind: 'json', schema: runsSchema },
      response: { status: 202 },
      handle: (request) => whileThereIsRoom(() => createRuns(context, request)),
      formPage: (request) => decisionPage(context, request),
    }),
  ];
}

async function settingsOf(context: PipelineContext, request: ApiRequest) {
  const id = request.params['sourceId']!;
  const given = request.body as {
    owner?: string;
    title?: string;
    transport?: Transport;
    location?: string;
    delivery?: DeliveryKind;
    openness?: string;
  };
  const known = await knownSource(context, request, id);
  const title = given.title ? { vi: given.title, en: given.title } : (known?.title ?? { vi: id, en: id });
  const settings = {
    id,
    owner: known?.owner ?? ownerFor(request.caller, given.owner, await nodeOwner(context.db)),
    title,
    transport: given.transport ?? known?.transport ?? ('upload' as const),
    location: given.location ?? known?.location ?? null,
    deliveryKind: given.delivery ?? known?.deliveryKind ?? ('full' as const),
    openness: given.openness ?? known?.openness ?? null,
  };
  checkPlace(request, settings.transport);
  return settings;
}

/** The source of this name, if the caller looks after it; of somebody else's he hears that the name is not free. */
async function knownSource(context: PipelineContext, request: ApiRequest, id: string): Promise<Source | null> {
  const known = await findSource(context.db, id);
  if (known && !mayManage(request.caller, known.owner)) throw pipelineProblem('id-not-free', { id });
  return known;
}

/** Files of the node's machine are the operator's to give. */
function checkPlace(request: ApiRequest, transport: Transport): void {
  if (request.caller.kind === 'operator' || transport === 'upload' || transport === 'http') return;
  throw pipelineProblem('place-needs-operator');
}

/** The studio's form: a file or an address, perhaps an id and a title; the name of the file proposes both. */
async function createSource(context: PipelineContext, request: ApiRequest): Promise<Reply> {
  const fields = (request.body ?? {}) as {
    id?: string;
    owner?: string;
    title?: string;
    location?: string;
    delivery?: DeliveryKind;
  };
  const location = fields.location?.trim() || null;
  const name = request.upload?.name || location || '';
  const title =
    fields.title?.trim() ||
    name
      .split('/')
      .at(-1)!
      .replace(/\.[a-z.]+$/i, '');
  const id = fields.id?.trim() || slugOf(name.split('/').at(-1)!);
  const transport = location ? (/^https?:/.test(location) ? 'http' : 'file') : 'upload';
  checkPlace(request, transport);
  const known = await knownSource(context, request, id);
  const source = await putSource(context.db, context.clock, {
    id,
    owner: known?.owner ?? ownerFor(request.caller, fields.owner?.trim() || undefined, await nodeOwner(context.db)),
    title: { vi: title, en: title },
    transport,
    location,
    deliveryKind: deliveryKinds.find((kind) => kind === fields.delivery) ?? 'full',
    openness: null,
  });
  return whileThereIsRoom(() => takeDelivery(context, request, source));
}

/** Keeps the bytes, enters the delivery, queues its inspection. */
async function takeDelivery(context: PipelineContext, request: ApiRequest, source: Source): Promise<Reply> {
  const arrival = request.upload?.name || !source.location ? request.upload : null;
  const { name, stream } = arrival ?? (await fetchSource(source, context.allowedHosts ?? [], request.signal));
  const announced = arrival === null ? 0 : Number(request.header('content-length') ?? 0);
  const delivery = await context.uploads.run(request.caller, stream, announced, async (bytes) => {
    const blob = await context.blobs.put(bytes);
    return enterDelivery(context, request, source, name, blob);
  });
  await rememberDelivery(context.db, context.clock, source.id, delivery.sha256);
  return {
    location: `/deliveries/${delivery.id}`,
    status: 201,
    data: { ...deliveryDocument(request, delivery), sameAsBefore: source.lastSha256 === delivery.sha256 },
  };
}

function enterDelivery(
  context: PipelineContext,
  request: ApiRequest,
  source: Source,
  name: string,
  { sha256, sizeBytes }: Blob,
): Promise<Delivery> {
  const asked = deliveryKinds.find((kind) => kind === request.query['delivery']);
  const kind = asked ?? source.deliveryKind;
  return context.db.transaction(async (tx) => {
    const words = { source: source.id, kind, name, sha256, sizeBytes, deliveredBy: request.caller.id };
    const entered = await recordDelivery(tx, context.clock, words);
    await context.jobs.enqueue(tx, jobKinds.inspect, { delivery: entered.id }, { key: `delivery-${entered.id}` });
    return entered;
  });
}

async function showSource(context: PipelineContext, request: ApiRequest): Promise<Reply> {
  const source = await getOwnSource(context.db, request.caller, request.params['sourceId']!);
  const deliveries = await listDeliveries(context.db, source.id, 50);
  const runs = await listRuns(context.db, { source: source.id, limit: 50 });
  return {
    resource: 'source',
    data: {
      ...sourceDocument(request, source),
      schedule: await scheduleData(context, request, source),
      deliveries: deliveries.map((delivery) => deliveryDocument(request, delivery)),
      runs: runs.map((run) => runDocument(request, run)),
    },
  };
}

async function createRuns(context: PipelineContext, request: ApiRequest): Promise<Reply> {
  const delivery = await deliveredByCaller(context, request);
  const source = await getSource(context.db, delivery.source);
  const body = request.body as RunsBody;
  const runs = await startRuns(context, source, delivery, {
    layers: choicesOf(body, delivery),
    deliveryKind: body.delivery ?? delivery.kind,
    // The level of openness is its owner's to say.
    openness: mayManage(request.caller, source.owner) ? body.openness : undefined,
    acceptLoss: body.acceptLoss ?? false,
    acceptProposals: body.acceptProposals ?? false,
    caller: request.caller,
  });
  await settleFetch(context.db, source.id);
  return {
    location: runs.length === 1 ? `/runs/${runs[0]!.id}` : `/deliveries/${delivery.id}`,
    status: 202,
    data: { runs: runs.map((run) => runDocument(request, run)) },
  };
}

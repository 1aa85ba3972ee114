import { decide, findResource, mayManage, ownerBeforeSetUp, ownerOf, readable, type Grant } from '../access/index.ts';
import {
  currentEditions,
  listCollections,
  timeProperty,
  unionExtent,
  unionPeriod,
  type Collection,
  type Edition,
} from '../features/index.ts';
import { route, type ApiRequest, type Db, type Reply, type Route } from '../kernel/index.ts';
import { listRuns } from '../ledger/index.ts';
import { findDataset, listDatasets, setWithdrawn, type Dataset } from './datasets.ts';
import { catalogueProblem } from './problems.ts';
import { qualityOf } from './quality.ts';

export function catalogueRoutes(db: Db): Route[] {
  return [
    route({
      method: 'GET',
      path: '/datasets',
      operationId: 'getDatasets',
      tag: 'catalogue',
      summary: { vi: 'Các bộ dữ liệu', en: 'The datasets' },
      resource: 'datasets',
      formats: ['json'],
      access: 'public',
      handle: (request) => getDatasets(db, request),
    }),
    route({
      method: 'GET',
      path: '/datasets/{datasetId}',
      operationId: 'getDataset',
      tag: 'catalogue',
      summary: { vi: 'Một bộ dữ liệu', en: 'One dataset' },
      resource: 'dataset',
      formats: ['json'],
      access: 'public',
      handle: (request) => getDataset(db, request),
    }),
    ...(['withdraw', 'restore'] as const).map((action) =>
      route({
        method: 'POST',
        path: `/datasets/{datasetId}/${action}`,
        operationId: action === 'withdraw' ? 'withdrawDataset' : 'restoreDataset',
        tag: 'catalogue',
        summary:
          action === 'withdraw'
            ? { vi: 'Rút bộ dữ liệu khỏi công bố', en: 'Withdraw a dataset from publication' }
            : { vi: 'Công bố lại bộ dữ liệu đã rút', en: 'Publish a withdrawn dataset again' },
        resource: 'dataset',
        formats: ['json'],
        access: ['steward'],
        response: { status: 303 },
        handle: async (request) => {
          const id = request.params['datasetId']!;
          const isOwn = mayManage(request.caller, (await ownerOf(db, id)) ?? ownerBeforeSetUp);
          if (!isOwn || !(await findDataset(db, id))) throw catalogueProblem('dataset-not-found', { dataset: id });
          await setWithdrawn(db, id, action === 'withdraw');
          return { location: `/datasets/${id}`, status: 303 };
        },
      }),
    ),
  ];
}

async function getDatasets(db: Db, request: ApiRequest): Promise<Reply> {
  return { resource: 'datasets', data: { datasets: await describeDatasets(db, request) } };
}

/** The datasets that the caller may know of, as the API shows them; the public sees none without a published edition. */
export async function describeDatasets(db: Db, request: ApiRequest) {
  const grants = await readable(db, request.caller);
  const datasets = await listDatasets(db, [...grants.keys()]);
  const collections = await listCollections(
    db,
    datasets.map((dataset) => dataset.id),
  );
  const editions = await currentEditions(db, collections);
  const entries = await Promise.all(
    datasets.map((dataset) =>
      describe(
        db,
        request,
        dataset,
        collections.filter((one) => one.dataset === dataset.id),
        editions,
        grants.get(dataset.id)!,
      ),
    ),
  );
  return entries.filter((entry) => entry.collections.length > 0 || isManaged(request, entry.owner));
}

/** Whether the caller looks after what this organisation owns. */
function isManaged(request: ApiRequest, owner: string | null): boolean {
  return mayManage(request.caller, owner ?? ownerBeforeSetUp);
}

async function getDataset(db: Db, request: ApiRequest): Promise<Reply> {
  const id = request.params['datasetId']!;
  const grant = await decide(db, request.caller, 'read', id);
  const dataset = grant ? await findDataset(db, id) : null;
  const collections = dataset ? await listCollections(db, [id]) : [];
  const editions = await currentEditions(db, collections);
  if (!grant || !dataset) throw catalogueProblem('dataset-not-found', { dataset: id });
  const data = await describe(db, request, dataset, collections, editions, grant);
  if (editions.size === 0 && !isManaged(request, data.owner)) {
    throw catalogueProblem('dataset-not-found', { dataset: id });
  }
  return { resource: 'dataset', data };
}

async function describe(
  db: Db,
  request: ApiRequest,
  dataset: Dataset,
  collections: readonly Collection[],
  editions: ReadonlyMap<string, Edition>,
  grant: Grant,
) {
  const published = collections.filter((collection) => editions.has(collection.id));
  const resource = await findResource(db, dataset.id);
  let extent: Edition['extent'] = null;
  let period: Edition['period'] = null;
  for (const edition of editions.values()) {
    if (!published.some((collection) => collection.id === edition.collection)) continue;
    extent = unionExtent(extent, edition.extent);
    period = unionPeriod(period, edition.period);
  }
  return {
    id: dataset.id,
    title: dataset.title[request.language],
    description: dataset.description?.[request.language] ?? null,
    owner: resource?.owner ?? null,
    openness: resource?.openness ?? null,
    withdrawn: !(resource?.visible ?? true),
    licence: dataset.licence,
    mayManage: isManaged(request, resource?.owner ?? null),
    source: isManaged(request, resource?.owner ?? null) ? dataset.source : null,
    createdAt: dataset.createdAt,
    updatedAt: latest(published.map((collection) => editions.get(collection.id)!.publishedAt)),
    extent,
    period,
    numberOfItems: published.reduce((sum, collection) => sum + editions.get(collection.id)!.count, 0),
    collections: await Promise.all(
      published.map((collection) => describeCollection(db, request, collection, editions.get(collection.id)!, grant)),
    ),
    href: `${request.base}/datasets/${dataset.id}`,
  };
}

async function describeCollection(db: Db, request: ApiRequest, collection: Collection, edition: Edition, grant: Grant) {
  const hidden = grant.hiddenColumns.get(collection.id);
  const [run] = await listRuns(db, { collection: collection.id, states: ['done'], limit: 1 });
  return {
    id: collection.id,
    title: collection.title[request.language],
    standard: collection.standard.pack ? `${collection.standard.pack}/${collection.standard.id}` : null,
    edition: edition.number,
    updatedAt: edition.publishedAt,
    count: edition.count,
    extent: edition.extent,
    period: edition.period,
    timeColumn: timeProperty(collection.standard),
    hasGeometry: collection.hasGeometry,
    columns: collection.standard.properties
      .filter((property) => !hidden?.has(property.name))
      .map((property) => ({
        name: property.name,
        title: property.title[request.language],
        type: property.type,
        unit: property.unit ?? null,
      })),
    quality: run && run.kind === 'load' ? qualityOf(run) : null,
    href: `${request.base}/collections/${collection.id}`,
  };
}

function latest(moments: readonly string[]): string | null {
  return moments.reduce<string | null>((best, moment) => (best === null || moment > best ? moment : best), null);
}

import { decide, findResource, mayManage, ownerBeforeSetUp, ownerOf, known, type Grant } from '../access/index.ts';
import {
  currentEditions,
  listCollections,
  timeProperty,
  unionExtent,
  unionPeriod,
  viewOn,
  type CollectionPreview,
  type View,
  type Collection,
  type Edition,
} from '../features/index.ts';
import { publicCaller, route, type ApiRequest, type Db, type Reply, type Route } from '../kernel/index.ts';
import { listRuns } from '../ledger/index.ts';
import { findDataset, listDatasets, setWithdrawn, type Dataset } from './datasets.ts';
import { catalogueProblem } from './problems.ts';
import { qualityOf } from './quality.ts';

/** What a page shows of a collection beside its description; null: nothing for this caller. */
export type Preview = (request: ApiRequest, view: View) => Promise<CollectionPreview | null>;

const mostPreviews = 4;
const mostRelated = 5;

export function catalogueRoutes(db: Db, preview: Preview): Route[] {
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
      handle: (request) => getDataset(db, request, preview),
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
  const found = await known(db, request.caller);
  const datasets = await listDatasets(db, [...found.keys()]);
  const readableOnes = datasets.filter(({ id }) => found.get(id)!.read !== null).map(({ id }) => id);
  const collections = await listCollections(db, readableOnes);
  const editions = await currentEditions(db, collections);
  const entries = await Promise.all(
    datasets.map(async (dataset) => {
      const { read } = found.get(dataset.id)!;
      const own = collections.filter((one) => one.dataset === dataset.id);
      return describe(db, request, dataset, read && (await viewsOf(db, own, editions, read)));
    }),
  );
  return entries.filter((entry) => isToBeShown(request, entry));
}

/** What is only known of stands in the list without content; what has nothing published yet is for who looks after it. */
function isToBeShown(
  request: ApiRequest,
  entry: { contentGranted: boolean; collections: readonly unknown[]; owner: string | null },
) {
  return !entry.contentGranted || entry.collections.length > 0 || isManaged(request, entry.owner);
}

/** Whether the caller looks after what this organisation owns. */
function isManaged(request: ApiRequest, owner: string | null): boolean {
  return mayManage(request.caller, owner ?? ownerBeforeSetUp);
}

async function getDataset(db: Db, request: ApiRequest, preview: Preview): Promise<Reply> {
  const id = request.params['datasetId']!;
  const [knows, read] = await Promise.all([
    decide(db, request.caller, 'know', id),
    decide(db, request.caller, 'read', id),
  ]);
  const dataset = knows ? await findDataset(db, id) : null;
  if (!dataset) throw catalogueProblem('dataset-not-found', { dataset: id });
  const collections = read ? await listCollections(db, [id]) : [];
  const editions = await currentEditions(db, collections);
  const views = read && (await viewsOf(db, collections, editions, read));
  const data = await describe(db, request, dataset, views);
  if (!isToBeShown(request, data)) throw catalogueProblem('dataset-not-found', { dataset: id });
  if (request.format !== 'html') return { resource: 'dataset', data };
  const looks = new Map<string, CollectionPreview | null>();
  for (const view of (views ?? []).slice(0, mostPreviews)) looks.set(view.collection.id, await preview(request, view));
  return {
    resource: 'dataset',
    data: {
      ...data,
      collections: data.collections.map((each) => ({ ...each, preview: looks.get(each.id) ?? null })),
      related: await relatedTo(db, request, data),
    },
    rows: [...looks.values()].reduce((sum, look) => sum + (look?.features.length ?? 0), 0),
  };
}

/** Open datasets that are made by the same standard, else those of the same owner. */
async function relatedTo(db: Db, request: ApiRequest, data: Awaited<ReturnType<typeof describe>>) {
  const open = await known(db, publicCaller);
  open.delete(data.id);
  const own = new Set(data.collections.flatMap(({ standard }) => (standard === null ? [] : [standard])));
  const readableOnes = [...open].flatMap(([id, { read }]) => (read === null ? [] : [id]));
  const byStandard = new Set<string>();
  for (const { dataset, standard, currentEdition } of await listCollections(db, readableOnes)) {
    if (currentEdition !== null && own.has(`${standard.pack}/${standard.id}`)) byStandard.add(dataset);
  }
  const isOwners = (id: string): boolean => data.owner !== null && open.get(id)!.owner === data.owner;
  const related = readableOnes.filter((id) => byStandard.has(id) || isOwners(id));
  return (await listDatasets(db, related))
    .sort((a, b) => Number(byStandard.has(b.id)) - Number(byStandard.has(a.id)))
    .slice(0, mostRelated)
    .map(({ id, title }) => ({ id, title: title[request.language], why: byStandard.has(id) ? 'standard' : 'owner' }));
}

/** The published collections of a dataset as a grant shows them. */
async function viewsOf(
  db: Db,
  collections: readonly Collection[],
  editions: ReadonlyMap<string, Edition>,
  grant: Grant,
): Promise<View[]> {
  const views = collections.map((collection) => {
    const edition = editions.get(collection.id);
    return edition ? viewOn(db, collection, edition, grant) : null;
  });
  return (await Promise.all(views)).filter((view) => view !== null);
}

/** `views` null: the caller may know that there is such a dataset, and no more. */
async function describe(db: Db, request: ApiRequest, dataset: Dataset, views: readonly View[] | null) {
  const resource = await findResource(db, dataset.id);
  const editions = (views ?? []).map(({ edition }) => edition);
  return {
    id: dataset.id,
    title: dataset.title[request.language],
    description: dataset.description?.[request.language] ?? null,
    owner: resource?.owner ?? null,
    openness: resource?.openness ?? null,
    withdrawn: !(resource?.visible ?? true),
    licence: dataset.licence,
    mayManage: isManaged(request, resource?.owner ?? null),
    contentGranted: views !== null,
    source: isManaged(request, resource?.owner ?? null) ? dataset.source : null,
    createdAt: dataset.createdAt,
    updatedAt: latest(editions.map(({ publishedAt }) => publishedAt)),
    extent: editions.reduce<Edition['extent']>((all, { extent }) => unionExtent(all, extent), null),
    period: editions.reduce<Edition['period']>((all, { period }) => unionPeriod(all, period), null),
    numberOfItems: editions.reduce((sum, { count }) => sum + count, 0),
    collections: await Promise.all((views ?? []).map((view) => describeCollection(db, request, view))),
    href: `${request.base}/datasets/${dataset.id}`,
  };
}

async function describeCollection(db: Db, request: ApiRequest, view: View) {
  const { collection, edition, properties } = view;
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
    timeColumn: timeProperty({ ...collection.standard, properties }),
    hasGeometry: view.hasGeometry,
    columns: properties.map((property) => ({
      name: property.name,
      title: property.title[request.language],
      type: property.type,
      unit: property.unit ?? null,
    })),
    // Of the whole delivery: it would count the rows that are not seen.
    quality:
      run && run.kind === 'load' && !view.isPartial
        ? qualityOf(run, new Set(properties.map(({ name }) => name)))
        : null,
    href: `${request.base}/collections/${collection.id}`,
  };
}

function latest(moments: readonly string[]): string | null {
  return moments.reduce<string | null>((best, moment) => (best === null || moment > best ? moment : best), null);
}

import { decide, mayManage, ownerBeforeSetUp, ownerOf, known } from '../access/index.ts';
import { listCollections, viewsWith, type CollectionPreview, type View } from '../features/index.ts';
import { publicCaller, route, type ApiRequest, type Clock, type Db, type Reply, type Route } from '../kernel/index.ts';
import { findDataset, listDatasets, setWithdrawn } from './datasets.ts';
import { describeDataset, describeDatasets, isToBeShown } from './describe-dataset.ts';
import { metadataRoutes } from './metadata-routes.ts';
import { catalogueProblem } from './problems.ts';

/** What a page shows of a collection beside its description; null: nothing for this caller. */
export type Preview = (request: ApiRequest, view: View) => Promise<CollectionPreview | null>;

const mostPreviews = 4;
const mostRelated = 5;

export function catalogueRoutes(db: Db, clock: Clock, preview: Preview): Route[] {
  return [
    ...metadataRoutes(db, clock),
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

async function getDataset(db: Db, request: ApiRequest, preview: Preview): Promise<Reply> {
  const id = request.params['datasetId']!;
  const [knows, read] = await Promise.all([
    decide(db, request.caller, 'know', id),
    decide(db, request.caller, 'read', id),
  ]);
  const dataset = knows ? await findDataset(db, id) : null;
  if (!dataset) throw catalogueProblem('dataset-not-found', { dataset: id });
  const views = read && (await viewsWith(db, new Map([[id, read]])));
  const data = await describeDataset(db, request, dataset, views);
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
async function relatedTo(db: Db, request: ApiRequest, data: Awaited<ReturnType<typeof describeDataset>>) {
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

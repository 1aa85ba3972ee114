import { findResource, mayManage, ownerBeforeSetUp, known, type Grant } from '../access/index.ts';
import { timeProperty, unionExtent, unionPeriod, viewsWith, type Edition, type View } from '../features/index.ts';
import { type ApiRequest, type Db } from '../kernel/index.ts';
import { listRuns } from '../ledger/index.ts';
import { listDatasets, type Dataset } from './datasets.ts';
import { qualityOf } from './quality.ts';

/** The datasets that the caller may know of, as the API shows them; the public sees none without a published edition. */
export async function describeDatasets(db: Db, request: ApiRequest) {
  const found = await known(db, request.caller);
  const datasets = await listDatasets(db, [...found.keys()]);
  const views = await viewsByDataset(db, found);
  const entries = await Promise.all(
    datasets.map((dataset) => describeDataset(db, request, dataset, views.get(dataset.id) ?? null)),
  );
  return entries.filter((entry) => isToBeShown(request, entry));
}

/** What is only known of stands in the list without content; what has nothing published yet is for who looks after it. */
export function isToBeShown(
  request: ApiRequest,
  entry: { contentGranted: boolean; collections: readonly unknown[]; owner: string | null },
) {
  return !entry.contentGranted || entry.collections.length > 0 || isManaged(request, entry.owner);
}

/** Whether the caller looks after what this organisation owns. */
export function isManaged(request: ApiRequest, owner: string | null): boolean {
  return mayManage(request.caller, owner ?? ownerBeforeSetUp);
}

/** What is seen of datasets' published collections; a dataset that may only be known of has no entry. */
export async function viewsByDataset(
  db: Db,
  found: ReadonlyMap<string, { readonly read: Grant | null }>,
): Promise<Map<string, View[]>> {
  const grants = new Map([...found].flatMap(([id, { read }]) => (read === null ? [] : [[id, read] as const])));
  const views = new Map([...grants.keys()].map((id): [string, View[]] => [id, []]));
  for (const view of await viewsWith(db, grants)) views.get(view.collection.dataset)!.push(view);
  return views;
}

/** `views` null: the caller may know that there is such a dataset, and no more. */
export async function describeDataset(db: Db, request: ApiRequest, dataset: Dataset, views: readonly View[] | null) {
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
    contact: dataset.contact,
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
      ...(property.codelist ? { codelist: property.codelist } : {}),
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

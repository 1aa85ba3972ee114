import { takeFromQuota } from '../../access/index.ts';
import { route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { codelistEntry } from '../../packs/index.ts';
import { selectDistribution, type ColumnDistribution } from '../read/select-distribution.ts';
import type { View } from '../read/view.ts';
import { representationLinks, viewOf, type FeaturesContext } from './context.ts';
import { asOfParameter } from './collections.ts';

/** What a collection holds, column by column: how much is empty, from where to where, how often what. */
export function distributionRoute(context: FeaturesContext): Route {
  return route({
    method: 'GET',
    path: '/collections/{collectionId}/distribution',
    operationId: 'getDistribution',
    tag: 'data',
    summary: { vi: 'Phân bố giá trị của từng cột', en: 'How the values of each column are spread' },
    resource: 'distribution',
    formats: ['json'],
    access: 'public',
    parameters: [asOfParameter],
    handle: (request) => getDistribution(context, request),
  });
}

async function getDistribution(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const view = await viewOf(context, request);
  await takeFromQuota(context.db, view.grant, 1);
  const path = `/collections/${encodeURIComponent(view.collection.id)}/distribution`;
  return {
    resource: 'distribution',
    headers: { 'lienthong-edition': String(view.edition.number) },
    data: {
      title: view.collection.title[request.language],
      publishedAt: view.edition.publishedAt,
      ...(await distributionDocument(context, request, view)),
      links: representationLinks(request, path, { json: 'application/json', html: 'text/html' }),
    },
  };
}

/** The distribution of a view in the reader's language. */
export async function distributionDocument(context: FeaturesContext, request: ApiRequest, view: View) {
  const { looked, isSample, columns } = await selectDistribution(context.db, view);
  return {
    collection: view.collection.id,
    edition: view.edition.number,
    looked,
    isSample,
    columns: columns.map((column) => describe(context, request, column)),
  };
}

function describe({ codes }: FeaturesContext, { language }: ApiRequest, column: ColumnDistribution) {
  const { property, values, ...numbers } = column;
  const id = property.codelist ?? property.recognised;
  const list = id === undefined ? undefined : codes.list(id);
  return {
    name: property.name,
    title: property.title[language],
    type: property.type,
    unit: property.unit ?? null,
    ...numbers,
    values: values.map(({ value, count }) => {
      const entry = list && codelistEntry(list, value);
      return { value, label: entry ? (language === 'vi' ? entry.labelVi : entry.labelEn) : null, count };
    }),
  };
}

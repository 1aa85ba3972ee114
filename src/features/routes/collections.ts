import { describeCoordinates, type SourceCoordinates } from '../../harmonise/index.ts';
import { coordinatesOfEdition } from '../../ledger/index.ts';
import { route, type ApiRequest, type Parameter, type Reply, type Route } from '../../kernel/index.ts';
import { listEditions } from '../collections.ts';
import type { Edition } from '../model.ts';
import { sortableNames } from '../read/items-query.ts';
import { readableViews } from '../read/readable-views.ts';
import { collectionDocument, describeColumns, propertySchema } from './collection-document.ts';
import { linkTo, representationLinks, viewOf, type FeaturesContext } from './context.ts';

export const asOfParameter: Parameter = {
  name: 'as-of',
  in: 'query',
  schema: { type: 'string' },
  description: {
    vi: 'Xem dữ liệu như vào một thời điểm (RFC 3339) hoặc ở một ấn bản (số)',
    en: 'Read as of a moment (RFC 3339) or an edition (number)',
  },
};

const ogcFeatures = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf';

export function collectionRoutes(context: FeaturesContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/collections',
      operationId: 'getCollections',
      tag: 'data',
      summary: { vi: 'Các lớp dữ liệu', en: 'The collections' },
      resource: 'collections',
      formats: ['json'],
      access: 'public',
      conformsTo: [`${ogcFeatures}/core`, `${ogcFeatures}/oas30`, `${ogcFeatures}/html`, `${ogcFeatures}/geojson`],
      handle: (request) => getCollections(context, request),
    }),
    route({
      method: 'GET',
      path: '/collections/{collectionId}',
      operationId: 'describeCollection',
      tag: 'data',
      summary: { vi: 'Một lớp dữ liệu', en: 'One collection' },
      resource: 'collection',
      formats: ['json'],
      access: 'public',
      parameters: [asOfParameter],
      handle: (request) => describeCollection(context, request),
    }),
    ...(['queryables', 'sortables'] as const).map((kind) =>
      route({
        method: 'GET',
        path: `/collections/{collectionId}/${kind}`,
        operationId: kind === 'queryables' ? 'getQueryables' : 'getSortables',
        tag: 'data',
        summary:
          kind === 'queryables'
            ? { vi: 'Các cột dùng để lọc', en: 'Properties to filter by' }
            : { vi: 'Các cột dùng để sắp xếp', en: 'Properties to sort by' },
        resource: 'schema',
        formats: ['schema'],
        access: 'public',
        conformsTo:
          kind === 'queryables'
            ? [
                'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables',
                'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters',
              ]
            : ['http://www.opengis.net/spec/ogcapi-features-8/1.0/conf/sorting'],
        handle: async (request) => {
          const view = await viewOf(context, request);
          const names = kind === 'sortables' ? sortableNames(view) : view.properties.map((property) => property.name);
          const document = propertySchema(request, view, `/collections/${view.collection.id}/${kind}`, names);
          if (kind === 'queryables' && view.hasGeometry) {
            (document['properties'] as Record<string, unknown>)['geometry'] = {
              format: 'geometry-any',
              'x-ogc-role': 'primary-geometry',
            };
          }
          return { resource: 'schema', data: document };
        },
      }),
    ),
  ];
}

/** Counted over all rows: for who sees all of them. */
const countsOf = ({ count, inserted, updated, deleted }: Edition) => ({ count, inserted, updated, deleted });

async function getCollections(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const views = await readableViews(context.db, request.caller);
  return {
    resource: 'collections',
    data: {
      links: representationLinks(request, '/collections', { json: 'application/json', html: 'text/html' }),
      collections: views.map(({ collection, edition }) =>
        collectionDocument(request, collection, edition, context.crs),
      ),
      crs: context.crs.uris,
    },
  };
}

async function describeCollection(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const view = await viewOf(context, request);
  const { collection, edition } = view;
  const editions = await listEditions(context.db, collection.id, 50);
  const coordinates = await coordinatesOfEdition(context.db, collection.id, edition.number);
  return {
    resource: 'collection',
    data: {
      ...collectionDocument(request, collection, edition, context.crs),
      columns: describeColumns(view, request.language),
      sortables: sortableNames(view),
      coordinates: coordinates.map((each) => describeCoordinates(each as SourceCoordinates, request.language)),
      editions: editions.map((entry) => ({
        number: entry.number,
        publishedAt: entry.publishedAt,
        ...(view.isPartial ? {} : countsOf(entry)),
        ...(view.grant.mayManage ? { run: entry.run } : {}),
        href: linkTo(request, `/collections/${collection.id}/items`, { 'as-of': String(entry.number) }),
      })),
    },
  };
}

import { route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import { linkTo, representationLinks, viewOf, type FeaturesContext } from '../routes/context.ts';
import { defaultLayers } from './default-style.ts';
import { geometryKind } from './geometry-kind.ts';
import { webMercatorQuad } from './tile-grid.ts';

const defaultStyle = 'default';
const styleMedia = 'application/vnd.mapbox.style+json';

/** How a collection is drawn: MapLibre styles, which map libraries take as they are. */
export function styleRoutes(context: FeaturesContext): Route[] {
  return [
    route({
      method: 'GET',
      path: '/collections/{collectionId}/styles',
      operationId: 'getStyles',
      tag: 'map',
      summary: { vi: 'Các kiểu vẽ của một lớp', en: 'Styles of a collection' },
      resource: 'styles',
      formats: ['json'],
      access: 'public',
      handle: (request) => listStyles(context, request),
    }),
    route({
      method: 'GET',
      path: '/collections/{collectionId}/styles/{styleId}',
      operationId: 'getStyle',
      tag: 'map',
      summary: { vi: 'Một kiểu vẽ (MapLibre, bản 8)', en: 'A style (MapLibre, version 8)' },
      resource: 'style',
      formats: ['json'],
      access: 'public',
      handle: (request) => getStyle(context, request),
    }),
  ];
}

async function listStyles(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const { collection } = await viewOf(context, request);
  const path = `/collections/${encodeURIComponent(collection.id)}/styles`;
  return {
    resource: 'styles',
    data: {
      default: defaultStyle,
      styles: [
        {
          id: defaultStyle,
          title: collection.title[request.language],
          links: [{ href: linkTo(request, `${path}/${defaultStyle}`), rel: 'stylesheet', type: styleMedia }],
        },
      ],
      links: representationLinks(request, path, { json: 'application/json' }),
    },
  };
}

async function getStyle(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const view = await viewOf(context, request);
  const { collection, edition } = view;
  const asked = request.params['styleId']!;
  if (asked !== defaultStyle) {
    throw featureProblem('style-not-found', { collection: collection.id, asked, known: defaultStyle });
  }
  const path = `/collections/${encodeURIComponent(collection.id)}/tiles/${webMercatorQuad.id}`;
  const [west, south, east, north] = edition.extent ?? [102, 4.5, 118, 23.5];
  return {
    resource: 'style',
    data: {
      version: 8,
      name: collection.title[request.language],
      center: [(west + east) / 2, (south + north) / 2],
      sources: { [collection.id]: { type: 'vector', url: linkTo(request, path, { f: 'tilejson' }), promoteId: '_id' } },
      layers: view.hasGeometry ? defaultLayers(collection.id, collection.id, geometryKind(view)) : [],
    },
  };
}

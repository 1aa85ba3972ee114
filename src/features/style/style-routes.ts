import { httpProblem, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import { linkTo, representationLinks, viewOf, type FeaturesContext } from '../routes/context.ts';
import { geometryKind } from '../tiles/geometry-kind.ts';
import { webMercatorQuad } from '../tiles/tile-grid.ts';
import { drawLayers } from './draw-layers.ts';
import { legendOf } from './legend.ts';
import { series } from './palettes.ts';
import { seenStyle } from './seen-style.ts';

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
      parameters: [
        {
          name: 'place',
          in: 'query',
          schema: { type: 'integer', minimum: 0, maximum: series.length - 1, default: 0 },
          description: {
            vi: 'Lớp thứ mấy trên bản đồ: màu của nó khi chủ dữ liệu chưa chọn màu',
            en: 'Which layer of the map it is: its colour where the owner has chosen none',
          },
        },
      ],
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
  const style = await seenStyle(context.db, view);
  const kind = geometryKind(view);
  const place = readPlace(request);
  const [west, south, east, north] = edition.extent ?? [102, 4.5, 118, 23.5];
  return {
    resource: 'style',
    data: {
      version: 8,
      name: collection.title[request.language],
      center: [(west + east) / 2, (south + north) / 2],
      sources: { [collection.id]: { type: 'vector', url: linkTo(request, path, { f: 'tilejson' }), promoteId: '_id' } },
      metadata: { 'lienthong:legend': legendOf({ ...view, kind, style, place }, context.codes, request.language) },
      layers: view.hasGeometry ? drawLayers(collection.id, collection.id, kind, style, place) : [],
    },
  };
}

function readPlace({ query: { place = '0' } }: ApiRequest): number {
  if (/^\d$/.test(place) && Number(place) < series.length) return Number(place);
  throw httpProblem('invalid-parameter', { name: 'place', value: place, expected: `0–${series.length - 1}` });
}

import { httpProblem, route, type ApiRequest, type Parameter, type Reply, type Route } from '../../kernel/index.ts';
import { foldText } from '../../query/index.ts';
import { parseItemsQuery } from '../read/items-query.ts';
import { featuresOf, selectItems } from '../read/select-items.ts';
import { readableViews } from '../read/readable-views.ts';
import type { View } from '../read/view.ts';
import { describeColumns } from '../routes/collection-document.ts';
import { linkTo, type FeaturesContext } from '../routes/context.ts';
import { legendOf } from '../style/legend.ts';
import { series } from '../style/palettes.ts';
import { seenStyle } from '../style/seen-style.ts';
import { geometryKind } from './geometry-kind.ts';
import { webMercatorQuad } from './tile-grid.ts';

/** Layers of one map: more of them nobody can tell apart. */
const mostLayers = series.length;
/** Features that stand beside the map as a table. */
const shownFeatures = 10;

/** Layers that can be added, listed at first and at most. */
const offeredAtOnce = 20;
const mostOffered = 500;

const parameters: readonly Parameter[] = [
  {
    name: 'layers',
    in: 'query',
    schema: { type: 'array', items: { type: 'string' } },
    description: { vi: 'Các lớp trên bản đồ, cách nhau bằng dấu phẩy', en: 'Layers of the map, separated by commas' },
    style: 'form',
    explode: false,
  },
  {
    name: 'at',
    in: 'query',
    schema: { type: 'string' },
    description: { vi: 'Chỗ đang xem: mức/vĩ độ/kinh độ', en: 'What is looked at: zoom/latitude/longitude' },
  },
  { name: 'add', in: 'query', schema: { type: 'string' }, description: { vi: 'Thêm một lớp', en: 'One layer more' } },
  {
    name: 'find',
    in: 'query',
    schema: { type: 'string' },
    description: {
      vi: 'Tìm trong các lớp có thể thêm: các chữ trong tên, không cần dấu',
      en: 'Looks among the layers that can be added: words of the title, with or without marks',
    },
  },
  {
    name: 'offered',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: mostOffered, default: offeredAtOnce },
    description: { vi: 'Số lớp có thể thêm được kể ra', en: 'How many layers that can be added are listed' },
  },
];

/** What a map of several collections shows, with what stands in for it where there is no script. */
export function mapRoute(context: FeaturesContext): Route {
  return route({
    method: 'GET',
    path: '/map',
    operationId: 'getMap',
    tag: 'map',
    summary: { vi: 'Bản đồ các lớp dữ liệu', en: 'A map of collections' },
    resource: 'map',
    formats: ['json'],
    access: 'public',
    parameters,
    handle: (request) => getMap(context, request),
  });
}

async function getMap(context: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const views = await viewsOf(context, request);
  const asked = askedLayers(request);
  const shown = asked.flatMap((id) => views.get(id) ?? []);
  const places = shown.flatMap(({ edition }) => (edition.extent ? [edition.extent] : []));
  const layers = await Promise.all(shown.map((view, place) => describeLayer(context, request, view, place)));
  return {
    resource: 'map',
    rows: layers.reduce((sum, { features }) => sum + features.length, 0),
    data: {
      layers,
      missing: asked.filter((id) => !views.has(id)),
      ...offer(request, [...views.values()].filter(({ collection }) => !asked.includes(collection.id))), // prettier-ignore
      extent:
        places.length === 0
          ? null
          : [
              Math.min(...places.map(([west]) => west)),
              Math.min(...places.map(([, south]) => south)),
              Math.max(...places.map(([, , east]) => east)),
              Math.max(...places.map(([, , , north]) => north)),
            ],
      at: readAt(request.query['at']),
      systems: context.crs.uris.filter((uri) => !uri.endsWith('/3857')).map((uri) => ({ uri, title: context.crs.title(uri)[request.language] })), // prettier-ignore
    },
  };
}

/** Layers that can be added: those that the words of `find` name, so many as were asked for. */
function offer(request: ApiRequest, views: readonly View[]) {
  const { language, query } = request;
  const fold = (text: string) => foldText(text, { letterCase: true, accents: true });
  const words = fold(query['find'] ?? '')
    .split(/\s+/)
    .filter(Boolean);
  const found = views.filter(({ collection: { id, title } }) => {
    const text = fold(`${title.vi} ${title.en} ${id}`);
    return words.every((word) => text.includes(word));
  });
  const offered = readOffered(query['offered']);
  return {
    more: found.slice(0, offered).map(({ collection, edition }) => ({
      id: collection.id,
      title: collection.title[language],
      numberOfItems: edition.count,
    })),
    find: query['find'] ?? '',
    offered,
    numberOffered: found.length,
    numberOfOthers: views.length,
  };
}

function readOffered(text: string | undefined): number {
  if (text === undefined || text === '') return offeredAtOnce;
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= mostOffered) return Number(text);
  throw httpProblem('invalid-parameter', { name: 'offered', value: text, expected: `1–${mostOffered}` });
}

function askedLayers({ query }: ApiRequest): string[] {
  const listed = (query['layers'] ?? '').split(',');
  const all = [...listed, query['add'] ?? ''].filter((id) => id !== '');
  return [...new Set(all)].slice(0, mostLayers);
}

async function viewsOf(context: FeaturesContext, request: ApiRequest): Promise<Map<string, View>> {
  const views = await readableViews(context.db, request.caller);
  return new Map(views.filter(({ hasGeometry }) => hasGeometry).map((view) => [view.collection.id, view]));
}

/** Rows that are counted out day by day are not spent on a table that nobody asked for. */
function shownOf({ grant: { limits } }: View): number {
  return limits.perDay === null ? Math.min(shownFeatures, limits.rowsPerRequest ?? shownFeatures) : 0;
}

async function describeLayer(context: FeaturesContext, request: ApiRequest, view: View, place: number) {
  const { collection, edition } = view;
  const path = `/collections/${encodeURIComponent(collection.id)}`;
  // A map has no form of its own for what selects: the table shows the first features as they stand.
  const query = { ...parseItemsQuery({ ...request, query: {} }, view, context), limit: shownOf(view) };
  const style = await seenStyle(context.db, view);
  const kind = geometryKind(view);
  const features = query.limit === 0 ? [] : featuresOf(await selectItems(context.db, view, query, context.tokens));
  return {
    id: collection.id,
    title: collection.title[request.language],
    dataset: collection.dataset,
    kind,
    legend: legendOf({ ...view, kind, style, place }, context.codes, request.language),
    extent: edition.extent,
    updated: edition.publishedAt,
    numberOfItems: edition.count,
    columns: describeColumns(view, request.language),
    features,
    tiles: linkTo(request, `${path}/tiles/${webMercatorQuad.id}`, { f: 'tilejson' }),
    style: linkTo(request, `${path}/styles/default`, { place: String(place) }),
  };
}

/** Zoom, latitude, longitude; null where the address has none that makes sense. */
function readAt(text: string | undefined): [number, number, number] | null {
  const numbers = (text ?? '').split('/').map(Number);
  if (text === undefined || numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
  const [zoom, latitude, longitude] = numbers as [number, number, number];
  return Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180
    ? [Math.max(0, Math.min(22, zoom)), latitude, longitude]
    : null;
}

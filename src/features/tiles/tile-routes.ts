import { withinGrant } from '../../access/index.ts';
import { route, type ApiRequest, type Parameter, type Reply, type Route } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import { parseItemsQuery } from '../read/items-query.ts';
import { readableViews } from '../read/readable-views.ts';
import type { View } from '../read/view.ts';
import { asOfParameter } from '../routes/collections.ts';
import { linkTo, viewOf, type FeaturesContext } from '../routes/context.ts';
import { selectingParameters } from '../routes/items-parameters.ts';
import { makeTile } from './make-tile.ts';
import { addressOf, placeParameters, placeText } from './tile-address.ts';
import { TileCache } from './tile-cache.ts';
import { isWithin, limitsAt, tileMatrixSetDocument, webMercatorQuad, type Box } from './tile-grid.ts';
import { mostFeatures } from './tile-plan.ts';
import { tileReply } from './tile-reply.ts';
import { tileJson, tilesetDocument, tilesetsDocument, type Tileset } from './tileset-documents.ts';

const conf = 'http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf';
const cacheBytes = 64 * 1024 ** 2;
/** Layers of one tile; of more one has to choose. */
const mostLayers = 50;

const setParameter: Parameter = {
  name: 'tileMatrixSetId',
  in: 'path',
  schema: { type: 'string', enum: [webMercatorQuad.id] },
  description: { vi: 'Lưới ô', en: 'Tile matrix set' },
};
const collectionsParameter: Parameter = {
  name: 'collections',
  in: 'query',
  schema: { type: 'array', items: { type: 'string' } },
  description: { vi: 'Các lớp trong ô, cách nhau bằng dấu phẩy', en: 'Layers of the tile, separated by commas' },
  style: 'form',
  explode: false,
};
const tileParameters: readonly Parameter[] = [
  ...selectingParameters.filter(({ name }) => name === 'datetime' || name.startsWith('filter')),
  asOfParameter,
];

interface TileContext extends FeaturesContext {
  readonly cache: TileCache;
}

/** OGC API - Tiles Part 1 (20-057) over collections: vector tiles of each, and of several as layers of one tile. */
export function tileRoutes(features: FeaturesContext): Route[] {
  const context: TileContext = { ...features, cache: new TileCache(cacheBytes) };
  const common = { method: 'GET', tag: 'map', access: 'public' } as const;
  const ofCollection = '/collections/{collectionId}/tiles';
  const withQuery = [...tileParameters, setParameter];
  const extraParameters = async (request: ApiRequest) =>
    new Set((await viewOf(context, request)).properties.map(({ name }) => name));
  return [
    route({
      ...common,
      path: '/tileMatrixSets',
      operationId: 'getTileMatrixSetsList',
      summary: { vi: 'Các lưới ô', en: 'Tile matrix sets' },
      resource: 'tile-matrix-sets',
      formats: ['json'],
      handle: async (request) => ({
        resource: 'tile-matrix-sets',
        data: { tileMatrixSets: [matrixSetEntry(request)] },
      }),
    }),
    route({
      ...common,
      path: '/tileMatrixSets/{tileMatrixSetId}',
      operationId: 'getTileMatrixSet',
      summary: { vi: 'Một lưới ô', en: 'A tile matrix set' },
      resource: 'tile-matrix-set',
      formats: ['json'],
      parameters: [setParameter],
      handle: async (request) => {
        checkSet(request);
        return { resource: 'tile-matrix-set', data: tileMatrixSetDocument(webMercatorQuad.id) };
      },
    }),
    route({
      ...common,
      path: ofCollection,
      operationId: 'collection.vector.getTileSetsList',
      summary: { vi: 'Các bộ ô bản đồ của một lớp', en: 'Tilesets of a collection' },
      resource: 'tilesets',
      formats: ['json'],
      parameters: tileParameters,
      conformsTo: [`${conf}/tilesets-list`, `${conf}/geodata-tilesets`, `${conf}/oas30`],
      handle: async (request) => ({
        resource: 'tilesets',
        data: tilesetsDocument(request, ofOne(request, await viewOf(context, request))),
      }),
    }),
    route({
      ...common,
      path: `${ofCollection}/{tileMatrixSetId}`,
      operationId: 'collection.vector.getTileSet',
      summary: { vi: 'Một bộ ô bản đồ của một lớp', en: 'A tileset of a collection' },
      resource: 'tileset',
      formats: ['json', 'tilejson'],
      parameters: withQuery,
      conformsTo: [`${conf}/tileset`],
      handle: async (request) => describe(request, ofOne(request, await viewOf(context, request))),
    }),
    route({
      ...common,
      path: `${ofCollection}/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`,
      operationId: 'collection.vector.getTile',
      summary: { vi: 'Một ô bản đồ của một lớp (MVT)', en: 'A vector tile of a collection (MVT)' },
      resource: 'tile',
      formats: ['mvt'],
      parameters: [...placeParameters, ...withQuery],
      extraParameters,
      conformsTo: [`${conf}/core`, `${conf}/mvt`],
      handle: (request) => getCollectionTile(context, request),
    }),
    route({
      ...common,
      path: '/tiles',
      operationId: 'dataset.vector.getTileSetsList',
      summary: { vi: 'Các bộ ô bản đồ của cả nút', en: 'Tilesets of the whole node' },
      resource: 'tilesets',
      formats: ['json'],
      parameters: [collectionsParameter],
      conformsTo: [`${conf}/dataset-tilesets`, `${conf}/collections-selection`],
      handle: async (request) => ({
        resource: 'tilesets',
        data: tilesetsDocument(request, await ofSeveral(context, request)),
      }),
    }),
    route({
      ...common,
      path: '/tiles/{tileMatrixSetId}',
      operationId: 'dataset.vector.getTileSet',
      summary: { vi: 'Bộ ô bản đồ của nhiều lớp', en: 'The tileset of several collections' },
      resource: 'tileset',
      formats: ['json', 'tilejson'],
      parameters: [setParameter, collectionsParameter],
      handle: async (request) => describe(request, await ofSeveral(context, request)),
    }),
    route({
      ...common,
      path: '/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}',
      operationId: 'dataset.vector.getTile',
      summary: { vi: 'Một ô bản đồ của nhiều lớp (MVT)', en: 'A vector tile of several collections (MVT)' },
      resource: 'tile',
      formats: ['mvt'],
      parameters: [...placeParameters, setParameter, collectionsParameter],
      handle: (request) => getNodeTile(context, request),
    }),
  ];
}

function matrixSetEntry(request: ApiRequest): Record<string, unknown> {
  const { id, uri } = webMercatorQuad;
  const href = linkTo(request, `/tileMatrixSets/${id}`);
  return { id, title: id, uri, links: [{ href, rel: 'self', type: 'application/json' }] };
}

function describe(request: ApiRequest, tileset: Tileset): Reply {
  checkSet(request);
  const isTileJson = request.format === 'tilejson';
  return { resource: 'tileset', data: isTileJson ? tileJson(request, tileset) : tilesetDocument(request, tileset) };
}

function checkSet({ params }: ApiRequest): void {
  const asked = params['tileMatrixSetId']!;
  if (asked !== webMercatorQuad.id) throw featureProblem('tileset-not-found', { asked, known: webMercatorQuad.id });
}

function ofOne(request: ApiRequest, view: View): Tileset {
  if (!view.hasGeometry) throw featureProblem('no-geometry', { collection: view.collection.id });
  const { f: _f, lang: _lang, ...query } = request.query;
  const path = `/collections/${encodeURIComponent(view.collection.id)}`;
  return { title: view.collection.title[request.language], path, extent: view.edition.extent, layers: [view], query };
}

async function ofSeveral(context: FeaturesContext, request: ApiRequest): Promise<Tileset> {
  const layers = await viewsOf(context, request);
  const extents = layers.flatMap(({ edition }) => (edition.extent ? [edition.extent] : []));
  const asked = request.query['collections'];
  return {
    title: request.language === 'vi' ? 'Các lớp dữ liệu của nút' : "The node's collections",
    path: '',
    extent: extents.length === 0 ? null : extents.reduce(around),
    layers,
    query: asked === undefined ? {} : { collections: asked },
  };
}

const around = (a: Box, b: Box): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

/** What the caller sees of the collections that he asks for, or of all that have places. */
async function viewsOf(context: FeaturesContext, request: ApiRequest): Promise<View[]> {
  const asked = request.query['collections']?.split(',').filter((id) => id !== '');
  const views = await readableViews(context.db, request.caller, asked);
  const unknown = asked?.find((id) => !views.some(({ collection }) => collection.id === id));
  if (unknown !== undefined) throw featureProblem('collection-not-found', { collection: unknown });
  return views.filter(({ hasGeometry, edition }) => hasGeometry && edition.extent !== null);
}

async function getCollectionTile(context: TileContext, request: ApiRequest): Promise<Reply> {
  checkSet(request);
  const view = await viewOf(context, request);
  const { extent } = ofOne(request, view);
  const address = addressOf(request, extent);
  const query = parseItemsQuery(request, view, context);
  const { number, publishedAt } = view.edition;
  const known = [view.collection.id, number, publishedAt, view.grant.key, query.isFiltered ? query.selection : ''];
  return tileReply(request, address, known, (encoding) => {
    const read = (most: number) => {
      const make = () => makeTile(context.db, view, { address, conditions: query.conditions, most });
      return context.cache.packed([...known, placeText(address), most].join(' '), make, encoding);
    };
    return withinGrant(context.db, view.grant, mostFeatures, read, ({ rows }) => rows);
  });
}

/** Layers one behind the other are one tile; each comes from where the tile of its collection alone comes from. */
async function getNodeTile(context: TileContext, request: ApiRequest): Promise<Reply> {
  checkSet(request);
  const { extent, layers } = await ofSeveral(context, request);
  const address = addressOf(request, extent);
  const there = layers.filter(({ edition }) => isWithin(limitsAt(edition.extent!, address.zoom), address));
  if (there.length > mostLayers) throw featureProblem('too-many-tile-layers', { most: mostLayers });
  const known = there.flatMap(({ collection, edition, grant }) => [collection.id, edition.number, edition.publishedAt, grant.key]); // prettier-ignore
  return tileReply(request, address, known, async (encoding) => {
    const share = Math.ceil(mostFeatures / Math.max(1, there.length));
    const parts = await Promise.all(
      there.map((view) => {
        const { number, publishedAt } = view.edition;
        const read = (most: number) => {
          const key = [view.collection.id, number, publishedAt, view.grant.key, '', placeText(address), most].join(' ');
          return context.cache.made(key, () => makeTile(context.db, view, { address, conditions: [], most }));
        };
        return withinGrant(context.db, view.grant, share, read, ({ rows }) => rows);
      }),
    );
    const whole = { bytes: Buffer.concat(parts.map(({ bytes }) => bytes)), rows: parts.reduce((sum, { rows }) => sum + rows, 0) }; // prettier-ignore
    return context.cache.packed(['node', ...known, placeText(address), share].join(' '), async () => whole, encoding);
  });
}

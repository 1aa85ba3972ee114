import { withinGrant } from '../../access/index.ts';
import { httpProblem, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { linkTo, viewOf, type FeaturesContext } from '../routes/context.ts';
import { addressOf, placeParameters, placeText } from '../tiles/tile-address.ts';
import { TileCache } from '../tiles/tile-cache.ts';
import { webMercatorQuad } from '../tiles/tile-grid.ts';
import { tileReply } from '../tiles/tile-reply.ts';
import { chooseBase, findBase, leaveBase, openAreas } from './base-map.ts';
import { mostUnits, namesTile } from './base-names.ts';
import { drawBase } from './draw-base.ts';

const namesCacheBytes = 8 * 1024 ** 2;
/** From here on maps enlarge the tiles of names: each holds but a few. */
const deepestNames = 12;

interface BaseForm {
  readonly use: 'yes' | 'no';
  readonly label?: string;
}

/** The units that lie beneath the data of every map: what they are, and the choice of whoever looks after the node. */
export function baseRoutes(context: FeaturesContext): Route[] {
  const { db, clock } = context;
  const cache = new TileCache(namesCacheBytes);
  return [
    route({
      method: 'GET',
      path: '/map/base',
      operationId: 'getBaseMap',
      tag: 'map',
      summary: {
        vi: 'Ranh giới và tên đơn vị làm nền của mọi bản đồ',
        en: 'Boundaries and names of units beneath every map',
      },
      resource: 'base-map',
      formats: ['json'],
      access: 'public',
      handle: (request) => getBase(context, request),
    }),
    route({
      method: 'GET',
      path: '/map/base/names/{tileMatrix}/{tileRow}/{tileCol}',
      operationId: 'getBaseMapNames',
      tag: 'map',
      summary: {
        vi: 'Tên đơn vị của nền bản đồ, mỗi đơn vị một điểm (MVT)',
        en: 'Names of the base map, one point for each unit (MVT)',
      },
      resource: 'tile',
      formats: ['mvt'],
      access: 'public',
      parameters: placeParameters,
      handle: (request) => getNames(context, cache, request),
    }),
    route({
      method: 'POST',
      path: '/collections/{collectionId}/base-map',
      operationId: 'putBaseMap',
      tag: 'map',
      summary: {
        vi: 'Dùng, hoặc thôi dùng, lớp này làm nền của mọi bản đồ',
        en: 'Use a collection as base of every map, or stop to',
      },
      resource: 'style-editor',
      formats: ['json'],
      access: 'node-administrator',
      body: {
        kind: 'json',
        schema: {
          type: 'object',
          additionalProperties: false,
          required: ['use'],
          properties: { use: { type: 'string', enum: ['yes', 'no'] }, label: { type: 'string', maxLength: 50 } },
        },
      },
      response: { status: 303 },
      handle: async (request) => {
        const { collection } = await viewOf(context, request);
        const { use, label } = request.body as BaseForm;
        if (use === 'no') await leaveBase(db, collection.id);
        else {
          const chosen = { collection: collection.id, label: await labelOf(context, collection.id, label) };
          await chooseBase(db, clock, chosen, request.caller.id);
        }
        return { location: `/collections/${encodeURIComponent(collection.id)}/style`, status: 303 };
      },
    }),
  ];
}

/** Throws Problem `invalid-parameter` where the public sees no areas, or not this column of them. */
async function labelOf({ db }: FeaturesContext, id: string, asked: string | undefined): Promise<string | null> {
  const view = await openAreas(db, id);
  if (!view) {
    const expected = 'areas that anybody may read / vùng mà ai cũng xem được';
    throw httpProblem('invalid-parameter', { name: 'use', value: id, expected });
  }
  if (!asked) return null;
  const names = view.properties.filter(({ type }) => type === 'string').map(({ name }) => name);
  if (names.includes(asked)) return asked;
  throw httpProblem('invalid-parameter', { name: 'label', value: asked, expected: names.join(', ') });
}

/** No bytes where there is no base map with names. Throws Problem `tile-not-found` outside it. */
async function getNames({ db }: FeaturesContext, cache: TileCache, request: ApiRequest): Promise<Reply> {
  const base = await findBase(db);
  if (base?.label == null) {
    const none = { bytes: Buffer.alloc(0), encoding: 'identity', rows: 0 } as const;
    return tileReply(request, addressOf(request, null), ['none'], async () => none);
  }
  const address = addressOf(request, base.view.edition.extent);
  const { collection, edition, grant } = base.view;
  const known = [collection.id, base.label, edition.number, edition.publishedAt, grant.key];
  return tileReply(request, address, known, (encoding) => {
    const read = (most: number) => {
      const key = [...known, placeText(address), most].join(' ');
      return cache.packed(key, () => namesTile(db, base, address, most), encoding);
    };
    return withinGrant(db, grant, mostUnits, read, ({ rows }) => rows);
  });
}

async function getBase({ db }: FeaturesContext, request: ApiRequest) {
  const base = await findBase(db);
  if (!base) return { resource: 'base-map', data: { base: null } };
  const { collection } = base.view;
  const path = `/collections/${encodeURIComponent(collection.id)}`;
  return {
    resource: 'base-map',
    data: {
      base: {
        collection: collection.id,
        title: collection.title[request.language],
        tiles: linkTo(request, `${path}/tiles/${webMercatorQuad.id}`, { f: 'tilejson' }),
        names:
          base.label === null
            ? null
            : {
                tiles: [`${request.base}/map/base/names/{z}/{y}/{x}`],
                bounds: base.view.edition.extent,
                maxzoom: deepestNames,
              },
        layers: drawBase(base),
      },
    },
  };
}

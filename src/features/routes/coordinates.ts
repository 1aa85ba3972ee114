import {
  httpProblem,
  route,
  sql,
  type ApiRequest,
  type Parameter,
  type Position,
  type Reply,
  type Route,
} from '../../kernel/index.ts';
import { crs84, geometryIn, toCrs84, type Crs } from '../read/crs.ts';
import type { FeaturesContext } from './context.ts';

const parameters: readonly Parameter[] = [
  {
    name: 'at',
    in: 'query',
    required: true,
    schema: { type: 'string' },
    description: {
      vi: 'Hai số theo thứ tự trục của hệ toạ độ, cách nhau bằng dấu phẩy',
      en: 'Two numbers in the axis order of the reference system, separated by a comma',
    },
  },
  {
    name: 'crs',
    in: 'query',
    schema: { type: 'string', format: 'uri', default: crs84 },
    description: { vi: 'Hệ toạ độ của at', en: 'CRS of at' },
  },
];

/** A place in every reference system of the node, by the same operations that features go through. */
export function coordinatesRoute(context: FeaturesContext): Route {
  return route({
    method: 'GET',
    path: '/coordinates',
    operationId: 'getCoordinates',
    tag: 'map',
    summary: { vi: 'Một vị trí trong mọi hệ toạ độ', en: 'A place in every reference system' },
    resource: 'coordinates',
    formats: ['json'],
    access: 'public',
    parameters,
    handle: (request) => getCoordinates(context, request),
  });
}

async function getCoordinates({ db, crs: registry }: FeaturesContext, request: ApiRequest): Promise<Reply> {
  const asked = registry.find(request.query['crs'] ?? crs84, 'crs');
  const [longitude, latitude] = placeOf(request, asked);
  const point = sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)`;
  // Web Mercator is for pictures, and nobody reads coordinates in it.
  const systems = registry.uris.filter((uri) => !uri.endsWith('/3857')).map((uri) => registry.find(uri, 'crs'));
  const columns = systems.map((crs, index) => {
    const moved = geometryIn(crs, point);
    return sql`array[ST_X(${moved}), ST_Y(${moved})] as ${sql.identifier(`s${index}`)}`;
  });
  const [row] = await db.query<Record<string, number[]>>(sql`select ${sql.join(columns)}`);
  return {
    resource: 'coordinates',
    data: {
      longitude,
      latitude,
      systems: systems.map((crs, index) => ({
        uri: crs.uri,
        title: registry.title(crs.uri)[request.language],
        unit: crs.isGeographic ? 'deg' : 'm',
        axes: crs.flipped ? 'yx' : 'xy',
        coordinates: row![`s${index}`],
      })),
    },
  };
}

function placeOf({ query }: ApiRequest, crs: Crs): [number, number] {
  const text = query['at'] ?? '';
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const refuse = () =>
    httpProblem('invalid-parameter', { name: 'at', value: text.slice(0, 100), expected: crs.flipped ? 'y,x' : 'x,y' });
  if (numbers.length !== 2 || !numbers.every(Number.isFinite)) throw refuse();
  const { coordinates } = toCrs84(crs, { type: 'Point', coordinates: numbers }) as {
    coordinates: Position;
  };
  const [longitude, latitude] = coordinates as [number, number];
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 89)) throw refuse();
  return [longitude, latitude];
}

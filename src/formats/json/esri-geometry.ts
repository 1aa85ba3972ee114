import type { Geometry } from '../../kernel/index.ts';
import type { LayerCrs } from '../model.ts';
import { isObject } from '../geojson/feature.ts';

type Position = readonly number[];

/** A geometry of an ArcGIS answer as GeoJSON; null where it has none, undefined where it is not one. */
export function geometryOfEsri(value: unknown): Geometry | null | undefined {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) return undefined;
  const { x, y, points, paths, rings } = value;
  if ('x' in value) return x === null || x === 'NaN' ? null : pointOf(x, y, value['z']);
  if (points !== undefined) return multiple(positionsOf(points), 'MultiPoint');
  if (paths !== undefined) return linesOf(paths);
  if (rings !== undefined) return polygonsOf(rings);
  return undefined;
}

function pointOf(x: unknown, y: unknown, z: unknown): Geometry | undefined {
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  return { type: 'Point', coordinates: typeof z === 'number' ? [x, y, z] : [x, y] } as Geometry;
}

function multiple(positions: Position[] | undefined, type: 'MultiPoint'): Geometry | null | undefined {
  if (!positions) return undefined;
  return positions.length === 0 ? null : ({ type, coordinates: positions } as Geometry);
}

function linesOf(value: unknown): Geometry | null | undefined {
  const lines = listsOf(value)?.filter((line) => line.length > 0);
  if (!lines) return undefined;
  if (lines.length === 0) return null;
  if (lines.length === 1) return { type: 'LineString', coordinates: lines[0] } as Geometry;
  return { type: 'MultiLineString', coordinates: lines } as Geometry;
}

/**
 * Rings come in one list: clockwise ones are outer, the others holes of the smallest outer ring around them. GeoJSON
 * winds them the other way round (RFC 7946, 3.1.6).
 */
function polygonsOf(value: unknown): Geometry | null | undefined {
  const rings = listsOf(value)?.filter((ring) => ring.length > 0);
  if (!rings) return undefined;
  if (rings.length === 0) return null;
  const sized = rings.map((ring) => ({ ring, area: signedArea(ring) }));
  let outer = sized.filter(({ area }) => area < 0);
  if (outer.length === 0) outer = sized;
  const polygons = outer.map(({ ring, area }) => ({ area: Math.abs(area), outer: ring, rings: [ring.toReversed()] }));
  for (const { ring } of sized.filter((one) => !outer.includes(one))) {
    const around = polygons
      .filter((polygon) => isInside(ring[0]!, polygon.outer))
      .toSorted((left, right) => left.area - right.area)[0];
    (around ?? polygons[0]!).rings.push(ring.toReversed());
  }
  if (polygons.length === 1) return { type: 'Polygon', coordinates: polygons[0]!.rings } as Geometry;
  return { type: 'MultiPolygon', coordinates: polygons.map(({ rings: parts }) => parts) } as Geometry;
}

function listsOf(value: unknown): Position[][] | undefined {
  if (!Array.isArray(value)) return undefined;
  const lists = value.map(positionsOf);
  return lists.includes(undefined) ? undefined : (lists as Position[][]);
}

function positionsOf(value: unknown): Position[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isPosition = (position: unknown) =>
    Array.isArray(position) && position.length >= 2 && position.every((number) => typeof number === 'number');
  return value.every(isPosition) ? (value as Position[]) : undefined;
}

/** Above zero when the ring runs against the clock. */
function signedArea(ring: readonly Position[]): number {
  let area = 0;
  for (let index = 0; index < ring.length; index += 1) {
    const [here, next] = [ring[index]!, ring[(index + 1) % ring.length]!];
    area += here[0]! * next[1]! - next[0]! * here[1]!;
  }
  return area / 2;
}

function isInside([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let index = 0, before = ring.length - 1; index < ring.length; before = index, index += 1) {
    const [a, b] = [ring[index]!, ring[before]!];
    if (a[1]! > y! !== b[1]! > y! && x! < ((b[0]! - a[0]!) * (y! - a[1]!)) / (b[1]! - a[1]!) + a[0]!) inside = !inside;
  }
  return inside;
}

/** What `spatialReference` says; Web Mercator has older numbers of Esri's own. */
export function crsOfEsri(value: unknown): LayerCrs | undefined {
  if (!isObject(value)) return undefined;
  const wkid = value['latestWkid'] ?? value['wkid'];
  if (typeof wkid === 'number') {
    if ([102_100, 102_113, 3785, 900_913].includes(wkid)) return { kind: 'epsg', code: 'EPSG:3857' };
    return wkid < 100_000 ? { kind: 'epsg', code: `EPSG:${wkid}` } : { kind: 'text', text: `ESRI:${wkid}` };
  }
  return typeof value['wkt'] === 'string' ? { kind: 'wkt', wkt: value['wkt'] } : undefined;
}

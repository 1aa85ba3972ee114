import type { Geometry } from '../../../kernel/index.ts';

type Check = (value: unknown) => boolean;

const isPosition: Check = (value) =>
  Array.isArray(value) &&
  (value.length === 2 || value.length === 3) &&
  value.every((number) => Number.isFinite(number)) &&
  Math.abs(value[0] as number) <= 180 &&
  Math.abs(value[1] as number) <= 90;
const listOf =
  (check: Check, least: number): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(check);
const isLine = listOf(isPosition, 2);
const isRing: Check = (value) =>
  listOf(isPosition, 4)(value) && String((value as unknown[])[0]) === String((value as unknown[]).at(-1));

const shapes: ReadonlyMap<unknown, Check> = new Map([
  ['Point', isPosition],
  ['MultiPoint', listOf(isPosition, 1)],
  ['LineString', isLine],
  ['MultiLineString', listOf(isLine, 1)],
  ['Polygon', listOf(isRing, 1)],
  ['MultiPolygon', listOf(listOf(isRing, 1), 1)],
]);

/** The geometry of a GeoJSON geometry or feature (RFC 7946, longitude first); null where it is none. */
export function geometryOf(value: unknown): Geometry | null {
  if (typeof value !== 'object' || value === null || !('type' in value)) return null;
  if (value.type === 'Feature') return 'geometry' in value ? geometryOf(value.geometry) : null;
  if (value.type === 'GeometryCollection') {
    const parts = 'geometries' in value && Array.isArray(value.geometries) ? value.geometries.map(geometryOf) : [];
    const geometries = parts.filter((part) => part !== null);
    return geometries.length > 0 && geometries.length === parts.length
      ? { type: 'GeometryCollection', geometries: geometries as never }
      : null;
  }
  const check = shapes.get(value.type);
  const coordinates = 'coordinates' in value ? value.coordinates : null;
  return check?.(coordinates) ? ({ type: value.type, coordinates } as Geometry) : null;
}

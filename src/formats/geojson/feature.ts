import { isUtf8 } from 'node:buffer';
import type { Geometry } from '../../kernel/index.ts';
import type { RejectedRecord } from '../model.ts';

export interface FeatureRecord {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry | null;
  readonly id: string | number | null;
}

export type Parsed = FeatureRecord | { readonly reason: RejectedRecord['reason']; readonly detail?: string };

/** A record from the bytes of a feature or bare geometry (RFC 7946, 3), or why it is none. */
export function parseFeature(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { reason: 'invalid-json', detail: 'UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return { reason: 'invalid-json', detail: (error as Error).message.slice(0, 200) };
  }
  return featureOf(value);
}

export function featureOf(value: unknown): Parsed {
  if (!isObject(value)) return { reason: 'not-a-feature' };
  if (value['type'] === 'Feature') return featureFrom(value);
  if (!geometryTypes.has(value['type'] as string)) return { reason: 'not-a-feature', detail: short(value['type']) };
  const geometry = geometryOf(value);
  if (geometry === undefined) return { reason: 'invalid-geometry', detail: short(value['type']) };
  return { properties: {}, geometry, id: null };
}

function featureFrom(value: Record<string, unknown>): Parsed {
  const { properties, geometry, id } = value;
  if (!isObject(properties) && properties !== null && properties !== undefined)
    return { reason: 'not-a-feature', detail: 'properties' };
  const read = geometry === null || geometry === undefined ? null : geometryOf(geometry);
  if (read === undefined)
    return { reason: 'invalid-geometry', detail: isObject(geometry) ? short(geometry['type']) : short(geometry) };
  return {
    properties: isObject(properties) ? properties : {},
    geometry: read,
    id: typeof id === 'string' || typeof id === 'number' ? id : null,
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 100);
}

/** How deep arrays nest until a position, by geometry type. */
const nesting: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};
const geometryTypes = new Set([...Object.keys(nesting), 'GeometryCollection']);

/** The geometry, null when it has no coordinates (RFC 7946, 3.1), undefined when it is not one. */
function geometryOf(value: unknown): Geometry | null | undefined {
  if (!isObject(value) || !geometryTypes.has(value['type'] as string)) return undefined;
  if (value['type'] === 'GeometryCollection') return collectionOf(value);
  const { type, coordinates } = value as { type: string; coordinates: unknown };
  if (Array.isArray(coordinates) && coordinates.length === 0) return null;
  if (!arePositions(coordinates, nesting[type]!)) return undefined;
  return value as Geometry;
}

function collectionOf(value: Record<string, unknown>): Geometry | null | undefined {
  const { geometries } = value;
  if (!Array.isArray(geometries)) return undefined;
  const parts = geometries.map(geometryOf);
  if (parts.includes(undefined)) return undefined;
  const filled = parts.filter((part): part is Geometry => part !== null && part !== undefined);
  return filled.length === 0 ? null : { type: 'GeometryCollection', geometries: filled };
}

function arePositions(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) {
    for (const part of value) if (!arePositions(part, depth - 1)) return false;
    return true;
  }
  if (value.length < 2) return false;
  for (const number of value) if (typeof number !== 'number') return false;
  return true;
}

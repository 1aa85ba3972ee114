import type { Geometry, Position } from '../kernel/index.ts';
import { canonicalTimestamp, isCalendarDate } from './instants.ts';
import type { BboxLiteral, DateInstant, TimestampInstant } from './model.ts';
import { problem, shown } from './problems.ts';

/**
 * Checks of literals that text and JSON share. Each throws Problem `invalid-filter-literal` naming the value, its place
 * and an example of what is accepted.
 */
export function dateInstant(text: unknown, position: string): DateInstant {
  if (typeof text !== 'string' || !isCalendarDate(text)) throw invalid(text, position, "DATE('2024-01-31')");
  return { date: text };
}

export function timestampInstant(text: unknown, position: string): TimestampInstant {
  const timestamp = typeof text === 'string' ? canonicalTimestamp(text) : null;
  if (timestamp === null) throw invalid(text, position, "TIMESTAMP('2024-01-31T05:30:00Z')");
  return { timestamp };
}

/** One end of an interval: a date, a timestamp or `..`. */
export function intervalEnd(text: string, position: string): string {
  if (text === '..' || isCalendarDate(text)) return text;
  const timestamp = canonicalTimestamp(text);
  if (timestamp === null) throw invalid(text, position, "'2024-01-31', '2024-01-31T05:30:00Z', '..'");
  return timestamp;
}

/** Text that PostgreSQL can hold: no U+0000, no half of a surrogate pair. */
export function textLiteral(text: string, position: string): string {
  if (text.includes('\u0000') || /\p{Surrogate}/u.test(text))
    throw invalid('U+0000 / U+D800–U+DFFF', position, "'text'");
  return text;
}

export function numberLiteral(value: number, position: string, written: unknown = value): number {
  if (!Number.isFinite(value)) throw invalid(String(written), position, '123, 0.5, -1.2E3');
  return value === 0 ? 0 : value;
}

export function bboxLiteral(values: readonly number[], position: string): BboxLiteral {
  if (values.length !== 4 && values.length !== 6) throw invalid(values, position, 'BBOX(105.5,20.8,106,21.2)');
  return { bbox: values };
}

/**
 * Checks that lines have two positions, rings four and are closed, and that positions have two or three numbers.
 * Returns the geometry with only `type` and `coordinates` (or `geometries`).
 */
export function geometryLiteral(geometry: Geometry, position: string): Geometry {
  if (geometry.type === 'GeometryCollection') {
    if (!Array.isArray(geometry.geometries) || geometry.geometries.length === 0) throw notGeometry(geometry, position);
    const geometries = geometry.geometries.map((part) => {
      if (!part || part.type === 'GeometryCollection') throw notGeometry(geometry, position);
      return geometryLiteral(part, position);
    });
    return { type: 'GeometryCollection', geometries };
  }
  const check = coordinateChecks.get(geometry.type);
  if (!check || !check(geometry.coordinates)) throw notGeometry(geometry, position);
  return { type: geometry.type, coordinates: geometry.coordinates } as Geometry;
}

type Check = (value: unknown) => boolean;
const isPosition: Check = (value) =>
  Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every((n) => Number.isFinite(n));
const listOf =
  (check: Check, least: number): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.every(check);
const isLine = listOf(isPosition, 2);
const isRing: Check = (value) => listOf(isPosition, 4)(value) && isClosed(value as Position[]);
const isClosed = (ring: readonly Position[]): boolean =>
  ring[0]![0] === ring.at(-1)![0] && ring[0]![1] === ring.at(-1)![1];

const coordinateChecks: ReadonlyMap<string, Check> = new Map([
  ['Point', isPosition],
  ['MultiPoint', listOf(isPosition, 1)],
  ['LineString', isLine],
  ['MultiLineString', listOf(isLine, 1)],
  ['Polygon', listOf(isRing, 1)],
  ['MultiPolygon', listOf(listOf(isRing, 1), 1)],
]);

function notGeometry(geometry: unknown, position: string) {
  return invalid(geometry, position, 'POINT(105.8 21), LINESTRING(1 1,2 2), POLYGON((0 0,1 0,1 1,0 0))');
}

function invalid(value: unknown, position: string, accepted: string) {
  return problem('invalid-filter-literal', { value: shown(value), position, accepted });
}

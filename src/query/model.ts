import type { Geometry, Sql } from '../kernel/index.ts';
import type { ScalarFunction } from './scalar-functions.ts';

/**
 * A filter as OGC CQL2 JSON writes it (OGC 21-065r2, schema cql2.json), immutable. Text and JSON give the same tree:
 * `a AND b AND c` is one `and` with three operands, `NOT x LIKE y` and `x NOT LIKE y` are both `not(like)`,
 * `- a` is `* [-1, a]`. Timestamps keep at most six digits of fraction (a microsecond is what the store holds).
 */
export type Expression = Operation | boolean;

/** A condition, a calculation or a function call. `op` in the spelling of cql2.json: `isNull`, `t_finishedBy`, `div`. */
export interface Operation {
  readonly op: string;
  readonly args: readonly Operand[];
}

export type Operand =
  | Operation
  | string
  | number
  | boolean
  | PropertyReference
  | DateInstant
  | TimestampInstant
  | Interval
  | Geometry
  | BboxLiteral
  | readonly Operand[];

export interface PropertyReference {
  readonly property: string;
}
/** `2024-01-31`. */
export interface DateInstant {
  readonly date: string;
}
/** `2024-01-31T05:30:00.25Z`, always UTC. */
export interface TimestampInstant {
  readonly timestamp: string;
}
/** Both ends belong to it; `..` is an open end. */
export interface Interval {
  readonly interval: readonly [IntervalEnd, IntervalEnd];
}
export type IntervalEnd = string | PropertyReference | Operation;
/** West, south, east, north, or with heights third and last; west greater than east crosses the antimeridian. */
export interface BboxLiteral {
  readonly bbox: readonly number[];
}

/** What a property holds. In memory: text, number (int8 past 2^53 as text), boolean, `YYYY-MM-DD`, ISO text in UTC, JSON, GeoJSON. */
export type FieldType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'json' | 'geometry';

/**
 * A property that a filter may use. `column` is its SQL: text, int8 or int4, float8, boolean, date, timestamptz, jsonb,
 * geometry with SRID 4326.
 */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly column: Sql;
}

/** How large a filter may be. */
export interface Limits {
  /** Levels of nesting. */
  readonly depth: number;
  /** Operators, functions, properties and literals together; items of an IN list and vertices are counted apart. */
  readonly nodes: number;
  readonly listItems: number;
  /** Vertices of all geometry literals together. */
  readonly vertices: number;
  /** Length of the text, or of the JSON written without blanks, in bytes. */
  readonly textBytes: number;
}

export const defaultLimits: Limits = { depth: 32, nodes: 500, listItems: 1_000, vertices: 10_000, textBytes: 32_768 };

export interface CompileOptions {
  /** Brings a geometry literal from the CRS of `filter-crs` to longitude and latitude (EPSG:4326, x = longitude). */
  readonly transformLiteral?: (geometry: Geometry) => Geometry;
  /** Functions beside those of CQL2, by their name in lower case; none by default. */
  readonly functions?: ReadonlyMap<string, ScalarFunction>;
}

export function isOperation(node: unknown): node is Operation {
  return typeof node === 'object' && node !== null && 'op' in node;
}
export function isProperty(node: unknown): node is PropertyReference {
  return typeof node === 'object' && node !== null && 'property' in node;
}
export function isDate(node: unknown): node is DateInstant {
  return typeof node === 'object' && node !== null && 'date' in node;
}
export function isTimestamp(node: unknown): node is TimestampInstant {
  return typeof node === 'object' && node !== null && 'timestamp' in node;
}
export function isInterval(node: unknown): node is Interval {
  return typeof node === 'object' && node !== null && 'interval' in node;
}
export function isBbox(node: unknown): node is BboxLiteral {
  return typeof node === 'object' && node !== null && 'bbox' in node && !('type' in node);
}
export function isGeometry(node: unknown): node is Geometry {
  return typeof node === 'object' && node !== null && 'type' in node;
}
export function isArray(node: Operand): node is readonly Operand[] {
  return Array.isArray(node);
}

import type { Geometry } from '../../../kernel/index.ts';
import type { EntitySet, Property } from '../model.ts';
import { staProblem } from '../problems.ts';
import { geometryOf } from './geometry-of.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Values of columns: JSON as text for jsonb, GeoJSON of what PostGIS should know. */
export interface ColumnValues {
  readonly [column: string]: {
    readonly value: string | null;
    readonly type: 'text' | 'jsonb' | 'timestamptz' | 'geojson';
  };
}

export function bodyInvalid(pointer: string, accepted: string) {
  return staProblem('sta-body-invalid', { pointer: pointer || '/', accepted });
}

export function asBody(value: unknown, pointer: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bodyInvalid(pointer, 'JSON {…}');
  return value as Body;
}

/** Members that a client sends back as it got them. */
const isControl = (name: string): boolean => name.startsWith('@iot.') || name.includes('@iot.') || name === 'id';

/** Refuses members that no property and no relation has. */
export function checkMembers(set: EntitySet, body: Body, pointer: string): void {
  const known = [...set.properties, ...set.relations].map(({ name }) => name);
  for (const name of Object.keys(body)) {
    if (!known.includes(name) && !isControl(name)) throw bodyInvalid(`${pointer}/${name}`, known.join(', '));
  }
}

/**
 * Properties of an entity in a body. `all`: every one has to be there that must (POST, PUT), and what is not there becomes
 * null; else only what is there. Throws Problem `sta-body-invalid`.
 */
export function readProperties(set: EntitySet, body: Body, pointer: string, all: boolean): ColumnValues {
  checkMembers(set, body, pointer);
  const values: Record<string, ColumnValues[string]> = {};
  for (const property of set.properties) {
    const value = body[property.name];
    if (!property.writable || (value === undefined && !all)) continue;
    const at = `${pointer}/${property.name}`;
    if (value === undefined || (value === null && property.kind !== 'object')) {
      if (property.required) throw bodyInvalid(at, expected(property));
      values[property.column] = { value: null, type: typeOf(property) };
    } else Object.assign(values, readValue(property, value, at, body));
  }
  return values;
}

const typeOf = ({ kind }: Property): ColumnValues[string]['type'] =>
  kind === 'text' ? 'text' : kind === 'instant' ? 'timestamptz' : 'jsonb';

function expected({ kind, name }: Property): string {
  if (name === 'unitOfMeasurement') return '{"name": …, "symbol": …, "definition": …}';
  if (kind === 'geometry') return 'GeoJSON';
  if (kind === 'instant') return '2026-01-31T05:30:00Z';
  return kind === 'text' ? '"…"' : 'JSON';
}

function readValue(property: Property, value: unknown, at: string, body: Body): ColumnValues {
  const { kind, column, name } = property;
  if (kind === 'text') {
    if (typeof value !== 'string' || value.includes('\u0000')) throw bodyInvalid(at, expected(property));
    return { [column]: { value, type: 'text' } };
  }
  if (kind === 'instant') {
    const moment = readMoment(value);
    if (moment === null) throw bodyInvalid(at, expected(property));
    return { [column]: { value: new Date(moment).toISOString(), type: 'timestamptz' } };
  }
  if (name === 'unitOfMeasurement') checkUnit(value, at);
  if (name === 'properties' && value !== null) asBody(value, at);
  const json = { [column]: { value: jsonText(value, at), type: 'jsonb' } } as const;
  if (kind !== 'geometry') return json;
  return { ...json, [property.geom!]: { value: geometryText(value, at, body['encodingType']), type: 'geojson' } };
}

/** The database takes no NUL in JSON. */
export function jsonText(value: unknown, at: string): string {
  const text = JSON.stringify(value);
  if (text.includes('\\u0000')) throw bodyInvalid(at, 'JSON, ≠ U+0000');
  return text;
}

function checkUnit(value: unknown, at: string): void {
  const unit = asBody(value, at);
  for (const name of ['name', 'symbol', 'definition']) {
    const member = unit[name];
    if (typeof member !== 'string' && member !== null) throw bodyInvalid(`${at}/${name}`, '"…", null');
  }
}

/** Names under which GeoJSON is sent: that of the standard, the registered one, and short ones. */
const geoJsonPattern = /geo\+?json/i;

/** Another encoding is kept as it is and PostGIS does not know it. */
function geometryText(value: unknown, at: string, encodingType: unknown): string | null {
  const geometry: Geometry | null = geometryOf(value);
  if (geometry) return JSON.stringify(geometry);
  if (encodingType === undefined || geoJsonPattern.test(String(encodingType))) throw bodyInvalid(at, 'GeoJSON');
  return null;
}

const momentPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** Milliseconds since 1970 of an ISO 8601 instant with its zone; null where it is none. */
export function readMoment(value: unknown): number | null {
  if (typeof value !== 'string' || !momentPattern.test(value)) return null;
  const at = Date.parse(value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? null : at;
}

/** An instant, or an interval `start/end`; null where it is neither, or ends before it begins. */
export function readPeriod(value: unknown): readonly [number, number] | null {
  if (typeof value !== 'string') return null;
  const ends = value.split('/');
  const [start, end] = [readMoment(ends[0]), readMoment(ends.at(-1))];
  return ends.length > 2 || start === null || end === null || end < start ? null : [start, end];
}

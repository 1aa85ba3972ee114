import type { Geometry } from '../../kernel/index.ts';
import { featureOf, isObject } from '../geojson/feature.ts';
import type { Cell, LayerCrs } from '../model.ts';
import { crsOfEsri, geometryOfEsri } from './esri-geometry.ts';
import { flatten, isGeometry } from './flatten.ts';
import type { JsonRecord } from './json-records.ts';

/** Where the geometry of a record stands: an ArcGIS feature, a GeoJSON feature, or one of its members. */
export type GeometryPlace = 'esri' | 'feature' | { readonly member: string } | null;

export const keyColumn = 'key';

/** Gives the columns of one record; tuples have `0`, `1` …, plain values `value`. */
export function columnsOf(
  { value, key, parents }: JsonRecord,
  geometry: GeometryPlace,
  give: (column: string, value: unknown) => void,
): void {
  if (key !== null) give(keyColumn, key);
  if (parents) flatten(parents, give);
  if (Array.isArray(value)) value.forEach((cell, index) => give(String(index), cell));
  else if (!isObject(value)) give('value', value);
  else if (geometry === 'esri') {
    if (isObject(value['attributes'])) flatten(value['attributes'], give);
  } else if (geometry === 'feature') {
    if (value['id'] !== undefined) give('id', value['id']);
    if (isObject(value['properties'])) flatten(value['properties'], give);
  } else {
    flatten(value, (column, cell) => {
      if (geometry === null || column !== geometry.member) give(column, cell);
    });
  }
}

/** The geometry of one record, null where it has none, undefined where what stands there is none. */
export function geometryOf({ value }: JsonRecord, place: GeometryPlace): Geometry | null | undefined {
  if (place === null || !isObject(value)) return null;
  if (place === 'esri') return geometryOfEsri(value['geometry']);
  if (place === 'feature') return featureGeometry(value);
  const member = valueAt(value, place.member);
  return member === null || member === undefined ? null : featureGeometry(member);
}

function featureGeometry(value: unknown): Geometry | null | undefined {
  const parsed = featureOf(value);
  return 'reason' in parsed ? undefined : parsed.geometry;
}

/** A member by its flattened name. */
function valueAt(value: Readonly<Record<string, unknown>>, column: string): unknown {
  let found: unknown;
  flatten(value, (name, cell) => {
    if (name === column) found = cell;
  });
  return found;
}

/** Looks at every record and decides on columns and geometry. */
export class ShapeSurvey {
  readonly #columns = new Set<string>();
  readonly #geometryMembers = new Map<string, { geometries: number; others: number }>();
  readonly #reference: unknown[] = [];
  records = 0;
  #objects = 0;
  #esri = 0;
  #features = 0;
  #esriColumns = new Set<string>();
  #featureColumns = new Set<string>();
  #strings: (readonly string[])[] = [];
  #otherTuples = 0;

  add(record: JsonRecord): void {
    this.records += 1;
    const { value } = record;
    columnsOf(record, null, (column, cell) => {
      this.#columns.add(column);
      this.#noteMember(column, cell);
    });
    if (Array.isArray(value)) this.#noteTuple(value);
    if (!isObject(value)) return;
    this.#objects += 1;
    if (isEsri(value)) {
      this.#esri += 1;
      columnsOf(record, 'esri', (column) => this.#esriColumns.add(column));
      if (this.#reference.length === 0 && isObject(value['geometry'])) {
        this.#reference.push(value['geometry']['spatialReference']);
      }
    }
    if (value['type'] === 'Feature') {
      this.#features += 1;
      columnsOf(record, 'feature', (column) => this.#featureColumns.add(column));
    }
  }

  get width(): number {
    return Math.max(this.#columns.size, this.#esriColumns.size, this.#featureColumns.size);
  }

  end(): { readonly geometry: GeometryPlace; readonly columns: string[] } {
    const all = this.#objects === this.records && this.records > 0;
    if (all && this.#esri === this.records) return { geometry: 'esri', columns: [...this.#esriColumns] };
    if (all && this.#features === this.records) return { geometry: 'feature', columns: [...this.#featureColumns] };
    const member = this.#geometryMember();
    const columns = [...this.#columns].filter((column) => column !== member);
    return { geometry: member === null ? null : { member }, columns };
  }

  /** What the geometries themselves say of their reference system. */
  get crs(): LayerCrs | undefined {
    return crsOfEsri(this.#reference[0]);
  }

  /** The names in a first row of nothing but texts over rows that hold others. */
  get firstTupleNames(): readonly string[] | null {
    const [first] = this.#strings;
    const areNames = first && new Set(first).size === first.length && first.every((name) => name.trim() !== '');
    return areNames && this.#otherTuples > 0 ? first : null;
  }

  #noteTuple(value: readonly unknown[]): void {
    if (this.records === 1 && value.every((cell) => typeof cell === 'string')) this.#strings.push(value);
    else if (value.some((cell) => typeof cell !== 'string')) this.#otherTuples += 1;
  }

  #noteMember(column: string, cell: unknown): void {
    if (cell === null || cell === undefined) return;
    const known = this.#geometryMembers.get(column);
    const is = isGeometry(cell);
    if (!known && !is) {
      if (this.#geometryMembers.size < 10_000) this.#geometryMembers.set(column, { geometries: 0, others: 1 });
    } else if (!known) this.#geometryMembers.set(column, { geometries: 1, others: 0 });
    else if (is) known.geometries += 1;
    else known.others += 1;
  }

  #geometryMember(): string | null {
    for (const [column, { geometries, others }] of this.#geometryMembers) {
      if (geometries > 0 && others === 0) return column;
    }
    return null;
  }
}

function isEsri(value: Readonly<Record<string, unknown>>): boolean {
  if (!isObject(value['attributes'])) return false;
  const known = new Set(['attributes', 'geometry', 'symbol', 'centroid', 'popupTemplate', 'infoTemplate']);
  return Object.keys(value).every((key) => known.has(key));
}

/** JSON of any kind as a cell. */
export function cellOf(value: unknown): Cell {
  return value === undefined ? null : (value as Cell);
}

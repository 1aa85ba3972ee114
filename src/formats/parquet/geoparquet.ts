import type { KeyValue, SchemaTree } from 'hyparquet';
import type { Geometry } from '../../kernel/index.ts';
import { isObject } from '../geojson/feature.ts';
import type { Detection, LayerCrs } from '../model.ts';
import { geometryOfWkb } from '../wkb.ts';

/** One column of geometry ([GeoParquet 1.1], or the GEOMETRY type of Parquet itself). */
export interface GeometryColumn {
  readonly name: string;
  readonly encoding: 'WKB' | 'point' | 'linestring' | 'polygon' | 'multipoint' | 'multilinestring' | 'multipolygon';
  readonly crs: LayerCrs | undefined;
  readonly detected: readonly Detection[];
}

export interface GeoColumns {
  readonly primary: GeometryColumn | null;
  readonly others: readonly GeometryColumn[];
  /** Boxes around each geometry, written for looking up; they say nothing new. */
  readonly boxes: readonly string[];
}

const encodings = ['point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon'] as const;

export function geoColumns(metadata: readonly KeyValue[] | undefined, schema: SchemaTree): GeoColumns {
  const geo = parsed(metadata?.find(({ key }) => key === 'geo')?.value);
  const names = schema.children.map(({ element }) => element.name);
  const described = geo && isObject(geo['columns']) ? Object.entries(geo['columns']) : [];
  const columns = described.flatMap(([name, about]) =>
    names.includes(name) && isObject(about) ? (columnOf(name, about) ?? []) : [],
  );
  for (const { element } of schema.children) {
    const { logical_type: type, name } = element;
    if (type?.type !== 'GEOMETRY' && type?.type !== 'GEOGRAPHY') continue;
    if (columns.some((column) => column.name === name)) continue;
    columns.push({ name, encoding: 'WKB', crs: crsOfText(type.crs), detected: [] });
  }
  const primary = columns.find(({ name }) => name === geo?.['primary_column']) ?? columns[0] ?? null;
  const boxes = described.flatMap(([, about]) => boxOf(about)).filter((name) => names.includes(name));
  return { primary, others: columns.filter((column) => column !== primary), boxes };
}

function parsed(text: string | undefined): Record<string, unknown> | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function columnOf(name: string, about: Readonly<Record<string, unknown>>): GeometryColumn | null {
  const encoding = about['encoding'];
  const known = encoding === 'WKB' ? 'WKB' : encodings.find((one) => one === encoding);
  if (!known) return null;
  const crs = crsOf(about['crs']);
  const detected: Detection[] = [];
  if (!('crs' in about)) {
    detected.push({ what: 'crs', value: 'OGC:CRS84', reason: 'geoparquet-default', confidence: 0.9 });
  }
  return { name, encoding: known, crs, detected };
}

/** PROJJSON by its id; longitude or east always come first in GeoParquet, whatever the system's own order. */
function crsOf(crs: unknown): LayerCrs | undefined {
  if (crs === undefined) return { kind: 'epsg', code: 'EPSG:4326', axisOrder: 'xy' };
  if (!isObject(crs)) return undefined;
  const id = isObject(crs['id']) ? crs['id'] : null;
  if (id && typeof id['authority'] === 'string') return crsOfText(`${id['authority']}:${String(id['code'])}`);
  return { kind: 'text', text: JSON.stringify(crs) };
}

function crsOfText(text: string | undefined): LayerCrs | undefined {
  if (text === undefined || text === '' || /^OGC:(CRS84|WGS84)$/i.test(text)) {
    return { kind: 'epsg', code: 'EPSG:4326', axisOrder: 'xy' };
  }
  if (/^EPSG:\d+$/i.test(text)) return { kind: 'epsg', code: text.toUpperCase(), axisOrder: 'xy' };
  return { kind: 'text', text };
}

function boxOf(about: unknown): string[] {
  const covering = isObject(about) && isObject(about['covering']) ? about['covering']['bbox'] : null;
  const corner = isObject(covering) && Array.isArray(covering['xmin']) ? covering['xmin'][0] : null;
  return typeof corner === 'string' ? [corner] : [];
}

/** Null where there is none; undefined where what stands there is no geometry. */
export function geometryOfValue(value: unknown, encoding: GeometryColumn['encoding']): Geometry | null | undefined {
  if (value === null || value === undefined) return null;
  if (encoding === 'WKB') {
    if (!(value instanceof Uint8Array)) return undefined;
    return geometryOfWkb(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
  }
  const coordinates = positionsOf(value);
  if (coordinates === undefined) return undefined;
  const type = typeNames[encoding];
  if (Array.isArray(coordinates) && coordinates.length === 0) return null;
  return { type, coordinates } as Geometry;
}

const typeNames = {
  point: 'Point',
  linestring: 'LineString',
  polygon: 'Polygon',
  multipoint: 'MultiPoint',
  multilinestring: 'MultiLineString',
  multipolygon: 'MultiPolygon',
} as const;

type Coordinates = number[] | Coordinates[];

/** `{x, y}` structures in lists of any depth, as positions (GeoArrow, separated coordinates). */
function positionsOf(value: unknown): Coordinates | undefined {
  if (Array.isArray(value)) {
    const parts = value.map(positionsOf);
    return parts.includes(undefined) ? undefined : (parts as Coordinates[]);
  }
  if (!isObject(value)) return undefined;
  const { x, y, z } = value;
  if (typeof x !== 'number' || typeof y !== 'number') return undefined;
  if (Number.isNaN(x) && Number.isNaN(y)) return [];
  return typeof z === 'number' ? [x, y, z] : [x, y];
}

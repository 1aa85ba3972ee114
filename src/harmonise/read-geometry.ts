import type { Cell, Layer, RowBatch } from '../formats/index.ts';
import type { Geometry } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';
import { checkGeometry, checkPair, isEmptyGeometry, losesOrdinates } from './check-geometry.ts';
import { severityOf } from './check-value.ts';
import { textCleaner } from './clean-text.ts';
import type { Conversions } from './conversions.ts';
import { geometryToEwkbHex, pointToEwkbHex } from './ewkb.ts';
import { missingReader } from './missing-marks.ts';
import type { Mapping } from './model.ts';
import { readCoordinate, type Axis } from './read-coordinate.ts';
import { numberShape, shapeOfNumber } from './read-number.ts';
import { cellText, type RowVerdict } from './row-verdict.ts';

/** The geometry of one record as EWKB hex, or null; what is wrong with it goes to the verdict. */
export type ReadGeometry = (cells: readonly Cell[], batch: RowBatch, row: number, verdict: RowVerdict) => string | null;

export interface GeometryContext {
  readonly standard: Standard;
  readonly layer: Layer;
  readonly conversions: Conversions;
  readonly missing: ReadonlySet<string>;
}

/** Name under which issues of a geometry stand when no column of the file holds it. */
const geometryName = 'geometry';

/** Null when the standard has no geometry, or may do without and the mapping has none. */
export function geometryReader(mapping: Mapping['geometry'], context: GeometryContext): ReadGeometry | null {
  const { standard, layer } = context;
  if (!standard.geometry) return null;
  if (mapping?.from === 'none') return standard.geometry.required ? noGeometry(standard) : null;
  if (mapping?.from === 'columns') return fromColumns(mapping, context);
  return layer.hasGeometry ? fromLayer(context) : null;
}

function noGeometry(standard: Standard): ReadGeometry {
  const severity = severityOf(standard, 'geometry');
  return (_cells, _batch, _row, verdict) => {
    verdict.object('geometry', severity, geometryName, null, 'kept', { reason: 'missing' });
    return null;
  };
}

function fromColumns(
  names: { readonly longitude: string; readonly latitude: string },
  context: GeometryContext,
): ReadGeometry {
  const { standard, layer } = context;
  const severity = severityOf(standard, 'geometry');
  const required = standard.geometry?.required ?? false;
  const longitudeAt = layer.columns.indexOf(names.longitude);
  const latitudeAt = layer.columns.indexOf(names.latitude);
  const readLongitude = coordinateReader('longitude', names.longitude, context);
  const readLatitude = coordinateReader('latitude', names.latitude, context);
  const both = `${names.longitude}, ${names.latitude}`;

  return (cells, _batch, _row, verdict) => {
    const longitudeCell = cells[longitudeAt];
    const latitudeCell = cells[latitudeAt];
    const longitude = readLongitude(longitudeCell, verdict.position);
    const latitude = readLatitude(latitudeCell, verdict.position);
    const object = (column: string, cell: Cell | undefined, reason: string) => {
      verdict.object('geometry', severity, column, cell, 'emptied', { reason });
      return null;
    };
    if (longitude === null && latitude === null) return required ? object(both, null, 'missing') : null;
    if (longitude === null) return object(names.longitude, longitudeCell, 'half-pair');
    if (latitude === null) return object(names.latitude, latitudeCell, 'half-pair');
    if (Number.isNaN(longitude)) return object(names.longitude, longitudeCell, 'unreadable-coordinate');
    if (Number.isNaN(latitude)) return object(names.latitude, latitudeCell, 'unreadable-coordinate');
    const defect = checkPair(longitude, latitude);
    if (defect === null) return pointToEwkbHex(longitude, latitude);
    return object(both, `${cellText(longitudeCell)}, ${cellText(latitudeCell)}`, defect);
  };
}

/** Degrees, null where the cell is empty, NaN where it is no coordinate. */
function coordinateReader(axis: Axis, column: string, { conversions, missing }: GeometryContext) {
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader({ conversions, column });
  const degrees = conversions.counter('coordinate-dms', column);
  const readText = (cell: string, position: number): number | null => {
    const text = clean(cell, position);
    if (text === '') return null;
    if (missing.has(text)) return takeMissing(text, position);
    const value = readCoordinate(text, axis);
    if (!Number.isNaN(value) && shapeOfNumber(text) === numberShape.none) degrees.add(text, String(value), position);
    return value;
  };
  let lastText: string | null = null;
  let lastValue = NaN;
  return (cell: Cell | undefined, position: number): number | null => {
    if (typeof cell === 'number') return cell;
    if (cell === '' || cell === null || cell === undefined) return null;
    if (typeof cell !== 'string') return NaN;
    if (cell === lastText) return lastValue;
    const shape = shapeOfNumber(cell);
    if (shape === numberShape.none) return readText(cell, position);
    // One station's rows stand together: its coordinates are read once.
    lastValue = readCoordinate(cell, axis);
    lastText = cell;
    return lastValue;
  };
}

const multiOf = { Point: 'MultiPoint', LineString: 'MultiLineString', Polygon: 'MultiPolygon' } as const;

function fromLayer({ standard, conversions }: GeometryContext): ReadGeometry {
  const severity = severityOf(standard, 'geometry');
  const { types, required } = standard.geometry!;
  const allowed = new Set(types);
  // *As is* takes whatever the file holds; its list of types only describes.
  const anyType = standard.pack === '' || allowed.size === 0;
  const promoted = conversions.counter('geometry-promoted', geometryName);
  const dropped = conversions.counter('ordinate-dropped', geometryName);

  const fit = (geometry: Geometry, position: number): Geometry | null => {
    if (anyType || allowed.has(geometry.type)) return geometry;
    const multi = multiOf[geometry.type as keyof typeof multiOf];
    if (multi === undefined || !allowed.has(multi)) return null;
    promoted.add(geometry.type, multi, position);
    return {
      type: multi,
      coordinates: [geometry.type === 'GeometryCollection' ? [] : geometry.coordinates],
    } as Geometry;
  };
  return (_cells, batch, row, verdict) => {
    const geometry = batch.geometries?.[row] ?? null;
    const object = (reason: string, detail: Record<string, string> = {}) => {
      verdict.object('geometry', severity, geometryName, geometry?.type, 'emptied', { reason, ...detail });
      return null;
    };
    if (geometry === null || isEmptyGeometry(geometry)) return required ? object('missing') : null;
    const defect = checkGeometry(geometry);
    if (defect) return object(defect);
    const fitted = fit(geometry, verdict.position);
    if (!fitted) return object('wrong-type', { found: geometry.type, accepted: [...allowed].join(', ') });
    if (losesOrdinates(fitted)) dropped.add(geometry.type, geometry.type, verdict.position);
    return geometryToEwkbHex(fitted);
  };
}

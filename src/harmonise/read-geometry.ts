import type { Cell, Layer, RowBatch } from '../formats/index.ts';
import type { Geometry } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';
import { checkGeometry, checkPair, isEmptyGeometry, losesOrdinates, type GeometryDefect } from './check-geometry.ts';
import { severityOf } from './check-value.ts';
import { textCleaner } from './clean-text.ts';
import type { Conversions } from './conversions.ts';
import { geometryToEwkbHex, hasHeights, pointToEwkbHex } from './ewkb.ts';
import { missingReader } from './missing-marks.ts';
import type { Mapping } from './model.ts';
import { readCoordinate, type Axis } from './read-coordinate.ts';
import { numberShape, shapeOfNumber } from './read-number.ts';
import { readPair } from './places/read-pair.ts';
import { readPlane } from './places/read-plane.ts';
import type { ChosenCrs } from './places/source-coordinates.ts';
import { moveGeometry, transformOf, type Transform } from './places/transform.ts';
import { cellText, type RowVerdict } from './row-verdict.ts';

/** The geometry of one record as EWKB hex, or null; what is wrong with it goes to the verdict. */
export type ReadGeometry = (cells: readonly Cell[], batch: RowBatch, row: number, verdict: RowVerdict) => string | null;

export interface GeometryContext {
  readonly standard: Standard;
  readonly layer: Layer;
  readonly conversions: Conversions;
  readonly missing: ReadonlySet<string>;
  /** The reference system in which the source gives positions. */
  readonly chosen: ChosenCrs;
}

/** Name under which issues of a geometry stand when no column of the file holds it. */
const geometryName = 'geometry';

/** Null when the standard has no geometry, or may do without and the mapping has none. */
export function geometryReader(mapping: Mapping['geometry'], context: GeometryContext): ReadGeometry | null {
  const { standard, layer } = context;
  if (!standard.geometry) return null;
  if (mapping?.from === 'none') return standard.geometry.required ? noGeometry(standard) : null;
  if (mapping?.from === 'columns') return fromColumns(mapping, context);
  if (mapping?.from === 'column') return fromColumn(mapping.column, context);
  return layer.hasGeometry ? fromLayer(mapping?.swapped === true, context) : null;
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
  const { standard, layer, chosen, conversions } = context;
  const severity = severityOf(standard, 'geometry');
  const required = standard.geometry?.required ?? false;
  const longitudeAt = layer.columns.indexOf(names.longitude);
  const latitudeAt = layer.columns.indexOf(names.latitude);
  const readLongitude = ordinateReader('longitude', names.longitude, context);
  const readLatitude = ordinateReader('latitude', names.latitude, context);
  const both = `${names.longitude}, ${names.latitude}`;
  const place = placer(both, context);
  const turned =
    chosen.why.reason === 'swapped-columns' ? conversions.counter('axes-swapped', both, 'changed', warning) : null;
  const unreadable = chosen.crs.geographic ? 'unreadable-coordinate' : 'unreadable-plane';

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
    if (Number.isNaN(longitude)) return object(names.longitude, longitudeCell, unreadable);
    if (Number.isNaN(latitude)) return object(names.latitude, latitudeCell, unreadable);
    const placed = place(longitude, latitude, verdict.position);
    if (placed.defect === null) {
      turned?.addLazily(() => [`${latitude} ${longitude}`, `${longitude} ${latitude}`], verdict.position);
      return pointToEwkbHex(placed.longitude, placed.latitude);
    }
    return object(both, `${cellText(longitudeCell)}, ${cellText(latitudeCell)}`, placed.defect);
  };
}

/** Both coordinates of a record in one cell. */
function fromColumn(column: string, context: GeometryContext): ReadGeometry {
  const { standard, layer, conversions, missing, chosen } = context;
  const severity = severityOf(standard, 'geometry');
  const required = standard.geometry?.required ?? false;
  const at = layer.columns.indexOf(column);
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader({ conversions, column });
  const pairs = conversions.counter('coordinate-pair', column);
  const place = placer(column, context);

  return (cells, _batch, _row, verdict) => {
    const cell = cells[at];
    const object = (reason: string) => {
      verdict.object('geometry', severity, column, cell, 'emptied', { reason });
      return null;
    };
    const text = typeof cell === 'string' ? clean(cell, verdict.position) : '';
    const isEmpty = cell === null || cell === undefined || cell === '' || (typeof cell === 'string' && text === '');
    if (isEmpty) return required ? object('missing') : null;
    if (missing.has(text)) {
      takeMissing(text, verdict.position);
      return required ? object('missing') : null;
    }
    const pair = readPair(text);
    if (!pair) return object('unreadable-pair');
    if (pair.plane === chosen.crs.geographic) return object(pair.plane ? 'plane-coordinates' : 'degrees-in-plane');
    const placed = place(pair.x, pair.y, verdict.position);
    if (placed.defect !== null) return object(placed.defect);
    pairs.addLazily(() => [text, `${placed.longitude} ${placed.latitude}`], verdict.position);
    return pointToEwkbHex(placed.longitude, placed.latitude);
  };
}

interface Placed {
  longitude: number;
  latitude: number;
  defect: GeometryDefect | null;
}

/** Takes a position to WGS 84 and counts that; one object serves every row. */
function placer(name: string, { conversions, chosen }: GeometryContext) {
  const move = transformOf(chosen.crs);
  const converted = move && conversionCounter(name, conversions, chosen);
  const placed: Placed = { longitude: 0, latitude: 0, defect: null };
  return (x: number, y: number, position: number): Placed => {
    const [longitude, latitude] = move ? move(x, y) : [x, y];
    placed.longitude = longitude;
    placed.latitude = latitude;
    placed.defect = checkPair(longitude, latitude);
    if (placed.defect === null) converted?.addLazily(() => [`${x} ${y}`, pairText(longitude, latitude)], position);
    return placed;
  };
}

const warning = { severity: 'warning' } as const;

function conversionCounter(name: string, conversions: Conversions, { crs, why }: ChosenCrs) {
  const { title, method, errorMetres } = crs;
  const isSure = why.reason === 'stated' || why.reason === 'steward';
  return conversions.counter('coordinates-converted', name, 'changed', {
    severity: isSure ? 'info' : 'warning',
    detail: {
      reason: errorMetres === null ? 'unknown-error' : method === '' ? 'same-datum' : 'known-error',
      vi: title.vi,
      en: title.en,
      code: crs.code ?? '',
      method: method || '—',
      error: errorMetres ?? '',
      why: why.reason,
      ...why.detail,
    },
  });
}

/** Nine decimals of a degree: a tenth of a millimetre. */
function pairText(longitude: number, latitude: number): string {
  return `${Number(longitude.toFixed(9))} ${Number(latitude.toFixed(9))}`;
}

/** Numbers that need no word in the run's issues. */
const planeShapes = new Set<number>([numberShape.integer, numberShape.dotDecimal, numberShape.commaDecimal]);

/** Degrees, or metres of a grid; null where the cell is empty, NaN where it is no coordinate. */
function ordinateReader(axis: Axis, column: string, context: GeometryContext) {
  const { conversions, missing, chosen } = context;
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader({ conversions, column });
  const isPlane = !chosen.crs.geographic;
  const rewritten = conversions.counter(isPlane ? 'plane-number' : 'coordinate-dms', column);
  const parse = isPlane ? (text: string) => readPlane(text).value : (text: string) => readCoordinate(text, axis);
  const isPlain = (text: string) => {
    const shape = shapeOfNumber(text);
    return isPlane ? planeShapes.has(shape) : shape !== numberShape.none;
  };
  const readText = (cell: string, position: number): number | null => {
    const text = clean(cell, position);
    if (text === '') return null;
    if (missing.has(text)) return takeMissing(text, position);
    const value = parse(text);
    if (!Number.isNaN(value) && !isPlain(text)) rewritten.addLazily(() => [text, String(value)], position);
    return value;
  };
  let lastText: string | null = null;
  let lastValue = NaN;
  return (cell: Cell | undefined, position: number): number | null => {
    if (typeof cell === 'number') return cell;
    if (cell === '' || cell === null || cell === undefined) return null;
    if (typeof cell !== 'string') return NaN;
    if (cell === lastText) return lastValue;
    if (!isPlain(cell)) return readText(cell, position);
    // One station's rows stand together: its coordinates are read once.
    lastValue = parse(cell);
    lastText = cell;
    return lastValue;
  };
}

const multiOf = { Point: 'MultiPoint', LineString: 'MultiLineString', Polygon: 'MultiPolygon' } as const;

function fromLayer(swapped: boolean, context: GeometryContext): ReadGeometry {
  const { standard, conversions, chosen } = context;
  const severity = severityOf(standard, 'geometry');
  const { types, required } = standard.geometry!;
  const allowed = new Set(types);
  // *As is* takes whatever the file holds; its list of types only describes.
  const anyType = standard.pack === '' || allowed.size === 0;
  const promoted = conversions.counter('geometry-promoted', geometryName);
  const dropped = conversions.counter('ordinate-dropped', geometryName);
  const heights = conversions.counter('heights-dropped', geometryName, 'changed', { severity: 'warning' });

  const crsMove = transformOf(chosen.crs);
  const move = layerMove(crsMove, swapped);
  const converted = crsMove && conversionCounter(geometryName, conversions, chosen);
  const turned = swapped ? conversions.counter('axes-swapped', geometryName, 'changed', warning) : null;

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
    const found = batch.geometries?.[row] ?? null;
    const geometry = found && move ? moveGeometry(found, move) : found;
    const object = (reason: string, detail: Record<string, string> = {}) => {
      verdict.object('geometry', severity, geometryName, geometry?.type, 'emptied', { reason, ...detail });
      return null;
    };
    if (geometry === null || isEmptyGeometry(geometry)) return required ? object('missing') : null;
    const defect = checkGeometry(geometry);
    if (defect) return object(defect);
    const fitted = fit(geometry, verdict.position);
    if (!fitted) return object('wrong-type', { found: geometry.type, accepted: [...allowed].join(', ') });
    turned?.addLazily(() => [firstPosition(found!), firstPosition(fitted)], verdict.position);
    converted?.addLazily(() => [firstPosition(found!), firstPosition(fitted)], verdict.position);
    if (losesOrdinates(fitted)) dropped.add(geometry.type, geometry.type, verdict.position);
    else if (hasHeights(fitted)) heights.add(geometry.type, geometry.type, verdict.position);
    // The store's columns are plane: a height would be refused there, and with it the whole delivery.
    return geometryToEwkbHex(fitted, false);
  };
}

function layerMove(move: Transform | null, swapped: boolean): Transform | null {
  if (!swapped) return move;
  return move ? (x, y) => move(y, x) : (x, y) => [y, x];
}

/** As an example of a conversion. */
function firstPosition(geometry: Geometry): string {
  let at: unknown = geometry.type === 'GeometryCollection' ? geometry.geometries[0] : geometry.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  if (!Array.isArray(at)) return at ? firstPosition(at as Geometry) : '';
  const [x, y] = at as number[];
  return `${Number(x!.toFixed(9))} ${Number(y!.toFixed(9))}`;
}

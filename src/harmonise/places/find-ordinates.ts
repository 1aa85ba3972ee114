import type { Cell, Layer } from '../../formats/index.ts';
import { headerWords } from '../header-words.ts';
import type { Profile } from '../model.ts';
import { foldLetters } from '../property-names.ts';
import { readCoordinate } from '../read-coordinate.ts';
import type { SampledRow } from './place-sample.ts';
import { readPair } from './read-pair.ts';
import { readPlane } from './read-plane.ts';

/** Where a table without geometry gives positions that are not simply longitude and latitude. */
export type FoundOrdinates =
  | { readonly kind: 'plane'; readonly east: string; readonly north: string; readonly points: Points }
  | { readonly kind: 'swapped'; readonly longitude: string; readonly latitude: string }
  | { readonly kind: 'pair'; readonly column: string; readonly plane: boolean; readonly points: Points };

type Points = readonly (readonly [number, number] | null)[];

const enough = 0.9;
/**
 * Sizes that tell the axes of a grid apart, wherever north of the equator and at most half a zone from its meridian:
 * eastings with a false origin of 500 km, with or without the zone's number before them, and northings beyond those.
 */
const isEasting = (value: number): boolean => {
  const own = value > 10_000_000 ? value % 1_000_000 : value;
  return own >= 100_000 && own <= 900_000;
};
const isNorthing = (value: number): boolean => value > 900_000 && value < 3_000_000;

const axisHeader =
  /^(?:(?:toa ?do|td|vn ?2000|utm|coord(?:inate)?s?)? ?[xyen](?: ?(?:vn ?2000|utm|m|toa ?do|coord))?|.*(?:easting|northing|kinh ?do|vi ?do|longitude|latitude|toa ?do [xyne]|[xyne] toa ?do|huong (?:dong|bac)|point ?[xy])|lon|lat|long|east|north|bac|dong)$/;
const pairHeader = /toa ?do|coord|vi ?tri|location|position|lat ?lon|lat ?long|gps|kinh vi/;

/** Header in small letters without marks, words parted by single blanks, without what stands in brackets. */
function plainHeader(header: string): string {
  const apart = header.replace(/[([].*?[)\]]/g, ' ').replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2');
  return foldLetters(apart)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Plane columns first, then degrees in swapped columns, then both coordinates in one cell. Null: none of these. */
export function findOrdinates(
  layer: Layer,
  profile: Profile,
  rows: readonly SampledRow[],
  titleOf: (column: string) => string,
): FoundOrdinates | null {
  const headers = layer.columns.map((column) => plainHeader(titleOf(column)));
  return (
    planeColumns(layer, headers, rows) ??
    swappedColumns(layer, profile, rows, titleOf) ??
    pairColumn(layer, headers, rows)
  );
}

function planeColumns(layer: Layer, headers: readonly string[], rows: readonly SampledRow[]): FoundOrdinates | null {
  const numbers = headers.map((header, index) => (axisHeader.test(header) ? columnNumbers(rows, index) : null));
  const where = (test: (value: number) => boolean) =>
    numbers.flatMap((values, index) => (values && mostly(values, test) ? [index] : []));
  const easts = where(isEasting);
  const norths = where(isNorthing);
  // The nearest pair: files with several corners have several.
  const pairs = easts.flatMap((east) => norths.map((north) => ({ east, north, apart: Math.abs(east - north) })));
  const [best] = pairs.sort((one, other) => one.apart - other.apart || one.east - other.east);
  if (!best) return null;
  const [xs, ys] = [numbers[best.east]!, numbers[best.north]!];
  const points = rows.map((_, at) => pointOf(xs[at] ?? null, ys[at] ?? null));
  return { kind: 'plane', east: layer.columns[best.east]!, north: layer.columns[best.north]!, points };
}

function columnNumbers(rows: readonly SampledRow[], index: number): (number | null)[] {
  return rows.map(({ cells }) => {
    const cell = cells[index];
    if (typeof cell === 'number') return cell;
    return typeof cell === 'string' && cell.trim() !== '' ? readPlane(cell.trim()).value : null;
  });
}

function mostly(values: readonly (number | null)[], test: (value: number) => boolean): boolean {
  const given = values.filter((value) => value !== null);
  return given.length > 0 && given.filter(test).length >= enough * given.length;
}

function pointOf(x: number | null, y: number | null): readonly [number, number] | null {
  return x === null || y === null || !isEasting(x) || !isNorthing(y) ? null : [x, y];
}

/** A longitude that is always below 90 beside a latitude that is always above: the headers, or the columns, changed places. */
function swappedColumns(
  layer: Layer,
  profile: Profile,
  rows: readonly SampledRow[],
  titleOf: (column: string) => string,
): FoundOrdinates | null {
  if (profile.columns.some(({ guess }) => guess.meaning === 'longitude')) return null;
  for (const strength of ['strong', 'weak'] as const) {
    const find = (axis: 'longitude' | 'latitude', other: 'longitude' | 'latitude', test: (value: number) => boolean) =>
      layer.columns.findIndex((column, index) => {
        if (headerWords(titleOf(column))[axis] !== strength) return false;
        return mostly(degreesOf(rows, index, other), test);
      });
    const longitude = find('latitude', 'longitude', (value) => Math.abs(value) > 90 && Math.abs(value) <= 180);
    const latitude = find('longitude', 'latitude', (value) => Math.abs(value) <= 90);
    if (longitude === -1 || latitude === -1) continue;
    return { kind: 'swapped', longitude: layer.columns[longitude]!, latitude: layer.columns[latitude]! };
  }
  return null;
}

function degreesOf(rows: readonly SampledRow[], index: number, axis: 'longitude' | 'latitude'): (number | null)[] {
  return rows.map(({ cells }) => {
    const cell: Cell | undefined = cells[index];
    if (typeof cell === 'number') return cell;
    return typeof cell === 'string' && cell.trim() !== '' ? readCoordinate(cell.trim(), axis) : null;
  });
}

function pairColumn(layer: Layer, headers: readonly string[], rows: readonly SampledRow[]): FoundOrdinates | null {
  for (const [index, header] of headers.entries()) {
    if (!pairHeader.test(header)) continue;
    const texts = rows.flatMap(({ cells }) => {
      const cell = cells[index];
      return typeof cell === 'string' && cell.trim() !== '' ? [cell.trim()] : [];
    });
    const pairs = texts.map(readPair);
    const read = pairs.filter((pair) => pair !== null);
    if (texts.length === 0 || read.length < enough * texts.length) continue;
    const plane = read.filter((pair) => pair.plane).length * 2 > read.length;
    const points = rows.map(({ cells }) => {
      const cell = cells[index];
      const pair = typeof cell === 'string' ? readPair(cell.trim()) : null;
      return pair && pair.plane === plane ? ([pair.x, pair.y] as const) : null;
    });
    return { kind: 'pair', column: layer.columns[index]!, plane, points };
  }
  return null;
}

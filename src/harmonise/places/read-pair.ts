import { readCoordinate } from '../read-coordinate.ts';
import { readPlane } from './read-plane.ts';

export interface Pair {
  /** East or longitude, then north or latitude. */
  readonly x: number;
  readonly y: number;
  readonly plane: boolean;
  /** True when the cell gave north or latitude first. */
  readonly northFirst: boolean;
}

/** Where one cell can be cut into two coordinates: at `;`, `|`, `/`, a line end, a comma with a blank, an axis word. */
const cuts: readonly RegExp[] = [
  /\s*[;|\n/]\s*/u,
  /,\s+/u,
  /\s+(?:-\s+|và\s+|and\s+)/iu,
  /\s+(?=(?:x|y|e|n|kđ|vđ|kinh|vĩ|long|lat|east|north|easting|northing)\s*(?:độ)?\s*[:=.\d])/iu,
  /(?<=[NSEWBĐT])[\s,]+/iu,
  /(?<=["″”'′’\d])\s+(?=[NSEWBĐ]\s*\d)/iu,
  /\s+/u,
  /,/u,
];
const bareCuts = new Set(cuts.slice(-2));
const hasMark = (text: string): boolean => /\d[.,]\d|[°º'′"″=:A-ZĐ]/iu.test(text);

/**
 * Reads both coordinates out of one cell: `10°01'22"N, 105°47'00"E`, `X=1192000.00 Y=604000.00`, `10.03, 105.78`.
 * Labels and hemispheres say which is which; else the size does: northings of the country exceed its eastings, its
 * latitudes lie below its longitudes. Null when it is no pair, or could be read in two ways.
 */
export function readPair(cell: string): Pair | null {
  if (cell.length > 120) return null;
  const text = cell
    .replace(/^\s*(?:point\s*)?[([]\s*/iu, '')
    .replace(/\s*[)\]]\s*$/u, '')
    .trim();
  for (const cut of cuts) {
    const parts = text.split(cut);
    if (parts.length !== 2 || parts.some((part) => part.trim() === '')) continue;
    const [one, other] = [parts[0]!.trim().replace(/,$/, ''), parts[1]!.trim()];
    // A lone comma or blank may belong to one number: `10,5`, `604 000`.
    if (bareCuts.has(cut) && !(hasMark(one) && hasMark(other))) continue;
    const pair = planePair(one, other) ?? degreePair(one, other);
    if (pair) return pair;
  }
  return null;
}

/** Smallest distance from the origin of a grid, in metres, that is taken for one: degrees never get there. */
const leastMetres = 10_000;

function planePair(one: string, other: string): Pair | null {
  const [first, second] = [readPlane(one), readPlane(other)];
  if (!(first.value > leastMetres && second.value > leastMetres)) return null;
  const northFirst = isNorthFirst(first.label, second.label) ?? first.value > second.value;
  const [north, east] = northFirst ? [first.value, second.value] : [second.value, first.value];
  return { x: east, y: north, plane: true, northFirst };
}

/** By words only; X and Y mean either, so size decides. */
function isNorthFirst(first: string | null, second: string | null): boolean | null {
  if (first === 'north' || second === 'east') return true;
  if (first === 'east' || second === 'north') return false;
  return null;
}

function degreePair(one: string, other: string): Pair | null {
  const asLatitudeFirst = [readCoordinate(other, 'longitude'), readCoordinate(one, 'latitude')] as const;
  const asLongitudeFirst = [readCoordinate(one, 'longitude'), readCoordinate(other, 'latitude')] as const;
  const latitudeFirst = fits(asLatitudeFirst);
  const longitudeFirst = fits(asLongitudeFirst);
  if (latitudeFirst === longitudeFirst) {
    if (!latitudeFirst) return null;
    // Both readings lie on Earth: only one that names its axes, or puts the smaller number as latitude, is clear.
    const [a, b] = [Math.abs(asLatitudeFirst[1]), Math.abs(asLatitudeFirst[0])];
    if (a === b) return null;
    return a < b ? pairOf(asLatitudeFirst, true) : pairOf(asLongitudeFirst, false);
  }
  return latitudeFirst ? pairOf(asLatitudeFirst, true) : pairOf(asLongitudeFirst, false);
}

function fits([longitude, latitude]: readonly [number, number]): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

function pairOf([x, y]: readonly [number, number], northFirst: boolean): Pair {
  return { x, y, plane: false, northFirst };
}

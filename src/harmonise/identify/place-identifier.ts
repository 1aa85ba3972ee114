import { geometryOfWkb } from '../../formats/index.ts';
import type { Position } from '../../kernel/index.ts';
import type { SetRule } from '../../packs/index.ts';
import { geohashOf, middleOfGeohash } from './geohash.ts';
import { insideDistance, poleOf, type Rings } from './pole.ts';

/** The search for the representative point ends here: two millimetres, a tenth of a cell of twelve letters. */
const precisionMetres = 0.002;
/** How much nearer to the boundary than the pole a given point may lie: the search and the cell's own size. */
const toleranceMetres = 0.05;
/** WGS 84. */
const semiMajor = 6_378_137;
const eccentricitySquared = 0.00669437999014;
const degree = Math.PI / 180;

export type Identified =
  | { readonly is: 'computed'; readonly code: string }
  | { readonly is: 'confirmed' }
  | { readonly is: 'malformed' | 'different'; readonly code: string };

/**
 * The identifier of an area or point from where it lies, or what is to be said of the one that was given. A given code
 * is right when its cell is as far from the boundary as the furthest inner point is: an oblong has a whole line of
 * such points, and which of them a program takes is nowhere laid down. Null where there is no place to compute from.
 */
export function identifyPlace(rule: SetRule, given: string | null, ewkbHex: string | null): Identified | null {
  if (ewkbHex === null) return null;
  const length = rule.length!;
  const place = representative(ewkbHex);
  if (!place) return null;
  const code = geohashOf(place.longitude, place.latitude, length);
  if (given === null) return { is: 'computed', code };
  if (given === code) return { is: 'confirmed' };
  const middle = given.length === length ? middleOfGeohash(given) : null;
  if (!middle) return { is: 'malformed', code };
  return place.isAsGood(middle.longitude, middle.latitude) ? { is: 'confirmed' } : { is: 'different', code };
}

interface Representative {
  readonly longitude: number;
  readonly latitude: number;
  /** Whether another position would have been as right. */
  isAsGood(longitude: number, latitude: number): boolean;
}

function representative(ewkbHex: string): Representative | null {
  const geometry = geometryOfWkb(Buffer.from(ewkbHex, 'hex'));
  if (geometry?.type === 'Point') {
    const [longitude, latitude] = geometry.coordinates as [number, number];
    return { longitude, latitude, isAsGood: () => false };
  }
  if (geometry?.type === 'Polygon') return poleOfArea([geometry.coordinates]);
  return geometry?.type === 'MultiPolygon' ? poleOfArea(geometry.coordinates) : null;
}

/** The best pole of all parts, in metres around the first position; the plane keeps shapes to a few parts in a million. */
function poleOfArea(parts: readonly (readonly (readonly Position[])[])[]): Representative | null {
  const [first] = parts[0]?.[0] ?? [];
  if (!first) return null;
  const plane = planeAround(first[0]!, first[1]!);
  const planes = parts.map((rings) => rings.map((ring) => ring.map((at) => plane.forward(at[0]!, at[1]!))));
  const poles = planes.map((rings: Rings) => poleOf(rings, precisionMetres));
  const best = poles.reduce((a, b) => (b.distance > a.distance ? b : a));
  const [longitude, latitude] = plane.back(best.x, best.y);
  return {
    longitude,
    latitude,
    isAsGood: (otherLongitude, otherLatitude) => {
      const [x, y] = plane.forward(otherLongitude, otherLatitude);
      return planes.some((rings) => insideDistance(x, y, rings) >= best.distance - toleranceMetres);
    },
  };
}

function planeAround(longitude: number, latitude: number) {
  const sine = Math.sin(latitude * degree);
  const curved = 1 - eccentricitySquared * sine ** 2;
  const east = ((semiMajor * Math.cos(latitude * degree)) / Math.sqrt(curved)) * degree;
  const north = ((semiMajor * (1 - eccentricitySquared)) / curved ** 1.5) * degree;
  return {
    forward: (x: number, y: number): [number, number] => [(x - longitude) * east, (y - latitude) * north],
    back: (x: number, y: number): [number, number] => [longitude + x / east, latitude + y / north],
  };
}

import type { SourceCrs } from './crs-book.ts';
import { transformOf } from './transform.ts';
import { metresBetween, type KnownPlace, type UnitPlaces } from './unit-places.ts';
import type { Witness } from './witnesses.ts';

/** How well a reference system puts the rows where a witness says that they are. */
export interface Weight {
  readonly crs: SourceCrs;
  /** Rows that the witness speaks of. */
  readonly rows: number;
  /** Share of them that come near the place that they name. */
  readonly share: number;
  /** Median distance east and north from the centres, as one length: small only in the right system. */
  readonly offsetMetres: number;
  /** What that median may be off by chance. */
  readonly noiseMetres: number;
}

export type Points = readonly (readonly [number, number] | null)[];

/** Areas this small are compared with their centres; larger ones only by which known place is nearest. */
const fewPlaces = 12;
/** As many rows as these say enough of large areas. */
const coarseRows = 120;

export function weighCrs(crs: SourceCrs, points: Points, witness: Witness, units: UnitPlaces): Weight {
  const move = transformOf(crs) ?? ((x: number, y: number) => [x, y] as const);
  const east: number[] = [];
  const north: number[] = [];
  const radii: number[] = [];
  let rows = 0;
  let near = 0;
  points.forEach((point, index) => {
    const area = witness.places[index];
    if (!point || !area) return;
    if (area.size > fewPlaces && rows >= coarseRows) return;
    rows++;
    const [longitude, latitude] = move(point[0], point[1]);
    if (!isDegrees(longitude, latitude)) return;
    if (area.size > fewPlaces) {
      if (area.has(units.nearest(longitude, latitude).index)) near++;
      return;
    }
    const places = [...area].map((place) => units.places[place]!);
    const { place, metres } = nearestOf(longitude, latitude, places);
    const [dx, dy] = metresBetween(place, longitude, latitude);
    if (metres <= 2.5 * place.radiusMetres + 1_500) near++;
    east.push(dx);
    north.push(dy);
    radii.push(place.radiusMetres);
  });
  return { crs, rows, share: rows === 0 ? 0 : near / rows, ...centring(east, north, radii) };
}

export function isDegrees(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

/** The median and its spread; few rows are given the spread that positions inside their units have. */
function centring(east: readonly number[], north: readonly number[], radii: readonly number[]) {
  if (east.length === 0) return { offsetMetres: Infinity, noiseMetres: Infinity };
  const [x, y] = [median(east), median(north)];
  const deviation = (values: readonly number[], middle: number) =>
    1.4826 * median(values.map((v) => Math.abs(v - middle)));
  const spread = Math.hypot(deviation(east, x), deviation(north, y));
  const enough = east.length >= 8 ? spread : Math.max(spread, median(radii));
  return { offsetMetres: Math.hypot(x, y), noiseMetres: 10 + (1.2533 * enough) / Math.sqrt(east.length) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function nearestOf(longitude: number, latitude: number, places: readonly KnownPlace[]) {
  let best = { place: places[0]!, metres: Infinity };
  for (const place of places) {
    const metres = Math.hypot(...metresBetween(place, longitude, latitude));
    if (metres < best.metres) best = { place, metres };
  }
  return best;
}

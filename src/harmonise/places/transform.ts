import proj4 from 'proj4';
import type { Geometry, Position } from '../../kernel/index.ts';
import type { SourceCrs } from './crs-book.ts';

/** WGS 84 with longitude first, as the store keeps positions (SRID 4326). */
export const storedCrs = '+proj=longlat +datum=WGS84 +no_defs';

/** East and north (or longitude and latitude) to longitude and latitude of WGS 84 in degrees; NaN where there is none. */
export type Transform = (x: number, y: number) => readonly [number, number];

const noPlace = [NaN, NaN] as const;

/** Null when positions are already what is stored: nothing is computed then, not even a rounding. */
export function transformOf(crs: SourceCrs): Transform | null {
  if (crs.geographic && crs.method === '' && crs.datum !== null) return null;
  const converter = proj4(crs.definition, storedCrs);
  return (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return noPlace;
    try {
      const [longitude, latitude] = converter.forward([x, y]);
      return Number.isFinite(longitude) && Number.isFinite(latitude) ? [longitude!, latitude!] : noPlace;
    } catch {
      return noPlace;
    }
  };
}

/** Longitude and latitude of WGS 84 into a system: for checks and tests. */
export function inverseOf(crs: SourceCrs): Transform {
  const converter = proj4(storedCrs, crs.definition);
  return (longitude, latitude) => converter.forward([longitude, latitude]) as [number, number];
}

export function canRead(definition: string): boolean {
  try {
    proj4(definition, storedCrs);
    return true;
  } catch {
    return false;
  }
}

/** The geometry with every position moved; heights stay. Positions that are none are left for `checkGeometry`. */
export function moveGeometry(geometry: Geometry, move: Transform): Geometry {
  if (geometry.type === 'GeometryCollection') {
    if (!Array.isArray(geometry.geometries)) return geometry;
    return { ...geometry, geometries: geometry.geometries.map((member) => moveGeometry(member, move)) };
  }
  return { ...geometry, coordinates: moveCoordinates(geometry.coordinates, move) } as Geometry;
}

function moveCoordinates(coordinates: unknown, move: Transform): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const [x, y] = coordinates as unknown[];
  if (typeof x !== 'number') return coordinates.map((part: unknown) => moveCoordinates(part, move));
  if (typeof y !== 'number') return coordinates;
  const moved: Position = [...move(x, y)];
  for (let at = 2; at < coordinates.length; at++) moved.push(coordinates[at] as number);
  return moved;
}

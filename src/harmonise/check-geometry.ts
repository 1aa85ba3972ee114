import type { Geometry, Position } from '../kernel/index.ts';

/** Why a geometry cannot be kept. Each has a message `geometry.<reason>`. */
export type GeometryDefect =
  | 'not-a-geometry'
  | 'not-finite'
  | 'too-few-positions'
  | 'ring-not-closed'
  | 'out-of-range'
  | 'plane-coordinates'
  | 'swapped';

/** Nested collections deeper than this are refused: PostGIS and most clients stop far earlier. */
const deepestCollection = 8;

/**
 * Checks what can be checked without computing intersections: form, finite ordinates in range, closed rings of at
 * least four positions, lines of at least two (RFC 7946, 3.1). Null when all is well. Self-intersection is the store's
 * business.
 */
export function checkGeometry(geometry: Geometry, depth = 0): GeometryDefect | null {
  switch (geometry.type) {
    case 'Point':
      return checkPosition(geometry.coordinates);
    case 'MultiPoint':
      return checkPositions(geometry.coordinates, 1);
    case 'LineString':
      return checkPositions(geometry.coordinates, 2);
    case 'MultiLineString':
      return checkEach(geometry.coordinates, (line: unknown) => checkPositions(line, 2));
    case 'Polygon':
      return checkRings(geometry.coordinates);
    case 'MultiPolygon':
      return checkEach(geometry.coordinates, checkRings);
    case 'GeometryCollection':
      if (depth >= deepestCollection) return 'not-a-geometry';
      return checkEach(geometry.geometries, (member: Geometry) => checkGeometry(member, depth + 1));
    default:
      return 'not-a-geometry';
  }
}

/** A geometry without any position counts as none: RFC 7946, 3.1. */
export function isEmptyGeometry(geometry: Geometry): boolean {
  const parts = geometry.type === 'GeometryCollection' ? geometry.geometries : geometry.coordinates;
  return Array.isArray(parts) && parts.length === 0;
}

/** Whether writing the geometry loses ordinates: a measure beside the height, or heights that only some positions have. */
export function losesOrdinates(geometry: Geometry): boolean {
  const lengths = new Set<number>();
  collectLengths(geometry.type === 'GeometryCollection' ? geometry.geometries : geometry.coordinates, lengths);
  return lengths.size > 1 || [...lengths].some((length) => length > 3);
}

function collectLengths(coordinates: readonly unknown[], lengths: Set<number>): void {
  if (typeof coordinates[0] === 'number') {
    lengths.add(coordinates.length);
    return;
  }
  for (const part of coordinates) {
    if (Array.isArray(part)) collectLengths(part, lengths);
    else if (part && typeof part === 'object') {
      const member = part as Geometry;
      collectLengths(member.type === 'GeometryCollection' ? member.geometries : member.coordinates, lengths);
    }
  }
}

/** What is wrong with one longitude and latitude, in degrees. */
export function checkPair(longitude: number, latitude: number): GeometryDefect | null {
  if (longitude >= -180 && longitude <= 180 && latitude >= -90 && latitude <= 90) return null;
  if (!Number.isFinite(longitude) || !Number.isFinite(latitude)) return 'not-finite';
  if (Math.abs(longitude) <= 90 && Math.abs(latitude) <= 180) return 'swapped';
  // Metres in a plane grid have five or more digits before the point; degrees never do.
  return Math.abs(longitude) > 10_000 && Math.abs(latitude) > 10_000 ? 'plane-coordinates' : 'out-of-range';
}

function checkRings(rings: unknown): GeometryDefect | null {
  return checkEach(rings, (ring: unknown) => {
    const defect = checkPositions(ring, 4);
    if (defect) return defect;
    const positions = ring as Position[];
    const first = positions[0]!;
    const last = positions.at(-1)!;
    return first[0] === last[0] && first[1] === last[1] ? null : 'ring-not-closed';
  });
}

function checkPositions(positions: unknown, atLeast: number): GeometryDefect | null {
  if (!Array.isArray(positions)) return 'not-a-geometry';
  if (positions.length < atLeast) return 'too-few-positions';
  for (const position of positions) {
    const defect = checkPosition(position);
    if (defect) return defect;
  }
  return null;
}

function checkPosition(position: unknown): GeometryDefect | null {
  if (!Array.isArray(position) || position.length < 2) return 'not-a-geometry';
  const [longitude, latitude, height] = position as unknown[];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return 'not-a-geometry';
  if (position.length > 2 && !Number.isFinite(height)) return 'not-finite';
  return checkPair(longitude, latitude);
}

function checkEach<T>(parts: unknown, check: (part: T) => GeometryDefect | null): GeometryDefect | null {
  if (!Array.isArray(parts)) return 'not-a-geometry';
  if (parts.length === 0) return 'too-few-positions';
  for (const part of parts) {
    const defect = check(part as T);
    if (defect) return defect;
  }
  return null;
}

import type { Geometry, Position } from '../kernel/index.ts';

const sridFlag = 0x20000000;
const heightFlag = 0x80000000;
const wgs84 = 4326;
const typeCodes = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
} as const;

/** One buffer for all geometries: it only grows, and nothing of it is handed out. */
let buffer = Buffer.allocUnsafe(1 << 16);
let end = 0;

/**
 * Extended well-known binary as PostGIS reads it (`doc/ZMSgeoms.txt`): little endian, SRID 4326, in upper-case-free
 * hex. Heights are kept when every position has one and they are wanted. The geometry must have passed `checkGeometry`.
 */
export function geometryToEwkbHex(geometry: Geometry, keepsHeights = true): string {
  end = 0;
  writeGeometry(geometry, keepsHeights && hasHeights(geometry) ? 3 : 2, sridFlag);
  return buffer.toString('hex', 0, end);
}

/** The same for a point given by its two ordinates. */
export function pointToEwkbHex(longitude: number, latitude: number): string {
  point.writeDoubleLE(longitude, 0);
  point.writeDoubleLE(latitude, 8);
  return `0101000020e6100000${point.toString('hex')}`;
}
const point = Buffer.alloc(16);

function writeGeometry(geometry: Geometry, dimensions: 2 | 3, srid: 0 | typeof sridFlag): void {
  writeHeader(typeCodes[geometry.type], dimensions, srid);
  switch (geometry.type) {
    case 'Point':
      return writePosition(geometry.coordinates, dimensions);
    case 'LineString':
      return writePositions(geometry.coordinates, dimensions);
    case 'Polygon':
      return writeRings(geometry.coordinates, dimensions);
    case 'MultiPoint':
      return writeParts(geometry.coordinates, 1, dimensions, writePosition);
    case 'MultiLineString':
      return writeParts(geometry.coordinates, 2, dimensions, writePositions);
    case 'MultiPolygon':
      return writeParts(geometry.coordinates, 3, dimensions, writeRings);
    case 'GeometryCollection':
      writeCount(geometry.geometries.length);
      for (const member of geometry.geometries) writeGeometry(member, dimensions, 0);
  }
}

function writeParts<T>(
  parts: readonly T[],
  code: number,
  dimensions: 2 | 3,
  write: (part: T, dimensions: 2 | 3) => void,
): void {
  writeCount(parts.length);
  for (const part of parts) {
    writeHeader(code, dimensions, 0);
    write(part, dimensions);
  }
}

function writeRings(rings: readonly Position[][], dimensions: 2 | 3): void {
  writeCount(rings.length);
  for (const ring of rings) writePositions(ring, dimensions);
}

function writePositions(positions: readonly Position[], dimensions: 2 | 3): void {
  writeCount(positions.length);
  makeRoom(positions.length * 24);
  for (const position of positions) writePosition(position, dimensions);
}

function writePosition(position: Position, dimensions: 2 | 3): void {
  makeRoom(24);
  buffer.writeDoubleLE(position[0]!, end);
  buffer.writeDoubleLE(position[1]!, end + 8);
  if (dimensions === 3) buffer.writeDoubleLE(position[2]!, end + 16);
  end += dimensions * 8;
}

function writeHeader(code: number, dimensions: 2 | 3, srid: 0 | typeof sridFlag): void {
  makeRoom(9);
  buffer[end] = 1;
  buffer.writeUInt32LE((code | srid | (dimensions === 3 ? heightFlag : 0)) >>> 0, end + 1);
  if (srid !== 0) buffer.writeUInt32LE(wgs84, end + 5);
  end += srid === 0 ? 5 : 9;
}

function writeCount(count: number): void {
  makeRoom(4);
  buffer.writeUInt32LE(count, end);
  end += 4;
}

function makeRoom(bytes: number): void {
  if (end + bytes <= buffer.length) return;
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + bytes));
  buffer.copy(larger, 0, 0, end);
  buffer = larger;
}

/** Whether every position has a height. */
export function hasHeights(geometry: Geometry): boolean {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates.length > 2;
    case 'LineString':
    case 'MultiPoint':
      return geometry.coordinates.every(hasHeight);
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates.every((part) => part.every(hasHeight));
    case 'MultiPolygon':
      return geometry.coordinates.every((polygon) => polygon.every((ring) => ring.every(hasHeight)));
    case 'GeometryCollection':
      return geometry.geometries.every(hasHeights);
  }
}

function hasHeight(position: Position): boolean {
  return position.length > 2;
}

import type { Geometry, Position } from '../../kernel/index.ts';
import { organiseRings } from '../rings.ts';
import { GeometryFault } from '../wkb.ts';

export interface ShapeNotes {
  nulls: number;
  /** Polygons whose rings wind another way than they lie. */
  mended: number;
  /** Shapes with measures, which are not kept. */
  measured: number;
}

/** Smaller than this is "no data" (Technical Description, p. 2). */
const noMeasure = -1e38;

/**
 * The content of one record (without its header) as GeoJSON; null for a null shape and for one without positions.
 * Throws GeometryFault, RangeError where the bytes do not hold what they promise.
 */
export function geometryOfShape(content: Buffer, notes: ShapeNotes): Geometry | null {
  const type = content.readInt32LE(0);
  const hasZ = type > 10 && type < 20;
  const hasM = hasZ || (type > 20 && type < 30);
  switch (type % 10) {
    case 0:
      if (type !== 0) break;
      notes.nulls += 1;
      return null;
    case 1:
      if (type <= 21) return point(content, hasZ, hasM, notes);
      break;
    case 3:
      if (type <= 23) return lines(partsOf(content, hasZ, hasM, notes));
      break;
    case 5:
      if (type <= 25) return polygons(partsOf(content, hasZ, hasM, notes), notes);
      break;
    case 8:
      if (type <= 28) return points(content, hasZ, hasM, notes);
  }
  throw new GeometryFault(`shape type ${type}`);
}

function point(content: Buffer, hasZ: boolean, hasM: boolean, notes: ShapeNotes): Geometry | null {
  const position = [content.readDoubleLE(4), content.readDoubleLE(12)];
  if (hasZ) position.push(content.readDoubleLE(20));
  const measureAt = hasZ ? 28 : 20;
  if (hasM && content.length >= measureAt + 8 && content.readDoubleLE(measureAt) > noMeasure) notes.measured += 1;
  return Number.isFinite(position[0]!) && Number.isFinite(position[1]!)
    ? { type: 'Point', coordinates: position }
    : null;
}

function points(content: Buffer, hasZ: boolean, hasM: boolean, notes: ShapeNotes): Geometry | null {
  const count = countAt(content, 36, 16);
  const coordinates = positionsOf(content, 40, count, hasZ, hasM, notes);
  return coordinates.length === 0 ? null : { type: 'MultiPoint', coordinates };
}

function lines(parts: Position[][]): Geometry | null {
  if (parts.length === 0) return null;
  if (parts.length === 1) return { type: 'LineString', coordinates: parts[0]! };
  return { type: 'MultiLineString', coordinates: parts };
}

function polygons(parts: Position[][], notes: ShapeNotes): Geometry | null {
  if (parts.length === 0) return null;
  const { polygons: found, isMended } = organiseRings(parts.map(closed), true);
  if (isMended) notes.mended += 1;
  if (found.length === 1) return { type: 'Polygon', coordinates: found[0]! };
  return { type: 'MultiPolygon', coordinates: found };
}

function closed(ring: Position[]): Position[] {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

function partsOf(content: Buffer, hasZ: boolean, hasM: boolean, notes: ShapeNotes): Position[][] {
  const partCount = countAt(content, 36, 4);
  const pointCount = countAt(content, 40, 16);
  const start = 44 + partCount * 4;
  const all = positionsOf(content, start, pointCount, hasZ, hasM, notes);
  const parts: Position[][] = [];
  for (let part = 0; part < partCount; part += 1) {
    const from = content.readInt32LE(44 + part * 4);
    const to = part + 1 < partCount ? content.readInt32LE(48 + part * 4) : pointCount;
    if (from < 0 || to < from || to > pointCount) throw new GeometryFault(`part ${part}: ${from}..${to}`);
    if (to > from) parts.push(partCount === 1 ? all : all.slice(from, to));
  }
  return parts;
}

/** Positions stand as pairs; heights, then measures, follow all of them, each block after its range. */
function positionsOf(
  content: Buffer,
  start: number,
  count: number,
  hasZ: boolean,
  hasM: boolean,
  notes: ShapeNotes,
): Position[] {
  const heights = start + count * 16 + 16;
  if (hasZ && heights + count * 8 > content.length) throw new RangeError('heights');
  const positions: Position[] = [];
  for (let index = 0, at = start; index < count; index += 1, at += 16) {
    const position = [content.readDoubleLE(at), content.readDoubleLE(at + 8)];
    if (hasZ) position.push(content.readDoubleLE(heights + index * 8));
    positions.push(position);
  }
  if (hasM && count > 0) {
    const measures = hasZ ? heights + count * 8 + 16 : heights;
    if (measures + 8 <= content.length && content.readDoubleLE(measures) > noMeasure) notes.measured += 1;
  }
  return positions;
}

/** A count that the content cannot hold is damage. */
function countAt(content: Buffer, at: number, bytesOfEach: number): number {
  const count = content.readInt32LE(at);
  if (count < 0 || count * bytesOfEach > content.length) throw new GeometryFault(`${count}`);
  return count;
}

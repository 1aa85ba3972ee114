import type { Geometry, Position } from '../../kernel/index.ts';
import { GeometryFault, joinGeometries } from '../wkb.ts';
import type { FlatTable } from './flat-table.ts';

const maxDepth = 16;
const names: Readonly<Record<number, string>> = {
  8: 'CircularString',
  9: 'CompoundCurve',
  10: 'CurvePolygon',
};

/** A geometry table as GeoJSON; null where it holds nothing. Throws GeometryFault, RangeError. */
export function geometryOfFgb(table: FlatTable, ofLayer: number, depth = 0): Geometry | null {
  if (depth > maxDepth) throw new GeometryFault('nested too deep');
  const type = table.uint8(6) || ofLayer;
  switch (type) {
    case 1: {
      const [position] = positionsOf(table);
      return position && !position.slice(0, 2).every(Number.isNaN) ? { type: 'Point', coordinates: position } : null;
    }
    case 4: {
      const coordinates = positionsOf(table);
      return coordinates.length > 0 ? { type: 'MultiPoint', coordinates } : null;
    }
    case 2: {
      const coordinates = positionsOf(table);
      return coordinates.length > 0 ? { type: 'LineString', coordinates } : null;
    }
    case 5: {
      const coordinates = partsOf(table);
      return coordinates.length > 0 ? { type: 'MultiLineString', coordinates } : null;
    }
    case 3:
    case 17: {
      const coordinates = partsOf(table);
      return coordinates.length > 0 ? { type: 'Polygon', coordinates } : null;
    }
    case 6:
    case 7:
    case 11:
    case 12:
    case 15:
    case 16:
      return joinGeometries(membersOf(table, type === 6 ? 3 : 0, depth), type === 7);
    default:
      throw new GeometryFault(names[type] ?? `geometry type ${type}`);
  }
}

function membersOf(table: FlatTable, type: number, depth: number): Geometry[] {
  return table
    .tables(7)
    .map((part) => geometryOfFgb(part, type, depth + 1))
    .filter((part) => part !== null);
}

function positionsOf(table: FlatTable): Position[] {
  const pairs = table.vector(1, 8);
  if (!pairs) return [];
  const heights = table.vector(2, 8);
  const positions: Position[] = [];
  for (let at = 0; at + 16 <= pairs.length; at += 16) {
    const position = [pairs.readDoubleLE(at), pairs.readDoubleLE(at + 8)];
    if (heights) position.push(heights.readDoubleLE(at / 2));
    positions.push(position);
  }
  return positions;
}

/** Lines or rings: each ends where `ends` says; without it all positions are one. */
function partsOf(table: FlatTable): Position[][] {
  const positions = positionsOf(table);
  const ends = table.vector(0, 4);
  if (!ends || ends.length === 0) return positions.length > 0 ? [positions] : [];
  const parts: Position[][] = [];
  let from = 0;
  for (let at = 0; at < ends.length; at += 4) {
    const to = ends.readUInt32LE(at);
    if (to < from || to > positions.length) throw new GeometryFault(`part ${from}..${to} / ${positions.length}`);
    if (to > from) parts.push(positions.slice(from, to));
    from = to;
  }
  return parts;
}

import type { Geometry, Position } from '../kernel/index.ts';

/** Geometry that cannot be given as GeoJSON; `message` says what it is. */
export class GeometryFault extends Error {}

const names = [
  '',
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
  'CircularString',
  'CompoundCurve',
  'CurvePolygon',
  'MultiCurve',
  'MultiSurface',
  'Curve',
  'Surface',
  'PolyhedralSurface',
  'TIN',
  'Triangle',
] as const;

const maxDepth = 16;

/**
 * Well-known binary (OGC 06-103r4, ISO 13249-3) and PostGIS' extended one, as GeoJSON. Heights are kept, measures are
 * not. Null where there is nothing in it. Throws GeometryFault for curves and for damaged bytes, whatever they are.
 */
export function geometryOfWkb(bytes: Buffer, offset = 0): Geometry | null {
  const reader = new WkbReader(bytes, offset);
  try {
    return reader.geometry(0);
  } catch (error) {
    if (error instanceof RangeError) throw new GeometryFault('WKB: cut short');
    throw error;
  }
}

class WkbReader {
  readonly #bytes: Buffer;
  #offset: number;
  #little = true;
  #hasZ = false;
  #hasM = false;

  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  geometry(depth: number): Geometry | null {
    if (depth > maxDepth) throw new GeometryFault('WKB: nested too deep');
    const name = this.#header();
    switch (name) {
      case 'Point': {
        const position = this.#position();
        return Number.isNaN(position[0]) && Number.isNaN(position[1]) ? null : { type: 'Point', coordinates: position };
      }
      case 'LineString':
        return filled({ type: 'LineString', coordinates: this.#positions() });
      case 'Polygon':
      case 'Triangle':
        return filled({ type: 'Polygon', coordinates: this.#rings() });
      case 'MultiPoint':
      case 'MultiLineString':
      case 'MultiPolygon':
      case 'MultiCurve':
      case 'MultiSurface':
      case 'PolyhedralSurface':
      case 'TIN':
      case 'GeometryCollection':
        return joinGeometries(this.#members(depth), name === 'GeometryCollection');
      default:
        throw new GeometryFault(name);
    }
  }

  #header(): (typeof names)[number] {
    const order = this.#bytes.readUInt8(this.#offset);
    if (order > 1) throw new GeometryFault(`WKB: byte order ${order}`);
    this.#little = order === 1;
    this.#offset += 1;
    const code = this.#count();
    const base = code & 0x0fffffff;
    const thousands = Math.floor(base / 1_000);
    this.#hasZ = (code & 0x80000000) !== 0 || thousands === 1 || thousands === 3;
    this.#hasM = (code & 0x40000000) !== 0 || thousands === 2 || thousands === 3;
    if ((code & 0x20000000) !== 0) this.#offset += 4;
    const name = names[base % 1_000];
    if (!name || thousands > 3) throw new GeometryFault(`WKB: ${code}`);
    return name;
  }

  #count(): number {
    const value = this.#little ? this.#bytes.readUInt32LE(this.#offset) : this.#bytes.readUInt32BE(this.#offset);
    this.#offset += 4;
    return value;
  }

  #double(): number {
    const value = this.#little ? this.#bytes.readDoubleLE(this.#offset) : this.#bytes.readDoubleBE(this.#offset);
    this.#offset += 8;
    return value;
  }

  #position(): Position {
    const position = [this.#double(), this.#double()];
    if (this.#hasZ) position.push(this.#double());
    if (this.#hasM) this.#offset += 8;
    return position;
  }

  /** A count that the bytes left cannot hold is damage, not a reason to ask for memory. */
  #countOf(smallest: number): number {
    const count = this.#count();
    if (count * smallest > this.#bytes.length - this.#offset) throw new GeometryFault('WKB: cut short');
    return count;
  }

  #positions(): Position[] {
    const count = this.#countOf(16);
    const positions: Position[] = [];
    for (let index = 0; index < count; index += 1) positions.push(this.#position());
    return positions;
  }

  #rings(): Position[][] {
    const count = this.#countOf(4);
    const rings: Position[][] = [];
    for (let index = 0; index < count; index += 1) rings.push(this.#positions());
    return rings.filter((ring) => ring.length > 0);
  }

  #members(depth: number): Geometry[] {
    const count = this.#countOf(5);
    const members: Geometry[] = [];
    for (let index = 0; index < count; index += 1) {
      const member = this.geometry(depth + 1);
      if (member) members.push(member);
    }
    return members;
  }
}

function filled<T extends Geometry>(geometry: T): T | null {
  return geometry.type !== 'GeometryCollection' && geometry.coordinates.length === 0 ? null : geometry;
}

/** Members of one kind become its multi-kind, others a collection; one that holds nothing is null. */
export function joinGeometries(members: readonly Geometry[], asCollection = false): Geometry | null {
  if (members.length === 0) return null;
  const flat = asCollection ? members : members.flatMap(simpleParts);
  const [first] = flat;
  const isUniform = !asCollection && flat.every(({ type }) => type === first!.type);
  if (!isUniform) return { type: 'GeometryCollection', geometries: [...flat] };
  switch (first!.type) {
    case 'Point':
      return { type: 'MultiPoint', coordinates: flat.map((part) => coordinatesOf(part) as Position) };
    case 'LineString':
      return { type: 'MultiLineString', coordinates: flat.map((part) => coordinatesOf(part) as Position[]) };
    case 'Polygon':
      return { type: 'MultiPolygon', coordinates: flat.map((part) => coordinatesOf(part) as Position[][]) };
    default:
      return { type: 'GeometryCollection', geometries: [...flat] };
  }
}

function coordinatesOf(geometry: Geometry): unknown {
  return geometry.type === 'GeometryCollection' ? [] : geometry.coordinates;
}

function simpleParts(geometry: Geometry): Geometry[] {
  switch (geometry.type) {
    case 'MultiPoint':
      return geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates }));
    case 'MultiLineString':
      return geometry.coordinates.map((coordinates) => ({ type: 'LineString', coordinates }));
    case 'MultiPolygon':
      return geometry.coordinates.map((coordinates) => ({ type: 'Polygon', coordinates }));
    default:
      return [geometry];
  }
}

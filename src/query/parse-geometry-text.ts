import type { Geometry, Position } from '../kernel/index.ts';
import { bboxLiteral, geometryLiteral } from './literals.ts';
import type { BboxLiteral } from './model.ts';
import type { TokenReader } from './token-reader.ts';

type Read = (reader: TokenReader) => unknown;

const position: Read = (reader) => {
  const values = [reader.expectNumber(), reader.expectNumber()];
  if (!reader.isSymbol(',') && !reader.isSymbol(')')) values.push(reader.expectNumber());
  return values;
};
const enclosed =
  (read: Read): Read =>
  (reader) => {
    reader.expectSymbol('(');
    const result = read(reader);
    reader.expectSymbol(')');
    return result;
  };
const listOf =
  (read: Read): Read =>
  (reader) =>
    reader.list(() => read(reader));
const line = enclosed(listOf(position));
const polygon = enclosed(listOf(line));
const point = enclosed(position);

/** By WKT keyword: GeoJSON's type name and how to read what follows. */
const shapes: Record<string, { type: Geometry['type']; read: Read } | undefined> = {
  POINT: { type: 'Point', read: point },
  LINESTRING: { type: 'LineString', read: line },
  POLYGON: { type: 'Polygon', read: polygon },
  // Both forms of WKT: ((1 2), (3 4)) as in cql2.bnf, and (1 2, 3 4) as older programs write it.
  MULTIPOINT: {
    type: 'MultiPoint',
    read: enclosed(listOf((reader) => (reader.isSymbol('(') ? point(reader) : position(reader)))),
  },
  MULTILINESTRING: { type: 'MultiLineString', read: polygon },
  MULTIPOLYGON: { type: 'MultiPolygon', read: enclosed(listOf(polygon)) },
  GEOMETRYCOLLECTION: { type: 'GeometryCollection', read: enclosed(listOf((reader) => readGeometry(reader))) },
};

/** True where a geometry literal or BBOX begins. */
export function startsGeometry(reader: TokenReader): boolean {
  if (reader.current.kind !== 'word') return false;
  const name = reader.current.value.toUpperCase();
  if (name === 'BBOX') return reader.isSymbol('(', 1);
  return (
    shapes[name] !== undefined && (reader.isSymbol('(', 1) || (reader.isKeyword('Z', 1) && reader.isSymbol('(', 2)))
  );
}

/** Reads a geometry in WKT, or `BBOX(…)`. */
export function readSpatialLiteral(reader: TokenReader): Geometry | BboxLiteral {
  if (!reader.isKeyword('BBOX')) return readGeometry(reader);
  const at = reader.position;
  reader.next();
  return bboxLiteral(enclosed(listOf((inner) => inner.expectNumber()))(reader) as number[], at);
}

function readGeometry(reader: TokenReader): Geometry {
  const at = reader.position;
  if (!startsGeometry(reader)) throw reader.unexpected(Object.keys(shapes).join(', '));
  const shape = shapes[reader.next().value.toUpperCase()]!;
  reader.takeKeyword('Z');
  const content = shape.read(reader);
  const geometry =
    shape.type === 'GeometryCollection'
      ? { type: shape.type, geometries: content as Geometry[] }
      : ({ type: shape.type, coordinates: content as Position } as Geometry);
  return geometryLiteral(geometry, at);
}

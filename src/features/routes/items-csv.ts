import { csvLine, type Geometry, type Position } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import type { View } from '../read/view.ts';

export interface CsvFeature {
  readonly id: string;
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** CSV (RFC 4180) of a page: id, the properties, and longitude and latitude for points, WKT for anything else. */
export function itemsAsCsv(
  view: View,
  features: readonly CsvFeature[],
  shown: readonly Property[] = view.properties,
): string {
  const isPoints = view.collection.standard.geometry?.types.every((type) => type === 'Point') ?? false;
  const names = shown.map((property) => property.name);
  const place = !view.hasGeometry ? [] : isPoints ? ['longitude', 'latitude'] : ['geometry'];
  const taken = new Set(names);
  const header = ['id', ...names, ...place.map((name) => (taken.has(name) ? `_${name}` : name))];
  const lines = [csvLine(header)];
  for (const feature of features) {
    const cells = [feature.id, ...names.map((name) => feature.properties[name])];
    if (place.length === 2) {
      const point = feature.geometry?.type === 'Point' ? feature.geometry.coordinates : [];
      cells.push(point[0], point[1]);
    } else if (place.length === 1) cells.push(feature.geometry ? wkt(feature.geometry) : null);
    lines.push(csvLine(cells));
  }
  return lines.join('');
}

/** Well-known text of a geometry (OGC 06-103r4). */
export function wkt(geometry: Geometry): string {
  const position = (p: Position): string => p.join(' ');
  const line = (positions: Position[]): string => `(${positions.map(position).join(', ')})`;
  const lines = (parts: Position[][]): string => `(${parts.map(line).join(', ')})`;
  switch (geometry.type) {
    case 'Point':
      return `POINT (${position(geometry.coordinates)})`;
    case 'MultiPoint':
      return `MULTIPOINT (${geometry.coordinates.map((p) => `(${position(p)})`).join(', ')})`;
    case 'LineString':
      return `LINESTRING ${line(geometry.coordinates)}`;
    case 'MultiLineString':
      return `MULTILINESTRING ${lines(geometry.coordinates)}`;
    case 'Polygon':
      return `POLYGON ${lines(geometry.coordinates)}`;
    case 'MultiPolygon':
      return `MULTIPOLYGON (${geometry.coordinates.map(lines).join(', ')})`;
    case 'GeometryCollection':
      return `GEOMETRYCOLLECTION (${geometry.geometries.map(wkt).join(', ')})`;
  }
}

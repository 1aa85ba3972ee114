import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Geometry, Position } from '../../src/kernel/index.ts';
import { newFolder } from './gdal.ts';

export interface SampleFeature {
  readonly type: 'Feature';
  readonly properties: Readonly<Record<string, string | number | null>>;
  readonly geometry: Geometry | null;
}

const names = ['Phường Ninh Kiều', 'Xã Mỹ Tú', 'Thị trấn Cái Tắc', 'Đường 30/4, "cũ"', 'a,b;c', 'Ấp <5> & 6'];

/** Attributes of every kind, with gaps. */
function properties(index: number): SampleFeature['properties'] {
  return {
    ma: `0${index}`,
    ten: index % 5 === 4 ? null : names[index % names.length]!,
    so: index % 7 === 6 ? null : index * 1_000 - 3,
    thuc: index % 6 === 5 ? null : index * 1.25 - 0.5,
    ngay: index % 4 === 3 ? null : `2025-0${(index % 9) + 1}-1${index % 10}`,
  };
}

function square(x: number, y: number, size: number, clockwise = false): Position[] {
  const ring = [
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
    [x, y],
  ];
  return clockwise ? ring.toReversed() : ring;
}

/** An outer ring, a hole in it and, in every third, an island in the hole and one far away. */
function area(index: number): Geometry {
  const [x, y] = [105 + (index % 5) * 0.25, 9 + Math.floor(index / 5) * 0.25];
  const withHole = [square(x, y, 0.2), square(x + 0.05, y + 0.05, 0.1, true)];
  if (index % 3 !== 0) return { type: 'Polygon', coordinates: index % 2 === 0 ? withHole : [withHole[0]!] };
  const island = [square(x + 0.075, y + 0.075, 0.05)];
  return { type: 'MultiPolygon', coordinates: [withHole, island, [square(x + 0.21, y + 0.21, 0.02)]] };
}

function path(index: number): Geometry {
  const line = (shift: number) =>
    [0, 1, 2, 3].map((step) => [105 + step * 0.1 + shift, 10 + ((index + step) % 4) * 0.25]);
  return index % 3 === 0
    ? { type: 'MultiLineString', coordinates: [line(0), line(0.5)] }
    : { type: 'LineString', coordinates: line(0) };
}

const shapes = {
  points: (index: number): Geometry => ({ type: 'Point', coordinates: [105 + index * 0.125, 9 + index * 0.0625] }),
  lines: path,
  areas: area,
} as const;

export type SampleKind = keyof typeof shapes;
export const sampleKinds = Object.keys(shapes) as SampleKind[];

export function sampleFeatures(kind: SampleKind, count = 20, nullEvery = 9): SampleFeature[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 'Feature',
    properties: properties(index),
    geometry: nullEvery > 0 && index % nullEvery === nullEvery - 1 ? null : shapes[kind](index),
  }));
}

/** The sample as GeoJSON on disk: what `ogr2ogr` turns into other formats. */
export function sampleFile(kind: SampleKind, nullEvery = 9): string {
  const path = join(newFolder(), `${kind}.geojson`);
  writeFileSync(
    path,
    JSON.stringify({ type: 'FeatureCollection', name: kind, features: sampleFeatures(kind, 20, nullEvery) }),
  );
  return path;
}

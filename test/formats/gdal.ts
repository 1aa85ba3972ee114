import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Geometry, Position } from '../../src/kernel/index.ts';
import { workFolder } from './reading.ts';

/** Debian's `gdal-bin`: the oracle of map formats. */
export const hasGdal = ((): boolean => {
  try {
    execFileSync('ogr2ogr', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
export const skipWithoutGdal = hasGdal ? false : 'ogr2ogr (Debian: gdal-bin) is not installed';

export function newFolder(): string {
  return mkdtempSync(join(workFolder, 'gdal-'));
}

export function ogr2ogr(...args: readonly string[]): void {
  execFileSync('ogr2ogr', args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PROJ_NETWORK: 'OFF' } });
}

export interface OracleFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry | null;
}

/** What GDAL reads from a layer, in the layer's own coordinates. */
export function featuresByGdal(path: string, layer?: string, options: readonly string[] = []): OracleFeature[] {
  const target = join(newFolder(), 'oracle.geojson');
  ogr2ogr('-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=12', ...options, target, path, ...(layer ? [layer] : []));
  return (JSON.parse(readFileSync(target, 'utf8')) as { features: OracleFeature[] }).features;
}

/**
 * One text for geometries that are the same place: members in any order, rings from any vertex and in any direction,
 * a multi-geometry of one as that one.
 */
export function sameness(geometry: Geometry | null | undefined, digits = 6): unknown {
  if (!geometry) return null;
  switch (geometry.type) {
    case 'Point':
      return ['point', position(geometry.coordinates, digits)];
    case 'MultiPoint':
      return many(
        'point',
        geometry.coordinates.map((part) => position(part, digits)),
      );
    case 'LineString':
      return ['line', line(geometry.coordinates, digits)];
    case 'MultiLineString':
      return many(
        'line',
        geometry.coordinates.map((part) => line(part, digits)),
      );
    case 'Polygon':
      return ['polygon', polygon(geometry.coordinates, digits)];
    case 'MultiPolygon':
      return many(
        'polygon',
        geometry.coordinates.map((part) => polygon(part, digits)),
      );
    case 'GeometryCollection':
      return ['collection', geometry.geometries.map((part) => sameness(part, digits))];
  }
}

function many(kind: string, parts: readonly string[]): unknown {
  return [kind, ...parts.toSorted()];
}

function position(ordinates: Position, digits: number): string {
  return ordinates.map((ordinate) => (Math.round(ordinate * 10 ** digits) / 10 ** digits + 0).toString()).join(' ');
}

function line(positions: readonly Position[], digits: number): string {
  const forward = positions.map((each) => position(each, digits));
  return [forward.join(','), forward.toReversed().join(',')].toSorted()[0]!;
}

function polygon(rings: readonly Position[][], digits: number): string {
  const [outer, ...holes] = rings.map((positions) => ring(positions, digits));
  return [outer, ...holes.toSorted()].join(' / ');
}

function ring(positions: readonly Position[], digits: number): string {
  const open = positions.slice(0, -1).map((each) => position(each, digits));
  return [open, open.toReversed()].map(fromSmallest).toSorted()[0]!;
}

function fromSmallest(corners: readonly string[]): string {
  let best = 0;
  corners.forEach((corner, index) => {
    if (corner < corners[best]!) best = index;
  });
  const turned = [...corners.slice(best), ...corners.slice(0, best)];
  return turned.join(',');
}

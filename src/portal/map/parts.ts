import type { Geometry, Position } from '../../kernel/index.ts';

/** A geometry taken apart into what is drawn: points, lines, and areas of several rings. */
export interface Parts {
  readonly points: readonly Position[];
  readonly lines: readonly (readonly Position[])[];
  readonly areas: readonly (readonly (readonly Position[])[])[];
}

export function partsOf(geometry: Geometry): Parts {
  switch (geometry.type) {
    case 'Point':
      return { points: [geometry.coordinates], lines: [], areas: [] };
    case 'MultiPoint':
      return { points: geometry.coordinates, lines: [], areas: [] };
    case 'LineString':
      return { points: [], lines: [geometry.coordinates], areas: [] };
    case 'MultiLineString':
      return { points: [], lines: geometry.coordinates, areas: [] };
    case 'Polygon':
      return { points: [], lines: [], areas: [geometry.coordinates] };
    case 'MultiPolygon':
      return { points: [], lines: [], areas: geometry.coordinates };
    case 'GeometryCollection':
      return joined(geometry.geometries.map(partsOf));
  }
}

export function joined(all: readonly Parts[]): Parts {
  return {
    points: all.flatMap((parts) => parts.points),
    lines: all.flatMap((parts) => parts.lines),
    areas: all.flatMap((parts) => parts.areas),
  };
}

export function* positionsOf(parts: Parts): Generator<Position> {
  yield* parts.points;
  for (const line of parts.lines) yield* line;
  for (const rings of parts.areas) for (const ring of rings) yield* ring;
}

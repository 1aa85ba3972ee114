import type { Geometry } from '../kernel/index.ts';

/**
 * The areas a bbox means: one, or two where west exceeds east (the antimeridian). A box without width or height is a
 * line or a point, because a flat polygon is not valid. Heights are left out: all comparisons are in the plane.
 */
export function bboxShapes(bbox: readonly number[]): Geometry[] {
  const [west, south, east, north] = (bbox.length === 6 ? [bbox[0], bbox[1], bbox[3], bbox[4]] : bbox) as number[];
  if (west! <= east!) return [box(west!, south!, east!, north!)];
  return [box(west!, south!, 180, north!), box(-180, south!, east!, north!)];
}

/** One geometry of all parts. */
export function joinBoxes(boxes: readonly Geometry[]): Geometry {
  if (boxes.length === 1) return boxes[0]!;
  const polygons = boxes.filter((part) => part.type === 'Polygon');
  if (polygons.length === boxes.length)
    return { type: 'MultiPolygon', coordinates: polygons.map((part) => part.coordinates) };
  const lines = boxes.filter((part) => part.type === 'LineString');
  if (lines.length === boxes.length)
    return { type: 'MultiLineString', coordinates: lines.map((part) => part.coordinates) };
  return { type: 'GeometryCollection', geometries: [...boxes] };
}

function box(west: number, south: number, east: number, north: number): Geometry {
  if (west === east && south === north) return { type: 'Point', coordinates: [west, south] };
  if (west === east || south === north) {
    return {
      type: 'LineString',
      coordinates: [
        [west, south],
        [east, north],
      ],
    };
  }
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

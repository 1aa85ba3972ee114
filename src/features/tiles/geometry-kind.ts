import type { View } from '../read/view.ts';

export type GeometryKind = 'points' | 'lines' | 'areas' | 'mixed';

const kinds: Readonly<Record<string, GeometryKind>> = {
  Point: 'points',
  MultiPoint: 'points',
  LineString: 'lines',
  MultiLineString: 'lines',
  Polygon: 'areas',
  MultiPolygon: 'areas',
};

/** What a collection's geometries are drawn as, by its standard; a place that a grant rounds may be a point. */
export function geometryKind({ collection, seen }: Pick<View, 'collection' | 'seen'>): GeometryKind {
  const found = new Set((collection.standard.geometry?.types ?? []).map((type) => kinds[type] ?? 'mixed'));
  if (seen.reach !== 0) found.add('points');
  return found.size === 1 ? [...found][0]! : 'mixed';
}

import type { Mapping } from '../model.ts';

/** The columns that a mapping takes the geometry from. */
export function columnsOfPlace(geometry: Mapping['geometry']): string[] {
  if (geometry?.from === 'columns') return [geometry.longitude, geometry.latitude];
  return geometry?.from === 'column' ? [geometry.column] : [];
}

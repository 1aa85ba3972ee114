import type { GeometryKind } from './geometry-kind.ts';

/** Data carry the colour: a clear one on the quiet grounds of a base map, with an edge that stays visible on it. */
const colours = { fill: '#4a3f9f', edge: '#372f77', ink: '#ffffff' } as const;

type Layer = Readonly<Record<string, unknown>>;

/** Layers of a MapLibre style (version 8) that draw one layer of a source by its kind of geometry. */
export function defaultLayers(source: string, layer: string, kind: GeometryKind): Layer[] {
  const of = (part: 'areas' | 'edges' | 'lines' | 'points', type: string, geometry: string, paint: Layer): Layer => ({
    id: `${layer}-${part}`,
    type,
    source,
    'source-layer': layer,
    // A layer without tiles of its own kind of geometry is asked only where kinds meet.
    ...(kind === 'mixed' ? { filter: ['==', ['geometry-type'], geometry] } : {}),
    paint,
  });
  const width = ['interpolate', ['linear'], ['zoom'], 5, 0.4, 10, 0.8, 16, 2];
  const areas = [
    of('areas', 'fill', 'Polygon', { 'fill-color': colours.fill, 'fill-opacity': 0.32 }),
    of('edges', 'line', 'Polygon', { 'line-color': colours.edge, 'line-width': width }),
  ];
  const lines = [of('lines', 'line', 'LineString', { 'line-color': colours.fill, 'line-width': ['interpolate', ['linear'], ['zoom'], 5, 1, 10, 1.6, 16, 4] })]; // prettier-ignore
  const points = [
    of('points', 'circle', 'Point', {
      'circle-color': colours.fill,
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 2, 8, 3.5, 14, 7],
      'circle-stroke-color': colours.ink,
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 4, 0.3, 10, 1],
    }),
  ];
  if (kind === 'mixed') return [...areas, ...lines, ...points];
  return { areas, lines, points }[kind];
}

import type { BaseMap } from './base-map.ts';

type Layer = Readonly<Record<string, unknown>>;

/** Name of the source that map libraries give its tiles. */
export const baseSource = 'base';
/** Quiet greys of the ground (`map-style.js`): data carry the colour. */
const ink = { line: '#a39a8b', text: '#5c6263', halo: '#fbf9f5' } as const;

/** Layers of a MapLibre style (version 8): boundaries as lines, names as quiet labels; no fill, the ground shows. */
export function drawBase({ view, label }: BaseMap): Layer[] {
  const common = { source: baseSource, 'source-layer': view.collection.id };
  const boundaries = {
    ...common,
    id: 'base-boundaries',
    type: 'line',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': ink.line, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.4, 9, 1, 14, 1.8] },
  };
  if (label === null) return [boundaries];
  const names = {
    ...common,
    id: 'base-names',
    type: 'symbol',
    filter: ['has', label],
    layout: {
      'text-field': ['to-string', ['get', label]],
      'text-font': ['Be Vietnam Pro'],
      'text-size': 11,
      'text-max-width': 7,
      // A unit that lies in several tiles has a name in each: not side by side.
      'text-padding': 24,
    },
    paint: { 'text-color': ink.text, 'text-halo-color': ink.halo, 'text-halo-width': 1.2 },
  };
  return [boundaries, names];
}

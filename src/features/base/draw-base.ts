import { namesLayer } from './base-names.ts';
import type { BaseMap } from './base-map.ts';

type Layer = Readonly<Record<string, unknown>>;

/** Names of the sources that map libraries give its tiles: boundaries, and names as points. */
export const baseSources = { units: 'base', names: 'base-names' } as const;
/** Quiet greys of the ground (`map-style.js`): data carry the colour. */
const ink = { line: '#a39a8b', text: '#5c6263', halo: '#fbf9f5' } as const;

/** Layers of a MapLibre style (version 8): boundaries as lines, names as quiet labels; no fill, the ground shows. */
export function drawBase({ view, label }: BaseMap): Layer[] {
  const boundaries = {
    source: baseSources.units,
    'source-layer': view.collection.id,
    id: 'base-boundaries',
    type: 'line',
    layout: { 'line-join': 'round' },
    paint: { 'line-color': ink.line, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.4, 9, 1, 14, 1.8] },
  };
  if (label === null) return [boundaries];
  const names = {
    source: baseSources.names,
    'source-layer': namesLayer,
    id: 'base-names',
    type: 'symbol',
    layout: {
      'text-field': ['get', 'name'],
      'text-font': ['Be Vietnam Pro'],
      'text-size': 11,
      'text-max-width': 7,
      'text-padding': 6,
      // Where there is no room for all, the larger units have theirs.
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': ink.text, 'text-halo-color': ink.halo, 'text-halo-width': 1.2 },
  };
  return [boundaries, names];
}

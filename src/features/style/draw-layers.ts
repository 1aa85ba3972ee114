import type { GeometryKind } from '../tiles/geometry-kind.ts';
import type { Classes, MapStyle } from './model.ts';
import { colours, otherColour, series, stepsOf } from './palettes.ts';

type Layer = Readonly<Record<string, unknown>>;
type Expression = readonly unknown[] | string;

/** Parts of a layer, as the ids of style layers end. */
export const parts = ['areas', 'edges', 'lines', 'points', 'labels'] as const;
const ink = '#1b1f20';
const halo = '#fbf9f5';
const white = '#ffffff';

/** The colour of a layer that stands at this place of a map. */
export const colourOf = ({ colour }: MapStyle, place: number): string =>
  colour === null ? series[place % series.length]! : colours[colour].hex;

/** Layers of a MapLibre style (version 8) that draw one layer of a source by its kind of geometry. */
export function drawLayers(source: string, layer: string, kind: GeometryKind, style: MapStyle, place: number): Layer[] {
  const colour = colourOf(style, place);
  const fill = style.classes ? classColours(style.classes) : colour;
  const of = (part: (typeof parts)[number], type: string, geometry: string, look: Layer): Layer => ({
    id: `${layer}-${part}`,
    type,
    source,
    'source-layer': layer,
    // A layer without tiles of its own kind of geometry is asked only where kinds meet.
    ...(kind === 'mixed' ? { filter: ['==', ['geometry-type'], geometry] } : {}),
    ...look,
  });
  const zoomed = (...steps: number[]): Expression => ['interpolate', ['linear'], ['zoom'], ...steps];
  const lineWidth = (width: number) => zoomed(5, width * 0.6, 10, width, 16, width * 2.4);
  const areas = [
    of('areas', 'fill', 'Polygon', { paint: { 'fill-color': fill, 'fill-opacity': style.classes ? 0.72 : 0.32 } }),
    of('edges', 'line', 'Polygon', { paint: { 'line-color': fill, 'line-width': lineWidth(style.width / 2) } }),
  ];
  const lines = of('lines', 'line', 'LineString', {
    paint: { 'line-color': fill, 'line-width': lineWidth(style.width) },
  });
  const points = of('points', 'circle', 'Point', {
    paint: {
      'circle-color': fill,
      'circle-radius': zoomed(4, style.size * 0.3, 8, style.size * 0.55, 14, style.size),
      'circle-stroke-color': white,
      'circle-stroke-width': zoomed(4, 0.3, 10, 1.2),
    },
  });
  const drawn = { areas, lines: [lines], points: [points], mixed: [...areas, lines, points] }[kind];
  return style.label === null ? drawn : [...drawn, labelLayer(source, layer, kind, style.label)];
}

function labelLayer(source: string, layer: string, kind: GeometryKind, column: string): Layer {
  return {
    id: `${layer}-labels`,
    type: 'symbol',
    source,
    'source-layer': layer,
    filter: ['has', column],
    layout: {
      'text-field': ['to-string', ['get', column]],
      'text-font': ['Be Vietnam Pro'],
      'text-size': 12,
      'text-padding': 4,
      ...(kind === 'lines' ? { 'symbol-placement': 'line' } : {}),
      ...(kind === 'points' ? { 'text-anchor': 'top', 'text-offset': [0, 0.6] } : {}),
    },
    paint: { 'text-color': ink, 'text-halo-color': halo, 'text-halo-width': 1.4 },
  };
}

function classColours(classes: Classes): Expression {
  const { column } = classes;
  if (classes.kind === 'graduated') {
    const [first, ...more] = stepsOf(classes.ramp, classes.breaks.length + 1);
    const steps = more.flatMap((colour, index) => [classes.breaks[index]!, colour]);
    return ['case', ['has', column], ['step', ['to-number', ['get', column]], first, ...steps], otherColour];
  }
  const cases = classes.values.flatMap((value, index) => [value, series[index % series.length]!]);
  return ['match', ['to-string', ['get', column]], ...cases, otherColour];
}

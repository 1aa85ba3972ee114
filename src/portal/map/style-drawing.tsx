import type { Legend } from '../../features/index.ts';
import type { Feature } from '../data/common.ts';
import { styleMessages as messages } from '../messages/style.ts';
import type { Page } from '../page.ts';
import { draw } from './drawing.ts';
import { GraticuleLines, ScaleBar } from './feature-map.tsx';
import { joined, partsOf, positionsOf } from './parts.ts';
import { boxAround, projectionFor } from './projection.ts';

interface StyleDrawingProps {
  readonly page: Page;
  readonly features: readonly Feature[];
  readonly legend: Legend;
  /** Pixels: lines, and the radius of points. */
  readonly width: number;
  readonly size: number;
}

/** Objects in the colours of a style, drawn by the server: what who has no script sees of a style that he tries. */
export function StyleDrawing({ page, features, legend, width, size }: StyleDrawingProps) {
  const box = boxAround(positionsOf(joined(features.flatMap(({ geometry }) => (geometry ? [partsOf(geometry)] : [])))));
  if (!box) return null;
  const projection = projectionFor(box, 800, 340, 400);
  const groups = new Map<string, Feature[]>();
  for (const feature of features) {
    const colour = colourOf(legend, feature);
    groups.set(colour, [...(groups.get(colour) ?? []), feature]);
  }
  return (
    <figure class="map wide">
      <svg
        viewBox={`0 0 ${projection.width} ${projection.height}`}
        role="img"
        aria-label={page.say(messages.drawing, { count: features.length })}
      >
        <rect class="ground" width={projection.width} height={projection.height} />
        <GraticuleLines page={page} projection={projection} />
        {[...groups].map(([colour, group]) => {
          const parts = joined(group.flatMap(({ geometry }) => (geometry ? [partsOf(geometry)] : [])));
          const { areas, lines, points } = draw(parts, projection);
          return (
            <g stroke={colour} stroke-width={width} fill="none" stroke-linecap="round">
              <path d={areas} fill={colour} fill-opacity={legend.column ? 0.72 : 0.32} stroke-width={width / 2} />
              <path d={lines} />
              <path d={points} stroke-width={size} />
            </g>
          );
        })}
        <ScaleBar page={page} projection={projection} />
      </svg>
    </figure>
  );
}

/** The colour of an object by the key, as map libraries work it out of the style. */
export function colourOf({ column, classes, other, colour }: Legend, { properties }: Feature): string {
  if (!column) return colour;
  const value = properties[column.name];
  if (value === null || value === undefined) return other ?? colour;
  const found = classes.find((each) =>
    each.value !== undefined
      ? each.value === String(value)
      : (each.from == null || Number(value) >= each.from) && (each.to == null || Number(value) < each.to),
  );
  return found?.colour ?? other ?? colour;
}

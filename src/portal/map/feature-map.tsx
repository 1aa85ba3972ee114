import type { BaseOutlines } from '../../features/index.ts';
import type { Feature } from '../data/common.ts';
import { mapMessages as messages } from '../messages/features.ts';
import type { Page } from '../page.ts';
import { writeDegrees } from '../write-values.ts';
import { BaseCredit, BaseLines, BaseNames } from './base-drawing.tsx';
import { draw, type Drawing } from './drawing.ts';
import { graticuleFor, scaleLength } from './graticule.ts';
import { GroundDrawing } from './ground-drawing.tsx';
import { joined, partsOf, positionsOf, type Parts } from './parts.ts';
import { boxAround, projectionFor, type Projection } from './projection.ts';

interface FeatureMapProps {
  readonly page: Page;
  readonly features: readonly Feature[];
  /** `wide` above a table, `small` beside the attributes of one object. */
  readonly shape: 'wide' | 'small';
  /** Where a page may hold several maps: what tells this one's parts from the others'. */
  readonly id?: string;
  /** Units beneath them. */
  readonly base?: BaseOutlines | null | undefined;
}

const sizes = {
  wide: { width: 800, leastHeight: 340, mostHeight: 400 },
  small: { width: 480, leastHeight: 300, mostHeight: 420 },
} as const;

/** An SVG map of the features on the page: no script, no tile, no request; nothing where none has a place. */
export function FeatureMap({ page, features, shape, id = 'map', base }: FeatureMapProps) {
  const placed = features.flatMap((feature) => (feature.geometry ? [partsOf(feature.geometry)] : []));
  const parts = joined(placed);
  const box = boxAround(positionsOf(parts));
  if (!box) return null;
  const size = sizes[shape];
  const projection = projectionFor(box, size.width, size.leastHeight, size.mostHeight);
  const drawing = draw(parts, projection);
  return (
    <figure class={`map ${shape}`}>
      <svg
        viewBox={`0 0 ${projection.width} ${projection.height}`}
        role="img"
        aria-label={alternative(page, projection, placed.length)}
      >
        <GroundDrawing page={page} projection={projection} />
        <GraticuleLines page={page} projection={projection} />
        {base ? <BaseLines base={base} projection={projection} /> : null}
        <Shapes drawing={drawing} points={`${id}-points`} />
        {base ? <BaseNames base={base} projection={projection} points={parts.points} /> : null}
        <ScaleBar page={page} projection={projection} />
      </svg>
      <Legend page={page} parts={parts} drawing={drawing} missing={features.length - placed.length} base={base} />
    </figure>
  );
}

function alternative(page: Page, projection: Projection, count: number): string {
  const { step } = graticuleFor(projection);
  const [west, south, east, north] = projection.box;
  const write = (value: number, axis: 'longitude' | 'latitude') => writeDegrees(value, axis, step / 10, page);
  if (count === 1) {
    return page.say(messages.alternativeOne, {
      longitude: write((west + east) / 2, 'longitude'),
      latitude: write((south + north) / 2, 'latitude'),
    });
  }
  return page.say(messages.alternative, {
    count,
    west: write(west, 'longitude'),
    east: write(east, 'longitude'),
    south: write(south, 'latitude'),
    north: write(north, 'latitude'),
  });
}

/** Labels keep clear of the corners, where the two axes and the scale bar would run into each other. */
const cornerUnits = 80;

export function GraticuleLines({ page, projection }: { page: Page; projection: Projection }) {
  const { step, longitudes, latitudes } = graticuleFor(projection);
  const { width, height } = projection;
  const path = [
    ...longitudes.map((longitude) => `M${tenths(projection.x(longitude))} 0v${height}`),
    ...latitudes.map((latitude) => `M0 ${tenths(projection.y(latitude))}h${width}`),
  ].join('');
  const labelled = longitudes.filter(
    (value) => projection.x(value) > cornerUnits && projection.x(value) < width - cornerUnits,
  );
  const labelledLatitudes = latitudes.filter(
    (value) => projection.y(value) > cornerUnits && projection.y(value) < height - cornerUnits,
  );
  return (
    <g class="graticule">
      <path d={path} />
      {labelled.map((value, index) => (
        <text
          class={index % 2 === 1 ? 'every-second' : undefined}
          x={tenths(projection.x(value))}
          y={8}
          text-anchor="middle"
          dominant-baseline="hanging"
        >
          {writeDegrees(value, 'longitude', step, page)}
        </text>
      ))}
      {labelledLatitudes.map((value) => (
        <text x={8} y={tenths(projection.y(value))} dominant-baseline="middle">
          {writeDegrees(value, 'latitude', step, page)}
        </text>
      ))}
    </g>
  );
}

function Shapes({ drawing, points }: { drawing: Drawing; points: string }) {
  return (
    <g class="shapes">
      {drawing.areas ? <path class="area" d={drawing.areas} /> : null}
      {drawing.lines ? <path class="line" d={drawing.lines} /> : null}
      {drawing.points ? (
        <>
          <defs>
            <path id={points} d={drawing.points} vector-effect="non-scaling-stroke" />
          </defs>
          <use class="halo" href={`#${points}`} />
          <use class="point" href={`#${points}`} />
        </>
      ) : null}
    </g>
  );
}

export function ScaleBar({ page, projection }: { page: Page; projection: Projection }) {
  const metres = scaleLength(projection);
  const units = metres / projection.metresPerUnit;
  const right = projection.width - 16;
  const y = projection.height - 16;
  const text =
    metres >= 1000
      ? page.say(messages.kilometres, { value: metres / 1000 })
      : page.say(messages.metres, { value: metres });
  return (
    <g class="scale-bar">
      <path d={`M${tenths(right - units)} ${y - 6}v6H${right}v-6`} />
      <text x={right} y={y - 12} text-anchor="end">
        {text}
      </text>
    </g>
  );
}

interface LegendProps {
  readonly page: Page;
  readonly parts: Parts;
  readonly drawing: Drawing;
  readonly missing: number;
  readonly base: FeatureMapProps['base'];
}

function Legend({ page, parts, drawing, missing, base }: LegendProps) {
  const kinds = [
    { kind: 'point', count: parts.points.length, message: messages.points },
    { kind: 'line', count: parts.lines.length, message: messages.lines },
    { kind: 'area', count: parts.areas.length, message: messages.areas },
  ].filter(({ count }) => count > 0);
  return (
    <figcaption>
      {kinds.map(({ kind, count, message }) => (
        <span class="key">
          <svg class={kind} viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
            <path d={legendShapes[kind as keyof typeof legendShapes]} />
          </svg>
          {page.say(message, { count })}
        </span>
      ))}
      {missing > 0 ? <span>{page.say(messages.withoutPlace, { count: missing })}</span> : null}
      {drawing.isSimplified ? <span>{page.say(messages.simplified)}</span> : null}
      {base ? <BaseCredit page={page} base={base} /> : null}
      <span>{page.say(messages.system)}</span>
    </figcaption>
  );
}

const legendShapes = { point: 'M8 6h0', line: 'M1 9L6 4L10 8L15 3', area: 'M2 2h12v8H2z' } as const;

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

import type { BaseOutlines } from '../../features/index.ts';
import type { Position } from '../../kernel/index.ts';
import { mapMessages as messages } from '../messages/features.ts';
import type { Page } from '../page.ts';
import { draw } from './drawing.ts';
import type { Projection } from './projection.ts';

/** Path data of the units beneath a drawing stays below this: what lies over them is what one came for. */
const budget = 12_000;

/** Boundaries of units beneath what is drawn. */
export function BaseLines({ base, projection }: { base: BaseOutlines; projection: Projection }) {
  const { lines } = draw({ points: [], lines: base.lines, areas: [] }, projection, budget);
  return (
    <g class="base">
      <path d={lines} />
    </g>
  );
}

/** Half of what a letter takes, and of a line of letters, in units of a drawing as it stands on a telephone. */
const [halfLetter, halfLine] = [5, 12];
/** Where a name may stand instead, when something is drawn where it would be: above and below. */
const shifts = [0, -2 * halfLine, 2 * halfLine];

interface NamesProps {
  readonly base: BaseOutlines;
  readonly projection: Projection;
  /** Places that names keep clear of; longitude first. */
  readonly points: readonly Position[];
}

/**
 * Names of the units over what is drawn, each once, the larger units' first. A name that the edge would cut, or that would
 * stand on a point or on another name however it is shifted, is left out.
 */
export function BaseNames({ base, projection, points }: NamesProps) {
  const { width, height } = projection;
  const taken: Spot[] = points.map(([x, y]) => ({ x: projection.x(x!), y: projection.y(y!), half: halfLine }));
  const names = base.names.flatMap(({ name, longitude, latitude }) => {
    const half = name.length * halfLetter;
    const spots = shifts.map((shift) => ({ x: projection.x(longitude), y: projection.y(latitude) + shift, half }));
    const free = spots.find(
      (spot) =>
        spot.x > half &&
        spot.x < width - half &&
        spot.y > 3 * halfLine &&
        spot.y < height - 4 * halfLine &&
        !taken.some((other) => touches(spot, other)),
    );
    if (!free) return [];
    taken.push(free);
    return [{ name, ...free }];
  });
  return (
    <g class="base">
      {names.map(({ name, x, y }) => (
        <text x={Math.round(x)} y={Math.round(y)} text-anchor="middle" dominant-baseline="middle">
          {name}
        </text>
      ))}
    </g>
  );
}

interface Spot {
  readonly x: number;
  readonly y: number;
  /** Half of its width. */
  readonly half: number;
}

const touches = (one: Spot, other: Spot): boolean =>
  Math.abs(one.x - other.x) < one.half + other.half && Math.abs(one.y - other.y) < 2 * halfLine;

/** Whose boundaries they are, for the caption. */
export function BaseCredit({ page, base }: { page: Page; base: BaseOutlines }) {
  return <span>{page.say(messages.base, { title: base.title[page.language] })}</span>;
}

import type { Projection } from './projection.ts';

/** Steps that people read: whole and half degrees, minutes, then decimals of a degree. */
const steps = [
  30,
  20,
  10,
  5,
  2,
  1,
  1 / 2,
  1 / 3,
  1 / 6,
  1 / 12,
  1 / 30,
  1 / 60,
  0.01,
  0.005,
  0.002,
  0.001,
  0.0005,
  0.0002,
  0.0001,
];

export interface Graticule {
  readonly step: number;
  readonly longitudes: readonly number[];
  readonly latitudes: readonly number[];
}

/** Meridians and parallels at a step that gives about four of them across. */
export function graticuleFor(projection: Projection): Graticule {
  const [west, south, east, north] = projection.box;
  const span = Math.max(east - west, north - south);
  const step = steps.find((candidate) => span / candidate >= 3) ?? steps.at(-1)!;
  return { step, longitudes: multiples(west, east, step), latitudes: multiples(south, north, step) };
}

function multiples(from: number, to: number, step: number): number[] {
  const found: number[] = [];
  for (let count = Math.ceil(from / step); count * step <= to; count++) found.push(count * step);
  return found;
}

/** A round length that takes up to a quarter of the width, in metres. */
export function scaleLength(projection: Projection): number {
  const most = (projection.width / 4) * projection.metresPerUnit;
  const magnitude = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((factor) => factor * magnitude).find((length) => length <= most) ?? magnitude;
}

import type { IndexInput, IndexStep, Scale, ScalePoint } from './model.ts';

type SubIndexStep = Extract<IndexStep, { step: 'sub-index' }>;

export function subIndex(input: IndexInput, scale: Scale, value: number): SubIndexStep {
  const { points, result } = onScale(scale, value);
  return { step: 'sub-index', input: input.id, parameter: input.parameter, unit: input.unit, value, points, result };
}

function onScale({ points, below, above }: Scale, value: number): Pick<SubIndexStep, 'points' | 'result'> {
  const [first, last] = [points[0]!, points.at(-1)!];
  if (value < first[0]) return beyond(first, below);
  if (value > last[0]) return beyond(last, above);
  const next = points.findIndex(([at]) => at > value);
  const [from, to] = next < 0 ? [last, last] : [points[next - 1]!, points[next]!];
  // On the last point, or on one of several at the same place.
  if (from[0] === to[0]) return { points: [from], result: from[1] };
  const result = ((to[1] - from[1]) / (to[0] - from[0])) * (value - from[0]) + from[1];
  return { points: [from, to], result };
}

function beyond(end: ScalePoint, fixed: number | 'drop' | undefined): Pick<SubIndexStep, 'points' | 'result'> {
  return { points: [end], result: fixed === 'drop' ? null : (fixed ?? end[1]) };
}

/** Halves go up; what is a half but for the arithmetic of the machine counts as one. */
export function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5 + 1e-9);
}

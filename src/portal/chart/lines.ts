import type { ChartLine, ChartPoint } from '../data/stations.ts';

/** Points between which the line goes on: a gap of more than two and a half steps is left open. */
export function stretches({ points, resolution }: ChartLine): ChartPoint[][] {
  const allowed = 2.5 * (resolution.stepMs ?? usualStep(points));
  const found: ChartPoint[][] = [];
  let last: ChartPoint | null = null;
  for (const point of points) {
    if (point.value === null) {
      last = null;
      continue;
    }
    if (last && point.at - last.at <= allowed) found.at(-1)!.push(point);
    else found.push([point]);
    last = point;
  }
  return found;
}

/** The middle of the steps, for a series that has no interval of its own. */
function usualStep(points: readonly ChartPoint[]): number {
  const steps = points
    .slice(1)
    .map((point, i) => point.at - points[i]!.at)
    .sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? Infinity;
}

export interface Summary {
  readonly low: number;
  readonly high: number;
  readonly last: number;
}

/** Least, greatest and last of what counts; null where nothing does. Means have their least and greatest beside them. */
export function summaryOf(points: readonly ChartPoint[]): Summary | null {
  let summary: Summary | null = null;
  for (const { value, min = value, max = value } of points) {
    if (value === null) continue;
    const [low, high] = [min!, max!];
    summary = summary
      ? { low: Math.min(summary.low, low), high: Math.max(summary.high, high), last: value }
      : { low, high, last: value };
  }
  return summary;
}

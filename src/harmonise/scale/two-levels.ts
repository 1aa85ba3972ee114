import { middle, type Block } from './series-blocks.ts';

/** A series that stands on two levels with nothing between them. */
export interface TwoLevels {
  /** Blocks of the level that fewer values are on, as stretches of neighbours; indices into the blocks. */
  readonly stretches: readonly (readonly [first: number, last: number])[];
  /** Typical value on the level of the fewer, and on that of the rest; on the scale that was asked for. */
  readonly inside: number;
  readonly outside: number;
  /** Distance of the levels over the spread of the blocks on one. */
  readonly clearness: number;
  /** Spread within a block, inside over outside, in the units of the file. */
  readonly spreadRatio: number;
  readonly medianInside: number;
  readonly medianOutside: number;
}

const mostStretches = 3;
const leastShare = 0.03;
const leastClearness = 4;
/** Blocks on each side of a border that are compared: further off the season may be another. */
const neighbours = 8;
/** Share of the distance between the levels that must be empty. */
const leastGap = 0.4;

/** Splits the blocks in two where their values, seen on a scale, leave the widest gap. Null when they do not. */
export function findTwoLevels(blocks: readonly Block[], scale: (median: number) => number): TwoLevels | null {
  const levels = blocks.map(({ median }) => scale(median));
  const sorted = levels.map((level, at) => ({ level, count: blocks[at]!.count })).toSorted((a, b) => a.level - b.level);
  const threshold = bestThreshold(sorted);
  if (threshold === null) return null;
  const total = blocks.reduce((sum, { count }) => sum + count, 0);
  const high = blocks.reduce((sum, { count }, at) => sum + (levels[at]! > threshold ? count : 0), 0);
  const highIsInside = high * 2 <= total;
  const share = Math.min(high, total - high) / total;
  const isInside = (at: number) => levels[at]! > threshold === highIsInside;
  const stretches = stretchesOf(blocks.length, isInside);
  if (share < leastShare || stretches.length > mostStretches) return null;
  const inner = levels.filter((_, at) => isInside(at));
  const outer = levels.filter((_, at) => !isInside(at));
  const [inside, outside] = [typical(inner), typical(outer)];
  const distance = Math.abs(inside - outside);
  const spread = Math.max(spreadOf(inner, inside), spreadOf(outer, outside), distance * 0.01);
  const gap = Math.abs(nearest(inner, outside) - nearest(outer, inside));
  if (gap < leastGap * distance || distance < leastClearness * spread) return null;
  if (!isSharp(levels, stretches, distance)) return null;
  const near = (wanted: boolean) => {
    const isNear = (at: number) => stretches.some((ends) => ends.some((end) => Math.abs(at - end) <= neighbours));
    return blocks.filter((_, at) => isInside(at) === wanted && isNear(at));
  };
  return {
    stretches,
    inside,
    outside,
    clearness: distance / spread,
    spreadRatio: mean(near(true).map((block) => block.spread)) / mean(near(false).map((block) => block.spread)),
    medianInside: typical(near(true).map((block) => block.median)),
    medianOutside: typical(near(false).map((block) => block.median)),
  };
}

/** The threshold that makes both sides as close as they can be, by sums of squares. */
function bestThreshold(sorted: readonly { level: number; count: number }[]): number | null {
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const all = sorted.reduce((sum, { level, count }) => sum + level * count, 0);
  let [best, threshold]: [number, number | null] = [0, null];
  let [count, sum] = [0, 0];
  for (let at = 0; at + 1 < sorted.length; at++) {
    count += sorted[at]!.count;
    sum += sorted[at]!.level * sorted[at]!.count;
    const difference = sum / count - (all - sum) / (total - count);
    const between = difference * difference * count * (total - count);
    if (between > best) [best, threshold] = [between, (sorted[at]!.level + sorted[at + 1]!.level) / 2];
  }
  return threshold;
}

function stretchesOf(length: number, isInside: (at: number) => boolean): (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  for (let at = 0; at < length; at++) {
    if (!isInside(at)) continue;
    const last = stretches.at(-1);
    if (last && last[1] === at - 1) last[1] = at;
    else stretches.push([at, at]);
  }
  return stretches;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function typical(values: readonly number[]): number {
  return middle(values.toSorted((a, b) => a - b));
}

/** Robust standard deviation, by the distances that nine in ten keep to; few values count as wide. */
function spreadOf(values: readonly number[], centre: number): number {
  const distances = values.map((value) => Math.abs(value - centre)).toSorted((a, b) => a - b);
  return Math.max(middle(distances) * 1.4826, distances[Math.floor(distances.length * 0.9)]! / 1.645);
}

/** The value on the side of `from`, after one in twenty that may be a mixed block. */
function nearest(values: readonly number[], from: number): number {
  const sorted = values.toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from));
  return sorted[Math.floor(sorted.length * 0.05)]!;
}

/** A change of unit is a step: the blocks around a border, or one further for a mixed one, stand far apart. */
function isSharp(levels: readonly number[], stretches: TwoLevels['stretches'], distance: number): boolean {
  const apart = (one: number, other: number) =>
    one < 0 || other >= levels.length || Math.abs(levels[one]! - levels[other]!) >= 0.6 * distance;
  return stretches.every(
    ([first, last]) =>
      (apart(first - 1, first) || apart(first - 2, first) || apart(first - 1, first + 1)) &&
      (apart(last, last + 1) || apart(last, last + 2) || apart(last - 1, last + 1)),
  );
}

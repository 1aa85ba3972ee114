import { finestPlace } from './grain.ts';
import { middle, type Block } from './series-blocks.ts';
import type { TwoLevels } from './two-levels.ts';

/** Blocks on each side of a border that are compared. */
const reach = 8;
const leastBlocks = 3;
const leastShare = 0.03;
const mostStretches = 3;
/** Powers of ten that are changes of unit. */
const powers = new Set([1, 2, 3, 6]);

/**
 * Stretches in which both how large the numbers are and how finely they are written differ from the rest by the same power of
 * ten: `0.12` beside `120`. That tells a change of unit from the weather even where the series varies by more than that.
 */
export function findGrainChanges(
  blocks: readonly Block[],
): { readonly levels: TwoLevels; readonly power: number } | null {
  const usual = usualPlace(blocks);
  if (usual < finestPlace) return null;
  const shifts = blocks.map(({ grain }) => grain.place - usual);
  const runs = runsOf(shifts);
  if (runs.length === 0 || runs.length > mostStretches) return null;
  const power = runs[0]!.power;
  if (!powers.has(Math.abs(power)) || runs.some((run) => run.power !== power)) return null;
  const isInside = (at: number) => runs.some(({ first, last }) => at >= first && at <= last);
  const count = (wanted: boolean) => sum(blocks.filter((_, at) => isInside(at) === wanted).map((block) => block.count));
  const share = count(true) / (count(true) + count(false));
  if (share < leastShare || share > 0.5) return null;
  const strays = shifts.filter((shift, at) => !isInside(at) && shift !== 0).length;
  if (strays > runs.length * 2 + 0.05 * blocks.length) return null;
  const levels = levelsBeside(blocks, runs, isInside);
  const off = Math.abs(levels.inside - levels.outside - power);
  return off <= toleranceOf(blocks, runs, isInside) ? { levels, power } : null;
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly power: number;
}

/** The place that most values are in blocks of. */
function usualPlace(blocks: readonly Block[]): number {
  const counts = new Map<number, number>();
  for (const { grain, count } of blocks) counts.set(grain.place, (counts.get(grain.place) ?? 0) + count);
  return [...counts].reduce((best, other) => (other[1] > best[1] ? other : best))[0];
}

/** Neighbours that are all finer, or all coarser, than usual; a coarse one may be so by chance. */
function runsOf(shifts: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let first = 0; first < shifts.length; first++) {
    const side = Math.sign(shifts[first]!);
    if (side === 0) continue;
    let last = first;
    while (last + 1 < shifts.length && Math.sign(shifts[last + 1]!) === side) last++;
    const own = shifts.slice(first, last + 1);
    const power = side > 0 ? Math.min(...own) : usualOf(own);
    if (own.length >= leastBlocks) runs.push({ first, last, power });
    first = last;
  }
  return runs;
}

function usualOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * 0.5)]!;
}

type Inside = (at: number) => boolean;

function besides(blocks: readonly Block[], runs: readonly Run[], isInside: Inside, wanted: boolean): Block[] {
  const isNear = (at: number) =>
    runs.some(({ first, last }) => Math.min(Math.abs(at - first), Math.abs(at - last)) <= reach);
  return blocks.filter((_, at) => isInside(at) === wanted && isNear(at));
}

function levelsBeside(blocks: readonly Block[], runs: readonly Run[], isInside: Inside): TwoLevels {
  const inner = besides(blocks, runs, isInside, true);
  const outer = besides(blocks, runs, isInside, false);
  const medianInside = typical(inner.map(({ median }) => median));
  const medianOutside = typical(outer.map(({ median }) => median));
  return {
    stretches: runs.map(({ first, last }) => [first, last] as const),
    inside: Math.log10(medianInside),
    outside: Math.log10(medianOutside),
    clearness: 6,
    spreadRatio: mean(inner.map(({ spread }) => spread)) / mean(outer.map(({ spread }) => spread)),
    medianInside,
    medianOutside,
  };
}

/**
 * How far the levels may be from the power of ten: by what they vary themselves, where the places are known to be fixed; next
 * to nothing where the place may follow the size.
 */
function toleranceOf(blocks: readonly Block[], runs: readonly Run[], isInside: Inside): number {
  const isFixed = (wanted: boolean) => blocks.some(({ grain }, at) => isInside(at) === wanted && grain.magnitudes > 1);
  if (!isFixed(true) || !isFixed(false)) return 0.1;
  const error = [true, false].map((wanted) => {
    const levels = besides(blocks, runs, isInside, wanted).map(({ median }) => Math.log10(median));
    return spreadOf(levels) ** 2 / levels.length;
  });
  return Math.min(0.45, 0.1 + 2.5 * Math.sqrt(sum(error)));
}

function spreadOf(values: readonly number[]): number {
  const centre = typical(values);
  return typical(values.map((value) => Math.abs(value - centre))) * 1.4826;
}

function typical(values: readonly number[]): number {
  return middle(values.toSorted((a, b) => a - b));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

import type { ScaleFinding } from '../model.ts';
import type { Block, SeriesBlocks } from './series-blocks.ts';
import { findGrainChanges } from './find-grain-changes.ts';
import { findTwoLevels, type TwoLevels } from './two-levels.ts';
import { stepBetween, temperatureStep, type UnitStep } from './unit-steps.ts';

export interface SeriesContext {
  readonly column: string;
  readonly series: Readonly<Record<string, string>> | null;
  /** The column holds temperatures: °C, °F and K are tried. */
  readonly isTemperature: boolean;
  /** The column holds what goes by the second, minute or hour: factors of 60 are tried. */
  readonly isRate: boolean;
  /** µg/m³ of one ppm, ppb …, where a standard states it. */
  readonly molar: readonly number[];
  /** Whether a label column may explain a level: it names things, not moments. */
  readonly mayExplain: readonly boolean[];
}

const leastBlocks = 5;
const leastValues = 24;

/** Stretches of a series whose numbers stand in another unit than the rest, by their distribution. */
export function findScaleChanges(series: SeriesBlocks, context: SeriesContext): ScaleFinding[] {
  const blocks = series.finish();
  if (blocks.length < leastBlocks || series.count < leastValues) return [];
  if (context.isTemperature) {
    const levels = findTwoLevels(blocks, (median) => median);
    const step = levels && temperatureStep(levels.medianInside, levels.medianOutside, levels.spreadRatio);
    if (step) return findingsOf(blocks, levels, step, context);
  }
  const positive = blocks.filter(({ median }) => median > 0);
  if (positive.length < leastBlocks || positive.length < blocks.length * 0.9) return [];
  const found = rewritten(positive) ?? multiplied(findTwoLevels(positive, Math.log10), context);
  return found ? findingsOf(positive, found.levels, found.step, context) : [];
}

/** Levels that lie a change of unit apart. A change of unit multiplies the spread by the same factor; two regimes seldom do. */
function multiplied(
  levels: TwoLevels | null,
  { molar, isRate }: SeriesContext,
): { readonly levels: TwoLevels; readonly step: UnitStep } | null {
  if (!levels) return null;
  const tolerance = levels.clearness > 6 ? 0.2 : 0.1;
  const step = stepBetween(levels.medianInside, levels.medianOutside, { molar, isRate, tolerance });
  const likeness = step ? levels.spreadRatio * step.factor : NaN;
  return step && likeness >= 0.2 && likeness <= 5 ? { levels, step } : null;
}

/** Levels and places of the last digit that differ by the same power of ten. */
function rewritten(blocks: readonly Block[]): { readonly levels: TwoLevels; readonly step: UnitStep } | null {
  const found = findGrainChanges(blocks);
  if (!found) return null;
  const likeness = found.levels.spreadRatio / 10 ** found.power;
  const step: UnitStep = { factor: 10 ** -found.power, offset: 0, reason: 'decimal' };
  return likeness >= 0.1 && likeness <= 10 ? { levels: found.levels, step } : null;
}

function findingsOf(
  blocks: readonly Block[],
  levels: TwoLevels,
  { factor, offset, reason, units }: UnitStep,
  context: SeriesContext,
): ScaleFinding[] {
  if (context.mayExplain.some((may, label) => may && explains(blocks, levels, label))) return [];
  const values = blocks.reduce((sum, { count }) => sum + count, 0);
  return levels.stretches.map(([first, last]) => ({
    column: context.column,
    scope: 'rows' as const,
    series: context.series,
    from: blocks[first]!.from,
    to: blocks[last]!.to,
    factor,
    offset,
    reason,
    ...(units ? { units } : {}),
    values: blocks.slice(first, last + 1).reduce((sum, { count }) => sum + count, 0),
    of: values,
    medianInside: levels.medianInside,
    medianOutside: levels.medianOutside,
    confidence: Math.min(0.95, 0.5 + levels.clearness / 40 + (levels.stretches.length === 1 ? 0.1 : 0)),
  }));
}

/** Another text stands in that column wherever the level is another: it is another thing, not another unit. */
function explains(blocks: readonly Block[], { stretches }: TwoLevels, label: number): boolean {
  const inside = new Set<string>();
  const outside = new Set<string>();
  // A block over a border is mixed.
  let mixed = 0;
  blocks.forEach(({ labels }, at) => {
    const isInside = stretches.some(([first, last]) => at >= first && at <= last);
    const text = labels[label] ?? null;
    if (text === null) mixed++;
    else (isInside ? inside : outside).add(text);
  });
  if (mixed > stretches.length * 2 + outside.size + inside.size || mixed * 2 > blocks.length) return false;
  return inside.size > 0 && outside.size > 0 && inside.size <= 3 && [...inside].every((text) => !outside.has(text));
}

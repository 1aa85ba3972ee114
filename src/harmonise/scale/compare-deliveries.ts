import type { ColumnProfile, Profile, ScaleFinding, SeriesLevel } from '../model.ts';
import { isRateHeader, isTemperatureHeader } from './column-quantity.ts';
import { stepBetween, temperatureStep } from './unit-steps.ts';

const leastValues = 12;

/** Columns, or series of one, whose numbers have become ten times, a thousand times … what they were last time. */
export function compareScales(before: Profile, now: Profile): ScaleFinding[] {
  const known = new Map(before.columns.map((column) => [column.name, column]));
  return now.columns.flatMap((column) => compareColumn(known.get(column.name), column));
}

function compareColumn(before: ColumnProfile | undefined, now: ColumnProfile): ScaleFinding[] {
  const last = new Map((before?.levels ?? []).map((level) => [keyOf(level), level]));
  return (now.levels ?? []).flatMap((level) => {
    const earlier = last.get(keyOf(level));
    return earlier ? compareLevels(now.name, earlier, level) : [];
  });
}

function compareLevels(column: string, before: SeriesLevel, now: SeriesLevel): ScaleFinding[] {
  if (before.values < leastValues || now.values < leastValues) return [];
  if (now.low <= before.high && before.low <= now.high) return [];
  const spreadRatio = (now.high - now.low) / (before.high - before.low);
  const step =
    (isTemperatureHeader(column) ? temperatureStep(now.median, before.median, spreadRatio) : null) ??
    (now.median > 0 && before.median > 0
      ? stepBetween(now.median, before.median, { isRate: isRateHeader(column) })
      : null);
  if (!step) return [];
  const isAlike = step.reason === 'temperature' || (spreadRatio * step.factor > 0.1 && spreadRatio * step.factor < 10);
  if (!isAlike) return [];
  return [
    {
      column,
      scope: 'delivery',
      series: now.series,
      from: now.from,
      to: now.to,
      ...step,
      values: now.values,
      of: now.values,
      medianInside: now.median,
      medianOutside: before.median,
      confidence: 0.7,
    },
  ];
}

function keyOf({ series }: SeriesLevel): string {
  return JSON.stringify(series);
}

import type { Limits, Span, Thresholds } from './thresholds.ts';
import { qualityFlags, type QualityFlag } from './verdict.ts';

const { pass, notEvaluated, suspect, fail } = qualityFlags;
const dayLength = 86_400_000;

export function isWithin(value: number, [low, high]: Span): boolean {
  return (low === null || value >= low) && (high === null || value <= high);
}

export function rangeFlag(value: number, range: Thresholds['range']): QualityFlag {
  if (!isWithin(value, range.fail)) return fail;
  if (!isWithin(value, range.suspect)) return suspect;
  return isOpen(range.fail) && isOpen(range.suspect) ? notEvaluated : pass;
}

function isOpen([low, high]: Span): boolean {
  return low === null && high === null;
}

export function climatologyFlag(at: number, value: number, climatology: Thresholds['climatology']): QualityFlag {
  if (!climatology) return notEvaluated;
  const span = climatology.spans[partOfDay(at, climatology.utcOffset, climatology.spans.length)]!;
  return isWithin(value, span) ? pass : suspect;
}

/** Which of so many equal parts of the local day a moment lies in, from 0. */
export function partOfDay(at: number, utcOffset: number, parts: number): number {
  const local = at + utcOffset * 60_000;
  return Math.floor(((((local % dayLength) + dayLength) % dayLength) / dayLength) * parts);
}

/** For tests where a large size is bad; null where the size or the limits are not known. */
export function above(size: number | null, limits: Limits | null): QualityFlag {
  if (size === null || limits === null) return notEvaluated;
  if (limits.fail !== null && size >= limits.fail) return fail;
  return size >= limits.suspect ? suspect : pass;
}

/** For tests where a small size is bad. */
export function below(size: number | null, limits: Limits | null): QualityFlag {
  if (size === null || limits === null) return notEvaluated;
  if (limits.fail !== null && size < limits.fail) return fail;
  return size < limits.suspect ? suspect : pass;
}

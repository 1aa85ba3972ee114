import { httpProblem } from '../../kernel/index.ts';
import type { Grain } from '../rollup/grains.ts';
import type { TimeRange } from '../read/series-values.ts';

const dayMs = 86_400_000;
/** Lengths of time that a chart is asked for, in milliseconds. */
export const spans = {
  day: dayMs,
  week: 7 * dayMs,
  month: 30 * dayMs,
  year: 365 * dayMs,
  decade: 3_652 * dayMs,
} as const;
export type SpanName = keyof typeof spans;

/** A series is drawn with no more points than this: more than a screen has columns. */
export const mostPoints = 2_100;

const grainMs = { hour: 3_600_000, day: dayMs } as const;

/** What one point of a chart stands for. */
export interface Resolution {
  /** `raw`: the values themselves. */
  readonly grain: 'raw' | Grain;
  /** So many spans of the grain are one point. */
  readonly merged: number;
  /** Milliseconds from one point to the next; null where the series has no interval of its own. */
  readonly stepMs: number | null;
}

/**
 * The finest resolution that keeps a series within `mostPoints`: its values for some days, hours for some months, days above,
 * several days together over many years.
 */
export function resolutionFor({ from, to }: TimeRange, everySeconds: number | null): Resolution {
  const length = to - from;
  const stepMs = everySeconds === null ? null : everySeconds * 1000;
  if (stepMs === null ? length <= 8 * dayMs : length / stepMs <= mostPoints) return { grain: 'raw', merged: 1, stepMs };
  if (length / grainMs.hour <= mostPoints) return { grain: 'hour', merged: 1, stepMs: grainMs.hour };
  const merged = Math.ceil(length / dayMs / mostPoints);
  return { grain: 'day', merged, stepMs: merged * dayMs };
}

/**
 * The time of `span` up to `until` (ISO 8601, without it now). Where the newest value is older than that, up to that value:
 * a station that fell silent long ago shows its last days. Throws Problem `invalid-parameter`.
 */
export function spanOf(
  query: Readonly<Record<string, string>>,
  now: Date,
  newest: string | null,
): TimeRange & { readonly name: SpanName; readonly isUpToNow: boolean } {
  const name = (query['span'] ?? 'day') as SpanName;
  const length = spans[name];
  const asked = query['until'] || undefined;
  if (asked !== undefined) {
    const to = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(asked) ? `${asked}T24:00:00+07:00` : asked);
    if (!Number.isFinite(to) || Math.abs(to) > 8e15) {
      throw httpProblem('invalid-parameter', {
        name: 'until',
        value: asked.slice(0, 40),
        expected: '2026-04-15, 2026-04-15T10:00:00+07:00',
      });
    }
    return { name, from: to - length, to, isUpToNow: false };
  }
  const last = newest === null ? null : Date.parse(newest);
  const isUpToNow = last === null || last >= now.getTime() - length;
  const to = (isUpToNow ? now.getTime() : last) + 1;
  return { name, from: to - length, to, isUpToNow };
}

import { httpProblem } from '../../kernel/index.ts';
import type { Grain } from '../rollup/grains.ts';
import { observationProblem } from '../problems.ts';
import type { TimeRange } from '../read/series-values.ts';
import { localTime } from './local-time.ts';

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

/** Of a month, in the middle. */
const grainMs = { hour: 3_600_000, day: dayMs, month: 30.4 * dayMs } as const;

/** What one point of a chart stands for. */
export interface Resolution {
  /** `raw`: the values themselves. */
  readonly grain: 'raw' | Grain;
  /** So many spans of the grain are one point. */
  readonly merged: number;
  /** Milliseconds from one point to the next; null where the series has no interval of its own. */
  readonly stepMs: number | null;
}

/** Above so many days in one point months are read instead: a chart of a century costs no more than one of ten years. */
const mostMerged = 4;

/**
 * The finest resolution that keeps a series within `mostPoints`: its values for some days, hours for some months, days above,
 * several days together over many years, months beyond.
 */
export function resolutionFor({ from, to }: TimeRange, everySeconds: number | null): Resolution {
  const length = to - from;
  const stepMs = everySeconds === null ? null : everySeconds * 1000;
  if (stepMs === null ? length <= 8 * dayMs : length / stepMs <= mostPoints) return { grain: 'raw', merged: 1, stepMs };
  if (length / grainMs.hour <= mostPoints) return { grain: 'hour', merged: 1, stepMs: grainMs.hour };
  const merged = Math.ceil(length / dayMs / mostPoints);
  if (merged > mostMerged) return { grain: 'month', merged: 1, stepMs: grainMs.month };
  return { grain: 'day', merged, stepMs: merged * dayMs };
}

/** The time that a page or a file of a station is of. */
export interface ShownSpan extends TimeRange {
  /** `own`: from a moment that was asked for. */
  readonly name: SpanName | 'own';
  readonly isUpToNow: boolean;
}

/** The longest time that is asked for, and the years within which it lies: those of calendars, files and PostgreSQL. */
const mostYears = 100;
const [firstMoment, lastMoment] = [Date.UTC(1000, 0), Date.UTC(9000, 0)];

/**
 * The time that is asked for: `from` up to `to` (without it up to now), or the length of `span` up to `to` (`until`, its first name,
 * says the same), or up to now. A day as an end is there to its end. Where nothing says up to when and the newest value is older
 * than the length, up to that value: a station that fell silent long ago shows its last days. Throws Problems `invalid-parameter`,
 * `invalid-time-range`.
 */
export function spanOf(query: Readonly<Record<string, string>>, now: Date, newest: string | null): ShownSpan {
  const end = query['to'] ? 'to' : 'until';
  const [from, to] = [readMoment(query, 'from', 0), readMoment(query, end, dayMs)];
  const name = (query['span'] ?? 'day') as SpanName;
  if (from !== null) return between(from, to ?? now.getTime() + 1, now);
  const length = spans[name];
  if (to !== null) return { name, from: to - length, to, isUpToNow: false };
  const last = newest === null ? null : Date.parse(newest);
  const isUpToNow = last === null || last >= now.getTime() - length;
  const until = (isUpToNow ? now.getTime() : last) + 1;
  return { name, from: until - length, to: until, isUpToNow };
}

function between(from: number, to: number, now: Date): ShownSpan {
  if (to <= from || to - from > mostYears * 366 * dayMs) {
    throw observationProblem('invalid-time-range', { from: localTime(from), to: localTime(to), years: mostYears });
  }
  return { name: 'own', from, to, isUpToNow: to > now.getTime() };
}

/** A day (`dayLength` after its start) or a moment, Vietnam's where it names no offset; null: not asked for. */
function readMoment(query: Readonly<Record<string, string>>, name: string, dayLength: number): number | null {
  // A form sends the fields that nobody filled, too.
  const asked = query[name]?.trim();
  if (!asked) return null;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(asked);
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(asked.slice(10));
  const at =
    Date.parse(isDay ? `${asked}T00:00:00+07:00` : hasZone ? asked : `${asked}+07:00`) + (isDay ? dayLength : 0);
  if (at >= firstMoment && at < lastMoment && isOnCalendar(asked)) return at;
  throw httpProblem('invalid-parameter', {
    name,
    value: asked.slice(0, 40),
    expected: '2026-04-15, 2026-04-15T10:00, 2026-04-15T10:00:00+07:00',
  });
}

/** `Date.parse` takes 31 February for a day of March. */
function isOnCalendar(asked: string): boolean {
  const day = asked.slice(0, 10);
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === day;
}

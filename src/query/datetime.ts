import { canonicalTimestamp, isCalendarDate } from './instants.ts';
import { problem, shown } from './problems.ts';

/** Both ends belong to it, in UTC; null is an open end. An instant has twice the same value. */
export interface TimeRange {
  readonly start: string | null;
  readonly end: string | null;
}

/**
 * Parses the `datetime` query parameter: an instant or an interval, with `..` or nothing for an open end.
 * A time may have an offset (RFC 3339) and is given back in UTC with `Z`. A date alone means its whole day in UTC, to
 * the last microsecond: `2026-01-31` is 2026-01-31T00:00:00Z to 2026-01-31T23:59:59.999999Z.
 * Throws Problem `invalid-datetime` (400), also for an interval that ends before it begins or is open on both ends by
 * empty text alone.
 * Rule: OGC API - Features Part 1, 17-069r4, 7.15.4, /req/core/fc-time-definition.
 */
export function parseDatetime(text: string): TimeRange {
  const ends = text.split('/');
  if (ends.length > 2 || text.trim() === '') throw invalid(text);
  const [first, last = first] = ends as [string, string?];
  if (ends.length === 1 && isOpen(first)) throw invalid(text);
  const range = { start: moment(first, 'start', text), end: moment(last!, 'end', text) };
  if (range.start !== null && range.end !== null && sortKey(range.start) > sortKey(range.end)) throw invalid(text);
  return range;
}

function moment(part: string, which: 'start' | 'end', text: string): string | null {
  if (isOpen(part)) return null;
  if (isCalendarDate(part)) return `${part}T${which === 'start' ? '00:00:00' : '23:59:59.999999'}Z`;
  const utc = inUtc(part);
  if (utc === null) throw invalid(text);
  return utc;
}

/** A `+` of an offset that a URL turned into a blank counts as one. */
function inUtc(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(\.\d+)?(?:[Zz]|([+\- ])(\d{2}):(\d{2}))$/.exec(text);
  if (!match) return null;
  const [, date, time, fraction = '', sign, hours, minutes] = match;
  const local = canonicalTimestamp(`${date}T${time}${fraction}Z`);
  if (local === null || sign === undefined || Number(hours) > 23 || Number(minutes) > 59)
    return sign === undefined ? local : null;
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const utc = new Date(Date.parse(`${date}T${time}Z`) - offsetMinutes * 60_000).toISOString().slice(0, 19);
  return canonicalTimestamp(`${utc}${fraction}Z`);
}

function isOpen(part: string): boolean {
  return part === '' || part === '..';
}

function sortKey(timestamp: string): string {
  return timestamp.slice(0, -1);
}

function invalid(text: string) {
  return problem('invalid-datetime', { value: shown(text) });
}

/**
 * Moments as text that sorts as time does, so that SQL and memory order them alike: `2024-01-31T05:30:00.25`, UTC,
 * without `Z` and without trailing zeros of the fraction. A date stands for the beginning of its day in UTC.
 */
export const beginningOfTime = '';
/** Sorts after every digit. */
export const endOfTime = '~';

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timestampPattern = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z$/;

/** A real day of the Gregorian calendar, year 0001 or later (what PostgreSQL accepts). */
export function isCalendarDate(text: string): boolean {
  const match = datePattern.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year === 0 || month < 1 || month > 12 || day < 1) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The timestamp with at most six digits of fraction and no trailing zeros; null when it is none (RFC 3339, `Z` only). */
export function canonicalTimestamp(text: string): string | null {
  const match = timestampPattern.exec(text);
  if (!match || !isCalendarDate(match[1]!)) return null;
  if (Number(match[2]) > 23 || Number(match[3]) > 59 || Number(match[4]) > 59) return null;
  const fraction = (match[5] ?? '').slice(0, 6).replace(/0+$/, '');
  return `${match[1]}T${match[2]}:${match[3]}:${match[4]}${fraction && `.${fraction}`}Z`;
}

/** Key of a row's date-time value: ISO text with `Z` or an offset, or a Date; null where it is neither. */
export function instantKey(value: unknown): string | null {
  if (value instanceof Date) return keyOfUtc(value.toISOString());
  if (typeof value !== 'string') return null;
  return value.endsWith('Z') ? keyOfUtc(value) : keyOfOffset(value);
}

/** Key of a row's date value: `YYYY-MM-DD` or a Date at midnight UTC. */
export function dateKey(value: unknown): string | null {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value : null;
}

export function instantOfDate(date: string): string {
  return date === beginningOfTime || date === endOfTime ? date : `${date}T00:00:00`;
}

/** What PostgreSQL reads for a key. */
export function postgresInstant(key: string): string {
  if (key === beginningOfTime) return '-infinity';
  if (key === endOfTime) return 'infinity';
  return key.includes('T') ? `${key}Z` : key;
}

function keyOfUtc(text: string): string {
  const bare = text.slice(0, -1);
  return bare.includes('.') ? bare.replace(/\.?0+$/, '') : bare;
}

function keyOfOffset(text: string): string | null {
  const match = /^(.+?)(\.\d+)?([+-]\d{2}:\d{2})$/.exec(text);
  const time = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN;
  if (Number.isNaN(time)) return null;
  return keyOfUtc(`${new Date(time).toISOString().slice(0, 19)}${match![2] ?? ''}Z`);
}

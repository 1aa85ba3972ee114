/** What a number format makes of a number: a plain number, a date (with or without time), or a time of day alone. */
export type DateStyle = 'none' | 'moment' | 'time';

/** Built-in number formats (ECMA-376 part 1, 18.8.30, with the East Asian ones). */
export function builtInDateStyle(id: number): DateStyle {
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time';
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'moment' : 'none';
}

/**
 * What a custom format shows. Elapsed time (`[h]:mm`) is a length, not a moment: it stays a number of days. Colours,
 * conditions, locales, quoted and escaped text say nothing.
 */
export function dateStyleOf(code: string): DateStyle {
  const bare = code
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .split(';')[0]!;
  if (/\[(h+|m+|s+)\]/i.test(bare)) return 'none';
  const shown = bare.replace(/\[[^\]]*\]/g, '').replace(/general|am\/pm/gi, '');
  if (!/[ymdhs]/i.test(shown)) return 'none';
  return /[hs]/i.test(shown) && !/[yd]/i.test(shown) ? 'time' : 'moment';
}

const dayMs = 86_400_000;

/**
 * ISO local text of a serial date: `2026-11-22` for whole days, `2026-11-22T08:05:00` with a time, `08:05:00` for a time
 * alone. Day 60 of the 1900 system is the 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1); it is written so
 * that later steps object. Null for what is no date at all.
 */
export function isoFromSerial(serial: number, is1904: boolean, style: DateStyle = 'moment'): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  const milliseconds = Math.round(serial * dayMs);
  const day = Math.floor(milliseconds / dayMs);
  const time = timeText(milliseconds - day * dayMs);
  if (day === 0 && (!is1904 || style === 'time')) return time === '' ? '00:00:00' : time;
  const date = dateText(day, is1904);
  return time === '' ? date : `${date}T${time}`;
}

function dateText(day: number, is1904: boolean): string {
  if (is1904) return isoDay(Date.UTC(1904, 0, 1) + day * dayMs);
  if (day === 60) return '1900-02-29';
  return isoDay(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * dayMs);
}

function isoDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

/** '' at midnight. Serial dates are good to about a millisecond, so a time that close to a whole second is that second. */
function timeText(milliseconds: number): string {
  const nearest = Math.round(milliseconds / 1000) * 1000;
  const exact = Math.abs(nearest - milliseconds) <= 1 ? Math.min(nearest, dayMs - 1000) : milliseconds;
  if (exact === 0) return '';
  const text = new Date(exact).toISOString().slice(11, 23);
  return text.endsWith('.000') ? text.slice(0, 8) : text;
}

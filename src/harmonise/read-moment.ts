/** Order of day, month and year where all three are digits. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/**
 * The parts of a written date or date and time, before day and month are told apart. One object is filled again and
 * again: it is read for every cell of a column.
 */
export interface MomentParts {
  /** `words` and `compact` leave no doubt about the order either; only `year-last` does. */
  shape: 'year-first' | 'year-last' | 'words' | 'compact';
  /** For `year-last` the first and second number; otherwise day and month. */
  first: number;
  second: number;
  year: number;
  /** Seconds since local midnight, 86,400 for 24:00; -1 where no time is written. */
  secondOfDay: number;
  /** Digits of the fraction of a second, at most six, '' where there is none. */
  fraction: string;
  /** Minutes east of UTC; NaN where no zone is written. */
  offsetMinutes: number;
}

export function emptyParts(): MomentParts {
  return {
    shape: 'year-first',
    first: 0,
    second: 0,
    year: 0,
    secondOfDay: -1,
    fraction: '',
    offsetMinutes: NaN,
  };
}

const zero = 0x30;
const colon = 0x3a;
const space = 0x20;

/**
 * Takes a trimmed text apart: ISO 8601, `5/7/2025`, `05-07-2025 08:30`, `05.07.2025`, `2025/07/05`,
 * `08:30 05/07/2025`, `8h30 ngày 5/7/2025`, `ngày 05 tháng 7 năm 2025`, `5-Jul-2025`, `20250705083000`.
 * False when it has no such form; whether the calendar has that day is for `dayOf` and `isTimeOfDay`.
 */
export function scanMoment(text: string, parts: MomentParts): boolean {
  parts.secondOfDay = -1;
  parts.fraction = '';
  parts.offsetMinutes = NaN;
  const run = digitRun(text, 0);
  if (run === 0) return scanWords(text, parts);
  const mark = text.charCodeAt(run);
  if (run <= 2) {
    if (isDateMark(mark)) {
      const next = scanYearLast(text, 0, parts);
      return next !== -1 ? scanTimeAfter(text, next, parts) : scanWords(text, parts);
    }
    if (mark === colon || isHourLetter(mark)) return scanTimeFirst(text, parts);
    return scanWords(text, parts);
  }
  if (run === 4 && isDateMark(mark)) {
    const next = scanYearFirst(text, parts);
    return next !== -1 && scanTimeAfter(text, next, parts);
  }
  return scanCompact(text, run, parts);
}

/** Days since 1970-01-01; NaN when the calendar does not have that day. `order` matters for `year-last` only. */
export function dayOf(parts: MomentParts, order: DateOrder): number {
  const monthFirst = parts.shape === 'year-last' && order === 'mdy';
  const month = monthFirst ? parts.first : parts.second;
  const day = monthFirst ? parts.second : parts.first;
  if (parts.year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(parts.year, month)) return NaN;
  return daysFromCivil(parts.year, month, day);
}

/** True where no time is written, or one that clocks show. */
export function isTimeOfDay(parts: MomentParts): boolean {
  return parts.secondOfDay <= 86_400;
}

/** `2025-07-05`. The last day is remembered: rows of one day stand together. */
export function dateText(day: number): string {
  if (day !== lastDay) {
    lastDay = day;
    lastDateText = writeDate(day);
  }
  return lastDateText;
}
let lastDay = NaN;
let lastDateText = '';

/** `2025-07-05T01:30:00Z`, with up to six digits of a second. `seconds` since 1970-01-01T00:00:00Z, whole. */
export function instantText(seconds: number, fraction: string): string {
  const day = Math.floor(seconds / 86_400);
  const rest = seconds - day * 86_400;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor(rest / 60) % 60;
  const tail = fraction === '' ? 'Z' : `.${fraction}Z`;
  return `${dateText(day)}T${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[rest % 60]}${tail}`;
}

/** `+07:00`, `-05:30`, `Z` as minutes east of UTC; NaN for anything else. */
export function zoneMinutes(zone: string): number {
  const parts = emptyParts();
  return zone !== '' && scanZone(zone, 0, parts) ? parts.offsetMinutes : NaN;
}

/**
 * A day and time counted from 30 December 1899, as Excel keeps them (ECMA-376 part 1, 18.17.4), as whole seconds of
 * local time since 1970-01-01. NaN below 61: there Excel counts a 29 February 1900 that never was.
 */
export function excelSerialSeconds(serial: number): number {
  if (!(serial >= 61 && serial < 2_958_466)) return NaN;
  return Math.round((serial - 25_569) * 86_400);
}

const twoDigits = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysBeforeMonth = monthDays.map((_, month) => monthDays.slice(0, month).reduce((sum, days) => sum + days, 0));

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : monthDays[month - 1]!;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return before * 365 + leapDays + daysBeforeMonth[month - 1]! + leapDay + day - 719_163;
}

function writeDate(day: number): string {
  const date = new Date(day * 86_400_000);
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${year}-${twoDigits[date.getUTCMonth() + 1]}-${twoDigits[date.getUTCDate()]}`;
}

function digitRun(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at - from;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= zero + 9;
}

/** `/`, `-` and `.` */
function isDateMark(code: number): boolean {
  return code >= 0x2d && code <= 0x2f;
}

/** `h` (giờ in short) and `g`, in either case. */
function isHourLetter(code: number): boolean {
  return (code | 0x20) === 0x68 || (code | 0x20) === 0x67;
}

function numberAt(text: string, from: number, length: number): number {
  let value = 0;
  for (let at = from; at < from + length; at++) value = value * 10 + text.charCodeAt(at) - zero;
  return value;
}

/** Fills the date parts from `first mark second mark year`; the index after it, or -1. */
function scanYearLast(text: string, from: number, parts: MomentParts): number {
  const firstRun = digitRun(text, from);
  const mark = text.charCodeAt(from + firstRun);
  const secondAt = from + firstRun + 1;
  const secondRun = digitRun(text, secondAt);
  const yearAt = secondAt + secondRun + 1;
  if (firstRun === 0 || firstRun > 2 || !isDateMark(mark) || secondRun === 0 || secondRun > 2) return -1;
  if (text.charCodeAt(yearAt - 1) !== mark || digitRun(text, yearAt) !== 4) return -1;
  parts.shape = 'year-last';
  parts.first = numberAt(text, from, firstRun);
  parts.second = numberAt(text, secondAt, secondRun);
  parts.year = numberAt(text, yearAt, 4);
  return yearAt + 4;
}

function scanYearFirst(text: string, parts: MomentParts): number {
  const mark = text.charCodeAt(4);
  const monthRun = digitRun(text, 5);
  const dayAt = 6 + monthRun;
  const dayRun = digitRun(text, dayAt);
  if (monthRun === 0 || monthRun > 2 || text.charCodeAt(dayAt - 1) !== mark || dayRun === 0 || dayRun > 2) return -1;
  parts.shape = 'year-first';
  parts.year = numberAt(text, 0, 4);
  parts.second = numberAt(text, 5, monthRun);
  parts.first = numberAt(text, dayAt, dayRun);
  return dayAt + dayRun;
}

/** `20250705`, `202507050830`, `20250705083000`, `20250705T083000Z`. */
function scanCompact(text: string, run: number, parts: MomentParts): boolean {
  if (run !== 8 && run !== 12 && run !== 14) return false;
  parts.shape = 'compact';
  parts.year = numberAt(text, 0, 4);
  parts.second = numberAt(text, 4, 2);
  parts.first = numberAt(text, 6, 2);
  if (run > 8) return setCompactTime(text, 8, run - 8, parts) && scanZone(text, run, parts);
  if (text.length === 8) return true;
  if ((text.charCodeAt(8) | 0x20) !== 0x74) return false;
  const timeRun = digitRun(text, 9);
  if (timeRun !== 4 && timeRun !== 6) return false;
  return setCompactTime(text, 9, timeRun, parts) && scanZone(text, 9 + timeRun, parts);
}

function setCompactTime(text: string, from: number, length: number, parts: MomentParts): boolean {
  setTime(parts, numberAt(text, from, 2), numberAt(text, from + 2, 2), length === 6 ? numberAt(text, from + 4, 2) : 0);
  return true;
}

/** Impossible clock times are kept as more than a day, so that they are called impossible and not unreadable. */
function setTime(parts: MomentParts, hour: number, minute: number, second: number): void {
  const possible = minute < 60 && second < 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0));
  parts.secondOfDay = possible ? hour * 3600 + minute * 60 + second : Infinity;
}

/** What follows a date: nothing, a zone (`2017-04-26Z`), or `T`, blanks or a comma and a time. */
function scanTimeAfter(text: string, from: number, parts: MomentParts): boolean {
  if (from === text.length) return true;
  let at = from;
  const code = text.charCodeAt(at);
  if ((code | 0x20) === 0x74 || code === 0x2c || code === space) at++;
  else return scanZone(text, at, parts);
  at = skipSpaces(text, at);
  const next = scanTime(text, at, parts);
  return next !== -1 && scanZone(text, next, parts);
}

/** `08:30 05/07/2025`, `8h30 ngày 05/07/2025`, `8g, ngày 5 tháng 7 năm 2025`. */
function scanTimeFirst(text: string, parts: MomentParts): boolean {
  const next = scanTime(text, 0, parts);
  if (next === -1) return false;
  const { secondOfDay, fraction } = parts;
  const rest = text.slice(next).replace(/^[\s,]+/, '');
  if (rest.length === text.length - next && next < text.length) return false;
  if (!scanMoment(rest, parts) || parts.secondOfDay !== -1) return false;
  parts.secondOfDay = secondOfDay;
  parts.fraction = fraction;
  return true;
}

/** `8:05`, `08:05:30.25`, `8h05`, `8h`, each with `AM`, `PM`, `SA` (sáng) or `CH` (chiều); the index after it or -1. */
function scanTime(text: string, from: number, parts: MomentParts): number {
  const hourRun = digitRun(text, from);
  if (hourRun === 0 || hourRun > 2) return -1;
  let at = from + hourRun;
  const mark = text.charCodeAt(at);
  const lettered = isHourLetter(mark);
  if (mark !== colon && !lettered) return -1;
  at++;
  const minuteRun = digitRun(text, at);
  if (minuteRun > 2 || (minuteRun !== 2 && !lettered)) return -1;
  const minute = numberAt(text, at, minuteRun);
  at += minuteRun;
  let second = 0;
  if (text.charCodeAt(at) === colon && digitRun(text, at + 1) === 2) {
    second = numberAt(text, at + 1, 2);
    at = scanFraction(text, at + 3, parts);
  }
  setTime(parts, numberAt(text, from, hourRun), minute, second);
  return scanHalfDay(text, at, parts);
}

function scanFraction(text: string, from: number, parts: MomentParts): number {
  const mark = text.charCodeAt(from);
  if (mark !== 0x2e && mark !== 0x2c) return from;
  const run = digitRun(text, from + 1);
  let end = from + 1 + Math.min(run, 6);
  while (end > from + 1 && text.charCodeAt(end - 1) === zero) end--;
  parts.fraction = text.slice(from + 1, end);
  return run === 0 ? from : from + 1 + run;
}

function scanHalfDay(text: string, from: number, parts: MomentParts): number {
  const at = skipSpaces(text, from);
  if (at + 2 > text.length) return from;
  const word = text.slice(at, at + 2).toUpperCase();
  const isMorning = word === 'AM' || word === 'SA';
  if (!isMorning && word !== 'PM' && word !== 'CH') return from;
  const hour = Math.floor(parts.secondOfDay / 3600);
  if (isMorning && hour === 12) parts.secondOfDay -= 43_200;
  // `14:05 CH` is written too: the afternoon is then in the hour already.
  if (!isMorning && hour < 12) parts.secondOfDay += 43_200;
  return at + 2;
}

/** Nothing, `Z`, `UTC`, `+07`, `+0700`, `+07:00`, `UTC+7`, `GMT+7`, blanks before it allowed; true at the end only. */
function scanZone(text: string, from: number, parts: MomentParts): boolean {
  if (from === text.length) return true;
  let at = skipSpaces(text, from);
  if (at === text.length - 1 && (text.charCodeAt(at) | 0x20) === 0x7a) return setOffset(parts, 1, 0, 0);
  const word = text.slice(at, at + 3).toUpperCase();
  const named = word === 'UTC' || word === 'GMT';
  if (named) at += 3;
  if (named && at === text.length) return setOffset(parts, 1, 0, 0);
  const sign = text.charCodeAt(at) === 0x2b ? 1 : text.charCodeAt(at) === 0x2d ? -1 : 0;
  if (sign === 0) return false;
  const run = digitRun(text, ++at);
  const end = at + run;
  if (run === 4 && end === text.length) return setOffset(parts, sign, numberAt(text, at, 2), numberAt(text, at + 2, 2));
  if (run !== 2 && !(named && run === 1)) return false;
  const hours = numberAt(text, at, run);
  if (end === text.length) return setOffset(parts, sign, hours, 0);
  if (text.charCodeAt(end) !== colon || digitRun(text, end + 1) !== 2 || end + 3 !== text.length) return false;
  return setOffset(parts, sign, hours, numberAt(text, end + 1, 2));
}

function setOffset(parts: MomentParts, sign: number, hours: number, minutes: number): boolean {
  if (hours > 14 || minutes > 59) return false;
  parts.offsetMinutes = sign * (hours * 60 + minutes);
  return true;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === space) at++;
  return at;
}

const inWords = /^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s+năm\s+|\s*,\s*|\s+)(\d{4})(?=$|[\s,])/iu;
const afterDay = /^ngày\s+(?=\d)/iu;
const withMonthName =
  /^(\d{1,2})[\s-]+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[\s,-]+(\d{4})(?=$|[\s,])/i;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function scanWords(text: string, parts: MomentParts): boolean {
  if (text.length > 60) return false;
  const words = inWords.exec(text);
  if (words) return setWords(text, words, Number(words[2]), parts);
  const named = withMonthName.exec(text);
  if (named) return setWords(text, named, monthNames.indexOf(named[2]!.toLowerCase()) + 1, parts);
  const prefix = afterDay.exec(text);
  if (!prefix) return false;
  const next = scanYearLast(text, prefix[0].length, parts);
  return next !== -1 && scanTimeAfter(text, next, parts);
}

function setWords(text: string, match: RegExpExecArray, month: number, parts: MomentParts): boolean {
  parts.shape = 'words';
  parts.first = Number(match[1]);
  parts.second = month;
  parts.year = Number(match[3]);
  return scanTimeAfter(text, match[0].length, parts);
}

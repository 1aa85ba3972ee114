import type { Language } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import type { Operand } from '../../query/index.ts';
import { readPeriod, writeDay, writePeriod } from './periods.ts';

/**
 * How the values of an ordered column are written by people. A text stands for everything from `first` up to `end`: of a
 * number that is the number itself, of `11/2026` the whole month.
 */
export interface Scale {
  /** Null where the text is no value of the column. */
  read(text: string): Stretch | null;
  /** Null where no such text stands for it. */
  write(bounds: Bounds): string | null;
  /** What is accepted, for who wrote something else. */
  readonly expected: string;
}

/** `last` belongs to it; of moments `end` does not: the last one has none. */
export interface Stretch {
  readonly first: Operand;
  readonly last: Bound;
}

export interface Bound {
  readonly value: Operand;
  readonly isIn: boolean;
}

export interface Bounds {
  readonly low: Bound | null;
  readonly high: Bound | null;
}

/** Null: the column has no order that people type. */
export function scaleOf({ type }: Property, language: Language): Scale | null {
  if (type === 'number' || type === 'integer') return numbers(language);
  if (type === 'date') return days(language);
  return type === 'date-time' ? moments(language) : null;
}

function numbers(language: Language): Scale {
  const write = (value: Operand) => String(value).replace('.', language === 'vi' ? ',' : '.');
  return {
    expected: language === 'vi' ? '3,5; >3,5; <=10; 3..10' : '3.5; >3.5; <=10; 3..10',
    read: (text) => {
      const value = readNumber(text, language);
      return value === null ? null : { first: value, last: { value, isIn: true } };
    },
    write: ({ low, high }) => {
      const isPlain = [low, high].every((bound) => bound === null || isWritten(bound.value));
      return isPlain ? writeBounds(low, high, write) : null;
    },
  };
}

/** A number that has no exponent when it is written. */
const isWritten = (value: Operand): value is number =>
  typeof value === 'number' && /^-?\d+(\.\d+)?$/.test(String(value));

/** `1.240,5` in Vietnamese, `1,240.5` in English; the mark of the other language stands for decimals where nothing is lost. */
export function readNumber(text: string, language: Language): number | null {
  const [thousands, decimal] = language === 'vi' ? ['.', ','] : [',', '.'];
  const plain = text.replaceAll(/\s/g, '').replace('−', '-');
  const grouped = new RegExp(`^-?\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d+)?$`);
  const dotted = grouped.test(plain)
    ? plain.replaceAll(thousands, '').replace(decimal, '.')
    : plain.replace(/^(-?\d+),(\d+)$/, '$1.$2');
  return /^-?(\d+(\.\d+)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(dotted) && Number.isFinite(Number(dotted))
    ? Number(dotted)
    : null;
}

function days(language: Language): Scale {
  const dateOf = (bound: Bound | null): string | null => {
    const { value } = bound ?? {};
    return typeof value === 'object' && 'date' in value ? value.date : null;
  };
  return {
    expected: language === 'vi' ? '2026; 11/2026; 22/11/2026; >2025; 2024..2026' : '2026; 2026-11; 2026-11-22; >2025; 2024..2026', // prettier-ignore
    read: (text) => {
      const period = readPeriod(text);
      return period && { first: { date: period.first }, last: { value: { date: period.last }, isIn: true } };
    },
    write: ({ low, high }) => {
      const [first, last] = [dateOf(low), dateOf(high)];
      if (first && last) return low!.isIn && high!.isIn ? writePeriod({ first, last }, language) : null;
      if (first && high === null) return `${low!.isIn ? '>=' : '>'}${writeDay(first, language)}`;
      return last && low === null ? `${high!.isIn ? '<=' : '<'}${writeDay(last, language)}` : null;
    },
  };
}

/** Pages speak Vietnamese time: UTC+7, no summer time (Quyết định 134/2002/QĐ-TTg). */
const offsetMs = 7 * 3_600_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

function moments(language: Language): Scale {
  const stretch = (start: number, end: number): Stretch => ({
    first: { timestamp: momentText(start) },
    last: { value: { timestamp: momentText(end) }, isIn: false },
  });
  return {
    expected: language === 'vi' ? '2026; 22/11/2026; 22/11/2026 09:00; >11/2026; 20/11/2026..22/11/2026' : '2026; 2026-11-22; 2026-11-22 09:00; >2026-11; 2026-11-20..2026-11-22', // prettier-ignore
    read: (text) => {
      const [day = '', time] = text.split(/[ T]+/);
      const period = readPeriod(day);
      if (!period) return null;
      const start = localMs(period.first);
      if (time === undefined) return stretch(start, localMs(period.last) + dayMs);
      const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(time);
      if (!clock || period.first !== period.last) return null;
      const at = start + (Number(clock[1]) * 60 + Number(clock[2])) * minuteMs;
      return stretch(at, at + minuteMs);
    },
    write: ({ low, high }) => writeMoments(msOf(low, true), msOf(high, false), { low, high }, language),
  };
}

const localMs = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) - offsetMs;
const momentText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** The bound in milliseconds where it is one that a text gives: of whole minutes, in it at the start and not at the end. */
function msOf(bound: Bound | null, isIn: boolean): number | null {
  const { value } = bound ?? {};
  if (typeof value !== 'object' || !('timestamp' in value) || bound!.isIn !== isIn) return null;
  const ms = Date.parse(value.timestamp);
  return ms % minuteMs === 0 ? ms : null;
}

function writeMoments(start: number | null, end: number | null, { low, high }: Bounds, language: Language) {
  const isDay = (ms: number) => (ms + offsetMs) % dayMs === 0;
  const dayText = (ms: number) => new Date(ms + offsetMs).toISOString().slice(0, 10);
  const minute = (ms: number) => {
    const time = new Date(ms + offsetMs).toISOString().slice(11, 16);
    return `${writeDay(dayText(ms), language)} ${time}`;
  };
  if (start !== null && end !== null && start < end) {
    if (isDay(start) && isDay(end)) return writePeriod({ first: dayText(start), last: dayText(end - dayMs) }, language);
    return end - start === minuteMs ? minute(start) : `${minute(start)}..${minute(end - minuteMs)}`;
  }
  const edge = (ms: number) => (isDay(ms) ? writeDay(dayText(ms), language) : minute(ms));
  if (start !== null && high === null) return `>=${edge(start)}`;
  return end !== null && low === null ? `<${edge(end)}` : null;
}

function writeBounds(low: Bound | null, high: Bound | null, write: (value: Operand) => string): string | null {
  if (low && high) {
    if (!low.isIn || !high.isIn) return null;
    return low.value === high.value ? write(low.value) : `${write(low.value)}..${write(high.value)}`;
  }
  if (low) return `${low.isIn ? '>=' : '>'}${write(low.value)}`;
  return high ? `${high.isIn ? '<=' : '<'}${write(high.value)}` : null;
}

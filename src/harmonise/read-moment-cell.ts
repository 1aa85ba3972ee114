import { textCleaner } from './clean-text.ts';
import type { ConversionCounter } from './conversions.ts';
import { missingReader } from './missing-marks.ts';
import type { ColumnContext, ReadCell } from './reading.ts';
import {
  dateText,
  dayOf,
  emptyParts,
  excelSerialSeconds,
  instantText,
  isTimeOfDay,
  scanMoment,
  type MomentParts,
} from './read-moment.ts';
import { Unreadable } from './unreadable.ts';

/** A text as it was read once: times of measurement repeat from station to station. */
interface ReadMoment {
  readonly value: string | Unreadable;
  /** Set where the way of writing changed. */
  readonly reformatted: ConversionCounter | null;
  /** Set where a zone was assumed or a time of day dropped. */
  readonly supplied: ConversionCounter | null;
}

/** Enough for the hours of a year; then the memory starts anew. */
const remembered = 10_000;

/** Years that eight or more bare digits may begin with to be taken for a date. */
const compactYears = { first: 1900, last: 2100 } as const;

/** Reader of a column of dates (`2025-07-05`) or moments (UTC, `2025-07-05T01:30:00Z`). */
export function momentReader(context: ColumnContext): ReadCell {
  const { conversions, column, missing, layer, reading } = context;
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader(context);
  const readText = textReader(context);
  const readSerial = serialReader(context);
  const takesSerials = reading.excel || layer.format === 'xlsx';
  const memory = new Map<string, ReadMoment>();

  return (cell, position) => {
    if (cell === '' || cell === null || cell === undefined) return null;
    if (typeof cell === 'number' && takesSerials) return readSerial(cell, String(cell), position);
    if (typeof cell !== 'string') return new Unreadable('not-a-date');
    let moment = memory.get(cell);
    if (!moment) {
      const text = clean(cell, position);
      if (text === '') return null;
      if (missing.has(text)) return takeMissing(text, position);
      if (reading.excel && isSerialText(text)) return readSerial(Number(text), text, position);
      moment = readText(text);
      // What had to be cleaned is not remembered: each cleaning counts.
      if (text === cell) {
        if (memory.size >= remembered) memory.clear();
        memory.set(cell, moment);
      }
    }
    moment.reformatted?.add(cell, moment.value as string, position);
    moment.supplied?.add(cell, moment.value as string, position);
    return moment.value;
  };
}

function textReader({ property, reading, exact, conversions, column }: ColumnContext): (text: string) => ReadMoment {
  const parts = emptyParts();
  const reformatted = conversions.counter('date-format', column);
  const assumed = conversions.counter('zone-assumed', column);
  const dropped = conversions.counter('time-dropped', column);
  const refused = (value: Unreadable): ReadMoment => ({ value, reformatted: null, supplied: null });

  const asDate = (day: number): ReadMoment => {
    const hasTime = parts.secondOfDay > 0 || parts.fraction !== '';
    if (hasTime && exact) return refused(new Unreadable('has-time', 'date-time'));
    const inIso = parts.shape === 'year-first' && parts.secondOfDay === -1;
    const value = dateText(parts.secondOfDay === 86_400 ? day + 1 : day);
    return { value, reformatted: inIso ? null : reformatted, supplied: hasTime ? dropped : null };
  };
  const asMoment = (day: number): ReadMoment => {
    const zoned = !Number.isNaN(parts.offsetMinutes);
    const offset = zoned ? parts.offsetMinutes : reading.zoneMinutes;
    const seconds = day * 86_400 + Math.max(0, parts.secondOfDay) - offset * 60;
    const inIso = parts.shape === 'year-first' && parts.secondOfDay !== -1;
    const value = instantText(seconds, parts.fraction);
    return { value, reformatted: inIso ? null : reformatted, supplied: zoned ? null : assumed };
  };
  return (text) => {
    if (!scanMoment(text, parts) || (isBareDigits(text, parts) && !takesCompact(parts, exact, reading.compact))) {
      return refused(new Unreadable('not-a-date'));
    }
    const day = dayOf(parts, reading.order);
    if (Number.isNaN(day) || !isTimeOfDay(parts)) return refused(notInCalendar(parts, reading.order));
    return property.type === 'date' ? asDate(day) : asMoment(day);
  };
}

/** Says so when the other order of day and month would give a date: one file mixes two habits. */
function notInCalendar(parts: MomentParts, order: string): Unreadable {
  const other = order === 'mdy' ? 'dmy' : 'mdy';
  const swapped = parts.shape === 'year-last' && !Number.isNaN(dayOf(parts, other));
  return new Unreadable('not-in-calendar', 'string', swapped ? { order: other } : {});
}

function isBareDigits(text: string, parts: MomentParts): boolean {
  return parts.shape === 'compact' && /^\d+$/.test(text);
}

function takesCompact({ year }: MomentParts, exact: boolean, compact: boolean): boolean {
  return compact || (!exact && year >= compactYears.first && year <= compactYears.last);
}

function serialReader({ property, reading, exact, conversions, column }: ColumnContext) {
  const serials = conversions.counter('excel-serial', column);
  const assumed = conversions.counter('zone-assumed', column);
  const dropped = conversions.counter('time-dropped', column);
  return (serial: number, from: string, position: number): string | Unreadable => {
    const seconds = excelSerialSeconds(serial);
    if (Number.isNaN(seconds)) return new Unreadable('not-a-date');
    const hasTime = seconds % 86_400 !== 0;
    const isDate = property.type === 'date';
    if (isDate && hasTime && exact) return new Unreadable('has-time', 'date-time');
    const value = isDate ? dateText(Math.floor(seconds / 86_400)) : instantText(seconds - reading.zoneMinutes * 60, '');
    serials.add(from, value, position);
    if (isDate && hasTime) dropped.add(from, value, position);
    if (!isDate) assumed.add(from, value, position);
    return value;
  };
}

function isSerialText(text: string): boolean {
  return /^\d{2,7}(?:\.\d+)?$/.test(text);
}

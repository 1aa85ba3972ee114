import type { Detection } from '../formats/index.ts';
import type { PropertyType } from '../packs/index.ts';
import { cellKind, type ColumnEvidence } from './column-evidence.ts';
import { booleanPairs } from './empty-words.ts';
import { numberShape } from './read-number.ts';
import type { DateOrder } from './read-moment.ts';

/** What the other columns of the layer prove: one file is written in one way. */
export interface LayerHabits {
  readonly decimal: '.' | ',' | null;
  readonly order: 'dmy' | 'mdy' | null;
}

export interface TypeGuess {
  readonly type: PropertyType;
  readonly reading: Readonly<Record<string, unknown>>;
  readonly why: readonly Detection[];
}

interface Marks {
  readonly decimal: '.' | ',';
  readonly thousands: '.' | ',' | ' ' | '';
  readonly whole: boolean;
  readonly why: Detection;
}

/** Share of values that must agree before the exceptions of a text column are called exceptions. */
const mostly = 0.9;

/** Decimal mark and date order that the columns prove between them; null where none does, or they disagree. */
export function layerHabits(columns: readonly ColumnEvidence[], delimiter: string | undefined): LayerHabits {
  const dot = columns.some((column) => provesDot(column));
  const comma = columns.some((column) => provesComma(column));
  const dayFirst = columns.some((column) => column.counts[cellKind.dateDayFirst]! > 0);
  const monthFirst = columns.some((column) => column.counts[cellKind.dateMonthFirst]! > 0);
  const byDelimiter = delimiter === ';' ? ',' : null;
  return {
    decimal: dot === comma ? (dot ? null : byDelimiter) : comma ? ',' : '.',
    order: dayFirst === monthFirst ? null : monthFirst ? 'mdy' : 'dmy',
  };
}

/** The narrowest type that every value of the column has, and how to read it; with the reason. */
export function guessType(column: ColumnEvidence, habits: LayerHabits): TypeGuess {
  const { counts } = column;
  const values = total(counts) - counts[cellKind.missingMark]!;
  if (values === 0) return { type: 'string', reading: {}, why: [because('type', 'string', 'no-values', 0.3)] };
  if (counts[cellKind.jsonCell]! > 0) return { type: 'json', reading: {}, why: [because('type', 'json', 'nested', 1)] };
  const guess =
    guessBoolean(column, values) ??
    guessDate(column, values, habits) ??
    guessCompactDate(column, values) ??
    guessNumber(column, values, habits) ??
    guessText(column, values, habits);
  const marks = [...column.missing];
  if (marks.length === 0 || guess.type === 'string') return guess;
  const emptied = because('missing', marks.join(' '), 'missing-marks', 0.9);
  return { ...guess, reading: { ...guess.reading, missing: marks }, why: [...guess.why, emptied] };
}

function guessBoolean({ counts, booleans }: ColumnEvidence, values: number): TypeGuess | null {
  if (counts[cellKind.booleanCell]! + counts[cellKind.booleanWord]! !== values) return null;
  if (booleans.size === 0)
    return { type: 'boolean', reading: {}, why: [because('type', 'boolean', 'boolean-cells', 1)] };
  const pair = booleanPairs.find(([yes, no]) => [...booleans].every((word) => word === yes || word === no));
  // One word of a pair alone may be any remark; only true and false are never that.
  if (!pair || (booleans.size === 1 && pair[0] !== 'true')) return null;
  return {
    type: 'boolean',
    reading: { true: [pair[0]], false: [pair[1]] },
    why: [because('type', 'boolean', 'boolean-words', 0.95)],
  };
}

function guessDate(column: ColumnEvidence, values: number, habits: LayerHabits): TypeGuess | null {
  const { counts, header } = column;
  const dates = dateCount(counts);
  const serialsOnly = column.numberRuns > 0 && column.serials === column.numberRuns;
  const numbers = counts[cellKind.integerCell]! + counts[cellKind.decimalCell]! + numberTexts(counts);
  const excel = numbers > 0 && dates + numbers === values && serialsOnly && (header.time || dates > 0);
  if (!excel && dates !== values) return null;
  const { order, why } = orderOf(column, habits);
  if (order === null) return null;
  const onlyMidnight = column.timed > 0 && column.afterMidnight === 0 && column.zoned === 0 && dates >= 10;
  const hasTime = (column.timed > 0 && !onlyMidnight) || column.fractionalSerials > 0;
  const type = hasTime ? 'date-time' : 'date';
  const serial = excel ? [because('excel', 'serial', header.time ? 'date-header' : 'date-neighbours', 0.85)] : [];
  return { type, reading: { order, ...(excel ? { excel: true } : {}) }, why: [...why, ...serial] };
}

function guessCompactDate(column: ColumnEvidence, values: number): TypeGuess | null {
  const { counts, header } = column;
  if (counts[numberShape.integer] !== values || column.compactDates !== column.integerRuns) return null;
  const withTime = column.longCompactDates === column.compactDates;
  if (!header.time && !(withTime && column.compactDates >= 3)) return null;
  if (column.longCompactDates > 0 && !withTime) return null;
  return {
    type: withTime ? 'date-time' : 'date',
    reading: { order: 'ymd', compact: true },
    why: [because('date-order', 'ymd', 'compact-date', header.time ? 0.95 : 0.8)],
  };
}

function guessNumber(column: ColumnEvidence, values: number, habits: LayerHabits): TypeGuess | null {
  const { counts } = column;
  if (counts[numberShape.leadingZero]! > 0 || numberCount(counts) !== values || idReason(column)) return null;
  const marks = marksOf(column, habits);
  if (!marks) return null;
  const { decimal, thousands, whole, why } = marks;
  return { type: whole ? 'integer' : 'number', reading: { decimal, thousands }, why: [why] };
}

/** Text, with whatever is known of the numbers or dates in it: a standard may still want them read. */
function guessText(column: ColumnEvidence, values: number, habits: LayerHabits): TypeGuess {
  const { counts } = column;
  const numbers = numberCount(counts) + counts[numberShape.leadingZero]!;
  const dates = dateCount(counts) + counts[cellKind.impossibleDate]!;
  const identifier = numbers === values ? idReason(column) : null;
  if (identifier) return text(because('type', 'string', identifier, 0.9));
  if (counts[numberShape.leadingZero]! > 0) return text(because('type', 'string', 'leading-zeros', 0.95));
  const reading = mostlyReading(column, habits, numbers / values, dates / values);
  const reasons = [because('type', 'string', textReason(column, numbers === values, dates === values), 0.9)];
  if (reading)
    reasons.push(because('exceptions', exceptionOf(column), 'mostly-other', Math.max(numbers, dates) / values));
  const suffix = column.suffix && column.suffixed === column.textRuns ? column.suffix : null;
  if (suffix) reasons.push(because('unit', suffix, 'unit-in-cells', 0.9));
  return { type: 'string', reading: suffix ? { ...reading, suffix } : (reading ?? {}), why: reasons };
}

function text(why: Detection): TypeGuess {
  return { type: 'string', reading: {}, why: [why] };
}

function mostlyReading(
  column: ColumnEvidence,
  habits: LayerHabits,
  numberShare: number,
  dateShare: number,
): Record<string, unknown> | null {
  if (numberShare >= mostly && numberShare < 1) {
    const marks = marksOf(column, habits);
    return marks && { decimal: marks.decimal, thousands: marks.thousands };
  }
  const { order } = orderOf(column, habits);
  return dateShare >= mostly && order ? { order } : null;
}

function textReason({ counts }: ColumnEvidence, allNumbers: boolean, allDates: boolean): string {
  if (allNumbers) return 'mixed-decimal-marks';
  if (!allDates) return 'text';
  return counts[cellKind.impossibleDate]! > 0 ? 'impossible-dates' : 'mixed-date-order';
}

/** A value that is neither number nor date, to show; the largest text is one more often than not. */
function exceptionOf({ counts, largestText }: ColumnEvidence): string {
  return counts[cellKind.text]! > 0 ? (largestText ?? '') : '';
}

/** Why digits are an identifier and no amount; null when they may be one. */
function idReason(column: ColumnEvidence): string | null {
  const { counts, header, mostDigits, fewestDigits } = column;
  if (mostDigits > 15) return 'too-many-digits';
  const digits = counts[numberShape.integer]! + counts[numberShape.leadingZero]!;
  if (digits === 0 || digits !== numberCount(counts) + counts[numberShape.leadingZero]!) return null;
  if (header.identifier && mostDigits >= 4) return 'identifier-header';
  return digits >= 2 && fewestDigits === mostDigits && mostDigits >= 9 ? 'same-number-of-digits' : null;
}

function orderOf(column: ColumnEvidence, habits: LayerHabits): { order: DateOrder | null; why: Detection[] } {
  const { counts } = column;
  const dayFirst = counts[cellKind.dateDayFirst]!;
  const monthFirst = counts[cellKind.dateMonthFirst]!;
  const either = counts[cellKind.dateEitherOrder]!;
  const because = (order: DateOrder, reason: string, confidence: number) => ({
    order,
    why: [{ what: 'date-order', value: order, reason, confidence }],
  });
  if (dayFirst > 0 && monthFirst > 0) return { order: null, why: [] };
  if (dayFirst > 0) return because('dmy', 'day-above-12', 1);
  if (monthFirst > 0) return because('mdy', 'day-above-12', 1);
  if (either > 0) {
    return habits.order ? because(habits.order, 'other-columns', 0.85) : because('dmy', 'vietnamese-order', 0.6);
  }
  return because('ymd', 'year-first', 1);
}

function provesDot({ counts }: ColumnEvidence): boolean {
  return (
    counts[numberShape.dotDecimal]! +
      counts[numberShape.commaGroups]! +
      counts[numberShape.commaGroupsDotDecimal]! +
      counts[numberShape.spaceGroupsDotDecimal]! >
    0
  );
}

function provesComma({ counts }: ColumnEvidence): boolean {
  return (
    counts[numberShape.commaDecimal]! +
      counts[numberShape.dotGroups]! +
      counts[numberShape.dotGroupsCommaDecimal]! +
      counts[numberShape.spaceGroupsCommaDecimal]! >
    0
  );
}

/** Decimal and thousands marks that every number of the column allows; null when no one way reads them all. */
function marksOf(column: ColumnEvidence, habits: LayerHabits): Marks | null {
  const { counts } = column;
  const dot = provesDot(column);
  const comma = provesComma(column);
  if (dot && comma) return null;
  const proven: '.' | ',' | null = comma ? ',' : dot ? '.' : null;
  const dots = counts[numberShape.dotEither]!;
  const commas = counts[numberShape.commaEither]!;
  const spaces =
    counts[numberShape.spaceGroups]! +
      counts[numberShape.spaceGroupsCommaDecimal]! +
      counts[numberShape.spaceGroupsDotDecimal]! >
    0;
  if (!proven && dots > 0 && commas > 0) return null;
  const { decimal, why }: { decimal: '.' | ','; why: Detection } = proven
    ? { decimal: proven, why: because('decimal', proven, 'proven-by-values', 1) }
    : guessDecimal(column, habits);
  const groups = decimal === ',' ? counts[numberShape.dotGroups]! + dots : counts[numberShape.commaGroups]! + commas;
  const grouped = counts[numberShape.dotGroupsCommaDecimal]! + counts[numberShape.commaGroupsDotDecimal]! > 0;
  if (spaces && (groups > 0 || grouped)) return null;
  const opposite = decimal === ',' ? '.' : ',';
  const thousands = spaces ? ' ' : groups > 0 || grouped || decimal === ',' ? opposite : '';
  return { decimal, thousands, whole: isWhole(column, decimal), why };
}

function isWhole({ counts, numbers }: ColumnEvidence, decimal: '.' | ','): boolean {
  const s = numberShape;
  const decimals =
    decimal === ','
      ? [s.commaDecimal, s.commaEither, s.dotGroupsCommaDecimal, s.spaceGroupsCommaDecimal]
      : [s.dotDecimal, s.dotEither, s.commaGroupsDotDecimal, s.spaceGroupsDotDecimal];
  const largest = Math.max(Math.abs(numbers.minimum), Math.abs(numbers.maximum));
  const safe = numbers.minimum > numbers.maximum || largest <= Number.MAX_SAFE_INTEGER;
  return safe && counts[cellKind.decimalCell] === 0 && decimals.every((shape) => counts[shape] === 0);
}

/** No value proves the mark: the file's habit, then what the plain integers beside `1.234` say, then what is usual. */
function guessDecimal(column: ColumnEvidence, habits: LayerHabits): { decimal: '.' | ','; why: Detection } {
  const { counts, shortIntegers, longIntegers } = column;
  const dots = counts[numberShape.dotEither]!;
  const commas = counts[numberShape.commaEither]!;
  const say = (decimal: '.' | ',', reason: string, confidence: number) => ({
    decimal,
    why: because('decimal', decimal, reason, confidence),
  });
  if (dots + commas === 0) return say('.', 'no-marks', 1);
  const mark = dots > 0 ? '.' : ',';
  const opposite = mark === '.' ? ',' : '.';
  // Who writes 1.234 for a thousand does not write 5678 without the mark.
  if (longIntegers > 0) return say(mark, 'long-integers-without-mark', 0.85);
  if (habits.decimal) return say(habits.decimal, 'other-columns', 0.85);
  // Decimals cut to what is needed would show one or two places now and then, not only three or none.
  if (shortIntegers > 0 && dots + commas >= 3) return say(opposite, 'always-groups-of-three', 0.7);
  return say(mark, 'usual-in-files', 0.5);
}

function numberTexts(counts: Float64Array): number {
  let sum = counts[numberShape.integer]!;
  for (let shape: number = numberShape.dotDecimal; shape <= numberShape.spaceGroupsDotDecimal; shape++) {
    sum += counts[shape]!;
  }
  return sum;
}

function numberCount(counts: Float64Array): number {
  return numberTexts(counts) + counts[cellKind.integerCell]! + counts[cellKind.decimalCell]!;
}

function dateCount(counts: Float64Array): number {
  let sum = 0;
  for (let kind: number = cellKind.dateYearFirst; kind <= cellKind.dateInWords; kind++) sum += counts[kind]!;
  return sum;
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function because(what: string, value: string, reason: string, confidence: number): Detection {
  return { what, value, reason, confidence };
}

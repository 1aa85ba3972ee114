import type { Cell } from '../formats/index.ts';
import { textCleaner } from './clean-text.ts';
import { cellUnits, columnConverter, sameUnit } from './column-units.ts';
import { missingReader } from './missing-marks.ts';
import { numberShape, readNumber, readPlainNumber, shapeOfNumber, type NumberFormat } from './read-number.ts';
import type { ColumnContext, ReadCell } from './reading.ts';
import { scaleChanger } from './scale-changes.ts';
import { Unreadable } from './unreadable.ts';

/** Reader of a column of numbers or whole numbers. Infinite and rounded values never come out of it. */
export function numberReader(context: ColumnContext): ReadCell {
  const { property, reading, missing, exact, conversions, column } = context;
  const whole = property.type === 'integer';
  const format = reading.numbers;
  const marks = markNoter(context, format);
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader(context);
  const missingNumbers = new Set([...missing].map(readPlainNumber).filter((value) => !Number.isNaN(value)));
  const readText = (text: string) => (format ? readNumber(text, format) : readPlainNumber(text));
  const takeUnit = unitReader(context, readText);
  const rescale = scaleChanger(context);
  const convert = columnConverter(context);

  const finish = (bare: number, from: string | number, position: number, row: readonly Cell[] | undefined) => {
    if (missingNumbers.size > 0 && missingNumbers.has(bare)) return takeMissing(String(from), position);
    const scaled = rescale ? rescale(bare, position, row) : bare;
    return settle(convert ? convert(scaled, from, position) : scaled);
  };
  const settle = (value: number) => {
    if (!Number.isFinite(value)) return new Unreadable('not-a-number');
    if (!whole) return value;
    if (!Number.isInteger(value)) return new Unreadable('not-whole', 'number');
    return Number.isSafeInteger(value) ? value : new Unreadable('too-large');
  };
  const readUnclean = (cell: string, position: number, row: readonly Cell[] | undefined) => {
    const text = clean(cell, position);
    if (text === '') return null;
    if (missing.has(text)) return takeMissing(text, position);
    const value = readText(text);
    if (!Number.isNaN(value)) return finish(value, text, position, row);
    const stripped = takeUnit(text, position);
    return typeof stripped === 'number' ? settle(stripped) : (stripped ?? refuse(text, format));
  };
  return (cell, position, row) => {
    if (typeof cell === 'number') {
      return Number.isFinite(cell) ? finish(cell, cell, position, row) : new Unreadable('not-a-number');
    }
    if (cell === '' || cell === null || cell === undefined) return null;
    if (typeof cell !== 'string') return new Unreadable('not-a-number');
    const value = readText(cell);
    if (Number.isNaN(value)) return readUnclean(cell, position, row);
    if (exact && isLeadingZero(cell)) return new Unreadable('leading-zero');
    if (marks) marks(cell, value, position);
    return finish(value, cell, position, row);
  };
}

/** Counts decimal commas and thousands marks; null when the column has neither, so that clean columns pay nothing. */
function markNoter({ conversions, column }: ColumnContext, format: NumberFormat | undefined) {
  if (format && format.decimal === '.' && format.thousands === '') return null;
  const commas = conversions.counter('decimal-comma', column);
  const groups = conversions.counter('thousands-mark', column);
  return (text: string, value: number, position: number): void => {
    const decimalComma = text.includes(',') && (format ? format.decimal === ',' : !Number.isInteger(value));
    if (decimalComma) commas.add(text, String(value), position);
    const thousands = format ? format.thousands : groupMark(shapeOfNumber(text));
    if (thousands !== '' && text.includes(thousands)) groups.add(text, String(value), position);
  };
}

function groupMark(shape: number): string {
  if (shape === numberShape.dotGroups || shape === numberShape.dotGroupsCommaDecimal) return '.';
  if (shape === numberShape.commaGroups || shape === numberShape.commaGroupsDotDecimal) return ',';
  return shape >= numberShape.spaceGroups ? ' ' : '';
}

const withUnit = /^([-+\u2212]?[\d.,\s]*\d)\s*([^\d\s].*)$/u;

/** `3,7 km/h`, `94%`: the number in the property's unit. Undefined when the cell is no number with a unit. */
function unitReader(context: ColumnContext, readText: (text: string) => number) {
  const { conversions, column } = context;
  const removed = conversions.counter('unit-removed', column);
  const convertBy = cellUnits(context);
  return (text: string, position: number): number | Unreadable | undefined => {
    const match = withUnit.exec(text);
    if (!match) return undefined;
    const value = readText(match[1]!);
    if (Number.isNaN(value)) return undefined;
    const convert = convertBy(match[2]!.trim());
    if (convert === null || convert instanceof Unreadable) return convert ?? undefined;
    const converted = convert(value, text, position);
    if (convert === sameUnit) removed.addLazily(() => [text, String(converted)], position);
    return converted;
  };
}

function refuse(text: string, format: NumberFormat | undefined): Unreadable {
  const ambiguous = format === undefined && shapeOfNumber(text) === numberShape.commaEither;
  return new Unreadable(ambiguous ? 'ambiguous-number' : 'not-a-number');
}

function isLeadingZero(text: string): boolean {
  const at = text.charCodeAt(0) === 0x2d ? 1 : 0;
  return text.charCodeAt(at) === 0x30 && shapeOfNumber(text) === numberShape.leadingZero;
}

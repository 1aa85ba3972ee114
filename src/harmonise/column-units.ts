import type { ConversionCounter } from './conversions.ts';
import { unitTextOf } from './header-words.ts';
import { harmoniseProblem } from './problems.ts';
import type { ColumnContext } from './reading.ts';
import type { Conversion } from './units/conversion.ts';
import type { UnitBook } from './units/unit-book.ts';
import { Unreadable } from './unreadable.ts';

/** Turns a number into the property's unit, and counts it. */
export type ConvertUnit = (value: number, text: string | number, position: number) => number;

/** More units than this in one column are counted together. */
const countersKept = 40;

/** The cell is in the property's unit already. */
export const sameUnit: ConvertUnit = (value) => value;

/**
 * What becomes of the bare numbers of a column: its unit is what the mapping says, else the header, else the cells that
 * carry one. Null when nothing is to be done. Throws Problems `mapping-unit-differs`, `mapping-unit-needs-molar`,
 * `mapping-bad-reading`.
 */
export function columnConverter(context: ColumnContext): ConvertUnit | null {
  const { property, units } = context;
  if (!units || property.unit === undefined) return null;
  const stated = statedUnit(context, units, property.unit);
  if (stated !== null) return stated === property.unit ? null : mustConvert(context, units, stated, property.unit);
  const inCells = context.reading.suffix === undefined ? null : units.code(context.reading.suffix);
  return inCells === null || inCells === property.unit
    ? null
    : assumedConverter(context, units, inCells, property.unit);
}

/** Reads the units that cells carry themselves; each is converted by its own. */
export function cellUnits(context: ColumnContext): (found: string) => ConvertUnit | Unreadable | null {
  const { property, units, reading } = context;
  const known = new Map<string, ConvertUnit>();
  const { unit } = property;
  return (found) => {
    const code = units?.code(found) ?? null;
    if (!units || unit === undefined) return found === reading.suffix ? sameUnit : null;
    if (code === unit) return sameUnit;
    if (code === null) {
      if (found === reading.suffix) return sameUnit;
      return new Unreadable('unknown-unit', 'string', { found, nearest: units.nearest(found, unit) });
    }
    const cached = known.get(code);
    if (cached) return cached;
    const verdict = units.verdict(code, unit, property.molar);
    const detail = { found: units.symbol(code), expected: units.symbol(unit) };
    if (verdict.kind === 'differs') return new Unreadable('other-unit', 'string', detail);
    if (verdict.kind === 'needs-molar') return new Unreadable('unit-needs-molar', 'string', detail);
    if (known.size >= countersKept) return verdict.conversion.convert;
    const counter = conversionCounter(context, units, code, verdict.conversion);
    known.set(code, counted(verdict.conversion, counter));
    return known.get(code)!;
  };
}

function statedUnit(context: ColumnContext, units: UnitBook, expected: string): string | null {
  const { reading, column, property, conversions } = context;
  if (reading.unit !== undefined) {
    const code = units.code(reading.unit);
    if (code !== null) return code;
    throw harmoniseProblem('mapping-bad-reading', {
      name: 'unit',
      value: reading.unit,
      column: column || property.name,
      accepted: units.nearest(reading.unit, expected),
    });
  }
  const text = unitTextOf(column);
  const code = text === null ? null : units.code(text);
  if (text !== null && code === null && looksLikeUnit(text)) {
    const detail = { found: text, expected: units.symbol(expected), nearest: units.nearest(text, expected) };
    conversions.always('unit-unknown', column, { detail, severity: 'warning' });
  }
  return code;
}

/** `mg/lt`, `m³/x`: brackets hold other remarks too. */
function looksLikeUnit(text: string): boolean {
  return text.length <= 20 && /^[\p{L}µ%°]{1,6}[²³23]?\s*\/\s*\S/u.test(text);
}

function mustConvert(context: ColumnContext, units: UnitBook, from: string, to: string): ConvertUnit {
  const { column, property } = context;
  const verdict = units.verdict(from, to, property.molar);
  const told = { column, target: property.name, found: units.symbol(from), expected: units.symbol(to) };
  if (verdict.kind === 'differs') throw harmoniseProblem('mapping-unit-differs', told);
  if (verdict.kind === 'needs-molar') throw harmoniseProblem('mapping-unit-needs-molar', told);
  return counted(verdict.conversion, conversionCounter(context, units, from, verdict.conversion));
}

/** Bare numbers between cells that all carry one unit: theirs, and that is said. */
function assumedConverter(context: ColumnContext, units: UnitBook, from: string, to: string): ConvertUnit | null {
  const verdict = units.verdict(from, to, context.property.molar);
  if (verdict.kind !== 'converts') return null;
  const detail = { from: units.symbol(from) };
  const counter = context.conversions.counter('unit-assumed', context.column, 'changed', {
    detail,
    severity: 'warning',
  });
  return counted(verdict.conversion, counter);
}

function counted({ convert }: Conversion, counter: ConversionCounter): ConvertUnit {
  return (value, text, position) => {
    const converted = convert(value);
    counter.addLazily(() => [String(text), String(converted)], position);
    return converted;
  };
}

function conversionCounter(
  { conversions, column, property }: ColumnContext,
  units: UnitBook,
  from: string,
  { factor, offset, molar }: Conversion,
): ConversionCounter {
  const reason =
    molar === undefined ? (offset === 0 ? undefined : 'offset') : molar.pressure === undefined ? 'amount' : 'molar';
  const detail = {
    from: units.symbol(from),
    to: units.symbol(property.unit!),
    factor,
    offset,
    ...(reason ? { reason } : {}),
    ...(molar ? { mass: molar.mass } : {}),
    ...(molar?.temperature === undefined ? {} : { temperature: molar.temperature }),
    ...(molar?.pressure === undefined ? {} : { pressure: molar.pressure }),
  };
  return conversions.counter('unit-converted', column, 'changed', { detail });
}

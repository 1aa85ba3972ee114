import type { Cell } from '../formats/index.ts';
import type { CodeBook } from '../codes/index.ts';
import type { Codelist, Property, Severity, Standard } from '../packs/index.ts';
import type { Conversions } from './conversions.ts';
import type { Issue, Value } from './model.ts';
import type { Reading } from './reading.ts';
import { RangeWatch } from './scale/watch-range.ts';
import type { RowVerdict } from './row-verdict.ts';

/** A value of the row at hand by property name; those that a property leans on are read before it. */
export type ValueOf = (name: string) => unknown;

/** Judges a value that was read, and gives it back, repaired where a code list knows better. */
export type CheckValue = (value: Value, cell: Cell | undefined, verdict: RowVerdict, row: ValueOf) => Value;

export interface CheckContext {
  readonly standard: Standard;
  readonly column: string;
  readonly conversions: Conversions;
  readonly codelist: (id: string) => Codelist | undefined;
  readonly today: Date;
  readonly reading: Pick<Reading, 'leadingZeros' | 'address' | 'codes'>;
  readonly codes: CodeBook | undefined;
}

/** Severity of a built-in check: what the property says, else the standard, else an error. */
export function severityOf(standard: Standard, rule: string, property?: Property): Severity {
  return property?.severities?.[rule] ?? standard.severities?.[rule] ?? 'error';
}

/** The checks that a property declares, as one function with those given; null when there are none. */
export function compileChecks(
  property: Property,
  context: CheckContext,
  further: readonly (CheckValue | null)[] = [],
): CheckValue | null {
  const checks = [
    requiredCheck(property, context),
    rangeCheck(property, context),
    // A name becomes its code before its form is looked at.
    ...further,
    patternCheck(property, context),
    lengthCheck(property, context),
  ].filter((check) => check !== null);
  if (checks.length <= 1) return checks[0] ?? null;
  return (value, cell, verdict, row) => {
    let current = value;
    for (const check of checks) current = check(current, cell, verdict, row);
    return current;
  };
}

function requiredCheck(property: Property, { standard, column }: CheckContext): CheckValue | null {
  const { name, required } = property;
  if (!required && !standard.key.includes(name)) return null;
  const severity = severityOf(standard, 'required', property);
  return (value, cell, verdict) => {
    if (value === null) verdict.object('required', severity, column, cell, 'kept');
    return value;
  };
}

function rangeCheck(property: Property, { standard, column, conversions }: CheckContext): CheckValue | null {
  const { minimum, maximum } = property;
  if (minimum === undefined && maximum === undefined) return null;
  const severity = severityOf(standard, 'range', property);
  const low = minimum ?? -Infinity;
  const high = maximum ?? Infinity;
  const watch = new RangeWatch();
  conversions.later(() => watch.issue(column));
  return (value, cell, verdict) => {
    if (typeof value !== 'number') return value;
    watch.add(value, low, high);
    if (value >= low && value <= high) return value;
    const detail: Issue['detail'] = value < low ? { reason: 'low', minimum: low } : { reason: 'high', maximum: high };
    verdict.object('range', severity, column, cell, 'kept', detail);
    return value;
  };
}

function patternCheck(property: Property, { standard, column }: CheckContext): CheckValue | null {
  const { pattern } = property;
  if (pattern === undefined) return null;
  const severity = severityOf(standard, 'pattern', property);
  const expression = new RegExp(pattern, 'u');
  return (value, cell, verdict) => {
    if (typeof value === 'string' && !expression.test(value)) {
      verdict.object('pattern', severity, column, cell, 'kept', { pattern });
    }
    return value;
  };
}

function lengthCheck(property: Property, { standard, column }: CheckContext): CheckValue | null {
  const { maxLength } = property;
  if (maxLength === undefined) return null;
  const severity = severityOf(standard, 'maxLength', property);
  return (value, cell, verdict) => {
    // Code units first: counting characters is only needed where they may be fewer.
    if (typeof value === 'string' && value.length > maxLength && [...value].length > maxLength) {
      verdict.object('maxLength', severity, column, cell, 'kept', { maxLength, length: [...value].length });
    }
    return value;
  };
}

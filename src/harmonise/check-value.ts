import type { Cell } from '../formats/index.ts';
import type { Codelist, Property, Severity, Standard } from '../packs/index.ts';
import { codeLookup } from './code-lookup.ts';
import type { Conversions } from './conversions.ts';
import type { Issue, Value } from './model.ts';
import { harmoniseProblem } from './problems.ts';
import type { RowVerdict } from './row-verdict.ts';

/** Judges a value that was read, and gives it back, repaired where a code list knows better. */
export type CheckValue = (value: Value, cell: Cell | undefined, verdict: RowVerdict) => Value;

export interface CheckContext {
  readonly standard: Standard;
  readonly column: string;
  readonly conversions: Conversions;
  readonly codelist: (id: string) => Codelist | undefined;
  readonly today: Date;
  /** As in `Reading`: whether lost leading zeros are put back, or only pointed out. */
  readonly leadingZeros: boolean;
}

/** Severity of a built-in check: what the standard says, else an error. */
export function severityOf(standard: Standard, rule: string): Severity {
  return standard.severities?.[rule] ?? 'error';
}

/** The checks that a property declares, as one function; null when it declares none. */
export function compileChecks(property: Property, context: CheckContext): CheckValue | null {
  const checks = [
    requiredCheck(property, context),
    rangeCheck(property, context),
    patternCheck(property, context),
    lengthCheck(property, context),
    codelistCheck(property, context),
  ].filter((check) => check !== null);
  if (checks.length <= 1) return checks[0] ?? null;
  return (value, cell, verdict) => {
    let current = value;
    for (const check of checks) current = check(current, cell, verdict);
    return current;
  };
}

function requiredCheck({ name, required }: Property, { standard, column }: CheckContext): CheckValue | null {
  if (!required && !standard.key.includes(name)) return null;
  const severity = severityOf(standard, 'required');
  return (value, cell, verdict) => {
    if (value === null) verdict.object('required', severity, column, cell, 'kept');
    return value;
  };
}

function rangeCheck({ minimum, maximum }: Property, { standard, column }: CheckContext): CheckValue | null {
  if (minimum === undefined && maximum === undefined) return null;
  const severity = severityOf(standard, 'range');
  const low = minimum ?? -Infinity;
  const high = maximum ?? Infinity;
  return (value, cell, verdict) => {
    if (typeof value !== 'number' || (value >= low && value <= high)) return value;
    const detail: Issue['detail'] = value < low ? { reason: 'low', minimum: low } : { reason: 'high', maximum: high };
    verdict.object('range', severity, column, cell, 'kept', detail);
    return value;
  };
}

function patternCheck({ pattern }: Property, { standard, column }: CheckContext): CheckValue | null {
  if (pattern === undefined) return null;
  const severity = severityOf(standard, 'pattern');
  const expression = new RegExp(pattern, 'u');
  return (value, cell, verdict) => {
    if (typeof value === 'string' && !expression.test(value)) {
      verdict.object('pattern', severity, column, cell, 'kept', { pattern });
    }
    return value;
  };
}

function lengthCheck({ maxLength }: Property, { standard, column }: CheckContext): CheckValue | null {
  if (maxLength === undefined) return null;
  const severity = severityOf(standard, 'maxLength');
  return (value, cell, verdict) => {
    // Code units first: counting characters is only needed where they may be fewer.
    if (typeof value === 'string' && value.length > maxLength && [...value].length > maxLength) {
      verdict.object('maxLength', severity, column, cell, 'kept', { maxLength, length: [...value].length });
    }
    return value;
  };
}

function codelistCheck(property: Property, context: CheckContext): CheckValue | null {
  const { standard, column, conversions, today, leadingZeros } = context;
  if (property.codelist === undefined) return null;
  const list = context.codelist(property.codelist);
  if (!list) {
    throw harmoniseProblem('standard-codelist-missing', { target: property.name, codelist: property.codelist });
  }
  const severity = severityOf(standard, 'codelist');
  // A code that was right once is no reason to refuse the records of that time.
  const expiredSeverity = severity === 'error' ? 'warning' : severity;
  const lookup = codeLookup(list, today);
  const counters = {
    'codelist-label': conversions.counter('codelist-label', column),
    'code-restored': conversions.counter('code-restored', column),
  };
  return (value, cell, verdict) => {
    if (value === null) return value;
    const text = String(value);
    const found = lookup(text);
    const lostZeros = found?.repair === 'code-restored' && !leadingZeros;
    if (!found || lostZeros) {
      const detail: Record<string, string> = { reason: 'unknown', codelist: list.title.vi || list.id };
      if (lostZeros) Object.assign(detail, { reason: 'lost-zeros', code: found.code });
      verdict.object('codelist', severity, column, cell, 'kept', detail);
      return value;
    }
    if (found.repair) counters[found.repair].add(text, found.code, verdict.position);
    if (found.expired)
      verdict.object('codelist', expiredSeverity, column, cell, 'kept', { reason: 'expired', ...found.expired });
    return found.code;
  };
}

import { calculations, operandNumber } from './arithmetic.ts';
import { foldText } from './fold-text.ts';
import { dateKey, instantKey, instantOfDate } from './instants.ts';
import type { Field } from './model.ts';
import type { ComparisonOperator } from './operators.ts';
import type { Argument } from './scalar-functions.ts';
import { conditionTest, shapeReader, type Row } from './to-predicate.ts';
import type { Domain, Value } from './typed.ts';

/** A value as comparisons need it: text, number (bigint past 2^53), boolean, or a key of `instants.ts`. */
export type Scalar = string | number | bigint | boolean;
export type Read<T = Scalar> = (row: Row) => T | null;

/** Reads a value out of a row in the domain's form. */
export function valueReader(value: Value, domain: Domain): Read {
  switch (value.is) {
    case 'field':
      return fieldReader(value.field, domain);
    case 'literal': {
      const constant = value.value;
      return () => constant;
    }
    case 'moment': {
      const key = domain === 'instant' && value.type === 'date' ? instantOfDate(value.key) : value.key;
      return () => key;
    }
    case 'fold': {
      const read = valueReader(value.value, 'text') as Read<string>;
      return (row) => {
        const text = read(row);
        return text === null ? null : foldText(text, value.fold);
      };
    }
    case 'arithmetic':
      return arithmeticReader(value);
    case 'condition':
      return conditionTest(value.condition);
    case 'call':
      return callReader(value, domain);
    case 'shape':
      throw new Error('a geometry is not a scalar');
  }
}

function callReader({ definition, args }: Extract<Value, { is: 'call' }>, domain: Domain): Read {
  const readers = args.map((argument, i): ((row: Row) => Argument | null) => {
    if (argument.is === 'shape') return shapeReader(argument.shape);
    const parameter = definition.parameters[i]!;
    return valueReader(argument, parameter === 'geometry' ? 'text' : parameter);
  });
  const isMoment = domain === 'instant' && definition.result === 'date';
  return (row) => {
    const given: Argument[] = [];
    for (const read of readers) {
      const argument = read(row);
      if (argument === null) return null;
      given.push(argument);
    }
    const answer = definition.evaluate(given);
    return isMoment && answer !== null ? instantOfDate(String(answer)) : answer;
  };
}

function fieldReader({ name, type }: Field, domain: Domain): Read {
  if (domain === 'instant' && type === 'date') {
    return (row) => {
      const date = dateKey(row(name));
      return date === null ? null : instantOfDate(date);
    };
  }
  const read = fieldValues[domain];
  return (row) => read(row(name));
}

const fieldValues: Record<Domain, (value: unknown) => Scalar | null> = {
  text: (value) => (typeof value === 'string' ? value : null),
  boolean: (value) => (typeof value === 'boolean' ? value : null),
  number: (value) => (typeof value === 'number' ? value : value === null || value === undefined ? null : Number(value)),
  integer: (value) => (typeof value === 'number' ? value : exactInteger(value)),
  date: dateKey,
  instant: instantKey,
};

/** int8 comes as text where a number cannot hold it. */
function exactInteger(value: unknown): number | bigint | null {
  if (typeof value !== 'string' && typeof value !== 'bigint') return null;
  const integer = BigInt(value);
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}

function arithmeticReader(value: Extract<Value, { is: 'arithmetic' }>): Read {
  const left = operandReader(value.left);
  const right = operandReader(value.right);
  const calculate = calculations[value.operator];
  return (row) => {
    const a = left(row);
    if (a === null) return null;
    const b = right(row);
    return b === null ? null : calculate(a, b);
  };
}

function operandReader(value: Value): Read<number> {
  const read = valueReader(value, 'number') as Read<number>;
  const isBoundless =
    (value.is === 'field' && value.field.type === 'number') ||
    (value.is === 'call' && value.definition.result === 'number');
  if (!isBoundless) return read;
  return (row) => {
    const number = read(row);
    return number === null ? null : operandNumber(number);
  };
}

type Compare = (left: never, right: never) => boolean;

const natural: Record<ComparisonOperator, (left: Scalar, right: Scalar) => boolean> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};

const byCodePoint: Record<ComparisonOperator, (left: string, right: string) => boolean> = {
  '=': (left, right) => left === right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => compareText(left, right) < 0,
  '>': (left, right) => compareText(left, right) > 0,
  '<=': (left, right) => compareText(left, right) <= 0,
  '>=': (left, right) => compareText(left, right) >= 0,
};

export function comparer(operator: ComparisonOperator, domain: Domain): (left: Scalar, right: Scalar) => boolean {
  const compare: Compare = domain === 'text' ? byCodePoint[operator] : natural[operator];
  return compare as (left: Scalar, right: Scalar) => boolean;
}

/** Order of `COLLATE "C"` in UTF-8: by code point, where JavaScript's own order is by UTF-16 unit. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF, so they rank behind U+E000–U+FFFF. */
function codePointRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

import type { Geometry } from '../kernel/index.ts';
import { relateArrays } from './json-arrays.ts';
import { likeMatcher } from './like.ts';
import type { CompileOptions, Expression, Field } from './model.ts';
import { periodRelations } from './period-relations.ts';
import { resolve } from './resolve.ts';
import { relate } from './topology.ts';
import type { Condition, List, Shape, Value } from './typed.ts';
import { comparer, valueReader, type Read, type Scalar } from './value-reader.ts';

/** Gives the value of a property of one row; null or undefined where it has none. */
export type Row = (name: string) => unknown;
/** true, false, or null where it is unknown (a value is missing). */
export type Predicate = (row: Row) => boolean | null;

/**
 * A filter as a function over rows in memory: the same answer as `compileToSql`. Closures are built once; nothing of
 * the tree is walked per row.
 * Throws the Problems of `checkExpression`.
 */
export function compileToPredicate(
  expression: Expression,
  fields: readonly Field[],
  options: CompileOptions = {},
): Predicate {
  return conditionTest(resolve(expression, fields, options));
}

export function conditionTest(condition: Condition): Predicate {
  switch (condition.is) {
    case 'constant': {
      const { value } = condition;
      return () => value;
    }
    case 'and':
      return allOf(condition.operands.map(conditionTest));
    case 'or':
      return anyOf(condition.operands.map(conditionTest));
    case 'not': {
      const test = conditionTest(condition.operand);
      return (row) => {
        const answer = test(row);
        return answer === null ? null : !answer;
      };
    }
    case 'truth':
      return valueReader(condition.value, 'boolean') as Predicate;
    case 'null-test':
      return nullTest(condition.operand);
    case 'comparison':
      return comparisonTest(condition);
    case 'between':
      return allOf([
        comparisonTest({
          is: 'comparison',
          operator: '>=',
          domain: condition.domain,
          left: condition.value,
          right: condition.low,
        }),
        comparisonTest({
          is: 'comparison',
          operator: '<=',
          domain: condition.domain,
          left: condition.value,
          right: condition.high,
        }),
      ]);
    case 'in':
      return inTest(condition);
    case 'like':
      return likeTest(condition);
    case 'spatial':
      return spatialTest(condition);
    case 'temporal':
      return temporalTest(condition);
    case 'array': {
      const { relation } = condition;
      const [left, right] = [listReader(condition.left), listReader(condition.right)];
      return (row) => relateArrays(relation, left(row), right(row));
    }
  }
}

type Of<Name extends Condition['is']> = Extract<Condition, { is: Name }>;

function allOf(tests: readonly Predicate[]): Predicate {
  return (row) => {
    let answer: boolean | null = true;
    for (let i = 0; i < tests.length; i++) {
      const one = tests[i]!(row);
      if (one === false) return false;
      if (one === null) answer = null;
    }
    return answer;
  };
}

function anyOf(tests: readonly Predicate[]): Predicate {
  return (row) => {
    let answer: boolean | null = false;
    for (let i = 0; i < tests.length; i++) {
      const one = tests[i]!(row);
      if (one === true) return true;
      if (one === null) answer = null;
    }
    return answer;
  };
}

function comparisonTest({ operator, domain, left, right }: Of<'comparison'>): Predicate {
  const compare = comparer(operator, domain);
  const [readLeft, readRight] = [valueReader(left, domain), valueReader(right, domain)];
  if (right.is === 'literal' || right.is === 'moment') {
    const constant = readRight(noRow)!;
    return (row) => {
      const a = readLeft(row);
      return a === null ? null : compare(a, constant);
    };
  }
  return (row) => {
    const a = readLeft(row);
    if (a === null) return null;
    const b = readRight(row);
    return b === null ? null : compare(a, b);
  };
}

const noRow: Row = () => null;

function nullTest(operand: Value | Condition): Predicate {
  if (operand.is === 'field') {
    const { name } = operand.field;
    return (row) => isNull(row(name));
  }
  if (operand.is === 'shape') {
    const read = shapeReader(operand.shape);
    return (row) => read(row) === null;
  }
  const read = isCondition(operand)
    ? conditionTest(operand)
    : valueReader(operand, operand.is === 'arithmetic' ? 'number' : 'text');
  return (row) => read(row) === null;
}

function isCondition(operand: Value | Condition): operand is Condition {
  return !['field', 'literal', 'moment', 'fold', 'arithmetic', 'condition', 'call', 'shape'].includes(operand.is);
}

function inTest({ domain, value, items }: Of<'in'>): Predicate {
  if (items.length === 0) return () => false;
  const read = valueReader(value, domain);
  const readers = items.map((item) => valueReader(item, domain));
  if (items.every((item) => item.is === 'literal' || item.is === 'moment')) {
    const wanted = new Set(readers.map((reader) => reader(noRow)));
    return (row) => {
      const found = read(row);
      return found === null ? null : wanted.has(found);
    };
  }
  return (row) => membership(read(row), readers, row);
}

function membership(found: Scalar | null, readers: readonly Read[], row: Row): boolean | null {
  if (found === null) return null;
  let answer: false | null = false;
  for (const read of readers) {
    const item = read(row);
    if (item === found) return true;
    if (item === null) answer = null;
  }
  return answer;
}

function likeTest({ value, pattern }: Of<'like'>): Predicate {
  const read = valueReader(value, 'text') as Read<string>;
  const matches = likeMatcher(pattern);
  return (row) => {
    const text = read(row);
    return text === null ? null : matches(text);
  };
}

function spatialTest({ relation, left, right }: Of<'spatial'>): Predicate {
  const [readLeft, readRight] = [shapeReader(left), shapeReader(right)];
  return (row) => {
    const a = readLeft(row);
    const b = a === null ? null : readRight(row);
    return a === null || b === null ? null : relate(relation, a, b);
  };
}

export function shapeReader(shape: Shape): (row: Row) => Geometry | null {
  if (shape.is === 'literal') return () => shape.geometry;
  const { name } = shape.field;
  return (row) => (row(name) as Geometry | null | undefined) ?? null;
}

function temporalTest({ relation, domain, left, right }: Of<'temporal'>): Predicate {
  const ends = { leftStart: left.start, leftEnd: left.end, rightStart: right.start, rightEnd: right.end };
  const { all, parts } = periodRelations[relation];
  const tests = parts.map(([a, operator, b]) =>
    comparisonTest({ is: 'comparison', operator, domain, left: ends[a], right: ends[b] }),
  );
  return all ? allOf(tests) : anyOf(tests);
}

function listReader(list: List): (row: Row) => unknown {
  if (list.is === 'field') {
    const { name } = list.field;
    return (row) => row(name) ?? null;
  }
  const readers = list.items.map(itemReader);
  return (row) => readers.map((read) => read(row));
}

function itemReader(item: Value): (row: Row) => unknown {
  if (item.is !== 'field') return valueReader(item, item.is === 'arithmetic' ? 'number' : 'text');
  const { name } = item.field;
  return (row) => row(name) ?? null;
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

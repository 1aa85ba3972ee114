import type { Expression, Operand, Operation } from '../../../query/index.ts';

/** What stands in a filter where a value may stand, before it is known what it is compared with. */
export type Term =
  | { readonly is: 'value'; readonly type: ValueType; readonly node: Operand }
  | { readonly is: 'period'; readonly start: Operand; readonly end: Operand }
  | { readonly is: 'dynamic'; as(type: 'string' | 'number' | 'boolean'): Operand }
  | { readonly is: 'duration'; readonly ms: number }
  | { readonly is: 'null' }
  | { readonly is: 'condition'; readonly node: Expression };

export type ValueType = 'string' | 'number' | 'boolean' | 'date' | 'date-time' | 'geometry';

/** Conditions by their words in OData. */
export const comparisons: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
};

/** An operand as a value of a type; what is not dynamic stays what it is. */
export function asValue(term: Term, type: 'string' | 'number' | 'boolean'): Operand | null {
  if (term.is === 'value') return term.node;
  if (term.is === 'dynamic') return term.as(type);
  return term.is === 'condition' ? term.node : null;
}

/** Ends of a moment or a period; null where it is neither. */
export function periodOf(term: Term): { start: Operand; end: Operand } | null {
  if (term.is === 'period') return term;
  const isMoment = term.is === 'value' && (term.type === 'date-time' || term.type === 'date');
  return isMoment ? { start: term.node, end: term.node } : null;
}

const op = (name: string, ...args: Operand[]): Operation => ({ op: name, args });

/**
 * Compares periods: one is less than another where it ends before that begins, and equal where both ends are. The
 * beginning is compared too where it follows, because the store is ordered by it.
 */
export function comparePeriods(
  operator: string,
  left: { start: Operand; end: Operand },
  right: { start: Operand; end: Operand },
): Operation {
  switch (operator) {
    case '<':
      return op('and', op('<', left.start, right.start), op('<', left.end, right.start));
    case '>':
      return op('>', left.start, right.end);
    case '<=':
      return op('<=', left.start, right.end);
    case '>=':
      return op('>=', left.end, right.start);
    case '=':
      return op('and', op('=', left.start, right.start), op('=', left.end, right.end));
    default:
      return op('or', op('<>', left.start, right.start), op('<>', left.end, right.end));
  }
}

/** Null where they cannot be compared. */
export function compareTerms(operator: string, left: Term, right: Term): Operation | null {
  if (left.is === 'null' || right.is === 'null') return compareWithNull(operator, left.is === 'null' ? right : left);
  if (left.is === 'period' || right.is === 'period') {
    const [a, b] = [periodOf(left), periodOf(right)];
    return a && b ? comparePeriods(operator, a, b) : null;
  }
  const type = typeBeside(left) ?? typeBeside(right) ?? 'string';
  const [a, b] = [asValue(left, type), asValue(right, type)];
  return a === null || b === null ? null : op(operator, a, b);
}

function typeBeside(term: Term): 'string' | 'number' | 'boolean' | null {
  if (term.is === 'condition') return 'boolean';
  if (term.is !== 'value') return null;
  return term.type === 'number' || term.type === 'boolean' ? term.type : 'string';
}

function compareWithNull(operator: string, term: Term): Operation | null {
  if (operator !== '=' && operator !== '<>') return null;
  const operand = term.is === 'period' ? term.start : asValue(term, 'string');
  if (operand === null) return null;
  const test = op('isNull', operand);
  return operator === '=' ? test : op('not', test);
}

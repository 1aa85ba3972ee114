/** The operator and function names of CQL2, in the spelling of cql2.json. */
export const comparisonOperators = ['=', '<>', '<', '>', '<=', '>='] as const;
export type ComparisonOperator = (typeof comparisonOperators)[number];

export const arithmeticOperators = ['+', '-', '*', '/', '%', 'div', '^'] as const;
export type ArithmeticOperator = (typeof arithmeticOperators)[number];

export const spatialFunctions = [
  's_contains',
  's_crosses',
  's_disjoint',
  's_equals',
  's_intersects',
  's_overlaps',
  's_touches',
  's_within',
] as const;
export type SpatialFunction = (typeof spatialFunctions)[number];

export const temporalFunctions = [
  't_after',
  't_before',
  't_contains',
  't_disjoint',
  't_during',
  't_equals',
  't_finishedBy',
  't_finishes',
  't_intersects',
  't_meets',
  't_metBy',
  't_overlappedBy',
  't_overlaps',
  't_startedBy',
  't_starts',
] as const;
export type TemporalFunction = (typeof temporalFunctions)[number];

export const arrayFunctions = ['a_containedBy', 'a_contains', 'a_equals', 'a_overlaps'] as const;
export type ArrayFunction = (typeof arrayFunctions)[number];

export const textFunctions = ['casei', 'accenti'] as const;

/** Functions written `NAME(…)`, by lower-case name, with the spelling of cql2.json. */
export const standardFunctions: ReadonlyMap<string, string> = new Map(
  [...textFunctions, ...spatialFunctions, ...temporalFunctions, ...arrayFunctions].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

/** How many operands an operator takes; functions of others are free. */
export function operandCounts(op: string): { least: number; most: number } | null {
  if (op === 'and' || op === 'or') return { least: 2, most: Infinity };
  if (op === 'not' || op === 'isNull' || isOneOf(textFunctions, op)) return { least: 1, most: 1 };
  if (op === 'between') return { least: 3, most: 3 };
  if (op === 'like' || op === 'in' || isOneOf(comparisonOperators, op) || isOneOf(arithmeticOperators, op))
    return { least: 2, most: 2 };
  return standardFunctions.has(op.toLowerCase()) ? { least: 2, most: 2 } : null;
}

/** True for what answers yes or no; an unknown function may. */
export function isCondition(op: string): boolean {
  return !isOneOf(arithmeticOperators, op) && !isOneOf(textFunctions, op);
}

export function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return (list as readonly string[]).includes(value);
}

import { largestOperand, largestPowerLogarithm, smallestOperand } from './magnitude.ts';
import type { ArithmeticOperator } from './operators.ts';

/**
 * The in-memory half of arithmetic; `arithmeticSql` in `value-sql.ts` is the other. All arithmetic is float8.
 * Division by zero, and powers that are not real or leave 1e±100, give null.
 */
export const calculations: Record<ArithmeticOperator, (left: number, right: number) => number | null> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? null : left / right),
  div: (left, right) => (right === 0 ? null : Math.trunc(left / right)),
  '%': (left, right) => (right === 0 ? null : left - right * Math.trunc(left / right)),
  '^': power,
};

function power(base: number, exponent: number): number | null {
  if (base === 0) return exponent > 0 ? 0 : exponent === 0 ? 1 : null;
  if (base < 0 && exponent !== Math.trunc(exponent)) return null;
  return Math.abs(exponent * Math.log(Math.abs(base))) <= largestPowerLogarithm ? base ** exponent : null;
}

/** A property's number as arithmetic sees it; see `magnitude.ts`. */
export function operandNumber(value: number): number | null {
  const size = Math.abs(value);
  if (size < smallestOperand) return 0;
  return size <= largestOperand ? value : null;
}

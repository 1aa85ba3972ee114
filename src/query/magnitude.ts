import type { ArithmeticOperator } from './operators.ts';

/**
 * Between which powers of ten the size of a result lies, unless it is zero. PostgreSQL ends a whole query with an error
 * when one row's float8 calculation leaves its range, where JavaScript goes on with Infinity or 0. So properties enter
 * arithmetic only between 1e-30 and 1e30 (smaller is 0, larger is null), and a formula that could still leave float8
 * is refused before it runs.
 */
export interface Magnitude {
  readonly least: number;
  readonly most: number;
}

export const numberMagnitude: Magnitude = { least: -30, most: 30 };
/** int8 ends at 9.2e18. */
export const integerMagnitude: Magnitude = { least: 0, most: 19 };
export const smallestOperand = 1e-30;
export const largestOperand = 1e30;

/** Exponents past which a power is null; e^230 is about 1e100. */
export const largestPowerLogarithm = 230;
const powerMagnitude: Magnitude = { least: -100, most: 100 };

/** float8 ends at 1e±308. */
const widest = 300;

export function literalMagnitude(value: number): Magnitude {
  const size = value === 0 ? 0 : Math.log10(Math.abs(value));
  return { least: Math.floor(size), most: Math.ceil(size) };
}

/** Magnitude of `left operator right`, or null where it, or a step on the way to it, could leave float8. */
export function resultMagnitude(operator: ArithmeticOperator, left: Magnitude, right: Magnitude): Magnitude | null {
  const steps = magnitudes(operator, left, right);
  return steps.every(fitsFloat) ? steps.at(-1)! : null;
}

/** Magnitudes of the steps of a calculation, its result last. */
function magnitudes(operator: ArithmeticOperator, left: Magnitude, right: Magnitude): Magnitude[] {
  const quotient = { least: left.least - right.most, most: left.most - right.least };
  // Two floats differ by nothing or by at least the last bit of the smaller one.
  const lastBit = Math.min(left.least, right.least) - 16;
  switch (operator) {
    case '+':
    case '-':
      return [{ least: lastBit, most: Math.max(left.most, right.most) + 1 }];
    case '*':
      return [{ least: left.least + right.least, most: left.most + right.most }];
    case '/':
      return [quotient];
    case 'div':
      return [quotient, { least: 0, most: Math.max(0, quotient.most) }];
    case '%':
      return [quotient, { least: lastBit, most: left.most + 1 }];
    case '^':
      return [powerMagnitude];
  }
}

function fitsFloat(magnitude: Magnitude): boolean {
  return magnitude.least > -widest && magnitude.most < widest;
}

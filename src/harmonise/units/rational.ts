/** An exact fraction; the denominator is positive and has no divisor in common with the numerator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const one: Rational = { numerator: 1n, denominator: 1n };
export const zero: Rational = { numerator: 0n, denominator: 1n };

export function rational(numerator: bigint, denominator = 1n): Rational {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestDivisor(numerator < 0n ? -numerator : numerator, denominator * sign) || 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

/** `1e-6`, `0.001`, `5/9`: exactly what the digits say. Null when the text is none of these. */
export function readRational(text: string): Rational | null {
  const [above, below, ...rest] = text.split('/');
  const numerator = readDecimal(above!);
  const denominator = below === undefined ? one : readDecimal(below);
  if (!numerator || !denominator || denominator.numerator === 0n || rest.length > 0) return null;
  return divide(numerator, denominator);
}

export function multiply(one: Rational, other: Rational): Rational {
  return rational(one.numerator * other.numerator, one.denominator * other.denominator);
}

export function divide(one: Rational, other: Rational): Rational {
  return rational(one.numerator * other.denominator, one.denominator * other.numerator);
}

export function add(one: Rational, other: Rational): Rational {
  return rational(
    one.numerator * other.denominator + other.numerator * one.denominator,
    one.denominator * other.denominator,
  );
}

export function subtract(one: Rational, other: Rational): Rational {
  return add(one, { numerator: -other.numerator, denominator: other.denominator });
}

export function power(base: Rational, exponent: number): Rational {
  const size = BigInt(Math.abs(exponent));
  const { numerator, denominator } = base;
  return exponent < 0
    ? rational(denominator ** size, numerator ** size)
    : rational(numerator ** size, denominator ** size);
}

export function equals(one: Rational, other: Rational): boolean {
  return one.numerator === other.numerator && one.denominator === other.denominator;
}

/** The nearest double: 20 digits are written out, far more than it can tell apart. */
export function toNumber({ numerator, denominator }: Rational): number {
  if (numerator === 0n) return 0;
  const size = numerator < 0n ? -numerator : numerator;
  const shift = 20 - (String(size).length - String(denominator).length);
  const digits =
    shift >= 0 ? (size * 10n ** BigInt(shift)) / denominator : size / (denominator * 10n ** BigInt(-shift));
  return Number(`${numerator < 0n ? '-' : ''}${digits}e${-shift}`);
}

/** The number as its shortest decimal says it: 0.1 is one tenth. */
export function ofNumber(value: number): Rational {
  return readDecimal(String(value)) ?? zero;
}

/** k where the fraction is 10^k, else null. */
export function powerOfTen({ numerator, denominator }: Rational): number | null {
  const [large, sign] = denominator === 1n ? [numerator, 1] : [denominator, -1];
  if (numerator !== 1n && denominator !== 1n) return null;
  const digits = String(large);
  return /^10*$/.test(digits) ? sign * (digits.length - 1) : null;
}

function readDecimal(text: string): Rational | null {
  const match = /^\s*([-+]?)(\d+)(?:\.(\d+))?(?:e([-+]?\d{1,3}))?\s*$/i.exec(text);
  if (!match) return null;
  const [, sign, whole, decimals = '', exponent = '0'] = match;
  const digits = BigInt(`${whole}${decimals}`) * (sign === '-' ? -1n : 1n);
  const shift = Number(exponent) - decimals.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}

function greatestDivisor(one: bigint, other: bigint): bigint {
  let [large, small] = [one, other];
  while (small > 0n) [large, small] = [small, large % small];
  return large;
}

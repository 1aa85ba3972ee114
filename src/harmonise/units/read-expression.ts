import { divide, multiply, one, power, rational, zero, type Rational } from './rational.ts';

/** What a unit measures and how large it is: value in base units = value × factor + offset. */
export interface Scale {
  /** Exponents of the base units: `g` 1, `m` -3. */
  readonly dimensions: ReadonlyMap<string, number>;
  readonly factor: Rational;
  readonly offset: Rational;
}

/** One word of the expressions: a unit that is not made of others, or has a name of its own. */
export interface Atom {
  readonly scale: Scale;
  /** Takes decimal prefixes: `kPa`, but not `kmin`. */
  readonly metric: boolean;
}

/** Decimal prefixes: UCUM 2.1, table 1, those in use beside measurements. */
const prefixes: Readonly<Record<string, number>> = {
  ...{ T: 12, G: 9, M: 6, k: 3, h: 2, da: 1, d: -1, c: -2, m: -3, u: -6, n: -9, p: -12, f: -15 },
};
const longestExpression = 80;
const largestExponent = 30;

/**
 * Reads a UCUM expression (UCUM 2.1, §2): products and quotients of words with prefixes and exponents, numbers, `10*6`,
 * brackets, and remarks in braces. A remark beside a unit says nothing (`mg{N}`), one alone is a thing that is counted
 * (`{MPN}`) and a dimension of its own. Null when the text is no such expression.
 */
export function readExpression(text: string, atoms: ReadonlyMap<string, Atom>): Scale | null {
  if (text.length === 0 || text.length > longestExpression) return null;
  const reader = new ExpressionReader(text, atoms);
  const scale = reader.term(0);
  return reader.isAtEnd ? scale : null;
}

export function sameDimensions(one: Scale, other: Scale): boolean {
  if (one.dimensions.size !== other.dimensions.size) return false;
  return [...one.dimensions].every(([name, exponent]) => other.dimensions.get(name) === exponent);
}

class ExpressionReader {
  readonly #text: string;
  readonly #atoms: ReadonlyMap<string, Atom>;
  #at = 0;

  constructor(text: string, atoms: ReadonlyMap<string, Atom>) {
    this.#text = text;
    this.#atoms = atoms;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  term(depth: number): Scale | null {
    if (depth > 5) return null;
    let result: Scale | null = this.#take('/') ? quotient(unity, this.#component(depth)) : this.#component(depth);
    while (result && !this.isAtEnd) {
      if (this.#take('.')) result = product(result, this.#component(depth));
      else if (this.#take('/')) result = quotient(result, this.#component(depth));
      else break;
    }
    return result;
  }

  #component(depth: number): Scale | null {
    if (this.#take('(')) {
      const inside = this.term(depth + 1);
      return this.#take(')') ? inside : null;
    }
    const remark = this.#match(/\{[^{}]*\}/y);
    if (remark !== null) return { dimensions: new Map([[remark, 1]]), factor: one, offset: zero };
    const tens = this.#match(/10[*^]/y);
    if (tens !== null) return raised({ ...unity, factor: rational(10n) }, this.#exponent() ?? 1);
    const number = this.#match(/\d{1,12}/y);
    if (number !== null) return number === '0' ? null : { ...unity, factor: rational(BigInt(number)) };
    return this.#unit();
  }

  #unit(): Scale | null {
    const word = this.#match(/(?:[A-Za-z%°'"_]|\[[^[\]]*\])+/y);
    const scale = word === null ? null : atomScale(word, this.#atoms);
    if (!scale) return null;
    const exponent = this.#exponent();
    this.#match(/\{[^{}]*\}/y);
    return exponent === null ? scale : raised(scale, exponent);
  }

  #exponent(): number | null {
    const digits = this.#match(/[+-]?\d{1,2}/y);
    return digits === null ? null : Number(digits);
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (!match) return null;
    this.#at += match[0].length;
    return match[0];
  }
}

const unity: Scale = { dimensions: new Map(), factor: one, offset: zero };

/** A word with or without a prefix; null when nobody knows it. */
export function atomScale(word: string, atoms: ReadonlyMap<string, Atom>): Scale | null {
  const whole = atoms.get(word);
  if (whole) return whole.scale;
  for (const length of [1, 2]) {
    const exponent = prefixes[word.slice(0, length)];
    const atom = exponent === undefined ? undefined : atoms.get(word.slice(length));
    if (!atom?.metric || atom.scale.offset.numerator !== 0n) continue;
    return { ...atom.scale, factor: multiply(atom.scale.factor, power(rational(10n), exponent!)) };
  }
  return null;
}

/** A temperature with an offset stands alone or not at all. */
function isPlain(scale: Scale | null): scale is Scale {
  return scale !== null && scale.offset.numerator === 0n;
}

function product(left: Scale, right: Scale | null): Scale | null {
  if (!isPlain(left) || !isPlain(right)) return null;
  return { dimensions: sum(left, right, 1), factor: multiply(left.factor, right.factor), offset: zero };
}

function quotient(left: Scale, right: Scale | null): Scale | null {
  if (!isPlain(left) || !isPlain(right)) return null;
  return { dimensions: sum(left, right, -1), factor: divide(left.factor, right.factor), offset: zero };
}

function raised(scale: Scale, exponent: number): Scale | null {
  if (Math.abs(exponent) > largestExponent || !isPlain(scale) || exponent === 0) return null;
  const dimensions = new Map([...scale.dimensions].map(([name, each]) => [name, each * exponent]));
  return { dimensions, factor: power(scale.factor, exponent), offset: zero };
}

function sum(left: Scale, right: Scale, sign: 1 | -1): Map<string, number> {
  const dimensions = new Map(left.dimensions);
  for (const [name, exponent] of right.dimensions) {
    const total = (dimensions.get(name) ?? 0) + sign * exponent;
    if (total === 0) dimensions.delete(name);
    else dimensions.set(name, total);
  }
  return dimensions;
}

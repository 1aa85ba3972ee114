import {
  add,
  divide,
  multiply,
  ofNumber,
  one,
  powerOfTen,
  readRational,
  subtract,
  toNumber,
  type Rational,
} from './rational.ts';
import type { Scale } from './read-expression.ts';

/** The way of a number from one unit to another: × factor, + offset. */
export interface Conversion {
  readonly factor: number;
  readonly offset: number;
  /** Set where a substance's molar mass was needed. */
  readonly molar?: Molar;
  /** Exact but for the last step, the nearest double: 0.1 mg is 100 µg, not 100.00000000000001. */
  convert(value: number): number;
}

/** What turns a share of volume into a mass in it: g/mol, °C, kPa. */
export interface Molar {
  readonly mass: number;
  readonly temperature?: number;
  readonly pressure?: number;
}

/** Molar gas constant, J/(mol·K): exact since the SI of 2019 (Boltzmann × Avogadro). */
const gasConstant = readRational('8.31446261815324')!;
const celsiusZero = readRational('273.15')!;
const thousand = readRational('1000')!;

export function conversionBetween(from: Scale, to: Scale): Conversion {
  return linear(divide(from.factor, to.factor), divide(subtract(from.offset, to.offset), to.factor));
}

/** By a factor and an offset as their decimals say them. */
export function conversionOf(factor: number, offset = 0): Conversion {
  return linear(ofNumber(factor), ofNumber(offset));
}

/** mol/m³ in one g/m³, or the other way round. */
export function throughMass(from: Scale, to: Scale, molar: Molar, toMass: boolean): Conversion {
  const mass = ofNumber(molar.mass);
  const step = toMass ? mass : divide(one, mass);
  return { ...linear(multiply(divide(from.factor, to.factor), step)), molar: { mass: molar.mass } };
}

/** Share of a gas in air by volume to g/m³ (ideal gas), or the other way round. */
export function throughVolume(from: Scale, to: Scale, molar: Required<Molar>, toMass: boolean): Conversion {
  const kelvin = add(ofNumber(molar.temperature), celsiusZero);
  const molesPerCubicMetre = divide(multiply(ofNumber(molar.pressure), thousand), multiply(gasConstant, kelvin));
  const grams = multiply(molesPerCubicMetre, ofNumber(molar.mass));
  const step = toMass ? grams : divide(one, grams);
  return { ...linear(multiply(divide(from.factor, to.factor), step)), molar };
}

function linear(factor: Rational, offset: Rational = { numerator: 0n, denominator: 1n }): Conversion {
  const shift = offset.numerator === 0n ? powerOfTen(factor) : null;
  const exactly = (value: number) => toNumber(add(multiply(ofNumber(value), factor), offset));
  return {
    factor: toNumber(factor),
    offset: toNumber(offset),
    convert: shift === null ? exactly : (value) => shifted(value, shift),
  };
}

/** Moves the decimal mark of the shortest decimal: exact, and nothing to compute. */
function shifted(value: number, shift: number): number {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + shift}`);
}

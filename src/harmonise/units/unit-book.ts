import type { CodelistEntry, Unit } from '../../packs/index.ts';
import { nearestNames } from '../problems.ts';
import { conversionBetween, throughMass, throughVolume, type Conversion, type Molar } from './conversion.ts';
import { equals, one, multiply, readRational, zero } from './rational.ts';
import { atomScale, readExpression, sameDimensions, type Atom, type Scale } from './read-expression.ts';
import { spelledExpression } from './spelled-expression.ts';

/** Whether numbers of one unit can be turned into another, and if not, why. */
export type ConversionVerdict =
  | { readonly kind: 'converts'; readonly conversion: Conversion }
  /** A share of volume against a mass, or an amount against a mass: the property does not say how. */
  | { readonly kind: 'needs-molar' }
  | { readonly kind: 'differs' };

/** The units of the packs: found as people write them, compared and converted. */
export class UnitBook {
  readonly #atoms: ReadonlyMap<string, Atom>;
  readonly #spellings: ReadonlyMap<string, string>;
  readonly #units: ReadonlyMap<string, Unit>;
  readonly #exact = new Map<string, string>();
  readonly #folded = new Map<string, string>();
  readonly #scales = new Map<string, Scale | null>();
  readonly #codes = new Map<string, string | null>();

  /** `atoms`: the entries of `vn-core/ucum-atoms`. */
  constructor(units: readonly Unit[], atoms: readonly CodelistEntry[]) {
    this.#atoms = readAtoms(atoms);
    this.#spellings = new Map(
      atoms.flatMap((atom) => list(atom.extra['spellings']).map((name) => [name.toLowerCase(), atom.code])),
    );
    this.#units = new Map(units.map((unit) => [unit.code, unit]));
    for (const unit of units) {
      for (const name of [unit.code, unit.symbol, ...unit.spellings]) {
        if (!this.#exact.has(plain(name))) this.#exact.set(plain(name), unit.code);
        if (!this.#folded.has(fold(name))) this.#folded.set(fold(name), unit.code);
      }
    }
  }

  /** UCUM code of a unit as people write it (`µg/m³`, `độ C`, `ug.m-3`); null when it is none that is known. */
  code(text: string): string | null {
    if (text.length > 60) return null;
    let code = this.#codes.get(text);
    if (code === undefined) {
      if (this.#codes.size > 5_000) this.#codes.clear();
      code = this.#find(text);
      this.#codes.set(text, code);
    }
    return code;
  }

  /** How the unit is written for people. */
  symbol(code: string): string {
    return this.#units.get(code)?.symbol ?? code;
  }

  verdict(from: string, to: string, molar?: Molar): ConversionVerdict {
    const [source, target] = [this.#scale(from), this.#scale(to)];
    if (!source || !target) return { kind: 'differs' };
    if (sameDimensions(source, target)) {
      return this.#isSameQuantity(from, to)
        ? { kind: 'converts', conversion: conversionBetween(source, target) }
        : { kind: 'differs' };
    }
    return this.#throughMole(source, target, molar);
  }

  /** Known units that look like the text, those that convert to `to` first. */
  nearest(text: string, to?: string): string {
    const kin = [...this.#units.values()].filter(
      (unit) => to === undefined || this.verdict(unit.code, to).kind === 'converts',
    );
    return nearestNames(
      text,
      (kin.length > 0 ? kin : [...this.#units.values()]).map(({ symbol }) => symbol),
    );
  }

  /**
   * The list first, letter by letter; then with a small first letter (`Mg/L` at the head of a column is no megagram);
   * then an expression, whose capitals mean something (`mW` is not `MW`); then the list without capitals (`KM/H`).
   */
  #find(text: string): string | null {
    const exact = plain(text);
    const listed = this.#exact.get(exact) ?? this.#exact.get(exact.charAt(0).toLowerCase() + exact.slice(1));
    if (listed !== undefined) return listed;
    return this.#readExpression(text) ?? this.#folded.get(fold(text)) ?? this.#readExpression(text.toLowerCase());
  }

  #readExpression(text: string): string | null {
    const expression = spelledExpression(text, this.#spellings, (word) => atomScale(word, this.#atoms) !== null);
    const scale = isWorthReading(expression) ? this.#scale(expression) : null;
    if (!scale) return null;
    const listed = this.#exact.get(expression.replaceAll(/\{[^{}]*\}/g, ''));
    if (listed !== undefined) return listed;
    for (const unit of this.#units.values()) {
      const known = this.#scale(unit.code);
      if (
        known &&
        sameDimensions(known, scale) &&
        equals(known.factor, scale.factor) &&
        equals(known.offset, scale.offset)
      ) {
        return unit.code;
      }
    }
    return expression;
  }

  #scale(code: string): Scale | null {
    let scale = this.#scales.get(code);
    if (scale === undefined) {
      if (this.#scales.size > 5_000) this.#scales.clear();
      scale = readExpression(code, this.#atoms) ?? this.#listedScale(code);
      this.#scales.set(code, scale);
    }
    return scale;
  }

  /** A unit that is no expression of the atoms (decibels …) stands by its line in the list. */
  #listedScale(code: string): Scale | null {
    const unit = this.#units.get(code);
    const factor = unit && readRational(String(unit.factor));
    const offset = unit && readRational(String(unit.offset));
    if (!factor || !offset) return null;
    return { dimensions: new Map([[`[${unit.base}]`, 1]]), factor, offset };
  }

  #isSameQuantity(from: string, to: string): boolean {
    const [source, target] = [this.#units.get(from), this.#units.get(to)];
    return !source || !target || source.quantity === target.quantity || source.base === target.base;
  }

  #throughMole(source: Scale, target: Scale, molar: Molar | undefined): ConversionVerdict {
    const kinds = [this.#kindOf(source), this.#kindOf(target)];
    const other = kinds.find((kind) => kind !== 'mass');
    if (!kinds.includes('mass') || other === null || other === undefined) return { kind: 'differs' };
    const toMass = kinds[1] === 'mass';
    if (!molar) return { kind: 'needs-molar' };
    if (other === 'amount') return { kind: 'converts', conversion: throughMass(source, target, molar, toMass) };
    const { mass, temperature, pressure } = molar;
    if (temperature === undefined || pressure === undefined) return { kind: 'needs-molar' };
    const whole = { mass, temperature, pressure };
    return { kind: 'converts', conversion: throughVolume(source, target, whole, toMass) };
  }

  #kindOf(scale: Scale): 'mass' | 'amount' | 'share' | null {
    if (scale.dimensions.size === 0) return 'share';
    if (this.#isOf(scale, 'g/m3')) return 'mass';
    return this.#isOf(scale, 'mol/m3') ? 'amount' : null;
  }

  #isOf(scale: Scale, code: string): boolean {
    const known = this.#scale(code);
    return known !== null && sameDimensions(known, scale);
  }
}

/**
 * A bare word that no list has is a unit only in a usual form: brackets in headers hold symbols of substances (`TN`,
 * `As`) and abbreviations far more often than terawatts.
 */
function isWorthReading(expression: string): boolean {
  return /[./\d[{]/.test(expression) || (/^[numckh]?[A-Za-z]{1,3}$/.test(expression) && /^[numk]/.test(expression));
}

function readAtoms(entries: readonly CodelistEntry[]): Map<string, Atom> {
  const atoms = new Map<string, Atom>();
  for (const { code, extra } of entries) {
    const definition = extra['definition'] ?? '';
    const base = definition === '' ? base1(code) : readExpression(definition, atoms);
    const factor = readRational(extra['factor'] || '1');
    const offset = readRational(extra['offset'] || '0');
    if (!base || !factor || !offset) throw new Error(`unit atom ${code}: "${definition}" cannot be read`);
    const scale = { dimensions: base.dimensions, factor: multiply(base.factor, factor), offset };
    atoms.set(code, { scale, metric: extra['metric'] === 'yes' });
  }
  return atoms;
}

function base1(code: string): Scale {
  return { dimensions: new Map([[code, 1]]), factor: one, offset: zero };
}

function list(text: string | undefined): string[] {
  return text ? text.split('|') : [];
}

/** Both micro signs are one letter, blanks do not matter, superscripts are digits. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/[μµ]/g, 'u').replaceAll(/\s+/g, '');
}

function fold(text: string): string {
  return plain(text).toLowerCase();
}

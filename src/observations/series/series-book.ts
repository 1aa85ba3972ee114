import { unitsOfPacks } from '../../harmonise/index.ts';
import { Problem, type Db } from '../../kernel/index.ts';
import type { MatchedSeries } from '../model.ts';
import type { PackSet } from '../../packs/index.ts';
import { observationProblem } from '../problems.ts';
import { registerSeries, type SeriesRow } from './register-series.ts';
import type { SeriesKey, SeriesTraits } from './series-key.ts';

/** The series of a value, and its way from the unit that was written to the series' own. */
export interface Matched extends MatchedSeries {
  convert(value: number): number;
}

/** So long a refusal stands without looking again: a delivery may hold thousands of them. */
const refusedForMs = 1_000;
const mostRefused = 10_000;

const idOf = (network: string, { station, parameter }: SeriesKey): string =>
  JSON.stringify([network, station, parameter]);
const same = (value: number): number => value;
const writtenAs = (network: string, { station, parameter, unit }: SeriesKey): string =>
  `${network}\n${station}\n${parameter}\n${unit ?? ''}`;

/**
 * Finds the series of a value by network, station and parameter, and registers what has not been met before: the first
 * value of a station makes it known. A series keeps the unit of its first value until somebody gives it another; values are
 * converted to it. What is remembered here may be old: the intake looks at the revision of what it stores.
 */
export class SeriesBook {
  readonly #db: Db;
  readonly #packs: () => PackSet;
  readonly #known = new Map<string, SeriesRow>();
  readonly #matched = new Map<string, Matched>();
  readonly #refusedAt = new Map<string, number>();

  constructor(db: Db, packs: () => PackSet) {
    this.#db = db;
    this.#packs = packs;
  }

  /** What has been matched before, without waiting: most values are of series that are known. */
  known(network: string, key: SeriesKey): Matched | undefined {
    return this.#matched.get(writtenAs(network, key));
  }

  /** Throws Problems `unit-differs`, `too-many-series`. */
  async match(network: string, key: SeriesKey, traits: SeriesTraits): Promise<Matched> {
    const known = this.known(network, key);
    if (known) return known;
    const matched = await this.#matchNow(network, key, traits);
    if (this.#matched.size > 500_000) this.#matched.clear();
    this.#matched.set(writtenAs(network, key), matched);
    return matched;
  }

  /**
   * Matches once more what was matched with a series that is gone or has been defined otherwise: with the one that is meant
   * now, else a new one. Throws as `match`.
   */
  matchAgain(network: string, key: SeriesKey, traits: SeriesTraits, gone: MatchedSeries): Promise<Matched> {
    const isGone = (known: MatchedSeries | undefined): boolean =>
      known?.series === gone.series && known.revision === gone.revision;
    if (isGone(this.known(network, key))) this.#matched.delete(writtenAs(network, key));
    const id = idOf(network, key);
    if (isGone(this.#known.get(id))) this.#known.delete(id);
    return this.match(network, key, traits);
  }

  /** What is remembered of a series may be of before its unit was changed: nobody is refused by that alone. */
  async #matchNow(network: string, key: SeriesKey, traits: SeriesTraits): Promise<Matched> {
    const id = idOf(network, key);
    const mayBeOld = this.#known.has(id) && performance.now() - (this.#refusedAt.get(id) ?? -Infinity) > refusedForMs;
    try {
      return this.#through(await this.#find(network, key, traits), key);
    } catch (error) {
      if (!mayBeOld || !(error instanceof Problem)) throw error;
      if (this.#refusedAt.size > mostRefused) this.#refusedAt.clear();
      this.#refusedAt.set(id, performance.now());
      this.#known.delete(id);
      return this.#through(await this.#find(network, key, traits), key);
    }
  }

  async #find(network: string, key: SeriesKey, traits: SeriesTraits): Promise<SeriesRow> {
    const id = idOf(network, key);
    let row = this.#known.get(id);
    if (!row) {
      const { symbol, title } = this.#parameter(key.parameter, traits.parameters);
      const ucum = key.unit === null ? null : unitsOfPacks(this.#packs()).code(key.unit);
      row = await registerSeries(this.#db, network, { ...key, title, ...traits, parameter: symbol, ucum });
      this.#known.set(id, row);
    }
    return row;
  }

  #parameter(written: string, lists: readonly string[]): { symbol: string; title: { vi: string; en: string } } {
    for (const id of lists) {
      const list = this.#packs()
        .packs.flatMap(({ codelists }) => codelists)
        .find((each) => each.id === id);
      const names = (entry: { code: string; extra: Readonly<Record<string, string>> }): string[] => [
        entry.code,
        ...(entry.extra['aliases'] ?? '').split('|'),
      ];
      const found =
        list?.entries.find((entry) => names(entry).includes(written)) ??
        list?.entries.find((entry) => names(entry).some((name) => name.toLowerCase() === written.toLowerCase()));
      if (found) return { symbol: found.code, title: { vi: found.labelVi, en: found.labelEn } };
    }
    return { symbol: written, title: { vi: written, en: written } };
  }

  #through(row: SeriesRow, { unit }: SeriesKey): Matched {
    const { series, revision } = row;
    if (unit === null || unit === row.unit.symbol) return { series, revision, convert: same };
    const units = unitsOfPacks(this.#packs());
    const written = units.code(unit);
    const refuse = () => observationProblem('unit-differs', { unit, known: row.unit.symbol, series: row.name });
    if (written === null || row.ucum === null) throw refuse();
    if (written === row.ucum) return { series, revision, convert: same };
    const verdict = units.verdict(written, row.ucum);
    if (verdict.kind !== 'converts') throw refuse();
    return { series, revision, convert: (value) => verdict.conversion.convert(value) };
  }
}

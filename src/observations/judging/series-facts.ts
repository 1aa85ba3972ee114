import { LRUCache } from 'lru-cache';
import { sql, type Db } from '../../kernel/index.ts';
import type { PackSet } from '../../packs/index.ts';
import { deriveThresholds } from '../quality/derive-thresholds.ts';
import { hintsOf, parameterNamed, qualityRulesOf, type ParameterQuality } from '../quality/quality-part.ts';
import type { ThresholdHints, Thresholds } from '../quality/thresholds.ts';

/** What judging a series needs to know of it. */
export interface SeriesFacts {
  readonly series: number;
  readonly thing: number;
  /** Code of the parameter in the rules of packs, where the series has the rules' unit; null: no rule speaks of it. */
  readonly parameter: string | null;
  readonly thresholds: Thresholds;
  /** Version of the limits; 0: what the packs know, without a history. */
  readonly version: number;
  /** Of the series' definition: unit, station, parameter. */
  readonly revision: number;
}

interface Row {
  series: number;
  thing: number;
  symbol: string | null;
  ucum: string | null;
  every_seconds: number | null;
  version: number | null;
  revision: number;
  last_time: string | null;
}

export interface FactsNow {
  readonly facts: SeriesFacts;
  /** Time of the newest stored value, in milliseconds; null before the first. */
  readonly lastAt: number | null;
}

/** Facts of series, remembered as long as nobody changes the limits. */
export class SeriesFactsBook {
  readonly #packs: () => PackSet;
  readonly #known = new LRUCache<number, SeriesFacts>({ max: 100_000 });

  constructor(packs: () => PackSet) {
    this.#packs = packs;
  }

  async of(tx: Db, series: readonly number[]): Promise<Map<number, FactsNow>> {
    const rows = await tx.query<Row>(
      sql.kept(sql`
      select d.id as series, d.thing, p.symbol, d.ucum, d.every_seconds, d.revision, s.last_time,
        (select max(version) from quality_limits q where q.series = d.id) as version
      from datastream d left join series_state s on s.series = d.id
        left join observed_property p on p.id = d.observed_property
      where d.id = any(${series}::integer[])`),
    );
    const isKnown = (row: Row, known: SeriesFacts | undefined): known is SeriesFacts =>
      known?.version === (row.version ?? 0) && known.revision === row.revision;
    const changed = rows.filter((row) => !isKnown(row, this.#known.get(row.series)));
    const limits = await this.#limits(tx, changed);
    const found = new Map<number, FactsNow>();
    for (const row of rows) {
      const stored = limits.get(row.series);
      const known = this.#known.get(row.series);
      const facts = isKnown(row, known) ? known : this.#factsOf(row, stored);
      this.#known.set(row.series, facts);
      found.set(row.series, { facts, lastAt: row.last_time === null ? null : Date.parse(row.last_time) });
    }
    return found;
  }

  /** As they were when they were last asked for; they may have changed since. */
  remembered(series: number): SeriesFacts | undefined {
    return this.#known.get(series);
  }

  /** What packs say of a series before it has a history. */
  hints(row: Pick<Row, 'symbol' | 'ucum' | 'every_seconds'>): ThresholdHints {
    const quality = this.#quality(row);
    const interval = row.every_seconds === null ? {} : { interval: row.every_seconds * 1000 };
    return { ...(quality && hintsOf(quality)), ...interval };
  }

  #factsOf(row: Row, stored: Thresholds | undefined): SeriesFacts {
    return {
      series: row.series,
      thing: row.thing,
      parameter: this.#quality(row)?.parameter ?? null,
      thresholds: stored ?? deriveThresholds([], this.hints(row)),
      version: row.version ?? 0,
      revision: row.revision,
    };
  }

  #quality({ symbol, ucum }: Pick<Row, 'symbol' | 'ucum'>): ParameterQuality | null {
    if (symbol === null) return null;
    for (const rules of qualityRulesOf(this.#packs())) {
      const found = parameterNamed(rules, symbol);
      // Limits in another unit would judge wrongly; a series without a unit is not judged by them either.
      if (found && found.unit === ucum) return found;
    }
    return null;
  }

  async #limits(tx: Db, rows: readonly Row[]): Promise<Map<number, Thresholds>> {
    const wanted = rows.filter(({ version }) => version !== null);
    if (wanted.length === 0) return new Map();
    const limits = await tx.query<{ series: number; limits: Thresholds }>(sql`
      select q.series, q.limits from unnest(${wanted.map(({ series }) => series)}::integer[],
        ${wanted.map(({ version }) => version)}::smallint[]) as w (series, version)
        join quality_limits q on q.series = w.series and q.version = w.version`);
    return new Map(limits.map((row) => [row.series, row.limits]));
  }
}

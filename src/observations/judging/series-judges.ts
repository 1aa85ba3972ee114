import { LRUCache } from 'lru-cache';
import type { Db } from '../../kernel/index.ts';
import { createConsistencyJudge, type ConsistencyJudge } from '../quality/consistency.ts';
import { createJudge, type SeriesJudge } from '../quality/judge.ts';
import { lookBack } from '../quality/judge-series.ts';
import { qualityRulesOf } from '../quality/quality-part.ts';
import { packTests, withTest, type Verdict } from '../quality/verdict.ts';
import type { Entry } from '../store/entry.ts';
import { flagOfState, type Amendment, type Judge, type Judged } from '../store/judge.ts';
import type { PackSet } from '../../packs/index.ts';
import { SeriesFactsBook, type FactsNow } from './series-facts.ts';
import { valuesBefore } from './stored-values.ts';

interface Kept {
  readonly judge: SeriesJudge;
  readonly version: number;
  /** Time of the last value it has seen. */
  latest: number | null;
}

/** About a kilobyte each. */
const keptJudges = 30_000;

/**
 * The judges of all series. What a judge remembers is kept in memory and made again from the stored values when it does
 * not stand where the store does: after a restart, after another node's values, after late ones, after a rollback.
 */
export class SeriesJudges implements Judge {
  readonly #facts: SeriesFactsBook;
  readonly #packs: () => PackSet;
  readonly #kept = new LRUCache<number, Kept>({ max: keptJudges });
  #consistency: { readonly packs: PackSet; readonly judge: ConsistencyJudge } | null = null;

  constructor(packs: () => PackSet, facts: SeriesFactsBook) {
    this.#packs = packs;
    this.#facts = facts;
  }

  async judge(tx: Db, entries: readonly Entry[]): Promise<Judged> {
    const bySeries = inOrder(entries);
    const facts = await this.#facts.of(tx, [...bySeries.keys()]);
    const verdicts = new Map<Entry, Verdict>();
    const amended: Amendment[] = [];
    const late = new Set<Entry>();
    for (const [series, own] of bySeries) {
      const now = facts.get(series);
      if (!now) continue;
      const kept = await this.#keptFor(tx, now);
      const places = new Map<number, Entry>();
      for (const entry of own) {
        const { at, value, status } = entry.reading;
        if (kept.latest !== null && at <= kept.latest) late.add(entry);
        const judgement = kept.judge.judge({ at, value, measured: (status ?? 0) === 0 });
        if (!late.has(entry)) kept.latest = at;
        verdicts.set(entry, judgement.verdict);
        places.set(at, entry);
        if (!judgement.amended) continue;
        const before = places.get(judgement.amended.at);
        if (before) verdicts.set(before, judgement.amended.verdict);
        else amended.push({ series, at: judgement.amended.at, ...stored(judgement.amended.verdict) });
      }
      // Late ones belong before what it remembers.
      if (own.some((entry) => late.has(entry))) this.#kept.delete(series);
    }
    this.#judgeTogether(entries, facts, verdicts);
    for (const entry of entries) {
      const verdict = verdicts.get(entry);
      if (verdict) Object.assign(entry, stored(verdict));
      entry.flag = flagOfState(entry) ?? entry.flag;
    }
    return { amended, late, series: new Set(facts.keys()) };
  }

  async #keptFor(tx: Db, { facts, lastAt }: FactsNow): Promise<Kept> {
    const known = this.#kept.get(facts.series);
    if (known && known.version === facts.version && known.latest === lastAt) return known;
    const judge = createJudge(facts.thresholds);
    if (lastAt !== null) {
      for (const value of await valuesBefore(tx, facts.series, lastAt + 1, lookBack(facts.thresholds)))
        judge.judge(value);
    }
    const kept: Kept = { judge, version: facts.version, latest: lastAt };
    this.#kept.set(facts.series, kept);
    return kept;
  }

  /** What the parameters of one station at one moment say of each other. */
  #judgeTogether(entries: readonly Entry[], facts: ReadonlyMap<number, FactsNow>, verdicts: Map<Entry, Verdict>): void {
    const groups = new Map<string, { entry: Entry; parameter: string }[]>();
    for (const entry of entries) {
      const own = facts.get(entry.reading.series)?.facts;
      if (!own || own.parameter === null || entry.reading.value === null || flagOfState(entry) !== null) continue;
      const key = `${own.thing} ${entry.reading.at}`;
      const group = groups.get(key);
      const member = { entry, parameter: own.parameter };
      if (group) group.push(member);
      else groups.set(key, [member]);
    }
    const judge = this.#consistencyJudge();
    for (const group of groups.values()) {
      if (group.length < 2) continue;
      const { flags } = judge(new Map(group.map(({ entry, parameter }) => [parameter, entry.reading.value!])));
      for (const { entry, parameter } of group) {
        const [flag, verdict] = [flags.get(parameter), verdicts.get(entry)];
        if (flag !== undefined && verdict) verdicts.set(entry, withTest(verdict, 'consistency', flag));
      }
    }
  }

  #consistencyJudge(): ConsistencyJudge {
    const packs = this.#packs();
    if (this.#consistency?.packs !== packs) {
      this.#consistency = { packs, judge: createConsistencyJudge(qualityRulesOf(packs)) };
    }
    return this.#consistency!.judge;
  }
}

export function stored({ flag, tests }: Verdict): { flag: number; tests: number } {
  return { flag, tests: packTests(tests) };
}

function inOrder(entries: readonly Entry[]): Map<number, Entry[]> {
  const bySeries = new Map<number, Entry[]>();
  for (const entry of entries) {
    const own = bySeries.get(entry.reading.series);
    if (own) own.push(entry);
    else bySeries.set(entry.reading.series, [entry]);
  }
  for (const own of bySeries.values()) own.sort((a, b) => a.reading.at - b.reading.at);
  return bySeries;
}

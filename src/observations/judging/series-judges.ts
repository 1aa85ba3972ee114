import { LRUCache } from 'lru-cache';
import type { Db } from '../../kernel/index.ts';
import { createConsistencyJudge, type ConsistencyJudge } from '../quality/consistency.ts';
import { createJudge, type SeriesJudge } from '../quality/judge.ts';
import { lookBack } from '../quality/judge-series.ts';
import { qualityRulesOf } from '../quality/quality-part.ts';
import { packTests, withTest, type Verdict } from '../quality/verdict.ts';
import type { Entry } from '../store/entry.ts';
import { flagOfState, type Amendment, type Judge, type Judged, type SeriesStand } from '../store/judge.ts';
import type { PackSet } from '../../packs/index.ts';
import { SeriesFactsBook, type FactsNow } from './series-facts.ts';
import { valuesBeforeEach } from './stored-values.ts';

interface Kept {
  readonly judge: SeriesJudge;
  readonly version: number;
  /** Time of the last value it has seen. */
  latest: number | null;
  /** Values before this moment no longer weigh in what it remembers; -Infinity: all do. */
  readonly remembers: number;
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
    await this.#remember(tx, [...facts.values()]);
    return this.#judgeAll(entries, bySeries, facts);
  }

  judgeAsRemembered(entries: readonly Entry[]): Judged | null {
    const bySeries = inOrder(entries);
    const facts = new Map<number, FactsNow>();
    for (const series of bySeries.keys()) {
      const [kept, known] = [this.#kept.get(series), this.#facts.remembered(series)];
      if (!kept || known?.version !== kept.version) return null;
      facts.set(series, { facts: known, lastAt: kept.latest });
    }
    return this.#judgeAll(entries, bySeries, facts);
  }

  #judgeAll(
    entries: readonly Entry[],
    bySeries: ReadonlyMap<number, readonly Entry[]>,
    facts: ReadonlyMap<number, FactsNow>,
  ): Judged {
    const verdicts = new Map<Entry, Verdict>();
    const amended: Amendment[] = [];
    const late = new Set<Entry>();
    for (const [series, own] of bySeries) {
      // One that has been removed has no judge.
      const kept = facts.has(series) && this.#kept.get(series);
      if (!kept) continue;
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
      // Late ones that belong among what it remembers.
      if (own.some((entry) => late.has(entry) && entry.reading.at >= kept.remembers)) this.#kept.delete(series);
    }
    this.#judgeTogether(entries, facts, verdicts);
    for (const entry of entries) {
      const verdict = verdicts.get(entry);
      if (verdict) Object.assign(entry, stored(verdict));
      entry.flag = flagOfState(entry) ?? entry.flag;
    }
    return { amended, late, series: new Map([...facts].map(([series, now]) => [series, standOf(now)])) };
  }

  /** Sees to it that the judges of these series stand where the store does. */
  async #remember(tx: Db, now: readonly FactsNow[]): Promise<void> {
    const missing = now.filter(({ facts, lastAt }) => {
      const known = this.#kept.get(facts.series);
      return known?.version !== facts.version || known.latest !== lastAt;
    });
    const wanted = missing.flatMap(({ facts: { series, thresholds }, lastAt }) =>
      lastAt === null ? [] : [{ series, before: lastAt + 1, ...lookBack(thresholds) }],
    );
    const values = await valuesBeforeEach(tx, wanted);
    for (const { facts, lastAt } of missing) {
      const { series, version, thresholds } = facts;
      const before = values.get(series) ?? [];
      const judge = createJudge(thresholds);
      for (const value of before) judge.judge(value);
      const remembers = before.length < lookBack(thresholds).observations ? -Infinity : before[0]!.at;
      this.#kept.set(series, { judge, version, latest: lastAt, remembers });
    }
  }

  /** What the parameters of one station at one moment say of each other. */
  #judgeTogether(entries: readonly Entry[], facts: ReadonlyMap<number, FactsNow>, verdicts: Map<Entry, Verdict>): void {
    const groups = new Map<number, Map<number, { entry: Entry; parameter: string }[]>>();
    for (const entry of entries) {
      const own = facts.get(entry.reading.series)?.facts;
      if (!own || own.parameter === null || entry.reading.value === null || flagOfState(entry) !== null) continue;
      const { at } = entry.reading;
      const atOnce = groups.get(at) ?? new Map<number, { entry: Entry; parameter: string }[]>();
      groups.set(at, atOnce);
      const group = atOnce.get(own.thing);
      const member = { entry, parameter: own.parameter };
      if (group) group.push(member);
      else atOnce.set(own.thing, [member]);
    }
    const judge = this.#consistencyJudge();
    for (const group of [...groups.values()].flatMap((atOnce) => [...atOnce.values()])) {
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

const standOf = ({ facts: { revision, version }, lastAt }: FactsNow): SeriesStand => ({ revision, version, lastAt });

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

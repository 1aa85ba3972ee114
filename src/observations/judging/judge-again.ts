import type { Db } from '../../kernel/index.ts';
import { judgeSeries, lookAhead, lookBack } from '../quality/judge-series.ts';
import { setFlags } from '../store/amend-values.ts';
import type { ChangedSpan } from '../store/cut-spans.ts';
import type { Amendment } from '../store/judge.ts';
import { readTests, unpackTests, withTest, type Verdict } from '../quality/verdict.ts';
import { stored } from './series-judges.ts';
import type { SeriesFacts, SeriesFactsBook } from './series-facts.ts';
import { valuesBefore, valuesWithin, type StoredObservation } from './stored-values.ts';

/** So much of a series is judged at a time, and the rest of a long span after it. */
const mostMs = 400 * 24 * 3_600_000;

/**
 * Judges spans again in which late or corrected values came, with what precedes them, as if all had come in order. What
 * other parameters of the station said of a value stands.
 */
export async function judgeAgain(tx: Db, facts: SeriesFactsBook, changed: readonly ChangedSpan[]): Promise<void> {
  const spans = joined(changed);
  const known = await facts.of(tx, [...spans.keys()]);
  for (const [series, own] of spans) {
    const now = known.get(series);
    if (!now) continue;
    for (const span of own) await judgeSpan(tx, now.facts, span);
  }
}

async function judgeSpan(tx: Db, { series, thresholds }: SeriesFacts, { from, to }: ChangedSpan): Promise<void> {
  const until = to + lookAhead(thresholds).milliseconds;
  for (let start = from; start <= until; start += mostMs) {
    const values = await valuesWithin(tx, series, start, Math.min(until, start + mostMs - 1));
    if (values.length === 0) continue;
    const before = await valuesBefore(tx, { series, before: start, ...lookBack(thresholds) });
    const { verdicts, amended } = judgeSeries(values, thresholds, before);
    const changes: Amendment[] = amended ? [{ series, at: amended.at, ...stored(amended.verdict) }] : [];
    verdicts.forEach((verdict, place) => {
      const value = values[place]!;
      const next = stored(withOthersWord(value, verdict));
      if (value.measured && (next.flag !== value.flag || next.tests !== value.tests)) {
        changes.push({ series, at: value.at, ...next });
      }
    });
    await setFlags(tx, changes);
  }
}

function joined(changed: readonly ChangedSpan[]): Map<number, ChangedSpan[]> {
  const sorted = changed.toSorted((a, b) => a.series - b.series || a.from - b.from);
  const bySeries = new Map<number, { series: number; from: number; to: number }[]>();
  for (const span of sorted) {
    const own = bySeries.get(span.series) ?? [];
    const last = own.at(-1);
    if (last && span.from <= last.to + 24 * 3_600_000) last.to = Math.max(last.to, span.to);
    else own.push({ ...span });
    bySeries.set(span.series, own);
  }
  return bySeries;
}

const othersWord = ['neighbour', 'consistency'] as const;

/** What other parameters of the station, and the stations around, said of a value is not known to its own series. */
function withOthersWord({ tests }: StoredObservation, verdict: Verdict): Verdict {
  const known = readTests(unpackTests(tests));
  return othersWord.reduce((own, test) => {
    const flag = known[test];
    return flag === undefined || flag === 2 ? own : withTest(own, test, flag);
  }, verdict);
}

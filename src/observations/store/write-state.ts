import { sql, type Db } from '../../kernel/index.ts';
import { momentOf, type Entry } from './entry.ts';

interface Sums {
  series: number;
  count: number;
  first: number;
  newest: Entry;
  changedFrom: number;
  changedTo: number;
  phenomenonEnd: number | null;
  resultFrom: number | null;
  resultTo: number | null;
  hasDetail: boolean;
  hasExtra: boolean;
}

/**
 * Brings what is known of each series up to the stored entries: how many, from when to when, the newest value. Writes in
 * the order of the series, so that two nodes never wait for each other; and notes which spans must be summed up anew.
 */
export async function writeState(tx: Db, entries: readonly Entry[], extras: ReadonlySet<Entry>): Promise<void> {
  const sums = sumUp(entries, extras);
  if (sums.length === 0) return;
  const of = <T>(part: (sum: Sums) => T): T[] => sums.map(part);
  const moments = (part: (sum: Sums) => number | null): (string | null)[] =>
    sums.map((sum) => {
      const at = part(sum);
      return at === null ? null : momentOf(at);
    });
  await tx.query(
    sql.kept(sql`
    select note_stored(${of(({ series }) => series)}::integer[], ${of(({ count }) => count)}::bigint[],
      ${moments(({ first }) => first)}::timestamptz[], ${moments(({ newest }) => newest.reading.at)}::timestamptz[],
      ${of(({ newest }) => newest.reading.value)}::double precision[], ${of(({ newest }) => newest.flag)}::smallint[],
      ${of(({ newest }) => newest.reading.status ?? 0)}::smallint[],
      ${of(({ newest }) => resultText(newest))}::jsonb[], ${moments(({ phenomenonEnd }) => phenomenonEnd)}::timestamptz[],
      ${moments(({ resultFrom }) => resultFrom)}::timestamptz[], ${moments(({ resultTo }) => resultTo)}::timestamptz[],
      ${of(({ hasDetail }) => hasDetail)}::boolean[], ${of(({ hasExtra }) => hasExtra)}::boolean[],
      ${moments(({ changedFrom }) => changedFrom)}::timestamptz[], ${moments(({ changedTo }) => changedTo)}::timestamptz[])`),
  );
}

function resultText({ reading }: Entry): string | null {
  const result = reading.detail?.result;
  return result === undefined ? null : JSON.stringify(result);
}

function sumUp(entries: readonly Entry[], extras: ReadonlySet<Entry>): Sums[] {
  const bySeries = new Map<number, Sums>();
  for (const entry of entries) {
    if (entry.outcome !== 'inserted' && entry.outcome !== 'updated') continue;
    const { series, at, detail } = entry.reading;
    let sum = bySeries.get(series);
    if (!sum) {
      sum = { series, count: 0, first: at, newest: entry, changedFrom: at, changedTo: at, ...nothingRare };
      bySeries.set(series, sum);
    }
    if (entry.outcome === 'inserted') sum.count++;
    if (at < sum.first) sum.first = sum.changedFrom = at;
    if (at > sum.changedTo) sum.changedTo = at;
    if (at >= sum.newest.reading.at) sum.newest = entry;
    if (extras.has(entry)) sum.hasExtra = true;
    else if (detail) sum.hasDetail = true;
    if (!detail) continue;
    if (detail.endsAt !== undefined) sum.phenomenonEnd = Math.max(sum.phenomenonEnd ?? detail.endsAt, detail.endsAt);
    if (detail.resultAt !== undefined) {
      sum.resultFrom = Math.min(sum.resultFrom ?? detail.resultAt, detail.resultAt);
      sum.resultTo = Math.max(sum.resultTo ?? detail.resultAt, detail.resultAt);
    }
  }
  return [...bySeries.values()].sort((a, b) => a.series - b.series);
}

const nothingRare = { phenomenonEnd: null, resultFrom: null, resultTo: null, hasDetail: false, hasExtra: false };

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
    insert into series_state as known (series, count, first_time, last_time, last_value, last_flag, last_status,
      last_result, phenomenon_end, result_from, result_to, has_detail, has_extra)
    select * from unnest(${of(({ series }) => series)}::integer[], ${of(({ count }) => count)}::bigint[],
      ${moments(({ first }) => first)}::timestamptz[], ${moments(({ newest }) => newest.reading.at)}::timestamptz[],
      ${of(({ newest }) => newest.reading.value)}::double precision[], ${of(({ newest }) => newest.flag)}::smallint[],
      ${of(({ newest }) => newest.reading.status ?? 0)}::smallint[],
      ${of(({ newest }) => resultText(newest))}::jsonb[], ${moments(({ phenomenonEnd }) => phenomenonEnd)}::timestamptz[],
      ${moments(({ resultFrom }) => resultFrom)}::timestamptz[], ${moments(({ resultTo }) => resultTo)}::timestamptz[],
      ${of(({ hasDetail }) => hasDetail)}::boolean[], ${of(({ hasExtra }) => hasExtra)}::boolean[])
    on conflict (series) do update set count = known.count + excluded.count,
      first_time = least(known.first_time, excluded.first_time),
      last_time = greatest(known.last_time, excluded.last_time),
      last_value = case when excluded.last_time >= known.last_time or known.last_time is null
        then excluded.last_value else known.last_value end,
      last_flag = case when excluded.last_time >= known.last_time or known.last_time is null
        then excluded.last_flag else known.last_flag end,
      last_status = case when excluded.last_time >= known.last_time or known.last_time is null
        then excluded.last_status else known.last_status end,
      last_result = case when excluded.last_time >= known.last_time or known.last_time is null
        then excluded.last_result else known.last_result end,
      phenomenon_end = greatest(known.phenomenon_end, excluded.phenomenon_end),
      result_from = least(known.result_from, excluded.result_from),
      result_to = greatest(known.result_to, excluded.result_to),
      has_detail = known.has_detail or excluded.has_detail, has_extra = known.has_extra or excluded.has_extra`),
  );
  // An observation that was moved keeps its id until another comes for the moment that it had.
  await tx.query(
    sql.kept(sql`
    with renumbered as (
      update observation_extra moved set id = nextval(pg_get_serial_sequence('observation_extra', 'id'))
      where moved.id >= 4294967296 and moved.series = any(${of(({ series }) => series)}::integer[]) and exists (
        select 1 from observation o where o.series = moved.series
          and o.time = to_timestamp((moved.id & 4294967295)::double precision)))
    insert into roll_up_pending (series, from_time, to_time)
    values (${of(({ series }) => series)}::integer[], ${moments(({ changedFrom }) => changedFrom)}::timestamptz[],
      ${moments(({ changedTo }) => changedTo)}::timestamptz[])`),
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

import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { deriveThresholds, type HistoricValue } from '../quality/derive-thresholds.ts';
import type { SeriesFactsBook } from './series-facts.ts';

interface Due {
  series: number;
  symbol: string | null;
  ucum: string | null;
  every_seconds: number | null;
  version: number;
  first_time: string;
  last_time: string;
}

/** A history as long as this tells what is usual; of longer ones the newest part counts. */
const mostValues = 60_000;
const seriesAtOnce = 50;
/** Enough for a first set of limits (`deriveThresholds`). */
const enough = 200;

/**
 * Derives limits of series that have got a history, and again whenever it has grown fourfold; then has the series judged
 * by them. Limits that somebody has set stay. Gives how many series got new ones.
 */
export async function deriveLimits(db: Db, clock: Clock, facts: SeriesFactsBook, signal: AbortSignal): Promise<number> {
  let done = 0;
  for (let after = 0; !signal.aborted;) {
    const due = await seriesDue(db, after);
    for (const each of due) {
      if (signal.aborted) return done;
      await deriveOne(db, clock, facts, each);
      done++;
    }
    if (due.length < seriesAtOnce) return done;
    after = due.at(-1)!.series;
  }
  return done;
}

function seriesDue(db: Db, after: number): Promise<Due[]> {
  return db.query<Due>(sql`
    select d.id as series, p.symbol, d.ucum, d.every_seconds, coalesce(q.version, 0) as version, s.first_time, s.last_time
    from series_state s join datastream d on d.id = s.series left join observed_property p on p.id = d.observed_property
      left join lateral (select version, made_by, (limits -> 'basis' ->> 'count')::bigint as basis from quality_limits
        where series = d.id order by version desc limit 1) q on true
    where d.id > ${after} and s.count >= ${enough}
      and (q.version is null or (q.made_by = 'derived' and q.basis < ${mostValues} and s.count >= 4 * q.basis))
    order by d.id limit ${seriesAtOnce}`);
}

async function deriveOne(db: Db, clock: Clock, facts: SeriesFactsBook, due: Due): Promise<void> {
  const values = await db.query<HistoricValue>(sql`
    select (extract(epoch from time) * 1000)::double precision as at, value from observation
    where series = ${due.series} and status = 0 and value is not null order by time desc limit ${mostValues}`);
  const limits = deriveThresholds(values.reverse(), facts.hints(due));
  // The count stands for the history even where too few of its values could be used.
  const basis = limits.basis ?? { from: values[0]?.at ?? 0, to: values.at(-1)?.at ?? 0, count: values.length };
  await db.transaction(async (tx) => {
    await tx.query(sql`
      insert into quality_limits (series, version, limits, made_by, made_at)
      values (${due.series}, ${due.version + 1}, ${JSON.stringify({ ...limits, basis })}::jsonb, 'derived', ${clock.now()})
      on conflict do nothing`);
    await tx.query(sql`
      insert into judge_pending (series, from_time, to_time)
      values (array[${due.series}::integer], array[${due.first_time}::timestamptz], array[${due.last_time}::timestamptz])`);
  });
}

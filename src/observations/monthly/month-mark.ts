import { sql, type Db } from '../../kernel/index.ts';
import { grainNumber } from '../rollup/grains.ts';
import { monthBefore, type Month } from './month.ts';

/** What a month of a network holds, as its sums tell. */
export interface MonthMark {
  /** Changes whenever a value of the month does, and at times when none that this reader sees did: not for his eyes. */
  readonly state: string;
  /** About how many values; what has not been summed up yet is not in it. */
  readonly rows: number;
}

/**
 * The mark of a month: which versions of the monthly sums stand there. Sums are made anew whenever a value, a flag or an
 * approval of their span changes, so nobody has to look at the values. A value at the first moment may belong to the month
 * before. Null where there is nothing.
 */
export async function markOf(db: Db, network: string, month: Month, approvedOnly: boolean): Promise<MonthMark | null> {
  const [from, before] = [month.from, monthBefore(month)].map((at) => new Date(at).toISOString());
  const [row] = await db.query<{ mark: string | null; rows: number }>(sql`
    select md5(string_agg(r.series || ' ' || r.start || ' ' || r.xmin::text, ',' order by r.series, r.start)) as mark,
      coalesce(sum(r.received) filter (where r.start = ${from}::timestamptz), 0) as rows
    from roll_up r join datastream d on d.id = r.series
    where d.network = ${network} and r.grain = ${grainNumber('month')} and r.layer = ${approvedOnly ? 1 : 0}
      and r.start in (${from}::timestamptz, ${before}::timestamptz)`);
  if (!row || row.mark === null || Number(row.rows) === 0) return null;
  return { state: row.mark, rows: Number(row.rows) };
}

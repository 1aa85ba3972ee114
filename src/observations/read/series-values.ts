import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { grainNumber, type Grain } from '../rollup/grains.ts';

/** One stored number; `at` in milliseconds since 1970. */
export interface StoredValue {
  readonly at: number;
  readonly value: number | null;
  readonly flag: number;
  readonly tests: number;
  readonly status: number;
  readonly approval: number;
}

/** A span of a series summed up; moments in milliseconds since 1970. */
export interface StoredSum {
  readonly start: number;
  readonly received: number;
  readonly measured: number;
  readonly good: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly minAt: number | null;
  readonly max: number | null;
  readonly maxAt: number | null;
}

export interface TimeRange {
  /** First moment, included. */
  readonly from: number;
  /** Last moment, not included. */
  readonly to: number;
}

const ms = (moment: Sql): Sql => sql`(extract(epoch from ${moment}) * 1000)::double precision`;
const moment = (at: number): string => new Date(at).toISOString();

/** Values of a series in a time, oldest first, at most `limit`. The caller's view of its network comes from `readableNetworks`. */
export function valuesOf(
  db: Db,
  series: number,
  { from, to }: TimeRange,
  { approvedOnly, limit }: { readonly approvedOnly: boolean; readonly limit: number },
): Promise<StoredValue[]> {
  return db.query<StoredValue>(sql`
    select ${ms(sql`time`)} as at, value, flag, tests, status, approval from observation
    where series = ${series} and time >= ${moment(from)}::timestamptz and time < ${moment(to)}::timestamptz
      ${approvedOnly ? sql`and approval = 1` : sql.empty}
    order by time limit ${limit}`);
}

/** Sums of a series over spans that begin in a time, oldest first. */
export function sumsOf(
  db: Db,
  series: number,
  grain: Grain,
  { from, to }: TimeRange,
  { approvedOnly, limit }: { readonly approvedOnly: boolean; readonly limit: number },
): Promise<StoredSum[]> {
  return db.query<StoredSum>(sql`
    select ${ms(sql`start`)} as start, received, measured, good, sum / nullif(measured, 0) as mean, min,
      ${ms(sql`min_at`)} as "minAt", max, ${ms(sql`max_at`)} as "maxAt"
    from roll_up
    where series = ${series} and grain = ${grainNumber(grain)} and layer = ${approvedOnly ? 1 : 0}
      and start >= ${moment(from)}::timestamptz and start < ${moment(to)}::timestamptz
    order by start limit ${limit}`);
}

import { sql, type Db, type Sql } from '../../kernel/index.ts';

/** Values that somebody decides about: of these series, or of all of the network; both ends of the time included. */
export interface ApprovedSpan {
  readonly network: string;
  readonly series: readonly number[] | null;
  readonly from: string;
  readonly to: string;
  /** Of `approvals`: 1 approved, 0 open again, 2 refused. */
  readonly approval: number;
  /** Only values with one of these flags. */
  readonly flags?: readonly number[];
  /** Only values about which nobody has decided. */
  readonly onlyOpen?: boolean;
}

/** Sets the approval of stored values; what others see, and the sums of it, follow. Gives how many changed. */
export async function approveSpan(tx: Db, span: ApprovedSpan): Promise<number> {
  const ofSeries = span.series === null ? sql.empty : sql`and d.id = any(${span.series}::integer[])`;
  const ofFlags = span.flags === undefined ? sql.empty : sql`and o.flag = any(${span.flags}::smallint[])`;
  const wanted: Sql = sql`o.time between ${span.from}::timestamptz and ${span.to}::timestamptz
    and o.approval <> ${span.approval} ${ofFlags} ${span.onlyOpen ? sql`and o.approval = 0` : sql.empty}`;
  const rows = await tx.query<{ changed: number }>(sql`
    with mine as (select id from datastream d where network = ${span.network} ${ofSeries}),
      changed as (
        update observation o set approval = ${span.approval}::smallint
        from mine where o.series = mine.id and ${wanted} returning o.series, o.time),
      spans as (select series, min(time) as first, max(time) as last, count(*) as n from changed group by series),
      noted as (
        insert into roll_up_pending (series, from_time, to_time)
        select array_agg(series), array_agg(first), array_agg(last) from spans having count(*) > 0)
    select coalesce(sum(n), 0) as changed from spans`);
  return Number(rows[0]!.changed);
}

import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { approvals, flags } from '../model.ts';
import type { Adjustment } from './model.ts';

/** Who replaced a value, in its versions. */
export const nameOf = ({ id }: Pick<Adjustment, 'id'>): string => `adjustment:${id}`;

/**
 * Changes the values of an accepted slip; each keeps what it was as a version, so that the slip can be taken back. Shifted
 * and restored values count as approved by whoever accepted, blanked and failed ones as refused. Gives how many changed.
 */
export async function applyAdjustment(tx: Db, slip: Adjustment, now: Date): Promise<number> {
  const span = sql`o.series = ${slip.series} and o.time between ${slip.from}::timestamptz and ${slip.to}::timestamptz`;
  await tx.query(sql`
    insert into observation_version
      (series, time, version, value, flag, status, approval, receipt, replaced_at, replaced_by, reason)
    select o.series, o.time, ${nextVersion}, o.value, o.flag, o.status, o.approval, o.receipt, ${now}, ${nameOf(slip)},
      ${slip.reason}
    from observation o where ${span}`);
  const { affected } = await tx.query(sql`update observation o set ${changeOf(slip)} where ${span}`);
  await noteChange(tx, slip);
  return affected;
}

/**
 * Takes an accepted slip back: values that nobody has changed since are again what they were. Gives how many; the others
 * stay as they stand now.
 */
export async function revertAdjustment(tx: Db, slip: Adjustment, now: Date): Promise<number> {
  const newest = sql`v.version = (select max(version) from observation_version w where w.series = v.series and w.time = v.time)`;
  const mine = sql`v.series = ${slip.series} and v.time between ${slip.from}::timestamptz and ${slip.to}::timestamptz
    and v.replaced_by = ${nameOf(slip)} and ${newest}`;
  const rows = await tx.query<{ n: number }>(sql`
    with before as (select * from observation_version v where ${mine}),
      kept as (
        insert into observation_version
          (series, time, version, value, flag, status, approval, receipt, replaced_at, replaced_by, reason)
        select o.series, o.time, before.version + 1, o.value, o.flag, o.status, o.approval, o.receipt, ${now},
          ${`${nameOf(slip)} cancelled`}, ${slip.reason}
        from before join observation o on o.series = before.series and o.time = before.time),
      changed as (
        update observation o set value = before.value, flag = before.flag, status = before.status,
          approval = before.approval
        from before where o.series = before.series and o.time = before.time returning 1)
    select count(*) as n from changed`);
  await noteChange(tx, slip);
  return Number(rows[0]!.n);
}

const nextVersion: Sql = sql`coalesce((select max(version) from observation_version v
  where v.series = o.series and v.time = o.time), 0) + 1`;

function changeOf({ action, flag, factor, offset }: Adjustment): Sql {
  const { approved, refused } = approvals;
  switch (action) {
    case 'flag':
      return sql`flag = ${flag}::smallint, approval = ${flag === flags.fail ? refused : approved}::smallint`;
    case 'shift':
      return sql`value = o.value * ${factor ?? 1}::double precision + ${offset ?? 0}::double precision,
        approval = ${approved}::smallint`;
    case 'restore':
      return sql`value = coalesce((select value from observation_version v where v.series = o.series and v.time = o.time
        and v.version = 1), o.value), approval = ${approved}::smallint`;
    case 'blank':
      return sql`value = null, flag = ${flags.missing}::smallint, approval = ${refused}::smallint`;
  }
}

/** Sums follow; the newest value of the series is shown by what stands there now. */
async function noteChange(tx: Db, { series, from, to }: Adjustment): Promise<void> {
  await tx.query(sql`
    insert into roll_up_pending (series, from_time, to_time)
    values (array[${series}::integer], array[${from}::timestamptz], array[${to}::timestamptz])`);
  await tx.query(sql`
    update series_state s set last_value = o.value, last_flag = o.flag, last_status = o.status
    from observation o where s.series = ${series} and o.series = s.series and o.time = s.last_time`);
}

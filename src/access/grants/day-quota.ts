import { sql, type Db } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';
import type { Grant } from '../model.ts';

/** Days change at midnight in Vietnam: a quota is a promise to people there. */
const dayHere = sql`(now() at time zone 'Asia/Ho_Chi_Minh')::date`;

/**
 * Sets rows of today's quota aside before they are read, so that requests side by side cannot take more than there is;
 * gives how many of the wanted ones there are. Throws Problem `quota-used-up` (429) when none are left.
 */
export async function takeFromQuota(db: Db, grant: Grant, wanted: number): Promise<number> {
  const { perDay } = grant.limits;
  if (perDay === null || wanted === 0) return wanted;
  const rows = await db.query<{ taken: number }>(sql`
    insert into grant_use as used (id, day, rows, last_taken)
    values (${perDay.grant}, ${dayHere}, least(${wanted}::int, ${perDay.rows}::int), least(${wanted}::int, ${perDay.rows}::int))
    on conflict (id, day) do update
      set last_taken = greatest(0, least(${wanted}::int, ${perDay.rows}::int - used.rows)),
          rows = used.rows + greatest(0, least(${wanted}::int, ${perDay.rows}::int - used.rows))
    returning last_taken as taken`);
  const taken = rows[0]!.taken;
  if (taken > 0) return taken;
  throw accessProblem('quota-used-up', { rows: perDay.rows }, { members: { rowsPerDay: perDay.rows } });
}

/**
 * Reads no more rows than the grant gives to one request and has left for today, and counts those that were read; of a
 * reading that fails none. Throws Problem `quota-used-up` (429).
 */
export async function withinGrant<Result>(
  db: Db,
  grant: Grant,
  wanted: number,
  read: (limit: number) => Promise<Result>,
  rowsOf: (result: Result) => number,
): Promise<Result> {
  const limit = await takeFromQuota(db, grant, Math.min(wanted, grant.limits.rowsPerRequest ?? wanted));
  let given = 0;
  try {
    const result = await read(limit);
    given = rowsOf(result);
    return result;
  } finally {
    await giveBack(db, grant, limit - given);
  }
}

/** Gives back what was set aside and not read. */
async function giveBack(db: Db, grant: Grant, rows: number): Promise<void> {
  const { perDay } = grant.limits;
  if (perDay === null || rows <= 0) return;
  await db.query(sql`
    update grant_use set rows = greatest(0, rows - ${rows}) where id = ${perDay.grant} and day = ${dayHere}`);
}

import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { recordAudit } from '../audit/index.ts';
import { scopeNow } from '../audit/scope.ts';
import { passGrantsOn } from '../grants/stored-grant.ts';
import { accessProblem } from '../problems.ts';
import { getOrganisation } from './organisations.ts';

/**
 * A merger: from this day on `to` stands where `from` stood. Data, grants given to it, members with their roles,
 * machines, keys and organisations below move in one transaction, which is entered in the audit log; `from` stays on
 * record with its successor and the day. A day to come is only noted; `carryOutSuccessions` moves when it has come. Throws Problem `successor-not-possible`.
 */
export async function succeed(db: Db, clock: Clock, from: string, to: string, day: string): Promise<void> {
  const [old, heir] = [await getOrganisation(db, from), await getOrganisation(db, to)];
  const isPossible = old.code !== heir.code && heir.successor === null && !(await hasMoved(db, old.code));
  if (!isPossible) throw accessProblem('successor-not-possible', { code: old.code, successor: heir.code });
  await db.transaction(async (tx) => {
    await tx.query(sql`update organisation set succeeded_on = ${day} where code = ${old.code}`);
    await tx.query(sql`
      insert into succession (organisation, successor, day, moved) values (${old.code}, ${heir.code}, ${day}, false)
      on conflict (organisation) do update set successor = excluded.successor, day = excluded.day`);
  });
  await carryOutSuccessions(db, clock);
}

async function hasMoved(db: Db, code: string): Promise<boolean> {
  const rows = await db.query(sql`select 1 from succession where organisation = ${code} and moved`);
  return rows.length > 0;
}

/** Moves what belongs to organisations whose day has come (Vietnam's calendar). */
export async function carryOutSuccessions(db: Db, clock: Clock): Promise<number> {
  const today = new Date(clock.now().getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  const due = await db.query<{ organisation: string; successor: string }>(sql`
    select organisation, successor from succession where not moved and day <= ${today} order by day, organisation`);
  for (const { organisation, successor } of due) {
    await db.transaction((tx) => move(tx, clock, organisation, successor));
  }
  return due.length;
}

async function move(tx: Db, clock: Clock, from: string, to: string): Promise<void> {
  await tx.query(sql`update resource set owner = ${to} where owner = ${from}`);
  await tx.query(sql`update api_key set organisation = ${to} where organisation = ${from}`);
  await tx.query(sql`update client set organisation = ${to} where organisation = ${from}`);
  const grants = await passGrantsOn(tx, clock, from, to);
  // Who belongs to both keeps the roles of both.
  await tx.query(sql`
    insert into membership (account, organisation, roles, origin, since)
    select account, ${to}, roles, origin, since from membership where organisation = ${from}
    on conflict (account, organisation) do update
      set roles = array(select distinct unnest(membership.roles || excluded.roles) order by 1)`);
  await tx.query(sql`delete from membership where organisation = ${from}`);
  await tx.query(sql`
    update organisation set parent = case when code = ${to} then null else ${to} end where parent = ${from}`);
  const runs = await tx.query(sql`
    update organisation set successor = ${to}, runs_node = false where code = ${from} and runs_node returning code`);
  if (runs.length > 0) await tx.query(sql`update organisation set runs_node = true where code = ${to}`);
  await tx.query(sql`update organisation set successor = ${to} where code = ${from}`);
  await tx.query(sql`update succession set moved = true where organisation = ${from}`);
  await recordAudit(tx, clock, {
    action: 'grant',
    operation: 'carryOutSuccession',
    ...(scopeNow() ? {} : { who: 'node', via: 'job' }),
    onBehalfOf: [from, to],
    resources: [`organisations/${from}`, `organisations/${to}`],
    details: { grants },
  });
}

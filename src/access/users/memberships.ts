import { sql, type Clock, type Db, type Role } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';
import { endSessionsOf } from '../sessions/sessions.ts';

/** Where a membership comes from: given here, or by the claims of an outside provider, which then also takes it away. */
export type MembershipOrigin = 'here' | 'outside';

export interface Member {
  readonly account: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly origin: MembershipOrigin;
  readonly since: string;
}

/** The members of an organisation, by name. */
export async function listMembers(db: Db, organisation: string): Promise<Member[]> {
  return db.query<Member>(sql`
    select account.id as account, email, name, roles, origin, since
    from membership join account on account.id = membership.account
    where organisation = ${organisation} order by name collate vi, email limit 5000`);
}

/** Makes somebody a member or changes his roles. */
export async function putMembership(
  db: Db,
  clock: Clock,
  account: string,
  organisation: string,
  roles: readonly Role[],
  origin: MembershipOrigin = 'here',
): Promise<void> {
  await db.query(sql`
    insert into membership (account, organisation, roles, origin, since)
    values (${account}, ${organisation}, ${[...roles]}::text[], ${origin}, ${clock.now().toISOString()})
    on conflict (account, organisation) do update set roles = excluded.roles, origin = excluded.origin`);
}

/** An organisation always keeps an administrator. Throws Problem `last-administrator`. */
export async function keepAdministrator(db: Db, organisation: string, without: string): Promise<void> {
  const others = await db.query(sql`
    select 1 from membership
    where organisation = ${organisation} and account <> ${without} and 'administrator' = any(roles) limit 1`);
  const isOne = await db.query(sql`
    select 1 from membership
    where organisation = ${organisation} and account = ${without} and 'administrator' = any(roles)`);
  if (others.length === 0 && isOne.length > 0) throw accessProblem('last-administrator', { organisation });
}

/**
 * Somebody leaves an organisation: his roles, the keys and machines he made there and, where it was his last
 * organisation, the account with all that belongs to it go at once; sessions end in any case.
 */
export async function leave(db: Db, clock: Clock, account: string, organisation: string): Promise<void> {
  await db.transaction(async (tx) => {
    const left = await tx.query(sql`
      delete from membership where account = ${account} and organisation = ${organisation} returning account`);
    if (left.length === 0) throw accessProblem('not-a-member', { organisation });
    const made = `user:${account}`;
    const machines = await tx.query<{ id: string }>(sql`
      with keys as (
        delete from api_key where organisation = ${organisation} and made_by = ${made} returning id),
      clients as (
        delete from client where organisation = ${organisation} and made_by = ${made} returning id)
      select id from keys union all select id from clients`);
    await endGrantsOf(
      tx,
      clock,
      machines.map(({ id }) => `client:${id}`),
    );
    await tx.query(sql`delete from oidc_record where account = ${account}`);
    await endSessionsOf(tx, account);
    const others = await tx.query(sql`select 1 from membership where account = ${account} limit 1`);
    if (others.length > 0) return;
    await endGrantsOf(tx, clock, [made]);
    await removeAccount(tx, account);
  });
}

/** What was granted to somebody by name ends with him. */
async function endGrantsOf(tx: Db, clock: Clock, grantees: readonly string[]): Promise<void> {
  if (grantees.length === 0) return;
  await tx.query(sql`
    update access_grant set ended_at = ${clock.now().toISOString()}, ended_by = 'system'
    where grantee = any(${[...grantees]}::text[]) and ended_at is null`);
}

async function removeAccount(tx: Db, account: string): Promise<void> {
  await tx.query(sql`delete from passkey where account = ${account}`);
  await tx.query(sql`delete from recovery_code where account = ${account}`);
  await tx.query(sql`delete from pending_sign_in where account = ${account}`);
  await tx.query(sql`delete from one_time_link where subject @> ${JSON.stringify({ account })}::jsonb`);
  await tx.query(sql`delete from account where id = ${account}`);
}

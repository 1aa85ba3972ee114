import { operatorCaller, publicCaller, sql, type Caller, type Membership, type Role } from '../kernel/index.ts';
import type { AccessContext } from './context.ts';
import { lacksSecondFactor, withoutRights } from './second-factor.ts';
import { membershipsOf } from './sessions/sessions.ts';

/**
 * Who a caller id means now, with the rights of now, for work that was left with the node at `at` and could not be done
 * then. That he was who he said had been proved when he left it. Null where there is no such caller any more, or, of a key,
 * where it had run out by then.
 */
export async function callerById(context: AccessContext, id: string, at: Date): Promise<Caller | null> {
  if (id === 'operator') return operatorCaller('token');
  const [kind, name] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  if (kind === 'client') return programById(context, name, at);
  return kind === 'user' ? personById(context, name) : null;
}

interface ProgramRow {
  readonly name: string;
  readonly organisation: string;
  readonly roles: readonly Role[];
  readonly mayWrite: boolean;
  readonly runsNode: boolean;
}

async function programById({ store }: AccessContext, id: string, at: Date): Promise<Caller | null> {
  const rows = await store.query<ProgramRow>(sql`
    select program.name, organisation, roles, may_write as "mayWrite", organisation.runs_node as "runsNode"
    from (
      select name, organisation, roles, may_write from api_key
      where id = ${id} and expires_at > ${at.toISOString()}::timestamptz
      union all
      select name, organisation, roles, may_write from client where id = ${id} and kind = 'service') program
    join organisation on organisation.code = program.organisation and organisation.successor is null`);
  const row = rows[0];
  if (!row) return null;
  const { name, organisation, roles, mayWrite, runsNode } = row;
  const memberships = [{ organisation, roles, runsNode }];
  return { ...publicCaller, kind: 'client', id: `client:${id}`, via: 'token', name, memberships, mayWrite };
}

async function personById({ store, secondFactorRoles }: AccessContext, id: string): Promise<Caller | null> {
  const rows = await store.query<{ name: string; memberships: Membership[]; lacks: boolean }>(sql`
    select account.name, ${membershipsOf(sql`account.id`)} as memberships,
      ${lacksSecondFactor(sql`account.id`, secondFactorRoles)} as lacks
    from account where account.id = ${id}`);
  const row = rows[0];
  if (!row) return null;
  const rights = withoutRights(row.memberships, row.lacks);
  return { ...publicCaller, kind: 'user', id: `user:${id}`, via: 'token', name: row.name, ...rights, mayWrite: true };
}

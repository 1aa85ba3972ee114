import { hasRole, publicCaller, sql, type Caller, type Db, type Membership, type Role } from '../../kernel/index.ts';
import { membershipsOf } from '../sessions/sessions.ts';
import { accessProblem } from '../problems.ts';
import { parseGrantee, type Grantee } from './grantees.ts';

/**
 * The caller that a grantee would be, as its viewer may look at it: decisions show him no more than what the viewer
 * manages himself. Throws Problems `view-as-not-allowed`, `bad-grant`.
 */
export async function viewAs(db: Db, viewer: Caller, as: string): Promise<Caller> {
  if (!hasRole(viewer, ['steward', 'administrator'])) throw accessProblem('view-as-not-allowed');
  const grantee = parseGrantee(as);
  if (!grantee) {
    const expected = 'public, signed-in, organisation:CODE, role:CODE/ROLE, user:ID, client:ID';
    throw accessProblem('bad-grant', { field: 'view-as', value: as.slice(0, 200), expected });
  }
  if (grantee.kind === 'public') return { ...publicCaller, viewer };
  return {
    ...publicCaller,
    kind: grantee.kind === 'client' ? 'client' : 'user',
    id: grantee.kind === 'user' || grantee.kind === 'client' ? as : `user:${as}`,
    memberships: await membershipsAs(db, grantee),
    viewer,
  };
}

/** A person's and a program's own organisations; somebody of an organisation or role has that one alone. */
async function membershipsAs(db: Db, { kind, id, role }: Grantee): Promise<readonly Membership[]> {
  if (kind === 'organisation') return [{ organisation: id, roles: [], runsNode: false }];
  if (kind === 'role') return [{ organisation: id, roles: [role as Role], runsNode: false }];
  if (kind === 'user') {
    const rows = await db.query<{ memberships: Membership[] }>(sql`select ${membershipsOf(sql`${id}`)} as memberships`);
    return rows[0]?.memberships ?? [];
  }
  if (kind !== 'client') return [];
  const rows = await db.query<{ organisation: string; roles: Role[] }>(sql`
    select organisation, roles from client where id = ${id}
    union all select organisation, roles from api_key where id = ${id}`);
  return rows.map(({ organisation, roles }) => ({ organisation, roles, runsNode: false }));
}

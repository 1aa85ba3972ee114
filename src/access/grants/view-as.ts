import { hasRole, publicCaller, type Caller, type Role } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';
import { parseGrantee } from './grantees.ts';

/**
 * The caller that a grantee would be, as its viewer may look at it: decisions show him no more than what the viewer
 * manages himself. Throws Problems `view-as-not-allowed`, `bad-grant`.
 */
export function viewAs(viewer: Caller, as: string): Caller {
  if (!hasRole(viewer, ['steward', 'administrator'])) throw accessProblem('view-as-not-allowed');
  const grantee = parseGrantee(as);
  if (!grantee) {
    const expected = 'public, signed-in, organisation:CODE, role:CODE/ROLE, user:ID, client:ID';
    throw accessProblem('bad-grant', { field: 'view-as', value: as.slice(0, 200), expected });
  }
  if (grantee.kind === 'public') return { ...publicCaller, viewer };
  const isMember = grantee.kind === 'organisation' || grantee.kind === 'role';
  const roles = grantee.role === null ? [] : [grantee.role as Role];
  return {
    ...publicCaller,
    kind: grantee.kind === 'client' ? 'client' : 'user',
    id: grantee.kind === 'user' || grantee.kind === 'client' ? as : `user:${as}`,
    memberships: isMember ? [{ organisation: grantee.id, roles, runsNode: false }] : [],
    viewer,
  };
}

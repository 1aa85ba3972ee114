import type { Caller } from '../../kernel/index.ts';

/** Who a grant is for. Written `public`, `signed-in`, `organisation:ID`, `role:ID/ROLE`, `user:ID`, `client:ID`. */
export interface Grantee {
  readonly kind: 'public' | 'signed-in' | 'organisation' | 'role' | 'user' | 'client';
  readonly id: string;
  readonly role: string | null;
}

const name = /^[\w.@-]{1,100}$/;
/** Each role may do what those behind it may; an auditor looks at what others did and is none of them. */
const ranks = ['administrator', 'steward', 'officer', 'viewer'];
export const grantableRoles: readonly string[] = [...ranks, 'auditor'];

/** Null for what names nobody. */
export function parseGrantee(text: string): Grantee | null {
  if (text === 'public' || text === 'signed-in') return { kind: text, id: '', role: null };
  const [, kind, rest] = /^(organisation|role|user|client):(.+)$/.exec(text) ?? [];
  if (kind === undefined || rest === undefined) return null;
  if (kind !== 'role') return name.test(rest) ? { kind: kind as 'user', id: rest, role: null } : null;
  const [id = '', role = '', ...more] = rest.split('/');
  return more.length === 0 && name.test(id) && grantableRoles.includes(role) ? { kind: 'role', id, role } : null;
}

/** All grantees that a caller is, as they stand in grants. */
export function granteesOf(caller: Caller): string[] {
  if (caller.kind === 'public' || caller.kind === 'operator') return ['public'];
  const memberships = caller.memberships.flatMap(({ organisation, roles }) => [
    `organisation:${organisation}`,
    ...[...new Set(roles.flatMap(withLower))].map((role) => `role:${organisation}/${role}`),
  ]);
  return ['public', 'signed-in', caller.id, ...memberships];
}

function withLower(role: string): string[] {
  const rank = ranks.indexOf(role);
  return rank === -1 ? [role] : ranks.slice(rank);
}

/**
 * What a member may be in an organisation. Administrator: its people, keys and rights. Steward: its sources, runs and
 * datasets. Officer: asks for and uses data in its name. Auditor: reads what happened. Viewer: belongs to it.
 */
export const roles = ['administrator', 'steward', 'officer', 'auditor', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** One organisation that a caller belongs to or acts for. */
export interface Membership {
  /** Agency code; `node` while the node has no organisation of its own yet. */
  readonly organisation: string;
  readonly roles: readonly Role[];
  /** The organisation that runs this node: its administrators look after the node itself. */
  readonly runsNode: boolean;
}

/** Who sends a request. `access/` decides what each may do with an object; the kernel carries it and guards the doors. */
export interface Caller {
  readonly kind: 'public' | 'operator' | 'user' | 'client';
  /** Stable id for caches and audit: `public`, `operator`, `user:…`, `client:…`. */
  readonly id: string;
  /** How it proved itself; a browser session must carry a CSRF token in forms. */
  readonly via: 'none' | 'token' | 'session';
  /** The form token of this session; empty without one. */
  readonly csrfToken: string;
  /** For pages: a person's name, a machine's title; empty for the public and the operator. */
  readonly name: string;
  readonly memberships: readonly Membership[];
  /** False: a key or token that may only read, whatever the roles allow. */
  readonly mayWrite: boolean;
  /** What must be set up first: until then the caller is known and has no rights. */
  readonly lacks?: 'second-factor';
  /** Who really asks, where he looks at his own data as somebody else would see it. */
  readonly viewer?: Caller;
}

/** Anybody: costs no look-up. */
export const publicCaller: Caller = {
  kind: 'public',
  id: 'public',
  via: 'none',
  csrfToken: '',
  name: '',
  memberships: [],
  mayWrite: false,
};

/** The operator of the node, by the token of the data folder or by a session made with it. */
export function operatorCaller(via: 'token' | 'session', csrfToken = ''): Caller {
  return { ...publicCaller, kind: 'operator', id: 'operator', via, csrfToken, mayWrite: true };
}

/**
 * Who may come through a route's door. `public`: everybody. `signed-in`: whoever is known. Roles: who has one of them in
 * some organisation; which objects he then meets is decided for each of them in `access/`. `node-administrator`:
 * administrators of the organisation that runs the node. `operator`: nobody else. The operator passes every door.
 */
export type Access = 'public' | 'signed-in' | readonly Role[] | 'node-administrator' | 'operator';

/** True where the caller has one of these roles in some organisation; the operator has them all. */
export function hasRole(caller: Caller, wanted: readonly Role[]): boolean {
  if (caller.kind === 'operator') return true;
  return caller.memberships.some((membership) => membership.roles.some((role) => wanted.includes(role)));
}

export function administersNode(caller: Caller): boolean {
  if (caller.kind === 'operator') return true;
  return caller.memberships.some(
    (membership) => membership.runsNode && membership.roles.some((role) => role === 'administrator'),
  );
}

/** Whether the door stands open. What a caller does behind it is another question. */
export function mayEnter(caller: Caller, access: Access): boolean {
  if (access === 'public' || caller.kind === 'operator') return true;
  if (access === 'signed-in') return caller.kind !== 'public';
  if (access === 'node-administrator') return administersNode(caller);
  return access !== 'operator' && hasRole(caller, access);
}

import { publicCaller, sql, type Caller, type Db, type Membership, type Role, type Sql } from '../kernel/index.ts';
import { nodeOrganisation } from './organisations/organisations.ts';

/** Owner of what was made before the node had an organisation of its own; set-up puts the agency's code in its place. */
export const ownerBeforeSetUp = 'node';

/**
 * Whether the caller looks after what this organisation owns: the operator always, a member by his role there. Whoever
 * may not gets the answer for an object that does not exist.
 */
export function mayManage(caller: Caller, ownerOrganisation: string, wanted: readonly Role[] = ['steward']): boolean {
  if (caller.kind === 'operator') return true;
  return organisationsWhere(caller, wanted).includes(ownerOrganisation);
}

/**
 * Agency codes of the organisations where the caller has one of these roles. Who looks with somebody else's eyes sees
 * no more of an organisation than he may himself.
 */
export function organisationsWhere(caller: Caller, wanted: readonly Role[]): string[] {
  const { viewer } = caller;
  const own = caller.memberships
    .filter((membership) => hasRoleThere(membership, wanted))
    .map((membership) => membership.organisation);
  return viewer ? own.filter((organisation) => mayManage(viewer, organisation, wanted)) : own;
}

/** Whether the caller himself has one of these roles in an organisation, whoever looks with his eyes. */
export function belongsTo(caller: Caller, organisation: string, wanted: readonly Role[]): boolean {
  return caller.memberships.some((each) => each.organisation === organisation && hasRoleThere(each, wanted));
}

const hasRoleThere = ({ roles }: Membership, wanted: readonly Role[]): boolean =>
  roles.some((role) => wanted.includes(role));

/**
 * In whose name a run works, which has no caller of its own: the organisation that owns its dataset. It reads all that this
 * organisation owns, and of others what they let it read.
 */
export function ownerCaller(owner: string): Caller {
  const membership: Membership = { organisation: owner, roles: ['steward'], runsNode: false };
  return { ...publicCaller, kind: 'client', id: `owner:${owner}`, memberships: [membership] };
}

/** Condition that a resource, named by an expression for its id, is looked after by the caller: for lists with pages. */
export function managedOnly(caller: Caller, id: Sql, wanted: readonly Role[] = ['steward']): Sql {
  if (caller.kind === 'operator') return sql`true`;
  const owners = organisationsWhere(caller, wanted);
  return sql`exists (select 1 from resource where resource.id = ${id} and owner = any(${owners}::text[]))`;
}

/** Sources and datasets share their names; this is a source's id among resources. */
export function sourceResourceId(source: string): string {
  return `source/${source}`;
}

/** Agency code of a source's owner as a value of a statement about sources. */
export function sourceOwner(id: Sql): Sql {
  return sql`coalesce((select owner from resource where resource.id = 'source/' || ${id}), ${ownerBeforeSetUp})`;
}

/** Agency code of the organisation that runs the node, which owns what the operator makes. */
export async function nodeOwner(db: Db): Promise<string> {
  return (await nodeOrganisation(db))?.code ?? ownerBeforeSetUp;
}

/** Agency code of the owner of a resource; null where there is no such resource. */
export async function ownerOf(db: Db, resourceId: string): Promise<string | null> {
  const rows = await db.query<{ owner: string }>(sql`select owner from resource where id = ${resourceId}`);
  return rows[0]?.owner ?? null;
}

/** Enters who owns a new source; an owner once entered stays until a merger moves it. */
export async function enterSourceOwner(db: Db, source: string, owner: string): Promise<void> {
  await db.query(sql`
    insert into resource (id, kind, owner, openness) values (${sourceResourceId(source)}, 'source', ${owner}, 'closed')
    on conflict (id) do nothing`);
}

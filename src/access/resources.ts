import { createHash } from 'node:crypto';
import { sql, type Caller, type Db, type Sql } from '../kernel/index.ts';
import { noteDecision } from './audit/index.ts';
import { granteesOf } from './grants/grantees.ts';
import { belongsTo } from './manage.ts';
import { accessProblem } from './problems.ts';
import type { Action, Grant, GrantLimits, GrantPart, Openness, Resource, Scopes } from './model.ts';

interface ResourceRow {
  id: string;
  kind: Resource['kind'];
  owner: string;
  openness: Openness;
  column_marks: Record<string, Record<string, string>>;
  visible: boolean;
}

/** A resource with the grants on it that a caller has. */
interface GrantedRow extends ResourceRow {
  secret: string;
  grants: GrantedPart[] | null;
}

interface GrantedPart {
  id: string;
  version: number;
  actions: Action[];
  scopes: Scopes;
  rows_per_request: number | null;
  rows_per_day: number | null;
  purpose: string;
  legal_basis: string;
  secret: string;
}

/**
 * Creates or changes a resource's owner, class and column marks. Throws Problem `secret-not-open`: what has a column
 * marked secret is not published as open data.
 */
export async function putResource(db: Db, resource: Resource): Promise<void> {
  const isSecret = Object.values(resource.columnMarks).some((marks) => Object.values(marks).includes('secret'));
  if (isSecret && resource.openness === 'open') throw accessProblem('secret-not-open', { dataset: resource.id });
  await db.query(sql`
    insert into resource (id, kind, owner, openness, column_marks, visible)
    values (${resource.id}, ${resource.kind}, ${resource.owner}, ${resource.openness},
            ${JSON.stringify(resource.columnMarks)}::jsonb, ${resource.visible})
    on conflict (id) do update set owner = excluded.owner, openness = excluded.openness,
      column_marks = excluded.column_marks, visible = excluded.visible`);
}

export async function setVisible(db: Db, id: string, visible: boolean): Promise<void> {
  await db.query(sql`update resource set visible = ${visible} where id = ${id}`);
}

export async function findResource(db: Db, id: string): Promise<Resource | null> {
  const rows = await db.query<ResourceRow>(sql`
    select id, kind, owner, openness, column_marks, visible from resource where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

function fromRow(row: ResourceRow): Resource {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    openness: row.openness,
    columnMarks: row.column_marks,
    visible: row.visible,
  };
}

/**
 * The one function that decides, in every door. Null: the caller gets the same answer as for a resource that does not
 * exist. The operator and the stewards and administrators of the owner may do everything; others what being open and
 * their grants give, added up.
 */
export async function decide(db: Db, caller: Caller, action: Action, resourceId: string): Promise<Grant | null> {
  const rows = await db.query<{ resource: unknown }>(
    sql.kept(sql`select ${resourceText(sql`${resourceId}`, caller)} as resource`),
  );
  return decideOnText(caller, action, rows[0]?.resource);
}

/**
 * What `decide` looks at, as one JSON value of a store's own statement: so a page costs one round trip less. The
 * grants are those of this caller that hold now, by the database's clock.
 */
export function resourceText(id: Sql, caller: Caller): Sql {
  return resourceWith(id, grantsText(caller));
}

/** For whom `resourceTextFor` looks, as a value of type jsonb. */
export function granteesText(caller: Caller): string {
  return JSON.stringify(caller.kind === 'operator' ? null : granteesOf(caller));
}

/** The same for a caller that stands in a column: `granteesText`, so that one statement looks for several. */
export function resourceTextFor(id: Sql, grantees: Sql): Sql {
  return resourceWith(
    id,
    sql`case when ${grantees} = 'null' then null else ${grantsWith(sql`${grantees} ? grantee`)} end`,
  );
}

function resourceWith(id: Sql, grants: Sql): Sql {
  return sql`(select row_to_json(r) from (
    select o.id, o.kind, o.owner, o.openness, o.column_marks, o.visible, o.secret, ${grants} as grants
    from resource o where o.id = ${id}) r)`;
}

function grantsText(caller: Caller): Sql {
  if (caller.kind === 'operator') return sql`null`;
  return grantsWith(sql`grantee = any(${granteesOf(caller)}::text[])`);
}

function grantsWith(isHis: Sql): Sql {
  return sql`(select json_agg(g) from (
    select id, version, actions, scopes, rows_per_request, rows_per_day, purpose, legal_basis, secret from access_grant
    where resource = o.id and ended_at is null and ${isHis}
      and valid_from <= now() and (valid_until is null or valid_until > now()) order by id, version) g)`;
}

/** The same decision as `decide`, on the value of `resourceText`. */
export function decideOnText(caller: Caller, action: Action, resource: unknown): Grant | null {
  return resource ? decideOn(caller, action, resource as GrantedRow) : null;
}

/** The datasets that the caller may read (or take away, or follow), each with its grant; `among`: of these ids, or of those that a statement gives. */
export async function readable(
  db: Db,
  caller: Caller,
  action: 'read' | 'download' | 'subscribe' = 'read',
  among: readonly string[] | Sql | null = null,
): Promise<Map<string, Grant>> {
  const grants = new Map<string, Grant>();
  for (const row of await datasetsFor(db, caller, among)) {
    const grant = decideOn(caller, action, row);
    if (grant) grants.set(row.id, grant);
  }
  return grants;
}

/** A dataset that a caller may know of. */
export interface Known {
  readonly owner: string;
  /** Null: no more than that there is such a dataset. */
  readonly read: Grant | null;
}

/** The datasets that the caller may know of; `read` null: there is such a dataset, and what is in it he may not see. */
export async function known(db: Db, caller: Caller): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  for (const row of await datasetsFor(db, caller)) {
    if (decideOn(caller, 'know', row)) found.set(row.id, { owner: row.owner, read: decideOn(caller, 'read', row) });
  }
  return found;
}

/** Every dataset, or of these, on which a decision could fall for the caller. */
function datasetsFor(
  db: Db,
  caller: Caller,
  among: readonly string[] | Sql | null = null,
): Promise<readonly GrantedRow[]> {
  const owners = caller.memberships.map(({ organisation }) => organisation);
  const granted = sql`exists (select 1 from access_grant where resource = o.id and ended_at is null
    and grantee = any(${granteesOf(caller)}::text[]))`;
  const own = owners.length === 0 ? sql`` : sql`or o.owner = any(${owners}::text[])`;
  return db.query<GrantedRow>(
    sql.kept(sql`
    select o.id, o.kind, o.owner, o.openness, o.column_marks, o.visible, o.secret, ${grantsText(caller)} as grants
    from resource o where o.kind = 'dataset' ${isAmong(among)}
    ${caller.kind === 'operator' ? sql`` : sql`and ((o.visible and (o.openness = 'open' or ${granted})) ${own})`}`),
  );
}

function isAmong(among: readonly string[] | Sql | null): Sql {
  if (among === null) return sql.empty;
  return 'text' in among ? sql`and o.id in (${among})` : sql`and o.id = any(${[...among]}::text[])`;
}

const noLimits: GrantLimits = { rowsPerRequest: null, perDay: null };
const openScopes: Scopes = { '*': { columns: {}, others: 'shown', rows: null } };

/** What each action holds beside itself. */
const held: Record<Action, readonly Action[]> = {
  know: ['know'],
  read: ['know', 'read'],
  download: ['know', 'read', 'download'],
  subscribe: ['know', 'read', 'subscribe'],
  write: ['know', 'write'],
  manage: ['know', 'read', 'download', 'subscribe', 'write', 'manage'],
};

/** The actions that a list of granted ones comes to. */
export function allHeld(granted: readonly Action[]): Set<Action> {
  return new Set(granted.flatMap((action) => held[action]));
}

/** Decides, and tells the audit log: of what is open to everybody too, since it may be about to change. */
function decideOn(caller: Caller, action: Action, row: GrantedRow): Grant | null {
  const grant = grantOn(caller, action, row);
  const granting = grant?.parts ? (row.grants ?? []).filter((part) => allHeld(part.actions).has(action)) : [];
  const isMarked = Object.values(row.column_marks).some((marks) => Object.keys(marks).length > 0);
  const hasPublicPartOnly = grant?.parts !== null && granting.length === 0;
  const showsNothingElse = grant === null || hasPublicPartOnly || !isMarked;
  noteDecision({
    resource: row.id,
    isOpen: row.openness === 'open' && row.visible && showsNothingElse,
    granted: grant !== null,
    purposes: granting.map(({ purpose }) => purpose),
    legalBases: granting.map(({ legal_basis }) => legal_basis),
  });
  return grant;
}

function grantOn(caller: Caller, action: Action, row: GrantedRow): Grant | null {
  if (caller.viewer && !decideOn(caller.viewer, 'manage', row)) return null;
  const base = { caller, action, resource: row.id };
  if (caller.kind === 'operator') return { ...base, parts: null, limits: noLimits, mayManage: true, key: 'operator' };
  if (belongsTo(caller, row.owner, ['steward', 'administrator'])) {
    return { ...base, parts: null, limits: noLimits, mayManage: true, key: `owner ${row.owner}` };
  }
  if (!row.visible) return null;
  const marks = row.column_marks;
  const parts: GrantPart[] = [];
  if (allHeld(givenToAll(caller, row)).has(action)) {
    parts.push({ id: 'public', scopes: openScopes, marks, secret: row.secret });
  }
  const granted = (row.grants ?? []).filter((part) => allHeld(part.actions).has(action));
  for (const { id, scopes, secret } of granted) parts.push({ id, scopes, marks, secret });
  if (parts.length === 0) return null;
  const limits = granted.length > 0 ? limitsOf(granted) : noLimits;
  return { ...base, parts, limits, mayManage: allHeldBy(granted).has('manage'), key: keyOf(parts, granted) };
}

const allHeldBy = (granted: readonly GrantedPart[]): Set<Action> => allHeld(granted.flatMap((part) => part.actions));

/** What is open is given to all; the owner's own people have the same of all it owns. Marked columns are in neither. */
function givenToAll(caller: Caller, row: ResourceRow): readonly Action[] {
  if (row.openness === 'open' || belongsTo(caller, row.owner, ['officer'])) return ['download', 'subscribe'];
  return belongsTo(caller, row.owner, ['viewer']) ? ['read'] : [];
}

/** What decides what is seen: who gives it, in which version, and which columns are marked. */
function keyOf(parts: readonly GrantPart[], granted: readonly GrantedPart[]): string {
  const marks = parts[0]!.marks;
  const isMarked = Object.keys(marks).length > 0;
  if (granted.length === 0 && !isMarked) return 'public';
  const names = granted.map(({ id, version }) => `${id}@${version}`).sort();
  const all = parts[0]!.id === 'public' ? ['public', ...names] : names;
  const decided = [...all, isMarked ? JSON.stringify(marks) : ''].join(' ');
  return createHash('sha256').update(decided).digest('base64url').slice(0, 22);
}

/** Several grants are added up: the widest limit counts, and none where one of them has none. */
function limitsOf(granted: readonly GrantedPart[]): GrantLimits {
  const perRequest = granted.map(({ rows_per_request: rows }) => rows);
  const widest = granted.toSorted((a, b) => (b.rows_per_day ?? 0) - (a.rows_per_day ?? 0))[0]!;
  const isUnlimited = granted.some(({ rows_per_day: rows }) => rows === null);
  return {
    rowsPerRequest: perRequest.includes(null) ? null : Math.max(...(perRequest as number[])),
    perDay: isUnlimited ? null : { grant: widest.id, rows: widest.rows_per_day! },
  };
}

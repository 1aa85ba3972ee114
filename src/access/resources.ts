import { sql, type Caller, type Db, type Sql } from '../kernel/index.ts';
import { mayManage, organisationsWhere } from './manage.ts';
import type { Action, Grant, Openness, Resource } from './model.ts';

const noColumns: ReadonlyMap<string, ReadonlySet<string>> = new Map();

interface ResourceRow {
  id: string;
  kind: Resource['kind'];
  owner: string;
  openness: Openness;
  column_marks: Record<string, Record<string, string>>;
  visible: boolean;
}

/** Creates or changes a resource's owner, class and column marks. */
export async function putResource(db: Db, resource: Resource): Promise<void> {
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
 * exist. The operator may do everything, a steward everything with what his organisation owns; anybody reads what is open
 * and visible, without personal columns.
 */
export async function decide(db: Db, caller: Caller, action: Action, resourceId: string): Promise<Grant | null> {
  const resource = await findResource(db, resourceId);
  return resource ? decideOn(caller, action, resource) : null;
}

/** What `decide` looks at, as one JSON value of a store's own statement: so a page costs one round trip less. */
export function resourceText(id: Sql): Sql {
  return sql`(select row_to_json(r) from (
    select id, kind, owner, openness, column_marks, visible from resource where id = ${id}) r)`;
}

/** The same decision as `decide`, on the value of `resourceText`. */
export function decideOnText(caller: Caller, action: Action, resource: unknown): Grant | null {
  return resource ? decideOn(caller, action, fromRow(resource as ResourceRow)) : null;
}

/** The resources of one kind that the caller may read, each with its grant. */
export async function readable(db: Db, caller: Caller): Promise<Map<string, Grant>> {
  const rows = await db.query<ResourceRow>(sql`
    select id, kind, owner, openness, column_marks, visible from resource
    where kind = 'dataset' ${caller.kind === 'operator' ? sql`` : sql`and ${readableBy(caller)}`}`);
  const grants = new Map<string, Grant>();
  for (const row of rows) {
    const grant = decideOn(caller, 'read', fromRow(row));
    if (grant) grants.set(row.id, grant);
  }
  return grants;
}

/** The public asks in the plainest way. */
function readableBy(caller: Caller): Sql {
  const own = organisationsWhere(caller, ['steward']);
  const open = sql`openness = 'open' and visible`;
  return own.length === 0 ? open : sql`(${open} or owner = any(${own}::text[]))`;
}

function decideOn(caller: Caller, action: Action, resource: Resource): Grant | null {
  const base = { caller, action, resource: resource.id, rows: null };
  if (mayManage(caller, resource.owner)) return { ...base, mayManage: true, hiddenColumns: noColumns, key: 'manager' };
  if (action !== 'read' || resource.openness !== 'open' || !resource.visible) return null;
  return { ...base, mayManage: false, hiddenColumns: personalColumns(resource), key: 'public' };
}

function personalColumns(resource: Resource): ReadonlyMap<string, ReadonlySet<string>> {
  const hidden = new Map<string, ReadonlySet<string>>();
  for (const [collection, marks] of Object.entries(resource.columnMarks)) {
    const names = Object.keys(marks).filter((name) => marks[name] === 'personal');
    if (names.length > 0) hidden.set(collection, new Set(names));
  }
  return hidden.size > 0 ? hidden : noColumns;
}

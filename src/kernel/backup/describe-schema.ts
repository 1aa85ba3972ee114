import type { Snapshot } from '../db/index.ts';
import { sql } from '../sql.ts';
import type { AppliedMigration, ColumnDescription, Positions, SchemaDescription, TableDescription } from './model.ts';

/** Whoever can answer a query: a snapshot or a database. */
export type Reader = Pick<Snapshot, 'query'>;

/** Table in which an unfinished restore or move keeps its place; never part of a copy. */
export const markerTable = 'unfinished_copy';

/** SRIDs from here on are the node's own: EPSG and ESRI codes are below. */
const privateSrids = 900_000;

/** Not of an extension, not a marker. Unlogged tables hold what a crash may lose (staging): they are no part of a copy. */
const ours = sql`
  c.relnamespace = current_schema()::regnamespace and c.relpersistence = 'p'
  and c.relname not in (${sql.raw(`'${markerTable}', '${markerTable}_table'`)})
  and not exists (
    select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/**
 * Reads from the catalogue what must be made again. PostgreSQL's own writers of definitions are used, whose text both
 * versions understand; names come without their schema, so that the copy may stand in another one.
 */
export async function describeSchema(reader: Reader): Promise<SchemaDescription> {
  const [tables, columns, constraints, indexes] = [
    await readTables(reader),
    await readColumns(reader),
    await readConstraints(reader),
    await readIndexes(reader),
  ];
  const described = tables.map(({ name, ...table }): TableDescription => ({
    name,
    ...table,
    columns: columns.filter((column) => column.table === name).map(({ table: _, ...column }) => column),
    constraints: constraints.filter((one) => one.table === name).map(({ table: _, ...one }) => one),
    indexes: indexes.filter((one) => one.table === name).map(({ table: _, ...one }) => one),
  }));
  return { tables: parentsFirst(described), sequences: await readSequences(reader), views: await readViews(reader) };
}

type TableRow = Pick<TableDescription, 'name' | 'partitionKey' | 'parent' | 'bound'>;

function readTables(reader: Reader): Promise<TableRow[]> {
  return reader.query<TableRow>(sql`
    select c.relname as name, case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as "partitionKey",
      p.relname as parent, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_class c
      left join pg_inherits i on i.inhrelid = c.oid
      left join pg_class p on p.oid = i.inhparent
    where c.relkind in ('r', 'p') and ${ours}
    order by c.relname collate "C"`);
}

function parentsFirst(tables: readonly TableDescription[]): TableDescription[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const depth = (table: TableDescription): number => {
    const parent = table.parent === null ? undefined : byName.get(table.parent);
    return parent ? depth(parent) + 1 : 0;
  };
  return [...tables].sort((a, b) => depth(a) - depth(b));
}

function readColumns(reader: Reader): Promise<(ColumnDescription & { table: string })[]> {
  return reader.query<ColumnDescription & { table: string }>(sql`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      case when a.attcollation <> t.typcollation then quote_ident(l.collname) end as collation,
      a.attnotnull as "notNull", pg_get_expr(e.adbin, e.adrelid) as expression,
      case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
      a.attgenerated <> '' as generated
    from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_type t on t.oid = a.atttypid
      left join pg_collation l on l.oid = a.attcollation
      left join pg_attrdef e on e.adrelid = c.oid and e.adnum = a.attnum
    where c.relkind in ('r', 'p') and ${ours}
    order by c.oid, a.attnum`);
}

interface OfTable {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Foreign keys last: they need the keys they point to. NOT NULL stands with the columns. */
function readConstraints(reader: Reader): Promise<OfTable[]> {
  return reader.query<OfTable>(sql`
    select c.relname as table, n.conname as name, pg_get_constraintdef(n.oid, true) as definition
    from pg_constraint n join pg_class c on c.oid = n.conrelid
    where n.contype in ('p', 'u', 'c', 'x', 'f') and n.conparentid = 0 and n.coninhcount = 0
      and c.relkind in ('r', 'p') and ${ours}
    order by n.contype = 'f', n.contype <> 'p', n.conname collate "C"`);
}

function readIndexes(reader: Reader): Promise<OfTable[]> {
  return reader.query<OfTable>(sql`
    select c.relname as table, x.relname as name,
      replace(pg_get_indexdef(x.oid, 0, true), ' ON ONLY ', ' ON ') as definition
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    where not exists (select from pg_constraint n where n.conindid = x.oid and n.contype in ('p', 'u', 'x'))
      and not exists (select from pg_inherits h where h.inhrelid = x.oid)
      and c.relkind in ('r', 'p') and ${ours}
    order by x.relname collate "C"`);
}

async function readSequences(reader: Reader): Promise<string[]> {
  const rows = await reader.query<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relkind = 'S' and ${ours} and not exists (
      select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
    order by c.relname collate "C"`);
  return rows.map((row) => row.name);
}

function readViews(reader: Reader): Promise<{ name: string; definition: string }[]> {
  return reader.query(sql`
    select c.relname as name, pg_get_viewdef(c.oid, true) as definition
    from pg_class c where c.relkind = 'v' and ${ours} order by c.oid`);
}

export async function readMigrations(reader: Reader): Promise<AppliedMigration[]> {
  if (!(await hasTable(reader, 'migration'))) return [];
  return reader.query(sql`select module, number, name, checksum from migration order by applied_at, module, number`);
}

export async function readPositions(reader: Reader): Promise<Positions> {
  return {
    sequences: await reader.query(sql`
      select sequencename as name, last_value::text as value from pg_sequences
      where schemaname = current_schema() and last_value is not null order by sequencename`),
    spatialReferences: await reader.query(sql`
      select srid, auth_name, auth_srid, srtext, proj4text from spatial_ref_sys
      where srid >= ${sql.raw(String(privateSrids))} order by srid`),
  };
}

export async function hasTable(reader: Reader, table: string): Promise<boolean> {
  const rows = await reader.query(sql`
    select from pg_class where relname = ${table} and relnamespace = current_schema()::regnamespace`);
  return rows.length > 0;
}

/** Names of what already stands in the schema; empty where a copy may be put. */
export async function readContents(reader: Reader): Promise<string[]> {
  const rows = await reader.query<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${ours} order by c.relname limit 20`);
  return rows.map((row) => row.name);
}

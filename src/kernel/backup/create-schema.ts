import type { Db } from '../db.ts';
import { migrate, type ModuleMigrations } from '../db/index.ts';
import { sql, type Sql } from '../sql.ts';
import { describeSchema } from './describe-schema.ts';
import type {
  AppliedMigration,
  ColumnDescription,
  ObjectDefinition,
  Positions,
  SchemaDescription,
  TableDescription,
} from './model.ts';
import { backupProblem } from './problems.ts';

/**
 * Makes the tables of a copy, without rows and without the indexes that loading is faster without.
 *
 * First the program's own migrations run, exactly those that the copy had: so functions, search configurations and
 * whatever else is not a table come from code that is tested on both engines. Then the tables made at run time follow
 * from their description. Last, all are emptied: migrations may have put rows into them.
 * Throws Problems `backup-newer` and `backup-schema-differs`.
 */
export async function createTables(
  db: Db,
  schema: SchemaDescription,
  applied: readonly AppliedMigration[],
  modules: readonly ModuleMigrations[],
): Promise<void> {
  await migrate(db, migrationsOf(applied, modules));
  const present = new Map((await describeSchema(db)).tables.map((table) => [table.name, table]));
  for (const name of schema.sequences) await db.query(sql`create sequence if not exists ${sql.identifier(name)}`);
  for (const table of schema.tables) {
    const known = present.get(table.name);
    if (known) refuseDifferent(table, known);
    else await db.query(createTable(table));
  }
  await emptyTables(db, schema);
}

function migrationsOf(applied: readonly AppliedMigration[], modules: readonly ModuleMigrations[]): ModuleMigrations[] {
  const ran = new Set(applied.map(({ module, number }) => `${module} ${number}`));
  const chosen = modules.map(({ module, migrations }) => ({
    module,
    migrations: migrations.filter(({ number }) => ran.has(`${module} ${number}`)),
  }));
  for (const { module, number, name } of applied) {
    const known = modules.find((one) => one.module === module);
    if (known && !known.migrations.some((one) => one.number === number)) {
      throw backupProblem('backup-newer', { module, number: String(number), name });
    }
  }
  return chosen.filter(({ migrations }) => migrations.length > 0);
}

function refuseDifferent(wanted: TableDescription, found: TableDescription): void {
  const shape = (table: TableDescription) =>
    table.columns
      .map(({ name, type }) => `${name} ${type}`)
      .sort()
      .join(', ');
  if (shape(wanted) === shape(found)) return;
  throw backupProblem('backup-schema-differs', { table: wanted.name, backup: shape(wanted), program: shape(found) });
}

/** Definitions are PostgreSQL's own text of a catalogue; they are spliced as they are. */
function createTable(table: TableDescription): Sql {
  const name = sql.identifier(table.name);
  const partition = table.partitionKey === null ? sql.empty : sql` partition by ${sql.raw(table.partitionKey)}`;
  if (table.parent !== null) {
    return sql`create table ${name} partition of ${sql.identifier(table.parent)} ${sql.raw(table.bound ?? '')}${partition}`;
  }
  return sql`create table ${name} (${sql.join(table.columns.map(columnDefinition))})${partition}`;
}

function columnDefinition(column: ColumnDescription): Sql {
  const parts = [sql`${sql.identifier(column.name)} ${sql.raw(column.type)}`];
  if (column.collation !== null) parts.push(sql.raw(`collate ${column.collation}`));
  if (column.identity !== null) parts.push(sql.raw(`generated ${column.identity} as identity`));
  else if (column.generated) parts.push(sql.raw(`generated always as (${column.expression}) stored`));
  else if (column.expression !== null) parts.push(sql.raw(`default ${column.expression}`));
  if (column.notNull) parts.push(sql`not null`);
  return sql.join(parts, sql` `);
}

async function emptyTables(db: Db, schema: SchemaDescription): Promise<void> {
  const names = schema.tables.map((table) => sql.identifier(table.name));
  if (names.length > 0) await db.query(sql`truncate ${sql.join(names)}`);
}

/** Keys, indexes, views, positions of sequences: what follows the rows. May run again after a break. */
export async function finishSchema(db: Db, schema: SchemaDescription, positions: Positions): Promise<void> {
  const present = await describeSchema(db);
  const found = new Map(present.tables.map((table) => [table.name, table]));
  for (const table of schema.tables) await addMissing(db, table, found.get(table.name)!);
  const views = new Set(present.views.map((view) => view.name));
  for (const { name, definition } of schema.views) {
    if (!views.has(name)) await db.query(sql`create view ${sql.identifier(name)} as ${sql.raw(definition)}`);
  }
  await setPositions(db, positions);
}

async function addMissing(db: Db, wanted: TableDescription, found: TableDescription): Promise<void> {
  const missing = (list: readonly ObjectDefinition[], present: readonly ObjectDefinition[]) =>
    list.filter(({ name }) => !present.some((one) => one.name === name));
  const lane = db.lane('idle');
  for (const { name, definition } of missing(wanted.constraints, found.constraints)) {
    await lane.query(sql`
      alter table ${sql.identifier(wanted.name)} add constraint ${sql.identifier(name)} ${sql.raw(definition)}`);
  }
  for (const { definition } of missing(wanted.indexes, found.indexes)) await lane.query(sql.raw(definition));
}

async function setPositions(db: Db, { sequences, spatialReferences }: Positions): Promise<void> {
  for (const { name, value } of sequences) {
    await db.query(sql`select setval(quote_ident(${name})::regclass, ${value}::int8)`);
  }
  for (const { srid, auth_name, auth_srid, srtext, proj4text } of spatialReferences) {
    await db.query(sql`
      insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
      values (${srid}, ${auth_name}, ${auth_srid}, ${srtext}, ${proj4text})
      on conflict (srid) do update set auth_name = excluded.auth_name, auth_srid = excluded.auth_srid,
        srtext = excluded.srtext, proj4text = excluded.proj4text`);
  }
}

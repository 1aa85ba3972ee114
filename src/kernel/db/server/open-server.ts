import type { Db } from '../../db.ts';
import { sql, type Sql } from '../../sql.ts';
import { DatabaseError } from '../database-error.ts';
import { collation, extensions } from '../foundations.ts';
import type { Log } from '../../log.ts';
import { databaseProblem } from '../problems.ts';
import { Connections } from './connections.ts';
import { serverDb } from './server-db.ts';

export interface ServerOptions {
  readonly url: string;
  readonly schema?: string | undefined;
  readonly requestSeconds?: number | undefined;
}

const oldestServer = 150_000;
const oldestPostgis = [3, 3] as const;

/** Opens a PostgreSQL server after checking its version, encoding and extensions; makes the schema when missing. */
export async function openServer(options: ServerOptions, log: Log): Promise<Db> {
  const connections = new Connections(options, log);
  const db = serverDb(connections);
  try {
    await checkServer(db);
    // An extension takes seconds to make on a busy server, more than a request may take.
    await layFoundations(db.lane('idle'), options.schema);
    await checkPostgis(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function checkServer(db: Db): Promise<void> {
  const [row] = await db.query<{ version: number; shown: string; encoding: string }>(sql`
    select current_setting('server_version_num')::int4 as version, current_setting('server_version') as shown,
      current_setting('server_encoding') as encoding`);
  if (row!.version < oldestServer) {
    throw databaseProblem('database-too-old', { product: 'PostgreSQL', found: row!.shown, expected: '15' });
  }
  if (row!.encoding !== 'UTF8') throw databaseProblem('database-encoding', { found: row!.encoding });
}

/** One process at a time: two that start at once would both find an extension missing. */
async function layFoundations(db: Db, schema: string | undefined): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext('lienthong.foundations'))`);
    const present = await tx.query<{ name: string }>(sql`select extname as name from pg_extension`);
    const names = new Set(present.map((row) => row.name));
    for (const name of extensions) if (!names.has(name)) await createExtension(tx, name);
    if (!(await hasCollation(tx))) await tx.query(sql.raw(collation('public')));
    if (schema !== undefined) await createSchema(tx, schema);
  });
}

async function createExtension(tx: Db, name: string): Promise<void> {
  try {
    await tx.query(sql`create extension ${sql.identifier(name)} schema public`);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    throw databaseProblem('database-extension-missing', { extension: name, reason: error.message }, { cause: error });
  }
}

async function hasCollation(tx: Db): Promise<boolean> {
  return exists(tx, sql`select from pg_collation where collname = 'vi' and collnamespace = 'public'::regnamespace`);
}

/** Asked first: `create … if not exists` needs the right to create even where nothing is to be created. */
async function createSchema(tx: Db, schema: string): Promise<void> {
  if (await exists(tx, sql`select from pg_namespace where nspname = ${schema}`)) return;
  await tx.query(sql`create schema ${sql.identifier(schema)}`);
}

async function exists(tx: Db, statement: Sql): Promise<boolean> {
  return (await tx.query(statement)).length > 0;
}

async function checkPostgis(db: Db): Promise<void> {
  const [row] = await db.query<{ version: string }>(sql`select postgis_lib_version() as version`);
  const [major = 0, minor = 0] = row!.version.split('.').map(Number);
  const [oldMajor, oldMinor] = oldestPostgis;
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return;
  throw databaseProblem('database-too-old', { product: 'PostGIS', found: row!.version, expected: '3.3' });
}

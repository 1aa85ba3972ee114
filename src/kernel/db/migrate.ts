import { createHash } from 'node:crypto';
import type { Db } from '../db.ts';
import { sql } from '../sql.ts';
import { databaseProblem } from './problems.ts';

/** One step of a module's tables. `up` is SQL (several statements may stand in it) or code. Never edited once released. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly up: string | ((tx: Db) => Promise<void>);
}

export interface ModuleMigrations {
  readonly module: string;
  readonly migrations: readonly Migration[];
}

interface Applied {
  readonly module: string;
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings the database to the code's state: modules in the order given, each one's migrations by number, each in a
 * transaction of its own. Safe when several processes start at once: every step takes a lock and looks again.
 * Returns how many steps ran here. Throws Problem `database-migration-changed` when a step that has run reads
 * differently now, and `database-newer` when the database knows a later step of one of these modules; tables of
 * modules that are not in the list are left alone.
 */
export async function migrate(db: Db, modules: readonly ModuleMigrations[]): Promise<number> {
  checkNumbers(modules);
  await createTable(db);
  refuseUnfit(modules, await readApplied(db));
  let ran = 0;
  for (const { module, migrations } of modules) {
    for (const migration of byNumber(migrations)) if (await step(db, module, migration)) ran++;
  }
  return ran;
}

function byNumber(migrations: readonly Migration[]): Migration[] {
  return [...migrations].sort((a, b) => a.number - b.number);
}

function checkNumbers(modules: readonly ModuleMigrations[]): void {
  const seen = new Set<string>();
  for (const { module, migrations } of modules) {
    for (const { number } of migrations) {
      const key = `${module} ${number}`;
      if (seen.has(key)) throw new Error(`Two migrations have the number ${key}.`);
      seen.add(key);
    }
  }
}

async function createTable(db: Db): Promise<void> {
  await locked(db, async (tx) => {
    await tx.query(sql`
      create table if not exists migration (
        module text collate "C" not null,
        number int4 not null,
        name text not null,
        checksum text not null,
        applied_at timestamptz not null default now(),
        primary key (module, number)
      )`);
  });
}

/**
 * The lock belongs to the transaction, so a process that dies in a step leaves nothing behind. A step may rewrite large
 * tables, or wait for another process's: the time limit of requests is not for it.
 */
function locked<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return db.lane('idle').transaction(async (tx) => {
    await tx.query(sql`select pg_advisory_xact_lock(hashtext('lienthong.migration.' || current_schema()))`);
    return work(tx);
  });
}

function readApplied(db: Db): Promise<Applied[]> {
  return db.query<Applied>(sql`select module, number, name, checksum from migration order by module, number`);
}

function refuseUnfit(modules: readonly ModuleMigrations[], applied: readonly Applied[]): void {
  const known = new Map(modules.map(({ module, migrations }) => [module, migrations]));
  for (const row of applied) {
    const migrations = known.get(row.module);
    if (!migrations) continue;
    const migration = migrations.find(({ number }) => number === row.number);
    const parameters = { module: row.module, number: String(row.number), name: row.name };
    if (!migration) throw databaseProblem('database-newer', parameters);
    if (checksumOf(migration) !== row.checksum) throw databaseProblem('database-migration-changed', parameters);
  }
}

/** Line ends and trailing blanks do not count; code is known by its name, since compiling changes its text. */
function checksumOf({ name, up }: Migration): string {
  const text = typeof up === 'string' ? up.replace(/[ \t]*\r?\n/g, '\n').trim() : `code: ${name}`;
  return createHash('sha256').update(text).digest('hex');
}

async function step(db: Db, module: string, migration: Migration): Promise<boolean> {
  try {
    return await locked(db, async (tx) => {
      const { number, name, up } = migration;
      const done = await tx.query(sql`select from migration where module = ${module} and number = ${number}`);
      if (done.length > 0) return false;
      if (typeof up === 'string') await tx.query(sql.raw(up));
      else await up(tx);
      await tx.query(sql`
        insert into migration (module, number, name, checksum)
        values (${module}, ${number}, ${name}, ${checksumOf(migration)})`);
      return true;
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Migration ${migration.number} (${migration.name}) of ${module} failed: ${reason}`, { cause });
  }
}

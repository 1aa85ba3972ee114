import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { openDatabase, readSnapshot, type Lease, type ModuleMigrations, type Snapshot } from '../db/index.ts';
import type { Log } from '../log.ts';
import { sql } from '../sql.ts';
import { createTables, finishSchema } from './create-schema.ts';
import { describeSchema, hasTable, markerTable, readMigrations, readPositions } from './describe-schema.ts';
import type { SchemaDescription, TableDescription } from './model.ts';
import { backupProblem } from './problems.ts';
import { copiedColumns, readPages } from './read-rows.ts';
import {
  createMark,
  databaseName,
  dropMark,
  markMoved,
  readMoved,
  refuseFullDatabase,
  refuseUnfitFolder,
} from './store-marks.ts';
import { digestTable } from './table-digest.ts';

export interface MoveOptions {
  /** Folder of the embedded store; no node may be running on it. */
  readonly dataFolder: string;
  /** The empty PostgreSQL database it goes to. */
  readonly url: string;
  readonly modules: readonly ModuleMigrations[];
  readonly leases: readonly Lease[];
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** Of the target. */
  readonly schema?: string | undefined;
  readonly cacheFolder?: string | undefined;
  /** Told after each piece that is safe on the target. */
  readonly onProgress?: ((progress: { table: string; rows: number; tables: number; done: number }) => void) | undefined;
}

export interface MoveSummary {
  readonly tables: number;
  readonly rows: number;
  /** What to set for the node from now on. */
  readonly settings: { readonly LIENTHONG_DATABASE_URL: string };
}

const progressTable = `${markerTable}_table`;

/**
 * Copies the embedded store to a server. Each piece and the place behind it are committed together on the target, so
 * a move that was killed goes on where it stopped when the same command runs again. At the end every table's rows are
 * counted and digested on both sides. The embedded store stays as it is, marked as moved; the kept files stay in the
 * data folder, which the node goes on using.
 */
export async function move(options: MoveOptions): Promise<MoveSummary> {
  refuseNothing(options.dataFolder);
  refuseUnfitFolder(options.dataFolder, options.url);
  const { dataFolder, cacheFolder, log } = options;
  const source = await openDatabase({ dataFolder, cacheFolder, log });
  try {
    const target = await openDatabase(options);
    try {
      return await readSnapshot(source, (snapshot) => copyAll(source, snapshot, target, options), []);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

function refuseNothing(dataFolder: string): void {
  if (!existsSync(join(dataFolder, 'pg'))) throw backupProblem('move-without-data', { folder: dataFolder });
}

async function copyAll(source: Db, snapshot: Snapshot, target: Db, options: MoveOptions): Promise<MoveSummary> {
  const schema = await describeSchema(snapshot);
  if (schema.tables.length === 0) throw backupProblem('move-without-data', { folder: options.dataFolder });
  const leases = options.leases.filter(({ table }) => schema.tables.some(({ name }) => name === table));
  if (await isMoved(target, options.dataFolder)) return summarise(target, schema, options);
  await begin(snapshot, target, schema, options);
  const tables = schema.tables.filter((table) => table.partitionKey === null);
  let done = 0;
  for (const table of tables) {
    await copyTable(snapshot, target, table, leases, (rows) =>
      options.onProgress?.({ table: table.name, rows, tables: tables.length, done }),
    );
    done++;
  }
  await finishSchema(target, schema, await readPositions(snapshot));
  for (const table of tables) await compare(source, target, table, leases);
  await target.lane('idle').query(sql`analyze`);
  await markMoved(options.dataFolder, { server: await databaseName(target), at: options.clock.now().toISOString() });
  await dropMark(target);
  return summarise(target, schema, options);
}

/** Moved completely before: asking again does no harm. */
async function isMoved(target: Db, dataFolder: string): Promise<boolean> {
  const moved = readMoved(dataFolder);
  if (!moved || (await hasTable(target, markerTable))) return false;
  return moved.server === (await databaseName(target)) && (await hasTable(target, 'migration'));
}

/** Makes the target's tables, or finds those of an earlier attempt from the very same state of the source. */
async function begin(snapshot: Snapshot, target: Db, schema: SchemaDescription, options: MoveOptions): Promise<void> {
  const { dataFolder, modules, clock } = options;
  const state = await readState(snapshot);
  if (await hasTable(target, markerTable)) await refuseOther(target, dataFolder, state);
  else {
    await refuseFullDatabase(target);
    await createMark(target, 'move', dataFolder, state, clock.now().toISOString());
  }
  if (await hasTable(target, progressTable)) return;
  await createTables(target, schema, await readMigrations(snapshot), modules);
  await target.query(sql`
    create table ${sql.identifier(progressTable)} (
      name text collate "C" primary key, next_page int8 not null, rows int8 not null)`);
}

/** The next transaction number: it grows with every write, and only with writes. */
async function readState(snapshot: Snapshot): Promise<string> {
  const [row] = await snapshot.query<{ state: string }>(sql`
    select pg_snapshot_xmax(pg_current_snapshot())::text as state`);
  return row!.state;
}

async function refuseOther(target: Db, dataFolder: string, state: string): Promise<void> {
  const [mark] = await target.query<{ work: string; source: string; snapshot: string; since: string }>(sql`
    select work, source, snapshot, started_at as since from ${sql.identifier(markerTable)}`);
  if (mark?.work !== 'move') {
    throw backupProblem('restore-unfinished', { target: await databaseName(target), since: mark?.since ?? '?' });
  }
  if (mark.source !== dataFolder) throw backupProblem('move-target-busy', { source: mark.source });
  if (mark.snapshot !== state) throw backupProblem('move-source-changed', { source: dataFolder, since: mark.since });
}

async function copyTable(
  snapshot: Snapshot,
  target: Db,
  table: TableDescription,
  leases: readonly Lease[],
  onRows: (rows: number) => void,
): Promise<void> {
  const progress = sql.identifier(progressTable);
  const [place] = await target.query<{ nextPage: number; rows: number }>(sql`
    select next_page as "nextPage", rows from ${progress} where name = ${table.name}`);
  let rows = place?.rows ?? 0;
  for await (const { bytes, nextPage } of readPages(snapshot, table, leases, place?.nextPage ?? 0)) {
    rows += await target.lane('run').transaction(async (tx) => {
      const copied = await tx.copyIn(table.name, copiedColumns(table), [bytes.toString('utf8')]);
      await tx.query(sql`
        insert into ${progress} values (${table.name}, ${nextPage}, ${copied})
        on conflict (name) do update set next_page = excluded.next_page, rows = ${progress}.rows + excluded.rows`);
      return copied;
    });
    onRows(rows);
  }
}

async function compare(source: Db, target: Db, table: TableDescription, leases: readonly Lease[]): Promise<void> {
  const [there, here] = [await digestTable(source, table, leases), await digestTable(target, table, leases)];
  if (there.rows === here.rows && there.sum === here.sum) return;
  throw backupProblem('move-mismatch', {
    table: table.name,
    source: `${there.rows} (${there.sum})`,
    target: `${here.rows} (${here.sum})`,
  });
}

async function summarise(target: Db, schema: SchemaDescription, { url }: MoveOptions): Promise<MoveSummary> {
  const tables = schema.tables.filter((table) => table.partitionKey === null);
  let rows = 0;
  for (const { name } of tables) {
    const [row] = await target.lane('run').query<{ count: number }>(sql`
      select count(*) as count from only ${sql.identifier(name)}`);
    rows += row!.count;
  }
  return { tables: tables.length, rows, settings: { LIENTHONG_DATABASE_URL: url } };
}

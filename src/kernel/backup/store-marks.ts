import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../db.ts';
import { sql } from '../sql.ts';
import { hasTable, markerTable, readContents } from './describe-schema.ts';
import { backupProblem } from './problems.ts';

/** Files in the data folder that say what state it is in; without them it is an ordinary one. */
const restoringFile = 'restore-unfinished.json';
const movedFile = 'moved.json';

interface Moved {
  readonly server: string;
  readonly at: string;
}

/**
 * Refuses to start on a data folder that is half restored (Problem `restore-unfinished`), or, without a server, on one
 * whose data have moved to a server (`data-folder-moved`). To be called before the database is opened.
 */
export function refuseUnfitFolder(dataFolder: string, databaseUrl: string | null): void {
  const restoring = readMark<{ since: string }>(join(dataFolder, restoringFile));
  if (restoring) throw backupProblem('restore-unfinished', { target: dataFolder, since: restoring.since });
  const moved = readMoved(dataFolder);
  if (moved && databaseUrl === null) {
    throw backupProblem('data-folder-moved', { folder: dataFolder, server: moved.server, since: moved.at });
  }
}

/**
 * Refuses to start on a database that a restore or a move has not finished (Problems `restore-unfinished`,
 * `move-unfinished`). To be called before migrations run.
 */
export async function refuseUnfitDatabase(db: Db): Promise<void> {
  if (!(await hasTable(db, markerTable))) return;
  const [mark] = await db.query<{ work: 'restore' | 'move'; source: string; since: string }>(sql`
    select work, source, started_at as since from ${sql.identifier(markerTable)}`);
  const since = mark?.since ?? '?';
  if (mark?.work === 'move') throw backupProblem('move-unfinished', { source: mark.source, since });
  throw backupProblem('restore-unfinished', { target: await databaseName(db), since });
}

export async function databaseName(db: Db): Promise<string> {
  const [row] = await db.query<{ name: string }>(sql`select current_database() || '.' || current_schema() as name`);
  return row!.name;
}

function readMark<T>(path: string): T | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : null;
}

export function readMoved(dataFolder: string): Moved | null {
  return readMark<Moved>(join(dataFolder, movedFile));
}

export function markMoved(dataFolder: string, moved: Moved): Promise<void> {
  return writeMark(join(dataFolder, movedFile), moved);
}

/** Throws Problem `restore-target-not-empty`, or `restore-unfinished` where an earlier restore broke off. */
export async function refuseFullFolder(dataFolder: string): Promise<void> {
  const found = await readdir(dataFolder).catch(() => []);
  if (found.length === 0) return;
  refuseUnfitFolder(dataFolder, '');
  throw backupProblem('restore-target-not-empty', { target: dataFolder, found: found.slice(0, 5).join(', ') });
}

export async function refuseFullDatabase(db: Db): Promise<void> {
  await refuseUnfitDatabase(db);
  const found = await readContents(db);
  if (found.length === 0) return;
  const target = await databaseName(db);
  throw backupProblem('restore-target-not-empty', { target, found: found.slice(0, 5).join(', ') });
}

export async function markRestoring(dataFolder: string, since: string): Promise<void> {
  await mkdir(dataFolder, { recursive: true });
  await writeMark(join(dataFolder, restoringFile), { since });
}

export async function unmarkRestoring(dataFolder: string): Promise<void> {
  await rm(join(dataFolder, restoringFile));
  await syncPath(dataFolder);
}

/** The same mark in the database, for those who have another data folder. */
export async function createMark(db: Db, work: 'restore' | 'move', source: string, snapshot: string, since: string) {
  const table = sql.identifier(markerTable);
  await db.query(sql`
    create table ${table} (work text not null, source text not null, snapshot text not null, started_at timestamptz not null)`);
  await db.query(sql`insert into ${table} values (${work}, ${source}, ${snapshot}, ${since})`);
}

export async function dropMark(db: Db): Promise<void> {
  await db.query(sql`
    drop table if exists ${sql.identifier(markerTable)}, ${sql.identifier(`${markerTable}_table`)}`);
}

async function writeMark(path: string, content: object): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(JSON.stringify(content));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncPath(join(path, '..'));
}

/** Makes a name in a folder, or a file's bytes, last through a power cut. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

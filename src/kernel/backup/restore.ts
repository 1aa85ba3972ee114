import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { openDatabase, type ModuleMigrations } from '../db/index.ts';
import type { Log } from '../log.ts';
import { sql } from '../sql.ts';
import { collect, readArchive, verifyBackup, type ArchiveEntry, type ReadArchive } from './archive-reader.ts';
import { createTables, finishSchema } from './create-schema.ts';
import { entryNames, type BackupSummary, type Manifest, type Positions } from './model.ts';
import { backupProblem } from './problems.ts';
import { copiedColumns } from './read-rows.ts';
import {
  createMark,
  dropMark,
  markRestoring,
  refuseFullDatabase,
  refuseFullFolder,
  syncPath,
  unmarkRestoring,
} from './store-marks.ts';

/** Where a copy goes, and what the program knows about tables. */
export interface RestoreTarget {
  readonly dataFolder: string;
  /** Null: the embedded store in the data folder. */
  readonly databaseUrl: string | null;
  /** All modules in the order in which a node migrates them. */
  readonly modules: readonly ModuleMigrations[];
  readonly clock: Clock;
  readonly log?: Log | undefined;
  readonly schema?: string | undefined;
  readonly cacheFolder?: string | undefined;
}

/**
 * Restores an archive into an empty data folder and, where a server is named, an empty database. The archive is
 * checked as a whole before anything is written, and again while it is read for writing; rows are counted on both
 * sides. A mark stands in folder and database until all is done, and a node refuses to start while it is there.
 * Throws Problems `restore-target-not-empty`, `restore-unfinished` and those of `verifyBackup`.
 */
export async function restore(file: string, target: RestoreTarget): Promise<BackupSummary> {
  await refuseFullFolder(target.dataFolder);
  await verifyBackup(file);
  const since = target.clock.now().toISOString();
  if (target.databaseUrl === null) await markRestoring(target.dataFolder, since);
  const db = await openDatabase({ ...target, url: target.databaseUrl });
  try {
    await refuseFullDatabase(db);
    await markRestoring(target.dataFolder, since);
    await createMark(db, 'restore', file, '', since);
    const read = await load(file, db, target);
    await db.lane('idle').query(sql`analyze`);
    await dropMark(db);
    await unmarkRestoring(target.dataFolder);
    const { manifest: _, ...summary } = read;
    return summary;
  } finally {
    await db.close();
  }
}

async function load(file: string, db: Db, target: RestoreTarget): Promise<ReadArchive> {
  const loaded = new Map<string, number>();
  let prepared: Promise<void> | undefined;
  const read = await readArchive(file, async (entry, manifest) => {
    await (prepared ??= createTables(db, manifest.schema, manifest.migrations, target.modules));
    if (entry.is.kind === 'table') await loadPart(db, manifest, entry.is.table, entry, loaded);
    else if (entry.is.kind === 'positions') await finish(db, manifest, entry);
    else if (entry.is.kind === 'file') await writeKept(target.dataFolder, entry.is.sha256, entry);
    else if (entry.is.kind === 'key') await writeFile(join(target.dataFolder, entry.is.name), entry);
  });
  await refuseUncounted(file, db, read.manifest, loaded);
  return read;
}

async function loadPart(
  db: Db,
  manifest: Manifest,
  name: string,
  entry: ArchiveEntry,
  loaded: Map<string, number>,
): Promise<void> {
  const table = manifest.schema.tables.find((one) => one.name === name);
  if (!table) throw new Error(`The manifest does not describe the table ${name}.`);
  const text = (await collect(entry.bytes)).toString('utf8');
  const rows = await db.lane('run').copyIn(name, copiedColumns(table), [text]);
  loaded.set(name, (loaded.get(name) ?? 0) + rows);
}

async function finish(db: Db, manifest: Manifest, entry: ArchiveEntry): Promise<void> {
  const positions = JSON.parse((await collect(entry.bytes)).toString('utf8')) as Positions;
  await finishSchema(db, manifest.schema, positions);
}

async function writeKept(dataFolder: string, sha256: string, entry: ArchiveEntry): Promise<void> {
  await writeFile(join(dataFolder, entryNames.file(sha256)), entry);
}

async function writeFile(path: string, entry: ArchiveEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await pipeline(Readable.from(entry.bytes), createWriteStream(path, { flags: 'wx', mode: entry.mode }));
  await chmod(path, entry.mode);
  await syncPath(path);
}

/** COPY said how many rows it took; the tables themselves are asked as well. */
async function refuseUncounted(
  file: string,
  db: Db,
  { schema }: Manifest,
  loaded: ReadonlyMap<string, number>,
): Promise<void> {
  for (const { name, partitionKey } of schema.tables) {
    if (partitionKey !== null) continue;
    const [row] = await db.lane('run').query<{ count: number }>(sql`
      select count(*) as count from only ${sql.identifier(name)}`);
    const wanted = loaded.get(name) ?? 0;
    if (row!.count !== wanted) {
      const reason = `the table ${name} has ${row!.count} rows instead of ${wanted} after loading`;
      throw backupProblem('backup-damaged', { file, reason });
    }
  }
}

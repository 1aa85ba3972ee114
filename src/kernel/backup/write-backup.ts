import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { readSnapshot, type Lease, type Snapshot } from '../db/index.ts';
import { sql } from '../sql.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { describeSchema, hasTable, readMigrations, readPositions } from './describe-schema.ts';
import { archiveFormat, entryNames, type BackupSummary, type Manifest } from './model.ts';
import { readParts } from './read-rows.ts';
import { Spool } from './spool.ts';

export interface BackupSource {
  readonly db: Db;
  readonly dataFolder: string;
  /** Files beside the store without which it cannot be used: the operator's token, keys. Those missing are left out. */
  readonly keyFiles: readonly string[];
  /** Lease columns of all modules, the kernel's included. */
  readonly leases: readonly Lease[];
  readonly version: string;
  readonly clock: Clock;
}

interface Entry {
  readonly name: string;
  /** Of a table: which one, and how many rows this part has. */
  readonly table?: string;
  readonly rows?: number;
}

/**
 * Makes one archive of everything while the node serves. `bytes` is the archive; `summary` resolves when all has been
 * taken. The tables are of one moment: on the server by a repeatable-read transaction; on the embedded engine by
 * letting writers wait while the tables go to a spool on disk, at the disk's pace, not at the taker's. The kept files
 * follow: they are content-addressed and never change, so those that the tables name are there.
 */
export function writeBackup(source: BackupSource): { bytes: Readable; summary: Promise<BackupSummary> } {
  const archive = new ArchiveWriter(source.clock.now());
  const summary = fill(archive, source).catch((error: unknown) => {
    archive.fail(error);
    throw error;
  });
  return { bytes: archive.bytes, summary };
}

async function fill(archive: ArchiveWriter, source: BackupSource): Promise<BackupSummary> {
  await addTables(archive, source);
  for (const file of await listKept(join(source.dataFolder, 'files'))) {
    await addIfThere(archive, entryNames.file(basename(file)), file);
  }
  for (const file of source.keyFiles) await addIfThere(archive, entryNames.key(basename(file)), file);
  return archive.finish();
}

/** A file may be purged between listing and copying. */
async function addIfThere(archive: ArchiveWriter, name: string, path: string): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info) await archive.addFile(name, path, info.size, info.mode & 0o777);
}

async function listKept(folder: string): Promise<string[]> {
  const kept: string[] = [];
  for (const prefix of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    const names = await readdir(join(folder, prefix));
    kept.push(...names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => join(folder, prefix, name)));
  }
  return kept.sort();
}

type Put = (entry: Entry, bytes: Uint8Array) => Promise<void>;

async function addTables(archive: ArchiveWriter, source: BackupSource): Promise<void> {
  const leases = await existingLeases(source);
  const add: Put = async ({ name, table, rows }, bytes) => {
    if (table !== undefined) archive.countTable(table);
    if (name !== '') await archive.add(name, bytes, rows);
  };
  if (source.db.engine === 'server') {
    await readSnapshot(source.db, (snapshot) => readTables(snapshot, source, leases, add));
    return;
  }
  const spool = await Spool.create<Entry>(join(source.dataFolder, `backup-${randomUUID()}.spool`));
  try {
    const reading = readSnapshot(
      source.db,
      (snapshot) => readTables(snapshot, source, leases, (entry, bytes) => spool.put(entry, bytes)),
      leases,
    );
    const ended = reading.then(
      () => spool.close(),
      (error: unknown) => spool.close(error),
    );
    try {
      for await (const { meta, bytes } of spool.take()) await add(meta, bytes);
    } finally {
      spool.stop();
      await ended;
    }
  } finally {
    await spool.remove();
  }
}

async function existingLeases({ db, leases }: BackupSource): Promise<Lease[]> {
  const found: Lease[] = [];
  for (const lease of leases) if (await hasTable(db, lease.table)) found.push(lease);
  return found;
}

async function readTables(snapshot: Snapshot, source: BackupSource, leases: readonly Lease[], put: Put): Promise<void> {
  const manifest = await readManifest(snapshot, source);
  await put({ name: entryNames.manifest }, toJson(manifest));
  const { tables } = manifest.schema;
  if (source.db.engine === 'server' && tables.length > 0) {
    const names = tables.map((table) => sql.identifier(table.name));
    await snapshot.query(sql`lock table ${sql.join(names)} in access share mode`);
  }
  for (const table of tables) {
    await put({ name: '', table: table.name }, new Uint8Array(0));
    let number = 0;
    for await (const { bytes, rows } of readParts(snapshot, source.db.engine, table, leases)) {
      await put({ name: entryNames.tablePart(table.name, ++number), table: table.name, rows }, bytes);
    }
  }
  await put({ name: entryNames.positions }, toJson(await readPositions(snapshot)));
}

async function readManifest(snapshot: Snapshot, { db, version, clock }: BackupSource): Promise<Manifest> {
  const [server] = await snapshot.query<{ version: string }>(sql`
    select current_setting('server_version') as version`);
  return {
    format: archiveFormat,
    product: 'lienthong',
    version,
    engine: db.engine,
    postgres: server!.version,
    startedAt: clock.now().toISOString(),
    migrations: await readMigrations(snapshot),
    schema: await describeSchema(snapshot),
  };
}

const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

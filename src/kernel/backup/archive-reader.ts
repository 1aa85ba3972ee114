import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import tar from 'tar-stream';
import {
  archiveFormat,
  parseEntryName,
  type BackupSummary,
  type Checksums,
  type EntryKind,
  type Manifest,
} from './model.ts';
import { backupProblem } from './problems.ts';
import { countLines } from './read-rows.ts';

type TarEntry = tar.ExtractEvents['entry'][1];

/** One entry of an archive being read. Its bytes must be taken before the next one comes. */
export interface ArchiveEntry {
  readonly is: EntryKind;
  readonly mode: number;
  readonly bytes: AsyncIterable<Buffer>;
}

export interface ReadArchive extends BackupSummary {
  readonly manifest: Manifest;
}

interface Seen {
  readonly entries: Map<string, { sha256: string; size: number }>;
  readonly tables: Map<string, number>;
  manifest: Manifest | null;
  checksums: Checksums | null;
}

/**
 * Reads a whole archive, plain or gzipped, handing each entry to `visit`, and checks everything: order, names, sizes,
 * SHA-256, row counts, and that nothing is missing at the end. What `visit` has done before a fault shows must not
 * count. Throws Problems `backup-unreadable`, `backup-damaged`, `backup-newer`.
 */
export async function readArchive(
  file: string,
  visit: (entry: ArchiveEntry, manifest: Manifest) => Promise<void>,
): Promise<ReadArchive> {
  const seen: Seen = { entries: new Map(), tables: new Map(), manifest: null, checksums: null };
  try {
    for await (const entry of await openEntries(file)) await readEntry(seen, entry, visit);
    return summarise(seen);
  } catch (error) {
    throw asDamage(file, error);
  }
}

/** Reads and checks a whole archive without writing anything. */
export function verifyBackup(file: string): Promise<ReadArchive> {
  return readArchive(file, async () => {});
}

/** Something is wrong with the archive itself; faults of the disk or database written to stay what they are. */
class ArchiveFault extends Error {}

function asDamage(file: string, error: unknown): unknown {
  if (!(error instanceof ArchiveFault)) return error;
  return backupProblem('backup-damaged', { file, reason: error.message }, { cause: error });
}

async function readEntry(
  seen: Seen,
  entry: TarEntry,
  visit: (entry: ArchiveEntry, manifest: Manifest) => Promise<void>,
): Promise<void> {
  const { name, mode = 0o600 } = entry.header;
  const is = parseEntryName(name);
  if (!is) throw new ArchiveFault(`the entry ${name} does not belong in a backup`);
  if (seen.checksums) throw new ArchiveFault(`the entry ${name} follows the checksums`);
  if (seen.entries.has(name)) throw new ArchiveFault(`the entry ${name} is there twice`);
  if ((is.kind === 'manifest') !== (seen.manifest === null))
    throw new ArchiveFault('the manifest is not the first entry');
  const measured = measure(entry, is.kind === 'table');
  if (is.kind === 'manifest') seen.manifest = checkManifest(parseJson(name, await collect(measured.bytes)));
  else if (is.kind === 'checksums') seen.checksums = parseJson<Checksums>(name, await collect(measured.bytes));
  else await visit({ is, mode: mode & 0o777, bytes: measured.bytes }, seen.manifest!);
  for await (const _ of measured.bytes);
  const { rows, ...checksum } = measured.result();
  if (is.kind !== 'checksums') seen.entries.set(name, checksum);
  if (is.kind === 'table') seen.tables.set(is.table, (seen.tables.get(is.table) ?? 0) + rows);
}

/** Passes an entry's bytes on, counting and hashing. What the visitor leaves is taken by going on with the same list. */
function measure(entry: TarEntry, countsRows: boolean) {
  const hash = createHash('sha256');
  let size = 0;
  let rows = 0;
  const iterator = (entry as unknown as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const bytes: AsyncIterableIterator<Buffer> = {
    [Symbol.asyncIterator]: () => bytes,
    async next() {
      const step = await iterator.next().catch((error: Error) => {
        throw new ArchiveFault(error.message, { cause: error });
      });
      if (step.done) return step;
      hash.update(step.value);
      size += step.value.length;
      if (countsRows) rows += countLines(step.value);
      return step;
    },
  };
  return { bytes, result: () => ({ sha256: hash.digest('hex'), size, rows }) };
}

export async function collect(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const list: Buffer[] = [];
  for await (const piece of pieces) list.push(piece);
  return Buffer.concat(list);
}

function parseJson<T>(name: string, bytes: Buffer): T {
  try {
    return JSON.parse(bytes.toString('utf8')) as T;
  } catch (cause) {
    throw new ArchiveFault(`${name} is not JSON`, { cause });
  }
}

function checkManifest(manifest: Manifest): Manifest {
  if (manifest.product !== 'lienthong') throw new ArchiveFault('it is not a backup of Lienthong');
  if (manifest.format > archiveFormat) {
    throw backupProblem('backup-newer', {
      module: 'backup',
      number: String(manifest.format),
      name: `Lienthong ${manifest.version}`,
    });
  }
  return manifest;
}

function summarise({ manifest, checksums, entries, tables }: Seen): ReadArchive {
  if (!manifest || !checksums) throw new ArchiveFault('its end is missing');
  for (const [name, wanted] of Object.entries(checksums.entries)) {
    const found = entries.get(name);
    if (!found) throw new ArchiveFault(`the entry ${name} is missing`);
    if (found.sha256 !== wanted.sha256 || found.size !== wanted.size) {
      throw new ArchiveFault(`the entry ${name} has another checksum`);
    }
  }
  for (const name of entries.keys()) {
    if (!(name in checksums.entries)) throw new ArchiveFault(`the entry ${name} has no checksum`);
  }
  for (const [table, rows] of Object.entries(checksums.tables)) {
    const found = tables.get(table) ?? 0;
    if (found !== rows) throw new ArchiveFault(`the table ${table} has ${found} rows instead of ${rows}`);
  }
  return {
    manifest,
    tables: Object.keys(checksums.tables).length,
    rows: [...tables.values()].reduce((sum, rows) => sum + rows, 0),
    files: [...entries.keys()].filter((name) => name.startsWith('files/')).length,
    bytes: [...entries.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

async function openEntries(file: string): Promise<AsyncIterable<TarEntry>> {
  const packed = await isGzip(file);
  const extract = tar.extract();
  const steps = packed ? [createReadStream(file), createGunzip()] : [createReadStream(file)];
  const fail = (error: Error | null | undefined) => {
    if (error)
      extract.destroy(error instanceof ArchiveFault ? error : new ArchiveFault(error.message, { cause: error }));
  };
  // The extractor is a stream of another family that Node's pipeline takes all the same.
  pipeline([...steps, extract as unknown as NodeJS.WritableStream], fail);
  return entriesOf(extract);
}

async function* entriesOf(extract: tar.Extract): AsyncGenerator<TarEntry> {
  try {
    for await (const entry of extract) yield entry;
  } catch (error) {
    throw error instanceof ArchiveFault ? error : new ArchiveFault((error as Error).message, { cause: error });
  }
}

async function isGzip(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw backupProblem('backup-unreadable', { file, reason: (error as Error).message }, { cause: error });
  }
}

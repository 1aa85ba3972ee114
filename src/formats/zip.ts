import { isUtf8 } from 'node:buffer';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { Problem } from '../kernel/index.ts';
import { counted, temporaryCopy, type ByteSource, type ByteStream } from './byte-source.ts';
import { problem } from './problems.ts';
import type { Reading } from './reading.ts';

export interface ZipEntry {
  /** Path inside the archive, with `/`. Never used as a path on this machine. */
  readonly name: string;
  readonly entry: Entry;
}

/** An open zip. `close` it when done. */
export interface Zip {
  readonly name: string;
  readonly entries: readonly ZipEntry[];
  source(entry: ZipEntry): ByteSource;
  /** All files right inside a folder (`A/B.gdb/`), as one thing. */
  folder(path: string): ByteSource;
  close(): void;
}

/**
 * Opens the zip that a source holds and lists its files; directories and what operating systems leave behind are not
 * files. Throws Problems `truncated-file`, `damaged-file`, `too-many-entries`, `unpacks-too-large`.
 */
export async function openZip(packed: ByteSource, reading: Reading): Promise<Zip> {
  const path = await packed.path();
  const zip = await openArchive(path, packed.name);
  try {
    const entries = await listEntries(zip, packed.name, reading, reading.isNewArchive(path));
    return {
      name: packed.name,
      entries,
      source: (entry) => entrySource(zip, packed.name, entry, reading),
      folder: (path) => folderSource(zip, packed.name, path, entries, reading),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openArchive(path: string, name: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false });
  } catch (error) {
    const reason = (error as Error).message;
    // The list of entries stands at the end of a zip, so a zip without it has lost its end.
    if (/not found|EOF/i.test(reason)) {
      throw problem('truncated-file', { file: name, place: 'zip' }, { cause: error });
    }
    throw problem('damaged-file', { file: name, place: 'zip', reason }, { cause: error });
  }
}

async function listEntries(zip: ZipFile, name: string, reading: Reading, isNew: boolean): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      reading.signal?.throwIfAborted();
      if (isNew) {
        reading.countEntry(name);
        reading.countUnpacked(name, entry.uncompressedSize);
      }
      const entryName = nameOf(entry);
      if (!isJunk(entryName)) entries.push({ name: entryName, entry });
    }
  } catch (error) {
    throw entryProblem(error, name, 'zip');
  }
  return entries;
}

/** Many tools write UTF-8 names without the flag that says so; the rest is code page 437 (APPNOTE 4.4.4, bit 11). */
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const name = isUtf8(raw) ? raw.toString('utf8') : iconv.decode(raw, 'cp437');
  return name.replaceAll('\\', '/');
}

function isJunk(name: string): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return (
    name.endsWith('/') ||
    name.startsWith('__MACOSX/') ||
    last.startsWith('._') ||
    last === '.DS_Store' ||
    /^(thumbs\.db|desktop\.ini)$/i.test(last)
  );
}

function entrySource(zip: ZipFile, archive: string, { name, entry }: ZipEntry, reading: Reading): ByteSource {
  const fullName = `${archive}/${name}`;
  const open = (): ByteStream => {
    let unpacked = 0;
    const packedShare = entry.uncompressedSize > 0 ? entry.compressedSize / entry.uncompressedSize : 1;
    async function* chunks(): AsyncGenerator<Buffer> {
      if (entry.isEncrypted()) throw problem('encrypted-file', { file: fullName });
      let checksum = 0;
      let stream: Readable | undefined;
      try {
        stream = await zip.openReadStreamPromise(entry);
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          reading.signal?.throwIfAborted();
          unpacked += chunk.length;
          checksum = crc32(chunk, checksum);
          yield chunk;
        }
      } catch (error) {
        throw entryProblem(error, fullName, `byte ${unpacked}`);
      } finally {
        stream?.destroy();
      }
      if (checksum !== entry.crc32) {
        throw problem('damaged-file', { file: fullName, place: `byte ${unpacked}`, reason: 'CRC-32' });
      }
    }
    return { bytesRead: () => Math.round(unpacked * packedShare), [Symbol.asyncIterator]: chunks };
  };
  return { name: fullName, sizeBytes: entry.uncompressedSize, open, ...temporaryCopy(open, reading) };
}

function folderSource(
  zip: ZipFile,
  archive: string,
  path: string,
  entries: readonly ZipEntry[],
  reading: Reading,
): ByteSource {
  const inside = entries.filter(({ name }) => isRightInside(name, path));
  let copy: Promise<string> | undefined;
  const unpack = async () => {
    const folder = await reading.temporaryPath();
    await mkdir(folder);
    for (const entry of inside) {
      const to = join(folder, entry.name.slice(path.length));
      await pipeline(Readable.from(entrySource(zip, archive, entry, reading).open()), createWriteStream(to));
    }
    return folder;
  };
  return {
    name: `${archive}/${path}`.replace(/\/+$/, ''),
    sizeBytes: inside.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0),
    isFolder: true,
    open: () => counted(() => Readable.from([])),
    path: () => (copy ??= unpack()),
    async release() {
      if (copy) await rm(await copy, { recursive: true, force: true });
      copy = undefined;
    },
  };
}

/** A plain name and nothing deeper: it becomes a name on this machine. */
function isRightInside(name: string, folder: string): boolean {
  return name.startsWith(folder) && /^[\w-][\w.-]*$/.test(name.slice(folder.length));
}

function entryProblem(error: unknown, name: string, place: string): unknown {
  if (error instanceof Problem || (error as Error).name === 'AbortError') return error;
  const reason = (error as Error).message;
  if (/encrypt/i.test(reason)) return problem('encrypted-file', { file: name }, { cause: error });
  if (/end of file|EOF|not enough bytes|overflows file bounds/i.test(reason)) {
    return problem('truncated-file', { file: name, place }, { cause: error });
  }
  return problem('damaged-file', { file: name, place, reason }, { cause: error });
}

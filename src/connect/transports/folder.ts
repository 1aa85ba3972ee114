import { readdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import { connectProblem } from '../problems.ts';
import type { Arrival } from './arrival.ts';

/** Times inside the archive are fixed, so that the same files give the same bytes and the same checksum. */
const fixedTime = new Date('2000-01-01T00:00:00Z');

/**
 * A folder as one delivery: an archive of its files in the order of their names, hidden ones left out. Each file
 * becomes a choice like a sheet of a workbook. Throws Problem `empty-folder`.
 */
export async function openFolder(path: string): Promise<Arrival> {
  const files = (await filesBelow(path)).sort();
  if (files.length === 0) throw connectProblem('empty-folder', { path });
  return archiveOf(path, files, basename(path));
}

/** Files below a folder as one archive; the same files give the same bytes. */
export function archiveOf(folder: string, files: readonly string[], name: string): Arrival {
  const archive = new ZipFile();
  for (const file of files) {
    archive.addFile(file, relative(folder, file), { mtime: fixedTime, mode: 0o100644, compressionLevel: 1 });
  }
  archive.end();
  return { name: `${name}.zip`, stream: archive.outputStream.pipe(new PassThrough()) };
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return filesBelow(path);
        return Promise.resolve(entry.isFile() ? [path] : []);
      }),
  );
  return nested.flat();
}

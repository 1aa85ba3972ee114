import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, parse } from 'node:path';
import { filesBeside } from '../../formats/index.ts';
import { connectProblem } from '../problems.ts';
import type { Arrival } from './arrival.ts';
import { archiveOf, openFolder } from './folder.ts';

/**
 * Opens a file, or a folder as one archive of its files. A file that is a part of something, as a .shp is, comes in an
 * archive with the files that belong to it. Throws Problem `file-not-readable`.
 */
export async function openPath(path: string): Promise<Arrival> {
  const found = await stat(path).catch((error: unknown) => {
    throw connectProblem('file-not-readable', { path, reason: reasonOf(error) }, { cause: error });
  });
  if (found.isDirectory()) return openFolder(path);
  const beside = await filesBeside(path);
  if (beside.length > 0) return archiveOf(dirname(path), [path, ...beside], parse(path).name);
  return { name: basename(path), stream: createReadStream(path) };
}

export function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code;
  return code ?? (error instanceof Error ? error.message : String(error));
}

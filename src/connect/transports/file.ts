import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { connectProblem } from '../problems.ts';
import type { Arrival } from './arrival.ts';
import { openFolder } from './folder.ts';

/** Opens a file, or a folder as one archive of its files. Throws Problem `file-not-readable`. */
export async function openPath(path: string): Promise<Arrival> {
  const found = await stat(path).catch((error: unknown) => {
    throw connectProblem('file-not-readable', { path, reason: reasonOf(error) }, { cause: error });
  });
  if (found.isDirectory()) return openFolder(path);
  return { name: basename(path), stream: createReadStream(path) };
}

export function reasonOf(error: unknown): string {
  const code = (error as { code?: string }).code;
  return code ?? (error instanceof Error ? error.message : String(error));
}

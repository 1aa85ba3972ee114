import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** A file as it was seen: with the same size and time it is the same. */
export interface SeenFile {
  /** Below the feed's folder. */
  readonly path: string;
  readonly size: number;
  readonly changedAt: number;
}

/** A file that somebody may still be writing is left for the next look. */
const settleMs = 3_000;

/**
 * Files below a folder that are new or have changed, oldest names first, at most `limit`. How stations lay out their
 * folders (by year, month, day, in words or not at all) does not matter; hidden files are left out.
 */
export async function newFiles(
  folder: string,
  isKnown: (file: SeenFile) => boolean,
  now: number,
  limit: number,
): Promise<SeenFile[]> {
  const found: SeenFile[] = [];
  const open = [folder];
  while (open.length > 0 && found.length < limit) {
    const here = open.shift()!;
    const entries = await readdir(here, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = join(here, entry.name);
      if (entry.isDirectory()) open.push(path);
      if (!entry.isFile() || found.length >= limit) continue;
      // It may be gone again since the folder was read.
      const state = await stat(path).catch(() => null);
      if (!state || now - state.mtimeMs < settleMs) continue;
      const file = { path: relative(folder, path), size: state.size, changedAt: Math.floor(state.mtimeMs) };
      if (!isKnown(file)) found.push(file);
    }
  }
  return found;
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../kernel/index.ts';
import {
  dueFolders,
  forgetFiles,
  forgetFolder,
  knownFiles,
  knownFolders,
  rememberFiles,
  rememberFolders,
  type DueFolder,
  type Rhythm,
  type SeenFile,
  type SeenFolder,
} from './seen-files.ts';

export interface Scan {
  readonly db: Db;
  readonly feed: number;
  /** Where the feed's folder is. */
  readonly root: string;
  /** Number of this look at the feed; says whose turn it is to be read whole. */
  readonly look: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly rhythm: Rhythm;
  readonly signal: AbortSignal;
  /** Takes new files in; afterwards they are known. At most `filesAtOnce` of them. */
  readonly take: (files: readonly SeenFile[]) => Promise<void>;
}

/** A file that somebody may still be writing is left for the next look. */
const settleMs = 3_000;
export const filesAtOnce = 2_000;
const foldersAtOnce = 100;
/** In a folder with more files than this, those that are old are not looked at one by one in every look. */
const manyFiles = 500;

/**
 * Takes in what is new or has changed below a folder, oldest names first. How stations lay out their folders (by year,
 * month, day, in words or not at all) does not matter; hidden files are left out.
 *
 * What is quiet is not read in every look, but its time is looked at: a file that arrives in an old folder changes the
 * folder's time, and a device that writes into one file changes that of the newest file. Anything else is found when it is
 * the folder's turn to be read whole. Files that are gone are forgotten then too.
 */
export async function scanFolder(scan: Scan): Promise<void> {
  const open = await dueFolders(scan.db, scan.feed, scan.look, scan.now, scan.rhythm);
  const found = new Found(scan);
  while (open.length > 0 && !scan.signal.aborted) {
    open.push(...(await readFolders(scan, found, open.splice(0, foldersAtOnce))));
    if (found.isFull) await found.flush();
  }
  if (!scan.signal.aborted) await found.flush();
}

/** What has been found and is not known yet. Folders are known only once all of their files are. */
class Found {
  readonly #scan: Scan;
  readonly files: SeenFile[] = [];
  readonly folders: SeenFolder[] = [];

  constructor(scan: Scan) {
    this.#scan = scan;
  }

  get isFull(): boolean {
    return this.files.length >= filesAtOnce || this.folders.length >= filesAtOnce;
  }

  async flush(): Promise<void> {
    const { db, feed, take, signal } = this.#scan;
    while (this.files.length > 0) {
      const part = this.files.splice(0, filesAtOnce);
      await take(part);
      await rememberFiles(db, feed, part);
      if (signal.aborted) return;
    }
    await rememberFolders(db, feed, this.folders.splice(0));
  }
}

interface Listed {
  readonly folder: DueFolder;
  readonly changedAt: number;
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Gives the folders below that are not known yet. */
async function readFolders(scan: Scan, found: Found, folders: readonly DueFolder[]): Promise<DueFolder[]> {
  const listed: Listed[] = [];
  for (const folder of folders) {
    const changedAt = await timeOf(scan, folder);
    if (changedAt === null) {
      if (folder.isWhole) await forgetFolder(scan.db, scan.feed, folder.path, scan.now - scan.rhythm.quietMs);
    } else if (await isToRead(scan, folder, changedAt)) {
      listed.push(await list(scan, folder, changedAt));
    }
  }
  const known = await knownFiles(
    scan.db,
    scan.feed,
    listed.map(({ folder }) => folder.path),
  );
  for (const each of listed) found.folders.push(await readFiles(scan, found, each, known));
  const below = listed.flatMap(({ folder, folders: names }) => names.map((name) => pathOf(folder.path, name)));
  const seen = await knownFolders(scan.db, scan.feed, below);
  return below
    .filter((path) => !seen.has(path))
    .map((path) => ({ path, changedAt: null, newest: null, newestAt: null, isWhole: true }));
}

const pathOf = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** Null: gone, which only the feed's own folder may not be. */
async function timeOf({ root }: Scan, { path }: DueFolder): Promise<number | null> {
  const state = path === '' ? await stat(root) : await stat(join(root, path)).catch(() => null);
  return state && Math.floor(state.mtimeMs);
}

async function isToRead({ root, now, rhythm }: Scan, folder: DueFolder, changedAt: number): Promise<boolean> {
  const { path, newest, newestAt } = folder;
  if (folder.isWhole || changedAt !== folder.changedAt) return true;
  if (Math.max(changedAt, newestAt ?? 0) > now - rhythm.quietMs) return true;
  if (newest === null) return false;
  const state = await stat(join(root, path, newest)).catch(() => null);
  return state !== null && Math.floor(state.mtimeMs) !== newestAt;
}

async function list({ root }: Scan, folder: DueFolder, changedAt: number): Promise<Listed> {
  const entries = await readdir(join(root, folder.path), { withFileTypes: true });
  const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = (which: 'isFile' | 'isDirectory'): string[] =>
    shown.filter((entry) => entry[which]()).map(({ name }) => name);
  return { folder, changedAt, files: names('isFile'), folders: names('isDirectory') };
}

/** Finds new files of a folder, and forgets those that are gone since long. */
async function readFiles(
  scan: Scan,
  found: Found,
  { folder, changedAt, files, folders }: Listed,
  known: ReadonlyMap<string, SeenFile>,
): Promise<SeenFolder> {
  const { root, now, rhythm } = scan;
  const isThere = folder.newest !== null && files.includes(folder.newest);
  let [newest, newestAt] = isThere ? [folder.newest, folder.newestAt] : [null, null];
  for (const name of files) {
    const path = pathOf(folder.path, name);
    const before = known.get(path);
    const isOld = before !== undefined && before.changedAt < now - rhythm.quietMs && name !== folder.newest;
    if (isOld && !folder.isWhole && files.length > manyFiles) continue;
    // It may be gone again since the folder was read.
    const state = await stat(join(root, path)).catch(() => null);
    if (!state) continue;
    const file = { path, size: state.size, changedAt: Math.floor(state.mtimeMs) };
    if (newestAt === null || file.changedAt >= newestAt) [newest, newestAt] = [name, file.changedAt];
    if (now - state.mtimeMs < settleMs) continue;
    if (before?.size !== file.size || before.changedAt !== file.changedAt) found.files.push(file);
  }
  // A disk that is not there for a moment may look like an empty folder: of such a one everything stays known.
  if (folder.isWhole && folder.changedAt !== null && files.length + folders.length > 0) {
    await forgetFiles(scan.db, scan.feed, folder.path, files.map((name) => pathOf(folder.path, name)), now - rhythm.quietMs); // prettier-ignore
  }
  return { path: folder.path, changedAt, newest, newestAt };
}

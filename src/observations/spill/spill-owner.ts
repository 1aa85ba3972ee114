import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { livenessOf, processIdentity } from '../../kernel/index.ts';

/** So often a process touches its folder, and one of another machine that was not touched for so long has no process. */
const beatMs = 60_000;
const silentMs = 5 * beatMs;
const ownerFile = 'owner';

/** Makes the folder of this process below `folder`: what it keeps there nobody else takes in while it runs. */
export async function ownFolder(folder: string): Promise<string> {
  const own = join(folder, randomUUID());
  await mkdir(own, { recursive: true, mode: 0o700 });
  await writeFile(join(own, ownerFile), processIdentity(), { mode: 0o600 });
  await syncFolder(folder);
  return own;
}

/** Keeps saying that the folder has its process. Returns what ends it. */
export function beat(own: string): () => void {
  const touch = (): void => {
    const now = new Date();
    utimes(join(own, ownerFile), now, now).catch(() => {});
  };
  const timer = setInterval(touch, beatMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Takes over what processes that are gone have left: each folder is moved into the own one, which only one can do. Gives
 * their places, longest silent first. `isAlone`: no other process can be at work on this data folder.
 */
export async function takeOver(folder: string, own: string, isAlone: boolean): Promise<string[]> {
  const left: { path: string; silentSince: number }[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory() || path === own) continue;
    const silentSince = await silenceOf(path, isAlone);
    if (silentSince !== null) left.push({ path, silentSince });
  }
  const taken: string[] = [];
  for (const { path } of left.sort((a, b) => a.silentSince - b.silentSince)) {
    const place = join(own, `taken-${randomUUID()}`);
    const isOurs = await rename(path, place).then(
      () => true,
      () => false,
    );
    if (isOurs) taken.push(place);
  }
  if (taken.length > 0) await syncFolder(own);
  return taken;
}

/** Since when nobody has touched it, in milliseconds since 1970; null where it has its process. */
async function silenceOf(path: string, isAlone: boolean): Promise<number | null> {
  const file = join(path, ownerFile);
  const [identity, touched] = await Promise.all([
    readFile(file, 'utf8').catch(() => ''),
    stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
  ]);
  const liveness = livenessOf(identity);
  const isGone = isAlone || liveness === 'dead' || (liveness === 'unknown' && Date.now() - touched > silentMs);
  return isGone ? touched : null;
}

/** A name in a folder outlives a loss of power only after this. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

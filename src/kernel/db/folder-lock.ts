import { readFileSync, unlinkSync } from 'node:fs';
import { mkdir, open, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { databaseProblem } from './problems.ts';
import { livenessOf, parseIdentity, processIdentity } from './process-identity.ts';

/** How often the holder touches its lock file. */
const heartbeatMs = 2_000;
/** A holder on another machine or in another container that has not touched the file for so long is gone. */
const silenceMs = 10_000;
/** Taking over takes milliseconds; a guard file this old was left by a process that died while doing it. */
const guardMs = 10_000;

interface LockRecord {
  readonly identity: string;
  readonly host: string;
}

export interface FolderLock {
  /** Called when another process has taken the folder (this one was asleep for long): writing must stop. */
  onLost: (() => void) | undefined;
  release(): Promise<void>;
}

/**
 * Takes the folder for this process by the file `lock` in it: the embedded engine does not notice a second process
 * and both would lose rows. A lock left by a dead process is taken over. A holder that cannot be looked at (another
 * container or machine on a shared disk) is watched for `silenceMs`. Throws Problem `data-folder-in-use`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => refuseFolder(folder, cause));
  const path = join(folder, 'lock');
  const record: LockRecord = { identity: processIdentity(), host: hostname() };
  while (!(await create(path, record, folder))) {
    const holder = await read(path);
    if (!holder) continue;
    if (await isHeld(path, holder.record)) throw inUse(folder, holder.record);
    await removeStale(path, holder.text);
  }
  return holdLock(path, record);
}

function refuseFolder(folder: string, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw databaseProblem('data-folder-unusable', { folder, reason }, { cause });
}

/** False where the file exists. A reader may meet it half written: see `isHeld`. */
async function create(path: string, record: LockRecord, folder: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify(record)).finally(() => file.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return refuseFolder(folder, error);
  }
}

async function read(path: string): Promise<{ record: LockRecord | null; text: string } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { record: parseRecord(text), text };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseRecord(text: string): LockRecord | null {
  try {
    const record = JSON.parse(text) as LockRecord;
    return typeof record.identity === 'string' ? record : null;
  } catch {
    return null;
  }
}

/** A record that cannot be read is being written just now, or its writer died at it: the time stamp tells. */
async function isHeld(path: string, record: LockRecord | null): Promise<boolean> {
  const liveness = record ? livenessOf(record.identity) : 'unknown';
  if (liveness !== 'unknown') return liveness === 'alive';
  return beats(path);
}

/** Watches the time stamp itself, not its distance from our clock: clocks of machines differ. */
async function beats(path: string): Promise<boolean> {
  const before = await stampOf(path);
  for (let waited = 0; waited < silenceMs; waited += 200) {
    await sleep(200);
    if ((await stampOf(path)) !== before) return true;
  }
  return false;
}

async function stampOf(path: string): Promise<number> {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => 0,
  );
}

/**
 * Removes a dead process's lock. Two processes may see the same one: the guard file lets one of them act, and it acts
 * only when the lock is still the one that was judged.
 */
async function removeStale(path: string, judged: string): Promise<void> {
  const guard = `${path}.takeover`;
  try {
    await writeFile(guard, processIdentity(), { flag: 'wx' });
  } catch {
    await dropOldGuard(guard);
    await sleep(20);
    return;
  }
  try {
    const current = await read(path);
    if (current?.text === judged) await unlink(path);
  } finally {
    await unlink(guard).catch(() => {});
  }
}

async function dropOldGuard(guard: string): Promise<void> {
  const stamp = await stampOf(guard);
  if (stamp === 0 || Date.now() - stamp < guardMs) return;
  const aside = `${guard}.${process.pid}`;
  await rename(guard, aside).then(
    () => unlink(aside),
    () => {},
  );
}

function inUse(folder: string, record: LockRecord | null): Error {
  const processId = record ? String(parseIdentity(record.identity)?.pid ?? '?') : '?';
  return databaseProblem('data-folder-in-use', { folder, processId, host: record?.host ?? '?' });
}

function holdLock(path: string, record: LockRecord): FolderLock {
  const text = JSON.stringify(record);
  const removeAtExit = () => removeOwn(path, text);
  const timer = setInterval(() => void beat(), heartbeatMs);
  timer.unref();
  process.once('exit', removeAtExit);
  const lock: FolderLock = {
    onLost: undefined,
    async release() {
      clearInterval(timer);
      process.off('exit', removeAtExit);
      removeOwn(path, text);
    },
  };
  async function beat(): Promise<void> {
    const current = await read(path).catch(() => undefined);
    const now = new Date();
    if (current?.text === text) return void (await utimes(path, now, now).catch(() => {}));
    clearInterval(timer);
    lock.onLost?.();
  }
  return lock;
}

function removeOwn(path: string, text: string): void {
  try {
    if (readFileSync(path, 'utf8') === text) unlinkSync(path);
  } catch {
    // Gone already, or the folder itself was removed: nothing is held any more.
  }
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OperationsContext } from './context.ts';
import { operationsMessages as messages } from './messages.ts';
import type { DoctorResult } from './model.ts';

/** A file that is just arriving is named only when it is complete. */
const arrivingMs = 3_600_000;

/** Compares the kept files with what names them. Missing ones are a loss; those that nobody names only take space. */
export async function checkKeptFiles(context: OperationsContext): Promise<DoctorResult> {
  const folder = join(context.dataFolder, 'files');
  const kept = new Set<string>();
  for await (const sha256 of keptFiles(folder)) kept.add(sha256);
  const total = kept.size;
  let missing = 0;
  const named = new Set<string>();
  for await (const sha256 of context.referencedFiles()) {
    if (named.has(sha256)) continue;
    named.add(sha256);
    if (!kept.delete(sha256) && !(await ageMs(folder, sha256))) missing++;
  }
  for (const sha256 of kept) if (((await ageMs(folder, sha256)) ?? 0) < arrivingMs) kept.delete(sha256);
  const value = `${total} kept, ${missing} missing, ${kept.size} unnamed`;
  if (missing > 0) return { ok: false, value, advice: messages.adviceMissingFiles };
  return kept.size > 0 ? { ok: 'warning', value, advice: messages.adviceOrphanFiles } : { ok: true, value };
}

/** Null where the file is not there: it may also have come after the folder was listed. */
async function ageMs(folder: string, sha256: string): Promise<number | null> {
  const info = await stat(join(folder, sha256.slice(0, 2), sha256)).catch(() => null);
  return info && Math.max(Date.now() - info.mtimeMs, 1);
}

async function* keptFiles(folder: string): AsyncGenerator<string> {
  for (const prefix of await readdir(folder).catch(() => [])) {
    if (/^[0-9a-f]{2}$/.test(prefix)) {
      for (const name of await readdir(join(folder, prefix))) if (/^[0-9a-f]{64}$/.test(name)) yield name;
    }
  }
}

import { mkdir, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Where this process unpacks. A node alone on its data folder empties the whole; of nodes that share one each has a
 * folder of its own, and what dead processes of this machine left goes.
 */
export async function ownWorkFolder(folder: string, isAlone: boolean): Promise<string> {
  if (isAlone) await rm(folder, { recursive: true, force: true });
  const own = join(folder, `${hostname()}-${process.pid}`);
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = name.startsWith(`${hostname()}-`) ? Number(name.slice(hostname().length + 1)) : null;
    if (pid !== null && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  return own;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

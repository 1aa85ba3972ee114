import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../kernel/engines.ts';

const MiB = 1024 * 1024;

/** A disk of its own that a test fills and empties. Only root may mount one. */
export class SmallDisk {
  readonly folder = temporaryFolder();
  /** False where it could not be had: nothing may be tried then. */
  readonly isMounted: boolean;
  readonly #ballast = join(this.folder, 'ballast');

  constructor(sizeMiB: number) {
    const mounting = ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', this.folder];
    this.isMounted = process.getuid?.() === 0 && spawnSync('mount', mounting).status === 0;
  }

  /** Writes a file that leaves so much of it. */
  fill(leftMiB: number): void {
    const { bavail, bsize } = statfsSync(this.folder);
    const handle = openSync(this.#ballast, 'a');
    const block = Buffer.alloc(64 * 1024);
    for (let left = bavail * bsize - leftMiB * MiB; left > 0; left -= block.length) {
      try {
        writeSync(handle, block, 0, Math.min(left, block.length));
      } catch {
        break;
      }
    }
    closeSync(handle);
  }

  makeRoom(): void {
    rmSync(this.#ballast, { force: true });
  }

  remove(): void {
    if (this.isMounted) spawnSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const noSmallDisk = 'a small disk cannot be mounted here (that needs root)';

import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from '../../kernel/index.ts';
import type { Month } from './month.ts';
import type { MonthMark } from './month-mark.ts';
import { writeMonth } from './write-month.ts';

export interface MonthFile {
  readonly sizeBytes: number;
  /** Of its bytes: the same values give the same one. */
  readonly etag: string;
}

/** A file that stays readable until its handle is closed, whatever becomes of its name. */
export interface OpenMonth extends MonthFile {
  readonly handle: FileHandle;
}

interface KeptMonth extends MonthFile {
  readonly path: string;
}

/**
 * Files of months in the work folder, each made once for its mark; a newer one takes the place of the older. Together they
 * have at most `mostBytes`: beyond, those go that nobody asked for longest; the newest stays however large it is.
 */
export class MonthFiles {
  readonly #db: Db;
  readonly #folder: string;
  readonly #mostBytes: number | null;
  /** Those asked for last stand at the end. */
  readonly #making = new Map<string, Promise<KeptMonth>>();
  readonly #kept = new Map<string, KeptMonth>();

  constructor(db: Db, workFolder: string, mostBytes: number | null) {
    this.#db = db.lane('run');
    this.#folder = join(workFolder, 'months');
    this.#mostBytes = mostBytes;
  }

  /** Those who ask at once wait for one making. Who opens it closes it. */
  async open(network: string, month: Month, approvedOnly: boolean, mark: MonthMark): Promise<OpenMonth> {
    for (;;) {
      const { path, sizeBytes, etag } = await this.#of(network, month, approvedOnly, mark);
      try {
        return { sizeBytes, etag, handle: await open(path) };
      } catch (error) {
        // It went between its making and this reader: it is made anew.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
  }

  #of(network: string, month: Month, approvedOnly: boolean, mark: MonthMark): Promise<KeptMonth> {
    const place = `${network}-${month.name}-${approvedOnly ? 'approved' : 'all'}`;
    const key = `${place}-${mark.state}`;
    let making = this.#making.get(key);
    if (making) {
      this.#making.delete(key);
    } else {
      this.#forgetOthers(place);
      making = this.#make(network, month, approvedOnly, key);
      making.catch(() => this.#making.delete(key));
    }
    this.#making.set(key, making);
    return making;
  }

  async #make(network: string, month: Month, approvedOnly: boolean, key: string): Promise<KeptMonth> {
    await mkdir(this.#folder, { recursive: true });
    // A name of its own: one that goes is never one that has come again under the same mark.
    const path = join(this.#folder, `${key}-${randomUUID()}.parquet`);
    const arriving = `${path}.arriving`;
    try {
      await writeMonth(this.#db, network, month, approvedOnly, arriving);
      await rename(arriving, path);
    } finally {
      await rm(arriving, { force: true });
    }
    const file = { path, sizeBytes: (await stat(path)).size, etag: `"${await digestOf(path)}"` };
    this.#kept.set(key, file);
    if (this.#making.has(key)) await this.#makeRoom(key);
    else await this.#forget(key);
    return file;
  }

  async #makeRoom(newest: string): Promise<void> {
    let bytes = [...this.#kept.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const key of [...this.#making.keys()]) {
      if (this.#mostBytes === null || bytes <= this.#mostBytes) return;
      const file = this.#kept.get(key);
      if (!file || key === newest) continue;
      bytes -= file.sizeBytes;
      await this.#forget(key);
    }
  }

  /** Earlier states of the month. */
  #forgetOthers(place: string): void {
    for (const key of [...this.#making.keys()]) if (key.startsWith(`${place}-`)) void this.#forget(key);
  }

  /** A file that somebody still reads stays on the disk until he is done: only its name goes. */
  async #forget(key: string): Promise<void> {
    this.#making.delete(key);
    const file = this.#kept.get(key);
    this.#kept.delete(key);
    if (file) await rm(file.path, { force: true }).catch(() => {});
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('base64url');
}

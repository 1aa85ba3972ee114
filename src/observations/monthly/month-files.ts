import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../../kernel/index.ts';
import type { Month } from './month.ts';
import type { MonthMark } from './month-mark.ts';
import { writeMonth } from './write-month.ts';

export interface MonthFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of its bytes: the same values give the same one. */
  readonly etag: string;
}

/** Files of months in the work folder, each made once for its mark; a newer one takes the place of the older. */
export class MonthFiles {
  readonly #db: Db;
  readonly #folder: string;
  readonly #making = new Map<string, Promise<MonthFile>>();

  constructor(db: Db, workFolder: string) {
    this.#db = db.lane('run');
    this.#folder = join(workFolder, 'months');
  }

  /** Those who ask at once wait for one making. */
  of(network: string, month: Month, approvedOnly: boolean, mark: MonthMark): Promise<MonthFile> {
    const place = `${network}-${month.name}-${approvedOnly ? 'approved' : 'all'}`;
    const key = `${place}-${mark.state}`;
    let making = this.#making.get(key);
    if (!making) {
      making = this.#make(network, month, approvedOnly, key);
      this.#making.set(key, making);
      making.catch(() => this.#making.delete(key));
      this.#forgetOthers(place, key);
    }
    return making;
  }

  async #make(network: string, month: Month, approvedOnly: boolean, key: string): Promise<MonthFile> {
    await mkdir(this.#folder, { recursive: true });
    const [path, arriving] = [join(this.#folder, `${key}.parquet`), join(this.#folder, randomUUID())];
    try {
      await writeMonth(this.#db, network, month, approvedOnly, arriving);
      await rename(arriving, path);
    } finally {
      await rm(arriving, { force: true });
    }
    return { path, sizeBytes: (await stat(path)).size, etag: `"${await digestOf(path)}"` };
  }

  /** A file that somebody still reads stays on the disk until he is done: only its name goes. */
  #forgetOthers(place: string, key: string): void {
    for (const [other, making] of this.#making) {
      if (other === key || !other.startsWith(`${place}-`)) continue;
      this.#making.delete(other);
      void making.then(({ path }) => rm(path, { force: true })).catch(() => {});
    }
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('base64url');
}

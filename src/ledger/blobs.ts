import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface Blob {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Raw bytes of deliveries, content-addressed: `files/ab/abcd…` in the data folder. A file is complete, synced and
 * renamed before its checksum is known to anybody, so a kept checksum always leads to whole bytes.
 */
export class BlobStore {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }

  async put(bytes: Readable, signal?: AbortSignal): Promise<Blob> {
    const arriving = join(this.folder, 'arriving', randomUUID());
    await mkdir(dirname(arriving), { recursive: true });
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(bytes, measure, createWriteStream(arriving), ...(signal ? [{ signal }] : []));
      await syncFile(arriving);
      const sha256 = hash.digest('hex');
      await this.#keep(arriving, sha256);
      return { sha256, sizeBytes };
    } finally {
      await rm(arriving, { force: true });
    }
  }

  async has(sha256: string): Promise<boolean> {
    return access(this.path(sha256)).then(
      () => true,
      () => false,
    );
  }

  /** Checksums of all kept files, for `doctor` and `backup`. */
  async *list(): AsyncGenerator<Blob> {
    for (const prefix of await readdir(this.folder).catch(() => [])) {
      if (prefix.length !== 2) continue;
      for (const sha256 of await readdir(join(this.folder, prefix))) {
        const { size } = await stat(this.path(sha256));
        yield { sha256, sizeBytes: size };
      }
    }
  }

  async #keep(arriving: string, sha256: string): Promise<void> {
    const kept = this.path(sha256);
    await mkdir(dirname(kept), { recursive: true });
    if (await this.has(sha256)) await utimes(kept, new Date(), new Date());
    else await rename(arriving, kept);
    await syncFile(dirname(kept));
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteSource } from '../../src/formats/byte-source.ts';
import type { Companions } from '../../src/formats/companions.ts';

/** One file of an input. */
export interface Part {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Bytes in memory as a reader meets them; they go to disk only where a reader asks for a path. */
export function memorySource({ name, bytes }: Part, folder: string): ByteSource {
  let path: string | undefined;
  return {
    name,
    sizeBytes: bytes.length,
    open() {
      let read = 0;
      async function* chunks(): AsyncGenerator<Buffer> {
        if (bytes.length > 0) {
          read = bytes.length;
          yield bytes;
        }
      }
      return { bytesRead: () => read, [Symbol.asyncIterator]: chunks };
    },
    path() {
      if (path === undefined) {
        path = join(folder, `part-${Math.random().toString(36).slice(2)}`);
        writeFileSync(path, bytes);
      }
      return Promise.resolve(path);
    },
    release() {
      if (path !== undefined) rmSync(path, { force: true });
      path = undefined;
      return Promise.resolve();
    },
  };
}

/** The other parts of an input, as the files beside its first one. */
export function memoryCompanions(parts: readonly Part[], folder: string): Companions {
  const sources = new Map(
    parts.map((part) => [part.name.slice(part.name.indexOf('.') + 1), memorySource(part, folder)]),
  );
  return {
    endings: [...sources.keys()],
    find: (ending) => sources.get(ending) ?? null,
    async release() {
      for (const source of sources.values()) await source.release();
    },
  };
}

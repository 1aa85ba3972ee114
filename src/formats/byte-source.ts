import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem } from '../kernel/index.ts';
import type { InputFile } from './model.ts';
import { problem } from './problems.ts';
import type { Reading } from './reading.ts';

/** Bytes read once from start to end. `bytesRead` counts bytes of the outermost thing read so far, for progress. */
export interface ByteStream extends AsyncIterable<Buffer> {
  bytesRead(): number;
}

/** Bytes that can be read again and again: a file, what a gzip holds, an entry of a zip. */
export interface ByteSource {
  /** As people know it, with the way through archives: `2025.zip/tram.csv`. */
  readonly name: string;
  /** Null where it is known only after unpacking. */
  readonly sizeBytes: number | null;
  /** A folder of files that are one thing together; it has a path and no bytes of its own. */
  readonly isFolder?: boolean;
  open(): ByteStream;
  /** A path where the bytes stand for random access; unpacks to a temporary file if it must. */
  path(): Promise<string>;
  /** Removes the temporary file of `path()`, if there is one. */
  release(): Promise<void>;
}

// Large reads: a quarter of the time of Node's default 64 KiB on a slow disk, and still small.
const readBytes = 256 * 1024;
// Each opening reserves as much as one read gives; of thousands of small files most of that would be for nothing.
const leastReadBytes = 1024;

export function fileSource(file: InputFile, reading: Reading): ByteSource {
  const highWaterMark = Math.min(readBytes, Math.max(leastReadBytes, file.sizeBytes));
  return {
    name: file.name,
    sizeBytes: file.sizeBytes,
    open: () => counted(() => createReadStream(file.path, { highWaterMark, signal: reading.signal })),
    path: () => Promise.resolve(file.path),
    release: () => Promise.resolve(),
  };
}

/** What the gzip in `packed` holds. Several members one after another are one content (RFC 1952, 2.2). */
export function gunzipSource(packed: ByteSource, name: string, reading: Reading): ByteSource {
  const open = (): ByteStream => {
    const input = packed.open();
    return { bytesRead: () => input.bytesRead(), [Symbol.asyncIterator]: () => gunzip(input, packed.name, reading) };
  };
  return { name, sizeBytes: null, open, ...temporaryCopy(open, reading) };
}

async function* gunzip(input: ByteStream, name: string, reading: Reading): AsyncGenerator<Buffer> {
  const output = createGunzip({ chunkSize: readBytes });
  const source = Readable.from(input);
  source.on('error', (error) => output.destroy(error));
  source.pipe(output);
  let unpacked = 0;
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      reading.signal?.throwIfAborted();
      unpacked += chunk.length;
      reading.checkUnpacked(name, unpacked);
      yield chunk;
    }
  } catch (error) {
    throw gzipProblem(error, name, unpacked);
  } finally {
    source.destroy();
    output.destroy();
  }
}

function gzipProblem(error: unknown, name: string, unpacked: number): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof Problem || typeof code !== 'string' || !code.startsWith('Z_')) return error;
  const place = `byte ${unpacked}`;
  if (code === 'Z_BUF_ERROR') return problem('truncated-file', { file: name, place }, { cause: error });
  return problem('damaged-file', { file: name, place, reason: (error as Error).message }, { cause: error });
}

/** `path` and `release` for a source that can only be streamed. */
export function temporaryCopy(open: () => ByteStream, reading: Reading): Pick<ByteSource, 'path' | 'release'> {
  let copy: Promise<string> | undefined;
  const make = async () => {
    const path = await reading.temporaryPath();
    await pipeline(Readable.from(open()), createWriteStream(path));
    return path;
  };
  return {
    path: () => (copy ??= make()),
    async release() {
      if (copy) await rm(await copy, { force: true });
      copy = undefined;
    },
  };
}

/** A stream that is opened when first asked for bytes, closed when left, and counts what it gave. */
export function counted(openStream: () => Readable | Promise<Readable>): ByteStream {
  let bytes = 0;
  async function* chunks(): AsyncGenerator<Buffer> {
    const stream = await openStream();
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        yield chunk;
      }
    } finally {
      stream.destroy();
    }
  }
  return { bytesRead: () => bytes, [Symbol.asyncIterator]: chunks };
}

/** The first bytes of a source, for recognising it. */
export async function readHead(source: ByteSource, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return Buffer.concat(parts).subarray(0, bytes);
}

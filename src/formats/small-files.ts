import { fileSource, gunzipSource, type ByteSource } from './byte-source.ts';
import { recogniseSource } from './containers.ts';
import { problem } from './problems.ts';
import { Reading, type ReaderOptions } from './reading.ts';
import type { InputFile } from './model.ts';
import { openZip } from './zip.ts';

/** One small file, whole. */
export interface SmallFile {
  /** With its folders. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * The file itself, what its gzip holds, or all files of its zip in the order of their names, each whole. Throws Problem
 * `record-too-long` where one is larger than a record may be: such files have a few lines.
 */
export async function* smallFiles(file: InputFile, options: ReaderOptions): AsyncGenerator<SmallFile> {
  const reading = new Reading(options, file.sizeBytes);
  const source = fileSource(file, reading);
  try {
    yield* filesIn(source, reading);
  } finally {
    await reading.close();
  }
}

async function* filesIn(source: ByteSource, reading: Reading): AsyncGenerator<SmallFile> {
  const { kind } = await recogniseSource(source);
  if (kind === 'gzip') {
    yield* filesIn(gunzipSource(source, source.name.replace(/\.gz$/i, ''), reading), reading);
    return;
  }
  if (kind !== 'zip') {
    yield { name: source.name, bytes: await whole(source, reading) };
    return;
  }
  const zip = await openZip(source, reading);
  try {
    const entries = zip.entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
    for (const entry of entries) yield { name: entry.name, bytes: await whole(zip.source(entry), reading) };
  } finally {
    zip.close();
  }
}

async function whole(source: ByteSource, reading: Reading): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    reading.signal?.throwIfAborted();
    length += chunk.length;
    if (length > reading.limits.recordBytes) {
      throw problem('record-too-long', { file: source.name, place: 'byte 0', limit: reading.limits.recordBytes });
    }
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

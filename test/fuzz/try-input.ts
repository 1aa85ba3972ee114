import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readerOf } from '../../src/formats/readers.ts';
import { Reading, type ReaderOptions } from '../../src/formats/reading.ts';
import { headBytes, recognise } from '../../src/formats/recognise.ts';
import { inspect, readLayer, type Layer, type ReaderLimits, type RowBatch } from '../../src/formats/index.ts';
import { Problem } from '../../src/kernel/index.ts';
import { memoryCompanions, memorySource, type Part } from './memory-file.ts';
import { mutate } from './mutate.ts';
import { storedZip } from './stored-zip.ts';

/** What became of one input: read, refused with words, or a fault of ours. */
export type Outcome = 'read' | 'refused' | { readonly fault: string };

export interface Input {
  readonly parts: readonly Part[];
  /** Name of the archive whose entries the parts are; absent: the first part is the file, the others stand beside it. */
  readonly archive?: string;
  /** Changes the bytes of the archive too. */
  readonly spoil?: () => number;
}

/** The bytes of an input as one file, for whoever wants to look at it. */
export function bytesOf({ parts, archive, spoil }: Input): Buffer {
  if (archive === undefined) return parts.length === 1 ? parts[0]!.bytes : storedZip(parts);
  const zip = storedZip(parts);
  return spoil ? mutate(zip, zip, spoil) : zip;
}

const MiB = 1024 * 1024;
/** Small files need little; what asks for more is a bomb. */
const limits: Partial<ReaderLimits> = {
  unpackedBytes: 64 * MiB,
  recordBytes: 4 * MiB,
  sharedTextCharacters: 8 * MiB,
  decodeMs: 4_000,
  toolSeconds: 4,
};
/** Records that one small file may give before it counts as endless. */
const mostRecords = 3_000_000;
const batchRows = 2_000;

/**
 * Reads a file as the node does: all layers, all records. Anything thrown but a Problem is a fault. Files that stand for
 * themselves go to their reader from memory; archives, and formats that are archives, go through files.
 */
export async function tryInput(
  input: Input,
  folder: string,
  options: Omit<ReaderOptions, 'workFolder' | 'limits'>,
): Promise<Outcome> {
  const all = { ...options, workFolder: folder, limits };
  try {
    const layers = input.archive === undefined ? await fromMemory(input.parts, folder, all) : null;
    return (layers ?? (await fromFile(input, folder, all))) > 0 ? 'read' : 'refused';
  } catch (error) {
    if (error instanceof Problem) return 'refused';
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Layers that were read; null where the file is no format that a reader takes as it is. */
async function fromMemory(parts: readonly Part[], folder: string, options: ReaderOptions): Promise<number | null> {
  const main = parts[0]!;
  const recognised = recognise(main.bytes.subarray(0, headBytes));
  if (recognised.kind !== 'layers') return recognised.kind === 'zip' || recognised.kind === 'gzip' ? null : 0;
  if (recognised.format === 'csv' && (options.layouts ?? []).length > 0) return null;
  const reader = readerOf(recognised.format);
  const source = memorySource(main, folder);
  const companions = memoryCompanions(parts.slice(1), folder);
  const reading = new Reading(options, main.bytes.length);
  try {
    const { layers } = await reader.inspect(source, reading, companions);
    for (const found of layers) {
      const layer: Layer = { ...found, id: found.table ?? '', title: 'a', entry: [] };
      await readAll(reader.read(source, layer, reading, batchRows, companions));
    }
    return layers.length;
  } finally {
    await source.release();
    await companions.release();
    await reading.close();
  }
}

async function fromFile(input: Input, folder: string, options: ReaderOptions): Promise<number> {
  const path = join(folder, 'input');
  const bytes = bytesOf(input);
  writeFileSync(path, bytes);
  try {
    const file = { path, name: input.archive ?? input.parts[0]!.name, sizeBytes: bytes.length };
    const { layers } = await inspect(file, options);
    for (const layer of layers) await readAll(readLayer(file, layer, { ...options, batchRows }));
    return layers.length;
  } finally {
    rmSync(path, { force: true });
  }
}

async function readAll(batches: AsyncIterable<RowBatch>): Promise<void> {
  let records = 0;
  for await (const batch of batches) {
    records += batch.rows.length + (batch.rejected?.length ?? 0);
    if (records > mostRecords) throw new Error(`endless: more than ${mostRecords} records`);
    if (batch.rows.length !== batch.positions.length) throw new Error('rows and positions differ in number');
    if (batch.geometries && batch.geometries.length !== batch.rows.length)
      throw new Error('rows and geometries differ in number');
  }
}

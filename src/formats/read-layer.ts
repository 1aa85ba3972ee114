import { fileSource, type ByteSource } from './byte-source.ts';
import { Neighbours, noCompanions, type Companions } from './companions.ts';
import { contentOfGzip, recogniseSource } from './containers.ts';
import { geometrySetting, withGeometries } from './geometry-text/geometry-column.ts';
import type { InputFile, Layer, RowBatch } from './model.ts';
import { problem } from './problems.ts';
import { readerOf } from './readers.ts';
import { Reading, type ReaderOptions } from './reading.ts';
import { openZip, type Zip } from './zip.ts';

export interface ReadOptions extends ReaderOptions {
  /** Records in a batch; 2,000 unless told. */
  readonly batchRows?: number;
}

interface Opened {
  readonly source: ByteSource;
  readonly companions: Companions;
}

/**
 * The records of one layer that `inspect` found, in file order, streamed: memory does not grow with the file.
 * Throws the Problems of `formatProblems`; a file unchanged since its inspection gives only `record-too-long`.
 */
export async function* readLayer(file: InputFile, layer: Layer, options: ReadOptions): AsyncGenerator<RowBatch> {
  const reading = new Reading(options, file.sizeBytes);
  const zips: Zip[] = [];
  try {
    const { source, companions } = await openLayer(file, layer, reading, zips);
    const batches = readerOf(layer.format).read(source, layer, reading, options.batchRows ?? 2_000, companions);
    yield* layer.settings[geometrySetting] === undefined ? batches : withGeometries(batches, layer);
  } finally {
    for (const zip of zips.reverse()) zip.close();
    await reading.close();
  }
}

/** Goes the layer's way through archives. */
async function openLayer(file: InputFile, layer: Layer, reading: Reading, zips: Zip[]): Promise<Opened> {
  let opened: Opened = { source: fileSource(file, reading), companions: noCompanions };
  for (const name of layer.entry) {
    const { kind } = await recogniseSource(opened.source);
    if (kind === 'gzip') {
      opened = { source: contentOfGzip(opened.source, reading).source, companions: noCompanions };
    } else opened = await entryOf(opened.source, name, reading, zips);
  }
  return opened;
}

async function entryOf(packed: ByteSource, name: string, reading: Reading, zips: Zip[]): Promise<Opened> {
  const zip = await openZip(packed, reading);
  zips.push(zip);
  if (name.endsWith('/')) return { source: zip.folder(name === '/' ? '' : name), companions: noCompanions };
  const entry = zip.entries.find((other) => other.name === name);
  if (!entry) throw problem('layer-not-found', { file: packed.name, layer: name });
  return { source: zip.source(entry), companions: new Neighbours(zip).companions(entry) };
}

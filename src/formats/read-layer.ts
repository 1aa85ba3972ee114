import { fileSource, type ByteSource } from './byte-source.ts';
import { contentOfGzip, recogniseSource } from './containers.ts';
import { readCsv } from './csv/read-csv.ts';
import { readGeojson } from './geojson/read-geojson.ts';
import type { InputFile, Layer, RowBatch } from './model.ts';
import { problem } from './problems.ts';
import { Reading, type ReaderOptions } from './reading.ts';
import { readSheet } from './xlsx/read-xlsx.ts';
import { openWorkbook } from './xlsx/workbook.ts';
import { openZip, type Zip } from './zip.ts';

export interface ReadOptions extends ReaderOptions {
  /** Records in a batch; 2,000 unless told. */
  readonly batchRows?: number;
}

/**
 * The records of one layer that `inspect` found, in file order, streamed: memory does not grow with the file.
 * Throws the Problems of `formatProblems`; a file unchanged since its inspection gives only `record-too-long`.
 */
export async function* readLayer(file: InputFile, layer: Layer, options: ReadOptions): AsyncGenerator<RowBatch> {
  const reading = new Reading(options, file.sizeBytes);
  const opened: Zip[] = [];
  try {
    const source = await sourceOf(file, layer, reading, opened);
    yield* records(source, layer, reading, opened, options.batchRows ?? 2_000);
  } finally {
    for (const zip of opened.reverse()) zip.close();
    await reading.close();
  }
}

/** Goes the layer's way through archives. */
async function sourceOf(file: InputFile, layer: Layer, reading: Reading, opened: Zip[]): Promise<ByteSource> {
  let source = fileSource(file, reading);
  for (const name of layer.entry) {
    const { kind } = await recogniseSource(source);
    if (kind === 'gzip') source = contentOfGzip(source, reading).source;
    else source = await entryOf(source, name, reading, opened);
  }
  return source;
}

async function entryOf(packed: ByteSource, name: string, reading: Reading, opened: Zip[]): Promise<ByteSource> {
  const zip = await openZip(packed, reading);
  opened.push(zip);
  const entry = zip.entries.find((other) => other.name === name);
  if (!entry) throw problem('layer-not-found', { file: packed.name, layer: name });
  return zip.source(entry);
}

async function* records(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  opened: Zip[],
  batchRows: number,
): AsyncGenerator<RowBatch> {
  if (layer.format === 'csv') yield* readCsv(source, layer, reading, batchRows);
  else if (layer.format === 'xlsx') {
    const zip = await openZip(source, reading);
    opened.push(zip);
    yield* readSheet(await openWorkbook(zip, reading), layer, reading, batchRows);
  } else yield* readGeojson(source, layer, reading, batchRows);
}

import type { ByteSource } from '../byte-source.ts';
import type { Companions } from '../companions.ts';
import type { Layer, RowBatch } from '../model.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import { DbfRows, surveyDbf } from './dbf-table.ts';

/** A table of dBase III to V, FoxPro or Visual FoxPro that stands alone. */
export const dbfReader: FormatReader = {
  formats: ['dbf'],
  companions: ['dbt', 'fpt', 'cpg', 'cst', 'cdx', 'idx', 'ndx', 'mdx'],
  inspect: inspectDbf,
  read: readDbf,
};

async function inspectDbf(source: ByteSource, reading: Reading, companions: Companions): Promise<Inspected> {
  const { columns, encoding, detected, records, deleted } = await surveyDbf(source, reading, companions);
  const settings = { encoding };
  return {
    layers: [{ format: 'dbf', columns, hasGeometry: false, detected, settings, empty: records === deleted }],
  };
}

async function* readDbf(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
  companions: Companions,
): AsyncGenerator<RowBatch> {
  const batches = new RowBatches(false, batchRows);
  const rows = await DbfRows.open(source, String(layer.settings['encoding']), reading, companions);
  try {
    for (let position = 1; rows.isReady || (await rows.fill()); position += 1) {
      const row = rows.take();
      if (row === null) continue;
      batches.add(position, row);
      if (batches.isFull) yield batches.take(rows.bytesRead);
    }
    if (!batches.isEmpty) yield batches.take(rows.bytesRead);
  } finally {
    await rows.close();
  }
}

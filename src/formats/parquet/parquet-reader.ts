import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Layer, RowBatch } from '../model.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { RowBatches } from '../row-batches.ts';
import type { ParquetRow, ParquetSummary } from './parquet-table.ts';
import { ParquetThread } from './parquet-thread.ts';

/** Parquet and GeoParquet, row group by row group, large groups in parts. */
export const parquetReader: FormatReader = {
  formats: ['parquet'],
  inspect: inspectParquet,
  read: readParquet,
};

/** Cells unpacked at once. */
const mostCells = 2_000_000;

async function inspectParquet(source: ByteSource, reading: Reading): Promise<Inspected> {
  const thread = await ParquetThread.start(source, reading);
  try {
    const { columns, groupRows, hasGeometry, crs, detected } = await thread.ask<ParquetSummary>({ kind: 'summary' });
    const rows = groupRows.reduce((sum, count) => sum + count, 0);
    reading.checkUnpacked(source.name, rows * Math.max(1, columns.length));
    return {
      layers: [
        {
          format: 'parquet',
          columns: uniqueColumns(columns),
          hasGeometry,
          ...(crs ? { crs } : {}),
          detected,
          settings: {},
          empty: rows === 0,
        },
      ],
    };
  } finally {
    await thread.end();
  }
}

async function* readParquet(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const thread = await ParquetThread.start(source, reading);
  try {
    const { columns, groupRows } = await thread.ask<ParquetSummary>({ kind: 'summary' });
    const total = Math.max(
      1,
      groupRows.reduce((sum, count) => sum + count, 0),
    );
    const step = Math.max(1_000, Math.floor(mostCells / (columns.length + 1)));
    const batches = new RowBatches(layer.hasGeometry, batchRows);
    let from = 0;
    for (const count of groupRows) {
      for (const end = from + count; from < end;) {
        const to = Math.min(end, from + step);
        for (const row of await thread.ask<ParquetRow[]>({ kind: 'rows', from, to })) {
          from += 1;
          addRow(batches, layer, row, from);
          if (batches.isFull) yield batches.take(Math.round((thread.fileBytes * from) / total));
        }
      }
    }
    if (!batches.isEmpty) yield batches.take(thread.fileBytes);
  } finally {
    await thread.end();
  }
}

function addRow(batches: RowBatches, layer: Layer, { cells, geometry, fault }: ParquetRow, position: number): void {
  if (fault === null) batches.add(position, cells, geometry);
  else {
    const raw = JSON.stringify(Object.fromEntries(layer.columns.map((name, index) => [name, cells[index]])));
    batches.reject(position, 'invalid-geometry', raw, fault);
  }
}

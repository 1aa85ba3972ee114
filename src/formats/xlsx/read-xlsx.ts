import type { Cell, Layer, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import type { XlsxSettings } from './inspect-xlsx.ts';
import { newNotes, sheetRows } from './sheet-rows.ts';
import type { Workbook } from './workbook.ts';

/** Records of one sheet in row order; rows without any filled cell are none. Throws Problem `layer-not-found`. */
export async function* readSheet(
  workbook: Workbook,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as XlsxSettings;
  const sheet = workbook.sheets.find(({ name }) => name === settings.sheet);
  if (!sheet) throw problem('layer-not-found', { file: workbook.name, layer: settings.sheet });
  let rows: Cell[][] = [];
  let positions: number[] = [];
  let bytesRead = 0;
  for await (const batch of sheetRows(workbook, sheet, newNotes(), reading)) {
    bytesRead = batch.bytesRead;
    for (const { row, cells } of batch.rows) {
      if (row < settings.firstRow) continue;
      rows.push(settings.sheetColumns.map((column) => cells[column] ?? null));
      positions.push(row);
      if (rows.length < batchRows) continue;
      yield { rows, positions, bytesRead };
      rows = [];
      positions = [];
    }
  }
  if (rows.length > 0) yield { rows, positions, bytesRead };
}

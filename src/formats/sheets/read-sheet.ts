import type { Cell, Layer, LeftOut, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { isExampleRow } from './form.ts';
import { keyOfRow, type SheetSettings } from './inspect-sheet.ts';
import { newNotes, type SheetBook, type SheetEntry } from './sheet.ts';

/** Records of one sheet in row order; rows without any filled cell are none. Throws Problem `layer-not-found`. */
export async function* readSheet<Sheet extends SheetEntry>(
  book: SheetBook<Sheet>,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as SheetSettings;
  const sheet = book.sheets.find(({ name }) => name === settings.sheet);
  if (!sheet) throw problem('layer-not-found', { file: book.name, layer: settings.sheet });
  const { firstRow, lastRow, sheetColumns } = settings;
  const headerKeys = new Set(settings.headerKeys ?? []);
  let rows: Cell[][] = [];
  let positions: number[] = [];
  let leftOut: LeftOut[] = [];
  let bytesRead = 0;
  for await (const batch of book.rows(sheet, newNotes(), reading)) {
    bytesRead = batch.bytesRead;
    for (const row of batch.rows) {
      if (row.row < firstRow || (typeof lastRow === 'number' && row.row > lastRow)) continue;
      const cells = sheetColumns.map((column) => row.cells[column] ?? null);
      if (cells.every((cell) => cell === null)) continue;
      if (settings.hasExamples && isExampleRow(row)) {
        leftOut.push({ position: row.row, reason: 'example-row' });
        continue;
      }
      if (headerKeys.has(keyOfRow(row, sheetColumns))) {
        leftOut.push({ position: row.row, reason: 'header-again' });
        continue;
      }
      rows.push(cells);
      positions.push(row.row);
      if (rows.length < batchRows) continue;
      yield { rows, positions, bytesRead, ...(leftOut.length > 0 ? { leftOut } : {}) };
      rows = [];
      positions = [];
      leftOut = [];
    }
  }
  if (rows.length + leftOut.length > 0) {
    yield { rows, positions, bytesRead, ...(leftOut.length > 0 ? { leftOut } : {}) };
  }
}

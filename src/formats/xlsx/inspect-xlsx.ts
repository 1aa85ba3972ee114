import { uniqueColumns } from '../columns.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { findTable } from './sheet-header.ts';
import { newNotes, sheetRows, type SheetNotes, type SheetRow } from './sheet-rows.ts';
import type { SheetEntry, Workbook } from './workbook.ts';

/** What `readXlsx` needs to know. */
export interface XlsxSettings {
  readonly sheet: string;
  /** Sheet row where records begin. */
  readonly firstRow: number;
  /** 0-based sheet column of each column of the layer; wholly empty ones are left out. */
  readonly sheetColumns: readonly number[];
}

const headRows = 60;

/**
 * Reads one sheet to its end: the dimension it declares is not trusted, and merged cells are told only after the rows.
 * Throws Problems `too-many-columns`, `damaged-file`, `truncated-file`, `unsafe-xml`.
 */
export async function inspectSheet(workbook: Workbook, sheet: SheetEntry, reading: Reading): Promise<LayerParts> {
  const notes = newNotes();
  const head: SheetRow[] = [];
  const lastFilled: number[] = [];
  let lastRow = 0;
  for await (const { rows } of sheetRows(workbook, sheet, notes, reading)) {
    for (const row of rows) {
      if (head.length < headRows) head.push(row);
      row.cells.forEach((cell, column) => {
        if (cell !== undefined) lastFilled[column] = row.row;
      });
      lastRow = row.row;
    }
  }
  const table = findTable(head, notes.merges);
  const sheetColumns = columnsInUse(table.names, lastFilled, table.firstRow);
  if (sheetColumns.length > reading.limits.columns) {
    throw problem('too-many-columns', { file: `${workbook.name}#${sheet.name}`, limit: reading.limits.columns });
  }
  const settings: XlsxSettings = { sheet: sheet.name, firstRow: table.firstRow, sheetColumns };
  return {
    format: 'xlsx',
    columns: uniqueColumns(sheetColumns.map((column) => table.names[column] ?? '')),
    hasGeometry: false,
    detected: [...table.detected, ...noteDetections(workbook, sheet, notes)],
    settings: { ...settings },
    empty: lastRow < table.firstRow,
  };
}

/** Columns with a name, or with a cell somewhere below the header. */
function columnsInUse(names: readonly string[], lastFilled: readonly number[], firstRow: number): number[] {
  const columns: number[] = [];
  for (let column = 0; column < Math.max(names.length, lastFilled.length); column += 1) {
    const isNamed = (names[column] ?? '').trim() !== '';
    if (isNamed || (lastFilled[column] ?? 0) >= firstRow) columns.push(column);
  }
  return columns;
}

function noteDetections(workbook: Workbook, sheet: SheetEntry, notes: SheetNotes): Detection[] {
  const detected: Detection[] = [];
  const add = (what: string, value: string, reason: string) => detected.push({ what, value, reason, confidence: 1 });
  if (sheet.isHidden) add('hidden-sheet', sheet.name, 'hidden-in-workbook');
  if (workbook.is1904) add('date-system', '1904', 'declared-by-workbook');
  if (notes.formulas > 0) add('formulas', String(notes.formulas), 'last-calculated-value-read');
  if (notes.formulasWithoutValue > 0) {
    add('formulas-without-value', String(notes.formulasWithoutValue), 'never-calculated');
  }
  return detected;
}

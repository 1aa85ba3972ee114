import { uniqueColumns } from '../columns.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import { headerRowsOf, sheetRangeOf, type ReadingChoice, type SheetRange } from '../reading-choice.ts';
import type { LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { findTail, tailRows, type TailRow } from '../table-tail.ts';
import { isExampleRow } from './form.ts';
import { findTable } from './sheet-header.ts';
import {
  fontOf,
  newNotes,
  type Merge,
  type SheetBook,
  type SheetEntry,
  type SheetNotes,
  type SheetRow,
} from './sheet.ts';

/** What `readSheet` needs to know. */
export interface SheetSettings {
  readonly sheet: string;
  /** Sheet rows where records begin and end; `null`: to the end of the sheet. */
  readonly firstRow: number;
  readonly lastRow: number | null;
  /** 0-based sheet column of each column of the layer; wholly empty ones are left out. */
  readonly sheetColumns: readonly number[];
  /** The header's rows as text: where one comes again between the records, it is none. */
  readonly headerKeys: readonly string[];
  /** Rows that show how to fill in are none. */
  readonly hasExamples?: boolean;
}

const headRows = 60;

/**
 * Reads one sheet to its end: the dimension it declares is not trusted, and merged cells are told only after the rows.
 * Throws Problems `too-many-columns`, `damaged-file`, `truncated-file`, `unsafe-xml`, `unknown-setting`.
 */
export async function inspectSheet<Sheet extends SheetEntry>(
  book: SheetBook<Sheet>,
  sheet: Sheet,
  reading: Reading,
): Promise<Omit<LayerParts, 'format'>> {
  const choice = reading.choiceFor(book.name, sheet.name);
  const range = choice.range === undefined ? null : rangeOf(choice.range, book.name);
  const seen = await survey(book, sheet, reading, range, choice);
  const { head, notes, lastFilled } = seen;
  const form = book.form?.sheet === sheet.name ? book.form : null;
  const stated = form ? { from: form.headerRow, to: form.headerRow } : undefined;
  const said = chosenHeader(choice, book.name);
  const chosen = said === undefined ? stated : said;
  const table = findTable(head, notes.merges, { isUnit: reading.isUnit, chosen });
  const firstRow = choice.firstRow ?? table.firstRow;
  const sheetColumns = columnsInUse(table.names, lastFilled, firstRow).filter((column) => isInRange(column, range));
  if (sheetColumns.length > reading.limits.columns) {
    throw problem('too-many-columns', { file: `${book.name}#${sheet.name}`, limit: reading.limits.columns });
  }
  const tail = tailOf(seen, firstRow, sheetColumns.length);
  const lastRow =
    choice.lastRow ?? tail.lastRecord ?? (range && Number.isSafeInteger(range.lastRow + 1) ? range.lastRow : null);
  const settings: SheetSettings = {
    sheet: sheet.name,
    firstRow,
    lastRow,
    sheetColumns,
    headerKeys: headerKeys(head, table.headerRows, sheetColumns),
    ...(form ? { hasExamples: true } : {}),
  };
  return {
    columns: uniqueColumns(sheetColumns.map((column) => table.names[column] ?? '')),
    hasGeometry: false,
    ...fontsOf(notes, sheetColumns),
    detected: [
      ...(book.detected ?? []),
      ...table.detected,
      ...(form ? [{ what: 'form', value: sheet.name, reason: 'made-for-filling-in', confidence: 1 }] : []),
      ...(choice.lastRow === undefined ? tail.detected : []),
      ...noteDetections(book, sheet, notes),
    ],
    settings: { ...settings },
    empty: seen.lastRow < firstRow,
  };
}

interface Survey {
  readonly head: SheetRow[];
  readonly tail: SheetRow[];
  readonly notes: SheetNotes;
  readonly lastFilled: number[];
  readonly lastRow: number;
}

async function survey<Sheet extends SheetEntry>(
  book: SheetBook<Sheet>,
  sheet: Sheet,
  reading: Reading,
  range: SheetRange | null,
  choice: ReadingChoice,
): Promise<Survey> {
  const notes = newNotes();
  const head: SheetRow[] = [];
  let tail: SheetRow[] = [];
  const lastFilled: number[] = [];
  let lastRow = 0;
  const hasExamples = book.form?.sheet === sheet.name;
  const wantedHead = headRows + (headerRowsOf(choice.headerRow ?? '')?.to ?? 0);
  for await (const { rows } of book.rows(sheet, notes, reading)) {
    for (const whole of rows) {
      const row = range ? cut(whole, range) : whole;
      if (
        row === null ||
        (hasExamples && isExampleRow(row)) ||
        (choice.lastRow !== undefined && row.row > choice.lastRow)
      )
        continue;
      if (head.length < headRows || (row.row <= wantedHead && head.length < 10_000)) head.push(row);
      tail.push(row);
      if (tail.length >= tailRows * 8) tail = tail.slice(-tailRows);
      row.cells.forEach((cell, column) => {
        if (cell !== undefined) lastFilled[column] = row.row;
      });
      lastRow = Math.max(lastRow, row.row);
    }
  }
  return { head, tail: tail.slice(-tailRows), notes, lastFilled, lastRow };
}

/** The cells of a row inside a range; null where there are none. */
export function cut({ row, cells }: SheetRow, range: SheetRange): SheetRow | null {
  if (row < range.firstRow || row > range.lastRow) return null;
  const inside = cells.map((cell, column) => (isInRange(column, range) ? cell : undefined));
  return inside.some((cell) => cell !== undefined) ? { row, cells: inside } : null;
}

function isInRange(column: number, range: SheetRange | null): boolean {
  return range === null || (column >= range.firstColumn && column <= range.lastColumn);
}

function rangeOf(text: string, file: string): SheetRange {
  const range = sheetRangeOf(text);
  if (!range) throw problem('unknown-setting', { file, setting: 'range', value: text });
  return range;
}

export function chosenHeader(choice: ReadingChoice, file: string): { from: number; to: number } | null | undefined {
  if (choice.headerRow === undefined) return undefined;
  const rows = headerRowsOf(choice.headerRow);
  if (rows === undefined) throw problem('unknown-setting', { file, setting: 'headerRow', value: choice.headerRow });
  return rows;
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

function tailOf({ tail, notes }: Survey, firstRow: number, width: number) {
  const rows: TailRow[] = tail
    .filter(({ row }) => row >= firstRow)
    .map((row) => ({ ...row, isMerged: isMergedText(row, notes.merges) }));
  return findTail(rows, width);
}

function isMergedText({ row }: SheetRow, merges: readonly Merge[]): boolean {
  return merges.some(
    (merge) => merge.firstRow <= row && merge.lastRow >= row && merge.lastColumn > merge.firstColumn + 1,
  );
}

/** Fonts by column, where any is told. */
function fontsOf(notes: SheetNotes, sheetColumns: readonly number[]): Pick<LayerParts, 'fonts'> {
  const fonts = sheetColumns.map((column) => fontOf(notes, column) ?? null);
  return fonts.some((font) => font !== null) ? { fonts } : {};
}

function headerKeys(head: readonly SheetRow[], rows: readonly number[], columns: readonly number[]): string[] {
  return head.filter(({ row }) => rows.includes(row)).map((row) => keyOfRow(row, columns));
}

/** A row's cells as one text, to tell rows that say the same. */
export function keyOfRow({ cells }: SheetRow, columns: readonly number[]): string {
  return columns.map((column) => String(cells[column] ?? '').trim()).join('\u001f');
}

function noteDetections(book: SheetBook, sheet: SheetEntry, notes: SheetNotes): Detection[] {
  const detected: Detection[] = [];
  const add = (what: string, value: string, reason: string) => detected.push({ what, value, reason, confidence: 1 });
  if (sheet.isHidden) add('hidden-sheet', sheet.name, 'hidden-in-workbook');
  if (book.is1904) add('date-system', '1904', 'declared-by-workbook');
  if (notes.formulas > 0) add('formulas', String(notes.formulas), 'last-calculated-value-read');
  if (notes.formulasWithoutValue > 0) {
    add('formulas-without-value', String(notes.formulasWithoutValue), 'never-calculated');
  }
  return detected;
}

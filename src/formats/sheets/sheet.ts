import type { Cell } from '../model.ts';
import type { Reading } from '../reading.ts';
import type { FormTable } from './form.ts';

export interface SheetRow {
  /** 1-based, as the sheet shows it. */
  readonly row: number;
  /** By 0-based sheet column; holes and nulls are empty cells. */
  readonly cells: readonly (Cell | undefined)[];
}

/** Cells merged into one, 0-based columns and 1-based rows, ends included. */
export interface Merge {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Seen beside the rows while a sheet is read to its end. */
export interface SheetNotes {
  merges: Merge[];
  formulas: number;
  formulasWithoutValue: number;
  /** How many texts of a column stand in which font, where the format says it. */
  readonly fonts: Map<number, Map<string, number>>;
}

export function newNotes(): SheetNotes {
  return { merges: [], formulas: 0, formulasWithoutValue: 0, fonts: new Map() };
}

export function noteFont({ fonts }: SheetNotes, column: number, font: string): void {
  let counts = fonts.get(column);
  if (!counts) fonts.set(column, (counts = new Map()));
  counts.set(font, (counts.get(font) ?? 0) + 1);
}

/** The font of most texts of a column; undefined where none is told. */
export function fontOf({ fonts }: SheetNotes, column: number): string | undefined {
  const counts = [...(fonts.get(column) ?? [])].toSorted(([, one], [, other]) => other - one);
  return counts[0]?.[0];
}

// Titles and headers are merged by tens; a sheet with more than this has merged data cells, which tell nothing here.
const maxMerges = 20_000;

export function noteMerge(notes: SheetNotes, merge: Merge): void {
  if (notes.merges.length < maxMerges) notes.merges.push(merge);
}

export interface SheetEntry {
  readonly name: string;
  readonly isHidden: boolean;
}

/** Rows with at least one cell that is not empty, a few at a time, with the bytes of the file read so far. */
export interface SheetRows {
  readonly rows: readonly SheetRow[];
  readonly bytesRead: number;
}

/** A spreadsheet of any format. What its sheets are read by stands here once: finding headers, tails, columns. */
export interface SheetBook<Sheet extends SheetEntry = SheetEntry> {
  readonly name: string;
  readonly sheets: readonly Sheet[];
  readonly is1904?: boolean;
  /** The table of a workbook that was made for filling in. */
  readonly form?: FormTable | null;
  /** How a declared or guessed encoding was found, where the format leaves it open. */
  readonly detected?: readonly { what: string; value: string; reason: string; confidence: number }[];
  rows(sheet: Sheet, notes: SheetNotes, reading: Reading): AsyncGenerator<SheetRows>;
}

/** The last column that any spreadsheet format can have (XFD). */
export const lastSheetColumn = 16_383;

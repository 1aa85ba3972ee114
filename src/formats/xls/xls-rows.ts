import type { Cell } from '../model.ts';
import { problem } from '../problems.ts';
import type { Reading } from '../reading.ts';
import { isoFromSerial } from '../sheets/dates.ts';
import { noteMerge, type SheetNotes, type SheetRow, type SheetRows } from '../sheets/sheet.ts';
import { biff, biffRecords, codepageText, rkNumber, shortText, type BiffRecord } from './biff.ts';
import type { XlsBook, XlsSheet } from './xls-book.ts';

/** Held at once where a writer put cells down in no order of rows. */
const mostCellsHeld = 4_000_000;
const rowsAtOnce = 1_000;

/**
 * Rows of one worksheet. Nearly every writer puts cells down row after row: then they stream. Where a look at the
 * sheet shows another order, its cells are held and sorted.
 */
export async function* xlsRows(
  book: XlsBook,
  sheet: XlsSheet,
  notes: SheetNotes,
  reading: Reading,
): AsyncGenerator<SheetRows> {
  const cells = new XlsCells(book, notes, await areInOrder(book, sheet, reading));
  let bytesRead = sheet.offset;
  for await (const records of sheetRecords(book, sheet, reading)) {
    for (const record of records) {
      cells.take(record);
      bytesRead = record.at;
    }
    while (cells.waiting >= rowsAtOnce) yield { rows: cells.give(rowsAtOnce), bytesRead };
  }
  cells.end();
  while (cells.waiting > 0) yield { rows: cells.give(rowsAtOnce), bytesRead };
}

/** The records of a sheet, without those of charts inside it. */
async function* sheetRecords(book: XlsBook, sheet: XlsSheet, reading: Reading): AsyncGenerator<BiffRecord[]> {
  let depth = 0;
  let last = false;
  const place = `${book.file.name}#${sheet.name}`;
  if (sheet.offset >= book.stream.sizeBytes)
    throw problem('truncated-file', { file: place, place: `byte ${sheet.offset}` });
  for await (const records of biffRecords(book.file.read(book.stream, sheet.offset), sheet.offset)) {
    reading.signal?.throwIfAborted();
    const own: BiffRecord[] = [];
    for (const record of records) {
      if (record.type === biff.bof) depth += 1;
      else if (record.type === biff.eof) depth -= 1;
      else if (depth === 1) own.push(record);
      if (depth === 0) {
        if (record.type !== biff.eof) {
          throw problem('damaged-file', { file: place, place: `byte ${record.at}`, reason: 'BOF' });
        }
        last = true;
        break;
      }
    }
    yield own;
    if (last) return;
  }
  throw problem('truncated-file', { file: place, place: `byte ${book.stream.sizeBytes}` });
}

const cellTypes = new Set<number>([
  ...[biff.number, biff.label, biff.rstring, biff.labelsst, biff.rk, biff.mulrk, biff.boolerr, biff.formula],
]);

async function areInOrder(book: XlsBook, sheet: XlsSheet, reading: Reading): Promise<boolean> {
  let last = 0;
  for await (const records of sheetRecords(book, sheet, reading)) {
    for (const { type, body } of records) {
      if (!cellTypes.has(type) || body.length < 2) continue;
      const row = body.readUInt16LE(0);
      if (row < last) return false;
      last = row;
    }
  }
  return true;
}

class XlsCells {
  readonly #book: XlsBook;
  readonly #notes: SheetNotes;
  readonly #isOrdered: boolean;
  readonly #rows = new Map<number, (Cell | undefined)[]>();
  #ready: SheetRow[] = [];
  #held = 0;
  #row = -1;
  #textOf: { readonly row: number; readonly column: number } | null = null;

  constructor(book: XlsBook, notes: SheetNotes, isOrdered: boolean) {
    this.#book = book;
    this.#notes = notes;
    this.#isOrdered = isOrdered;
  }

  get waiting(): number {
    return this.#ready.length;
  }

  give(count: number): SheetRow[] {
    return this.#ready.splice(0, count);
  }

  take({ type, body }: BiffRecord): void {
    if (type === biff.mergecells) return this.#merges(body);
    if (type === biff.string) return this.#formulaText(body);
    if (!cellTypes.has(type) || body.length < 6) return;
    const [row, column, style] = [body.readUInt16LE(0), body.readUInt16LE(2), body.readUInt16LE(4)];
    if (type === biff.mulrk) return this.#manyNumbers(row, column, body);
    this.#put(row, column, this.#cell(type, body, row, column, style));
  }

  end(): void {
    this.#flush();
    if (!this.#isOrdered) this.#ready.sort((left, right) => left.row - right.row);
  }

  #cell(type: number, body: Buffer, row: number, column: number, style: number): Cell {
    switch (type) {
      case biff.labelsst:
        return body.length >= 10 ? (this.#book.texts[body.readUInt32LE(6)] ?? null) : null;
      case biff.number:
        return body.length >= 14 ? this.#number(body.readDoubleLE(6), style) : null;
      case biff.rk:
        return body.length >= 10 ? this.#number(rkNumber(body.readInt32LE(6)), style) : null;
      case biff.boolerr:
        return body[7] === 0 ? body[6] === 1 : null;
      case biff.formula:
        return this.#formula(body, row, column, style);
      default:
        return this.#label(body);
    }
  }

  #label(body: Buffer): string {
    if (this.#book.isUnicode) return shortText(body, 6, 2);
    if (body.length < 8) return '';
    return codepageText(body.subarray(8, 8 + body.readUInt16LE(6)), this.#book.codepage);
  }

  /** The value calculated last ([MS-XLS] 2.5.133); a text follows in a record of its own. */
  #formula(body: Buffer, row: number, column: number, style: number): Cell {
    this.#notes.formulas += 1;
    if (body.length < 14) return null;
    if (body.readUInt16LE(12) !== 0xffff) return this.#number(body.readDoubleLE(6), style);
    if (body[6] === 0) this.#textOf = { row, column };
    return body[6] === 1 ? body[8] === 1 : null;
  }

  #formulaText(body: Buffer): void {
    if (!this.#textOf) return;
    const { row, column } = this.#textOf;
    this.#textOf = null;
    const text = this.#book.isUnicode
      ? shortText(body, 0, 2)
      : codepageText(body.subarray(2, 2 + (body.length >= 2 ? body.readUInt16LE(0) : 0)), this.#book.codepage);
    this.#put(row, column, text);
  }

  #manyNumbers(row: number, first: number, body: Buffer): void {
    for (let at = 4, column = first; at + 6 <= body.length - 2; at += 6, column += 1) {
      this.#put(row, column, this.#number(rkNumber(body.readInt32LE(at + 2)), body.readUInt16LE(at)));
    }
  }

  #number(number: number, style: number): Cell {
    if (!Number.isFinite(number)) return null;
    const dateStyle = this.#book.dateStyles[style] ?? 'none';
    return dateStyle === 'none' ? number : (isoFromSerial(number, this.#book.is1904, dateStyle) ?? number);
  }

  #put(row: number, column: number, cell: Cell): void {
    if (this.#isOrdered && row !== this.#row) this.#flush();
    this.#row = row;
    if (cell === null || cell === '') return;
    let cells = this.#rows.get(row);
    if (!cells) this.#rows.set(row, (cells = []));
    cells[column] = cell;
    this.#held += 1;
    if (this.#held > mostCellsHeld) {
      throw problem('workbook-too-large', { file: this.#book.file.name, limit: mostCellsHeld });
    }
  }

  #flush(): void {
    for (const [row, cells] of this.#rows) this.#ready.push({ row: row + 1, cells });
    this.#rows.clear();
    if (this.#isOrdered) this.#held = 0;
  }

  #merges(body: Buffer): void {
    for (let at = 2; at + 8 <= body.length; at += 8) {
      noteMerge(this.#notes, {
        firstRow: body.readUInt16LE(at) + 1,
        lastRow: body.readUInt16LE(at + 2) + 1,
        firstColumn: body.readUInt16LE(at + 4),
        lastColumn: body.readUInt16LE(at + 6),
      });
    }
  }
}

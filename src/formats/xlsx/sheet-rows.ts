import type { Cell } from '../model.ts';
import type { Reading } from '../reading.ts';
import { isoFromSerial } from '../sheets/dates.ts';
import { lastSheetColumn, noteFont, noteMerge, type SheetNotes, type SheetRow } from '../sheets/sheet.ts';
import { xmlEvents } from '../xml/xml-stream.ts';
import type { XmlHandler } from '../xml/xml-parser.ts';
import { RichText, unescapeText, type SheetEntry, type Workbook } from './workbook.ts';

/** Rows with at least one cell that is not empty, a few at a time, with the packed bytes read so far. */
export async function* sheetRows(
  workbook: Workbook,
  sheet: SheetEntry,
  notes: SheetNotes,
  reading: Reading,
): AsyncGenerator<{ readonly rows: readonly SheetRow[]; readonly bytesRead: number }> {
  const cells = new SheetCells(workbook, notes);
  const input = { source: workbook.sheetSource(sheet), file: workbook.name, part: sheet.part, encoding: null };
  for await (const bytesRead of xmlEvents(input, reading, cells)) {
    const rows = cells.take();
    if (rows.length > 0) yield { rows, bytesRead };
  }
}

/** Makes rows of the events of one worksheet part (ECMA-376 part 1, 18.3.1). */
class SheetCells implements XmlHandler {
  readonly #workbook: Workbook;
  readonly #notes: SheetNotes;
  readonly #richText = new RichText();
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: (Cell | undefined)[] = [];
  #isFilled = false;
  #column = -1;
  #type = 'n';
  #style = 0;
  #value = '';
  #hasValue = false;
  #hasFormula = false;
  #inValue = false;
  #inInline = false;

  constructor(workbook: Workbook, notes: SheetNotes) {
    this.#workbook = workbook;
    this.#notes = notes;
  }

  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#inValue = true;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'f') this.#hasFormula = true;
    else if (name === 'is') this.#inInline = true;
    else if (name === 'mergeCell') this.#merge(attributes['ref']);
    if (this.#inInline) this.#richText.open(name);
  }

  close(name: string): void {
    if (this.#inInline) this.#richText.close(name);
    if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else if (name === 'is') this.#inInline = false;
  }

  text(text: string): void {
    if (this.#inValue) {
      this.#value += text;
      this.#hasValue = true;
    } else if (this.#inInline) this.#richText.text(text);
  }

  #openRow(attributes: Readonly<Record<string, string>>): void {
    const row = Number(attributes['r']);
    // Rows and cells may leave out where they stand; then they follow one another.
    this.#row = Number.isInteger(row) && row > 0 ? row : this.#row + 1;
    this.#cells = [];
    this.#isFilled = false;
    this.#column = -1;
  }

  #closeRow(): void {
    if (this.#isFilled) this.#rows.push({ row: this.#row, cells: this.#cells });
    this.#cells = [];
  }

  #openCell(attributes: Readonly<Record<string, string>>): void {
    const column = columnOf(attributes['r']);
    this.#column = column ?? this.#column + 1;
    this.#type = attributes['t'] ?? 'n';
    this.#style = Number(attributes['s'] ?? 0);
    this.#value = '';
    this.#hasValue = false;
    this.#hasFormula = false;
  }

  #closeCell(): void {
    if (this.#hasFormula) {
      this.#notes.formulas += 1;
      if (!this.#hasValue) this.#notes.formulasWithoutValue += 1;
    }
    const cell = this.#cell();
    if (cell === null || cell === '' || this.#column > lastSheetColumn) return;
    this.#cells[this.#column] = cell;
    this.#isFilled = true;
    const font = typeof cell === 'string' ? this.#workbook.fonts[this.#style] : undefined;
    if (font) noteFont(this.#notes, this.#column, font);
  }

  #cell(): Cell {
    if (this.#type === 'inlineStr') return this.#richText.take();
    if (!this.#hasValue) return null;
    switch (this.#type) {
      case 's':
        return this.#workbook.sharedStrings[Number(this.#value)] ?? null;
      case 'str':
      case 'd':
        return unescapeText(this.#value);
      case 'b':
        return this.#value.trim() === '1' || this.#value.trim() === 'true';
      case 'e':
        return null;
      default:
        return this.#number();
    }
  }

  #number(): Cell {
    const number = Number(this.#value);
    if (this.#value.trim() === '' || Number.isNaN(number)) return this.#value;
    const style = this.#workbook.dateStyles[this.#style] ?? 'none';
    if (style === 'none') return number;
    return isoFromSerial(number, this.#workbook.is1904, style) ?? number;
  }

  #merge(reference: string | undefined): void {
    const found = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(reference ?? '');
    if (!found) return;
    noteMerge(this.#notes, {
      firstColumn: columnNumber(found[1]!),
      firstRow: Number(found[2]),
      lastColumn: columnNumber(found[3]!),
      lastRow: Number(found[4]),
    });
  }
}

/** 0-based column of a reference such as `AB12`; null when there is none. */
function columnOf(reference: string | undefined): number | null {
  if (reference === undefined) return null;
  let column = 0;
  let index = 0;
  for (; index < reference.length; index += 1) {
    const code = reference.charCodeAt(index);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return index === 0 ? null : column - 1;
}

function columnNumber(letters: string): number {
  return columnOf(letters) ?? 0;
}

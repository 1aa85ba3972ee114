import type { ByteSource } from '../byte-source.ts';
import type { Cell } from '../model.ts';
import type { Reading } from '../reading.ts';
import { bookReader } from '../sheets/book-reader.ts';
import {
  lastSheetColumn,
  noteMerge,
  type SheetEntry,
  type SheetNotes,
  type SheetRow,
  type SheetRows,
} from '../sheets/sheet.ts';
import { attributeOf, type Attributes, type XmlHandler } from '../xml/xml-parser.ts';
import { readXml, xmlEvents } from '../xml/xml-stream.ts';

interface XmlSheet extends SheetEntry {
  readonly place: number;
}

/** XML Spreadsheet 2003, which many systems write under the name `.xls`. The file is streamed once for each sheet. */
export const xmlSheetReader = bookReader<XmlSheet>('xml-sheet', async (source, reading) => ({
  book: {
    name: source.name,
    sheets: await listSheets(source, reading),
    rows: (sheet, notes) => sheetRows(source, sheet, notes, reading),
  },
  close: () => {},
}));

async function listSheets(source: ByteSource, reading: Reading): Promise<XmlSheet[]> {
  const sheets: { name: string; isHidden: boolean; place: number }[] = [];
  let isVisibleWord = false;
  const worksheets: XmlHandler = {
    open(name, attributes) {
      isVisibleWord = name === 'Visible';
      if (name !== 'Worksheet') return;
      const title = attributeOf(attributes, 'Name') ?? `Sheet${sheets.length + 1}`;
      sheets.push({ name: title, isHidden: false, place: sheets.length });
    },
    close() {
      isVisibleWord = false;
    },
    text(text) {
      const sheet = sheets.at(-1);
      if (isVisibleWord && sheet) sheet.isHidden = /hidden/i.test(text);
    },
  };
  await readXml({ source, encoding: null }, reading, worksheets);
  return sheets;
}

async function* sheetRows(
  source: ByteSource,
  sheet: XmlSheet,
  notes: SheetNotes,
  reading: Reading,
): AsyncGenerator<SheetRows> {
  const cells = new XmlSheetCells(sheet.place, notes);
  for await (const bytesRead of xmlEvents({ source, encoding: null }, reading, cells)) {
    const rows = cells.take();
    if (rows.length > 0) yield { rows, bytesRead };
    if (cells.ended) return;
  }
}

class XmlSheetCells implements XmlHandler {
  readonly #wanted: number;
  readonly #notes: SheetNotes;
  #sheet = -1;
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: (Cell | undefined)[] = [];
  #column = -1;
  #covered = 0;
  #type = '';
  #text = '';
  #inData = 0;
  #inComment = 0;
  #hasFormula = false;
  #hasValue = false;
  #ended = false;

  constructor(wanted: number, notes: SheetNotes) {
    this.#wanted = wanted;
    this.#notes = notes;
  }

  get ended(): boolean {
    return this.#ended;
  }

  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'Worksheet') this.#sheet += 1;
    if (this.#sheet !== this.#wanted) return;
    if (name === 'Row') this.#openRow(attributes);
    else if (name === 'Cell') this.#openCell(attributes);
    else if (name === 'Comment') this.#inComment += 1;
    else if (name === 'Data' && this.#inComment === 0) {
      this.#inData += 1;
      this.#type = attributeOf(attributes, 'Type') ?? 'String';
      this.#hasValue = true;
    }
  }

  close(name: string): void {
    if (this.#sheet !== this.#wanted) return;
    if (name === 'Worksheet') this.#ended = true;
    else if (name === 'Row') this.#closeRow();
    else if (name === 'Cell') this.#closeCell();
    else if (name === 'Comment') this.#inComment -= 1;
    else if (name === 'Data' && this.#inComment === 0) this.#inData -= 1;
  }

  text(text: string): void {
    if (this.#inData > 0) this.#text += text;
  }

  #openRow(attributes: Attributes): void {
    this.#row = placeOf(attributeOf(attributes, 'Index'), 1_048_576) ?? this.#row + 1;
    this.#cells = [];
    this.#column = -1;
    this.#covered = 0;
  }

  #closeRow(): void {
    if (this.#cells.length > 0) this.#rows.push({ row: this.#row, cells: this.#cells });
    this.#cells = [];
  }

  #openCell(attributes: Attributes): void {
    const place = placeOf(attributeOf(attributes, 'Index'), lastSheetColumn + 1);
    this.#column = place === null ? this.#column + 1 + this.#covered : place - 1;
    this.#covered = placeOf(attributeOf(attributes, 'MergeAcross'), lastSheetColumn) ?? 0;
    const down = placeOf(attributeOf(attributes, 'MergeDown'), 1_048_576) ?? 0;
    this.#hasFormula = attributeOf(attributes, 'Formula') !== undefined;
    this.#hasValue = false;
    this.#text = '';
    this.#type = '';
    if (this.#covered === 0 && down === 0) return;
    noteMerge(this.#notes, {
      firstRow: this.#row,
      lastRow: this.#row + down,
      firstColumn: this.#column,
      lastColumn: this.#column + this.#covered,
    });
  }

  #closeCell(): void {
    if (this.#hasFormula) {
      this.#notes.formulas += 1;
      if (!this.#hasValue) this.#notes.formulasWithoutValue += 1;
    }
    const cell = this.#hasValue ? valueOf(this.#type, this.#text) : null;
    if (cell === null || cell === '' || this.#column > lastSheetColumn) return;
    this.#cells[this.#column] = cell;
  }
}

function placeOf(text: string | undefined, most: number): number | null {
  const place = Number(text ?? Number.NaN);
  return Number.isInteger(place) && place > 0 ? Math.min(place, most) : null;
}

function valueOf(type: string, text: string): Cell {
  switch (type) {
    case 'Number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
    case 'Boolean':
      return text.trim() === '1' || text.trim().toLowerCase() === 'true';
    case 'Error':
      return null;
    case 'DateTime': {
      const moment = text.trim().replace(/\.0+$/, '');
      // A time of the day alone carries the day before the first.
      return moment.replace(/^1899-12-3[01]T/, '').replace(/T00:00:00$/, '');
    }
    default:
      return text;
  }
}

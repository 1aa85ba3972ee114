import type { Cell } from '../model.ts';
import { lastSheetColumn, noteMerge, type SheetNotes } from '../sheets/sheet.ts';
import type { Attributes, XmlHandler } from '../xml/xml-parser.ts';

export interface OdsRow {
  readonly row: number;
  /** How many rows from there on have these cells. */
  readonly times: number;
  readonly cells: (Cell | undefined)[];
  readonly filled: number;
}

/** The rows that every sheet of a spreadsheet may have. */
const lastSheetRow = 1_048_576;

/** Elements whose text is not the cell's: remarks, drawings, changes kept for undoing, tables inside cells. */
const asides = new Set(['annotation', 'tracked-changes', 'shapes', 'frame', 'ruby-text', 'dde-links']);

/** Makes rows of the events of `content.xml` for one sheet, by its place in the file (OpenDocument 1.3, part 3, 9). */
export class OdsCells implements XmlHandler {
  readonly #wanted: number;
  readonly #notes: SheetNotes;
  #sheet = -1;
  #tables = 0;
  #aside = 0;
  #rows: OdsRow[] = [];
  #row = 0;
  #rowTimes = 1;
  #cells: (Cell | undefined)[] = [];
  #filled = 0;
  #column = 0;
  #cell: Attributes | null = null;
  #text = '';
  #paragraphs = 0;
  #inParagraph = 0;
  #ended = false;

  constructor(wanted: number, notes: SheetNotes) {
    this.#wanted = wanted;
    this.#notes = notes;
  }

  /** True when the wanted sheet is over. */
  get ended(): boolean {
    return this.#ended;
  }

  take(): OdsRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes): void {
    if (this.#aside > 0 || asides.has(name)) {
      this.#aside += 1;
      return;
    }
    if (name === 'table') this.#openTable();
    if (this.#sheet !== this.#wanted || this.#tables !== 1) return;
    if (name === 'table-row') this.#openRow(attributes);
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#openCell(attributes);
    else if (this.#cell !== null) this.#openText(name, attributes);
  }

  close(name: string): void {
    if (this.#aside > 0) {
      this.#aside -= 1;
      return;
    }
    if (name === 'table') this.#tables -= 1;
    if (this.#sheet !== this.#wanted || this.#tables > 1) return;
    if (name === 'table') this.#ended = true;
    else if (name === 'table-row') this.#closeRow();
    else if (name === 'table-cell' || name === 'covered-table-cell') this.#closeCell();
    else if (name === 'p' || name === 'h') this.#inParagraph = Math.max(0, this.#inParagraph - 1);
  }

  text(text: string): void {
    if (this.#aside === 0 && this.#inParagraph > 0) this.#text += text.replace(/[\t\r\n ]+/g, ' ');
  }

  #openTable(): void {
    this.#tables += 1;
    if (this.#tables === 1) this.#sheet += 1;
  }

  #openRow(attributes: Attributes): void {
    this.#rowTimes = timesOf(attributes['table:number-rows-repeated']);
    this.#row += 1;
    this.#cells = [];
    this.#filled = 0;
    this.#column = 0;
  }

  #closeRow(): void {
    const times = Math.min(this.#rowTimes, lastSheetRow - this.#row + 1);
    if (this.#filled > 0 && times > 0) {
      this.#rows.push({ row: this.#row, times, cells: this.#cells, filled: this.#filled });
    }
    this.#row = Math.min(this.#row + this.#rowTimes - 1, lastSheetRow);
  }

  #openCell(attributes: Attributes): void {
    this.#cell = attributes;
    this.#text = '';
    this.#paragraphs = 0;
    this.#inParagraph = 0;
  }

  #openText(name: string, attributes: Attributes): void {
    if (name === 'p' || name === 'h') {
      if (this.#paragraphs > 0) this.#text += '\n';
      this.#paragraphs += 1;
      this.#inParagraph += 1;
    } else if (this.#inParagraph === 0) return;
    else if (name === 's') this.#text += ' '.repeat(Math.min(timesOf(attributes['text:c']), 1_000));
    else if (name === 'tab') this.#text += '\t';
    else if (name === 'line-break') this.#text += '\n';
  }

  #closeCell(): void {
    const attributes = this.#cell ?? {};
    this.#cell = null;
    const times = timesOf(attributes['table:number-columns-repeated']);
    const cell = this.#valueOf(attributes);
    const end = Math.min(this.#column + times, lastSheetColumn + 1);
    if (cell !== null && cell !== '') {
      for (let column = this.#column; column < end; column += 1) this.#cells[column] = cell;
      this.#filled += Math.max(0, end - this.#column);
    }
    this.#merge(attributes);
    this.#column = Math.min(this.#column + times, lastSheetColumn + 1);
  }

  #valueOf(attributes: Attributes): Cell {
    const type = attributes['office:value-type'];
    if (attributes['table:formula'] !== undefined) {
      this.#notes.formulas += 1;
      if (type === undefined) this.#notes.formulasWithoutValue += 1;
    }
    if (attributes['calcext:value-type'] === 'error') return null;
    return typedValue(type, attributes, this.#text);
  }

  #merge(attributes: Attributes): void {
    const columns = timesOf(attributes['table:number-columns-spanned']);
    const rows = timesOf(attributes['table:number-rows-spanned']);
    if (columns === 1 && rows === 1) return;
    noteMerge(this.#notes, {
      firstRow: this.#row,
      lastRow: this.#row + rows - 1,
      firstColumn: this.#column,
      lastColumn: this.#column + columns - 1,
    });
  }
}

function timesOf(text: string | undefined): number {
  const times = Number(text ?? 1);
  return Number.isInteger(times) && times > 0 ? Math.min(times, lastSheetRow) : 1;
}

function typedValue(type: string | undefined, attributes: Attributes, text: string): Cell {
  switch (type) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const value = attributes['office:value'] ?? '';
      return value.trim() === '' || Number.isNaN(Number(value)) ? text : Number(value);
    }
    case 'boolean':
      return attributes['office:boolean-value'] === 'true';
    case 'date':
      return momentOf(attributes['office:date-value'] ?? text);
    case 'time':
      return timeOfDay(attributes['office:time-value'] ?? '') ?? text;
    default:
      return attributes['office:string-value'] ?? text;
  }
}

/** ISO 8601 as it stands, without a fraction of nothing and without the midnight that some writers add. */
function momentOf(text: string): string {
  return text
    .trim()
    .replace(/\.0*$|(\.\d*?[1-9])0+$/, '$1')
    .replace(/T00:00:00$/, '');
}

/** `PT08H05M00S`: a time of the day, or a number of days where it is longer than one. */
function timeOfDay(text: string): Cell {
  const found = /^(-)?P(?:(\d{1,9})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?$/.exec(text.trim());
  if (!found) return null;
  const [days, hours, minutes, seconds] = found.slice(2, 6).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const fraction = Number(`0.${found[6] ?? 0}`);
  const whole = days * 86_400 + hours * 3_600 + minutes * 60 + seconds;
  if (found[1] === '-' || whole >= 86_400) return ((whole + fraction) / 86_400) * (found[1] === '-' ? -1 : 1);
  const clock = new Date(Math.round((whole + fraction) * 1_000)).toISOString().slice(11, 23);
  return clock.endsWith('.000') ? clock.slice(0, 8) : clock;
}

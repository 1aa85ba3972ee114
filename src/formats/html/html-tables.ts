import type { Cell } from '../model.ts';
import { noteMerge, type Merge, type SheetNotes, type SheetRow } from '../sheets/sheet.ts';
import { decodeEntities } from './entities.ts';

/** What one table shows; called for every row that holds something. */
export interface HtmlListener {
  open(table: number): void;
  row(table: number, row: SheetRow): void;
  merge(table: number, merge: Merge): void;
  caption(table: number, text: string): void;
}

interface OpenTable {
  readonly number: number;
  row: number;
  cells: (Cell | undefined)[];
  column: number;
  /** Columns that cells of rows above reach into, with the last row they reach. */
  readonly reach: Map<number, number>;
  inRow: boolean;
  text: string | null;
  attributes: string;
  inCaption: boolean;
}

const mostSpan = 1_000;

/**
 * Finds the tables of a page in pieces of text of any size, leniently, as browsers do: cells and rows need not be
 * closed. Script, style and comments are passed over; a table inside a cell is a table of its own.
 */
export class HtmlTables {
  readonly #listener: HtmlListener;
  readonly #mostText: number;
  #rest = '';
  #tables: OpenTable[] = [];
  #count = 0;
  #skipTo: string | null = null;

  constructor(listener: HtmlListener, mostText: number) {
    this.#listener = listener;
    this.#mostText = mostText;
  }

  push(piece: string): void {
    this.#rest = this.#consume(this.#rest + piece, false);
  }

  end(): void {
    this.#rest = this.#consume(this.#rest, true);
    while (this.#tables.length > 0) this.#closeTable();
  }

  #consume(text: string, isLast: boolean): string {
    let at = 0;
    while (at < text.length) {
      if (this.#skipTo !== null) {
        const end = new RegExp(this.#skipTo, 'gi');
        end.lastIndex = at;
        if (!end.test(text)) return isLast ? '' : text.slice(Math.max(at, text.length - this.#skipTo.length));
        at = end.lastIndex;
        this.#skipTo = null;
        continue;
      }
      const open = text.indexOf('<', at);
      if (open === -1) {
        // A reference may be cut by the end of a piece.
        const keep = isLast
          ? text.length
          : Math.max(at, text.lastIndexOf('&') > text.length - 32 ? text.lastIndexOf('&') : text.length);
        this.#text(text.slice(at, keep));
        return text.slice(keep);
      }
      this.#text(text.slice(at, open));
      if (text.startsWith('<!--', open)) {
        this.#skipTo = '-->';
        at = open + 4;
        continue;
      }
      const end = endOfTag(text, open);
      if (end === -1) {
        if (!isLast && text.length - open < 64 * 1024) return text.slice(open);
        this.#text('<');
        at = open + 1;
        continue;
      }
      this.#tag(text.slice(open + 1, end));
      at = end + 1;
    }
    return '';
  }

  #tag(tag: string): void {
    const found = /^(\/?)([A-Za-z][\w:-]*)/.exec(tag);
    if (!found) return;
    const name = found[2]!.toLowerCase();
    const isClose = found[1] === '/';
    if (!isClose && (name === 'script' || name === 'style' || name === 'xml')) this.#skipTo = `</${name}>`;
    else if (isClose) this.#close(name);
    else this.#open(name, tag);
  }

  #open(name: string, tag: string): void {
    const table = this.#tables.at(-1);
    if (name === 'table') this.#openTable();
    else if (!table) return;
    else if (name === 'tr') this.#openRow(table);
    else if (name === 'td' || name === 'th') {
      if (!table.inRow) this.#openRow(table);
      this.#closeCell(table);
      table.text = '';
      table.attributes = tag;
    } else if (name === 'caption') {
      table.inCaption = true;
      table.text = '';
    } else if (name === 'br' || name === 'p' || name === 'div' || name === 'li') this.#add('\n');
  }

  #close(name: string): void {
    const table = this.#tables.at(-1);
    if (!table) return;
    if (name === 'table') this.#closeTable();
    else if (name === 'td' || name === 'th') this.#closeCell(table);
    else if (name === 'tr') this.#closeRow(table);
    else if (name === 'caption' && table.inCaption) {
      this.#listener.caption(table.number, tidy(table.text ?? ''));
      table.text = null;
      table.inCaption = false;
    }
  }

  #openTable(): void {
    this.#tables.push({
      number: this.#count,
      row: 0,
      cells: [],
      column: 0,
      reach: new Map(),
      inRow: false,
      text: null,
      attributes: '',
      inCaption: false,
    });
    this.#listener.open(this.#count);
    this.#count += 1;
  }

  #closeTable(): void {
    const table = this.#tables.pop()!;
    this.#closeRow(table);
  }

  #openRow(table: OpenTable): void {
    this.#closeRow(table);
    table.row += 1;
    table.inRow = true;
    table.column = 0;
    table.cells = [];
  }

  #closeRow(table: OpenTable): void {
    if (!table.inRow) return;
    this.#closeCell(table);
    table.inRow = false;
    if (table.cells.length > 0) this.#listener.row(table.number, { row: table.row, cells: table.cells });
    for (const [column, last] of table.reach) if (last <= table.row) table.reach.delete(column);
  }

  #closeCell(table: OpenTable): void {
    if (table.text === null || !table.inRow || table.inCaption) return;
    while ((table.reach.get(table.column) ?? 0) >= table.row) table.column += 1;
    const value = valueOf(table.text, table.attributes);
    if (value !== '') table.cells[table.column] = value;
    const columns = spanOf(table.attributes, 'colspan');
    const rows = spanOf(table.attributes, 'rowspan');
    const lastColumn = table.column + columns - 1;
    const lastRow = table.row + rows - 1;
    if (columns > 1 || rows > 1) {
      this.#listener.merge(table.number, { firstRow: table.row, lastRow, firstColumn: table.column, lastColumn });
    }
    if (rows > 1) for (let column = table.column; column <= lastColumn; column += 1) table.reach.set(column, lastRow);
    table.column = lastColumn + 1;
    table.text = null;
  }

  #text(text: string): void {
    if (text !== '') this.#add(decodeEntities(text.replace(/[\t\r\n ]+/g, ' ')));
  }

  #add(text: string): void {
    const table = this.#tables.at(-1);
    if (table && table.text !== null && table.text.length < this.#mostText) table.text += text;
  }
}

/** Where the tag that begins at `open` ends; -1 when its end is not there. Quoted values may hold `>`. */
function endOfTag(text: string, open: number): number {
  let quote = '';
  for (let index = open + 1; index < text.length; index += 1) {
    const character = text[index]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return index;
    else if ((character === '"' || character === "'") && text[index - 1] === '=') quote = character;
    else if (character === '<') return -1;
  }
  return -1;
}

function spanOf(tag: string, name: 'colspan' | 'rowspan'): number {
  const found = new RegExp(`\\s${name}\\s*=\\s*["']?(\\d{1,5})`, 'i').exec(tag);
  return Math.max(1, Math.min(Number(found?.[1] ?? 1), mostSpan));
}

/** Excel writes the number behind a shown text into `x:num`. */
function valueOf(text: string, tag: string): Cell {
  const shown = tidy(text);
  const number = /\sx:num(?:\s*=\s*["']?([-+\d.eE]+))?/.exec(tag);
  if (!number) return shown;
  const value = Number(number[1] ?? shown.replace(',', '.'));
  return shown === '' || Number.isNaN(value) ? shown : value;
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/[\u00a0 \t]+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
}

export function listenFor(wanted: number, notes: SheetNotes, rows: SheetRow[]): HtmlListener {
  return {
    open: () => {},
    row: (table, row) => {
      if (table === wanted) rows.push(row);
    },
    merge: (table, merge) => {
      if (table === wanted) noteMerge(notes, merge);
    },
    caption: () => {},
  };
}

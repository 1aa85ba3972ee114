import type { Decode } from '../carrier-text.ts';
import type { LatinLines } from '../latin-lines.ts';
import type { Cell } from '../model.ts';
import type { MifColumn } from './mif-header.ts';

/** Rows of the .mid, one at a time, as text cells one character a byte. */
export class MidRows {
  readonly #lines: LatinLines;
  readonly #delimiter: string;
  readonly #maxBytes: number;

  constructor(lines: LatinLines, delimiter: string, maxBytes: number) {
    this.#lines = lines;
    this.#delimiter = delimiter;
    this.#maxBytes = maxBytes;
  }

  /** Null when there are no more. */
  async next(): Promise<string[] | null> {
    let line = await this.#line();
    // A last line of nothing is none; in between it is a row of one empty cell.
    while (line !== null && line === '' && !(this.#lines.isReady || (await this.#lines.fill()))) line = null;
    if (line === null) return null;
    // A line end inside quotes is part of the cell.
    while (quotesOf(line) % 2 === 1 && line.length < this.#maxBytes) {
      const more = await this.#line();
      if (more === null) break;
      line = `${line}\n${more}`;
    }
    return splitRow(line, this.#delimiter);
  }

  async #line(): Promise<string | null> {
    return this.#lines.isReady || (await this.#lines.fill()) ? this.#lines.take() : null;
  }
}

function quotesOf(line: string): number {
  let quotes = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) quotes += 1;
  return quotes;
}

function splitRow(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const cell = line[at] === '"' ? quotedAt(line, at) : null;
    if (cell) {
      cells.push(cell.text);
      at = cell.end;
      const next = line.indexOf(delimiter, at);
      if (next === -1) return cells;
      at = next + 1;
    } else {
      const next = line.indexOf(delimiter, at);
      cells.push(next === -1 ? line.slice(at) : line.slice(at, next));
      if (next === -1) return cells;
      at = next + 1;
    }
  }
}

function quotedAt(line: string, start: number): { readonly text: string; readonly end: number } {
  let text = '';
  let from = start + 1;
  for (;;) {
    const quote = line.indexOf('"', from);
    if (quote === -1) return { text: text + line.slice(from), end: line.length };
    text += line.slice(from, quote);
    if (line[quote + 1] !== '"') return { text, end: quote + 1 };
    text += '"';
    from = quote + 2;
  }
}

/** Cells by the types of the header. */
export function cellsOf(cells: readonly string[], columns: readonly MifColumn[], decode: Decode): Cell[] {
  return columns.map(({ type }, index) => {
    const text = cells[index];
    if (text === undefined) return null;
    const trimmed = text.trim();
    switch (type) {
      case 'integer':
      case 'smallint':
      case 'largeint':
      case 'decimal':
      case 'float':
        return numberOf(trimmed);
      case 'date':
        return dateOf(trimmed);
      case 'datetime':
        return momentOf(trimmed);
      case 'time':
        return timeOf(trimmed);
      case 'logical':
        return /^[ty1]/i.test(trimmed) ? true : /^[fn0]/i.test(trimmed) ? false : null;
      default:
        return text === '' ? null : decode(Buffer.from(text, 'latin1'));
    }
  });
}

function numberOf(text: string): Cell {
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}

function dateOf(text: string): Cell {
  if (text === '') return null;
  const parts = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]}` : text;
}

function timeOf(text: string): Cell {
  if (text === '') return null;
  const parts = /^(\d{2})(\d{2})(\d{2})(\d{3})?$/.exec(text);
  return parts ? `${parts[1]}:${parts[2]}:${parts[3]}${fraction(parts[4])}` : text;
}

function momentOf(text: string): Cell {
  if (text === '') return null;
  const parts = /^(\d{8})(\d{6}\d{0,3})$/.exec(text);
  return parts ? `${String(dateOf(parts[1]!))}T${String(timeOf(parts[2]!))}` : text;
}

function fraction(milliseconds: string | undefined): string {
  return milliseconds === undefined || milliseconds === '000' ? '' : `.${milliseconds}`;
}

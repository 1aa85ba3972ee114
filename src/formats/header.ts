import type { Cell } from './model.ts';

export interface HeaderFound {
  /** Index among the rows given; -1 when the first row is already data. */
  readonly index: number;
  readonly reason: 'text-over-values' | 'years-over-values' | 'first-full-row' | 'values-in-first-row';
  readonly confidence: number;
}

const sampleRows = 200;

/**
 * Finds the header among the first rows of a table. Title lines above it fill few cells; the header is the first row
 * that is filled like the rows below and whose cells are not values (numbers, dates) of the kind that stand below.
 */
export function findHeader(rows: readonly (readonly Cell[])[], width: number): HeaderFound {
  const usual = median(
    rows
      .slice(0, sampleRows)
      .map(filled)
      .filter((count) => count > 0),
  );
  const wanted = Math.max(Math.min(2, width), Math.min(usual, width) * 0.5);
  const index = rows.findIndex((row) => filled(row) >= wanted);
  if (index === -1) return { index: -1, reason: 'values-in-first-row', confidence: 0.5 };
  return judge(rows[index]!, rows.slice(index + 1, index + 1 + sampleRows), index);
}

function judge(row: readonly Cell[], below: readonly (readonly Cell[])[], index: number): HeaderFound {
  const names = row.filter((cell) => !isEmpty(cell));
  const values = names.filter(looksLikeValue);
  if (values.length === 0) {
    const over = row.filter((cell, column) => !isEmpty(cell) && isValueColumn(below, column)).length;
    if (over > 0) return { index, reason: 'text-over-values', confidence: 0.95 };
    if (repeatsBelow(row, below)) return { index: -1, reason: 'values-in-first-row', confidence: 0.6 };
    return { index, reason: 'first-full-row', confidence: 0.7 };
  }
  if (values.length < names.length && values.every(isYear) && !belowHasYears(row, below)) {
    return { index, reason: 'years-over-values', confidence: 0.8 };
  }
  // A number or two among many names (a column called `2`) does not make a row of values.
  if (values.length * 4 <= names.length && !repeatsBelow(row, below)) {
    return { index, reason: 'first-full-row', confidence: 0.6 };
  }
  return { index: -1, reason: 'values-in-first-row', confidence: 0.8 };
}

/** A cell that reads like a number, date or time rather than like a name. */
export function looksLikeValue(cell: Cell): boolean {
  if (typeof cell !== 'string') return cell !== null;
  return /^\s*[-+]?\d[\d\s.,:/\-+TZ%eE]*$/.test(cell);
}

export function isEmpty(cell: Cell | undefined): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

function filled(row: readonly Cell[]): number {
  let count = 0;
  for (const cell of row) if (!isEmpty(cell)) count += 1;
  return count;
}

function isValueColumn(rows: readonly (readonly Cell[])[], column: number): boolean {
  let values = 0;
  let texts = 0;
  for (const row of rows) {
    const cell = row[column];
    if (isEmpty(cell)) continue;
    if (looksLikeValue(cell!)) values += 1;
    else texts += 1;
  }
  return values > 0 && values >= texts;
}

/** A column whose first cell comes again below is a column of data: `Hà Nội` over `Hà Nội`. */
function repeatsBelow(row: readonly Cell[], below: readonly (readonly Cell[])[]): boolean {
  return row.some((cell, column) => !isEmpty(cell) && below.some((other) => other[column] === cell));
}

function isYear(cell: Cell): boolean {
  const number = Number(cell);
  return Number.isInteger(number) && number >= 1900 && number <= 2100;
}

function belowHasYears(row: readonly Cell[], below: readonly (readonly Cell[])[]): boolean {
  return row.some(
    (cell, column) => looksLikeValue(cell) && below.some((other) => !isEmpty(other[column]) && isYear(other[column]!)),
  );
}

function median(counts: readonly number[]): number {
  const sorted = counts.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? 0;
}

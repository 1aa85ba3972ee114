import { findHeader, isEmpty, looksLikeValue, type HeaderFound } from './header.ts';
import type { Cell } from './model.ts';

type Row = readonly (Cell | undefined)[];

/** The rows that name the columns of a table and those under them that are no records yet. */
export interface HeaderBlock {
  /** Indices among the rows given, top first; empty where the first row is already data. */
  readonly nameRows: readonly number[];
  /** Index of a row of units, -1 without. */
  readonly unitRow: number;
  /** Index of a row that numbers the columns, -1 without. */
  readonly numberRow: number;
  /** Index of the first record. */
  readonly first: number;
  /** By column; '' where the header says nothing. */
  readonly names: readonly string[];
  readonly reason: HeaderFound['reason'] | 'two-rows-merged-above' | 'groups-over-names' | 'chosen';
  readonly confidence: number;
}

export interface HeaderHints {
  /** Cells of one row with the text of cells merged sideways over all that they cover. */
  readonly spread?: (index: number) => readonly Cell[];
  /** Whether `lower` carries the names under cells of row `index` that are merged over several columns. */
  readonly isMergedOver?: (index: number, lower: number) => boolean;
  /** Whether `lower` stands directly under `upper`; by default always. */
  readonly isNext?: (upper: number, lower: number) => boolean;
  /** Titles merged over the table; never a header. */
  readonly isTitle?: (index: number) => boolean;
  /** Says of a text whether it is a unit of measure. */
  readonly isUnit?: ((text: string) => boolean) | undefined;
  /** First and last row of the header as a steward gave them; `null`: there is none. */
  readonly chosen?: { readonly from: number; readonly to: number } | null | undefined;
}

/** Group, subgroup and name: more rows than that make no header. */
const mostNameRows = 3;

export function findHeaderBlock(rows: readonly Row[], width: number, hints: HeaderHints = {}): HeaderBlock {
  const cells = (index: number) => hints.spread?.(index) ?? filledTo(rows[index]!, width);
  if (hints.chosen === null) return without('chosen', 1);
  const found = hints.chosen ? chosenRows(hints.chosen, cells) : foundRows(rows, width, hints, cells);
  if (found.rows.length === 0) return without(found.reason as HeaderFound['reason'], found.confidence);
  const under = rowsUnder(rows, found.rows.at(-1)!, hints);
  return {
    nameRows: found.rows,
    ...under,
    names: withUnits(joinNames(found.rows.map(cells)), under.unitRow < 0 ? [] : rows[under.unitRow]!),
    reason: found.reason,
    confidence: found.confidence,
  };
}

function without(reason: HeaderBlock['reason'], confidence: number): HeaderBlock {
  return { nameRows: [], unitRow: -1, numberRow: -1, first: 0, names: [], reason, confidence };
}

function filledTo(row: Row, width: number): Cell[] {
  return Array.from({ length: Math.max(width, row.length) }, (_, column) => row[column] ?? null);
}

interface NameRows {
  readonly rows: readonly number[];
  readonly reason: HeaderBlock['reason'];
  readonly confidence: number;
}

function chosenRows({ from, to }: { from: number; to: number }, cells: (index: number) => readonly Cell[]): NameRows {
  const rows = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return { rows: rows.filter((index) => cells(index).length > 0), reason: 'chosen', confidence: 1 };
}

function foundRows(
  rows: readonly Row[],
  width: number,
  hints: HeaderHints,
  cells: (index: number) => readonly Cell[],
): NameRows {
  const candidates = rows.map((_, index) => (hints.isTitle?.(index) ? [] : cells(index)));
  const found = findHeader(candidates, width);
  if (found.index < 0) return { rows: [], reason: found.reason, confidence: found.confidence };
  const names = [found.index];
  let reason: HeaderBlock['reason'] = found.reason;
  while (names.length < mostNameRows) {
    const upper = names.at(-1)!;
    const why = whyLower(rows, upper, hints, cells);
    if (why === null) break;
    names.push(upper + 1);
    reason = why;
  }
  if (names.length === 1 && isGroupRow(rows, found.index, hints, cells)) {
    names.unshift(found.index - 1);
    reason = 'groups-over-names';
  }
  return { rows: names, reason, confidence: names.length > 1 ? 0.9 : found.confidence };
}

/** Why the row under `upper` is still part of the header; null when it is not. */
function whyLower(
  rows: readonly Row[],
  upper: number,
  hints: HeaderHints,
  cells: (index: number) => readonly Cell[],
): HeaderBlock['reason'] | null {
  const lower = upper + 1;
  if (lower >= rows.length || hints.isNext?.(upper, lower) === false || !isOfNames(rows[lower]!)) return null;
  if (isUnitRow(rows[lower]!, hints)) return null;
  if (hints.isMergedOver?.(upper, lower)) return 'two-rows-merged-above';
  return isGapped(cells(upper), rows[lower]!, rows.slice(lower + 1)) ? 'groups-over-names' : null;
}

function isOfNames(row: Row): boolean {
  const texts = row.filter((cell) => !isEmpty(cell));
  return texts.length > 0 && texts.every((cell) => typeof cell === 'string' && !looksLikeValue(cell));
}

/**
 * Without merged cells (text files): the names below stand where the upper row is empty behind a group's name, columns
 * of one row alone are empty below, and what follows shows that both rows are no records.
 */
function isGapped(upper: readonly Cell[], lower: Row, below: readonly Row[]): boolean {
  const gaps = upper.flatMap((cell, column) => (isEmpty(cell) && column > 0 ? [column] : []));
  const named = gaps.filter((column) => !isEmpty(lower[column]));
  if (named.length === 0 || named.length < gaps.length) return false;
  const alone = upper.filter((cell, column) => !isEmpty(cell) && isEmpty(lower[column])).length;
  const overValues = named.filter((column) => isMostlyValues(below, column)).length;
  return alone > 0 && overValues > 0;
}

function isMostlyValues(rows: readonly Row[], column: number): boolean {
  const filled = rows.slice(0, 50).flatMap((row) => (isEmpty(row[column]) ? [] : [row[column]!]));
  return filled.length > 0 && filled.filter(looksLikeValue).length * 2 >= filled.length;
}

/** The row above a found header names groups where it fills columns that the header leaves empty. */
function isGroupRow(
  rows: readonly Row[],
  index: number,
  hints: HeaderHints,
  cells: (index: number) => readonly Cell[],
): boolean {
  const above = index - 1;
  if (above < 0 || hints.isNext?.(above, index) === false || hints.isTitle?.(above) || !isOfNames(rows[above]!)) {
    return false;
  }
  const upper = cells(above);
  const lower = cells(index);
  const filled = upper.filter((cell) => !isEmpty(cell)).length;
  const alone = upper.filter((cell, column) => !isEmpty(cell) && isEmpty(lower[column])).length;
  return filled >= 2 && alone > 0 && rows.slice(index + 1).some((row) => !isEmpty(row[lower.findIndex(isEmpty)]));
}

/** Rows of units and of column numbers directly under the names. */
function rowsUnder(
  rows: readonly Row[],
  last: number,
  hints: HeaderHints,
): Pick<HeaderBlock, 'unitRow' | 'numberRow' | 'first'> {
  let unitRow = -1;
  let numberRow = -1;
  let first = last + 1;
  for (; first < rows.length; first += 1) {
    const row = rows[first]!;
    if (unitRow < 0 && isUnitRow(row, hints)) unitRow = first;
    else if (numberRow < 0 && isNumberRow(row, rows.slice(first + 1))) numberRow = first;
    else break;
  }
  return { unitRow, numberRow, first };
}

const bracketed = /^\s*[([].{1,30}[)\]]\s*$/;

/** Cells in brackets or known units, with at most dashes between; at least half of them units. */
function isUnitRow(row: Row, hints: HeaderHints): boolean {
  const texts = row.filter((cell) => !isEmpty(cell));
  if (texts.length === 0 || !texts.every((cell) => typeof cell === 'string')) return false;
  const names = texts as string[];
  if (names.some((text) => looksLikeValue(text) || /^\s*[([]\s*[\d.,+=\s()-]+[)\]]\s*$/.test(text))) return false;
  const isUnit = (text: string) => bracketed.test(text) || hints.isUnit?.(text.trim()) === true;
  const units = names.filter(isUnit).length;
  const neither = names.filter((text) => !isUnit(text) && !/^\s*[-–—/]+\s*$/.test(text)).length;
  return units > 0 && neither * 3 <= units;
}

/**
 * `(1) (2) (3)`, `[1] [2]`, `A B 1 2 3` or `1 2 3` from the first column on. Bare numbers count only where a column
 * below holds text: a record of an all-numeric table may well begin with 1, 2, 3.
 */
function isNumberRow(row: Row, below: readonly Row[]): boolean {
  const marks = row.flatMap((cell, column) => (isEmpty(cell) ? [] : [{ column, text: String(cell).trim() }]));
  if (marks.length < 2) return false;
  const numbers = marks.filter(({ text }) => !/^\(?[A-ZĐa-z]\)?$/.test(text));
  if (numbers.length < Math.max(2, marks.length / 2)) return false;
  if (!areConsecutive(numbers.map(({ text }) => text))) return false;
  if (numbers.every(({ text }) => /^[([]/.test(text))) return true;
  if (numbers.some(({ text }) => /\d\s*[)\]]?\s*=\s*[([]?\d/.test(text))) return true;
  if (numbers.length < 3) return false;
  if (/^[([]?1\b/.test(numbers[0]!.text) && areLetters(marks.slice(0, -numbers.length).map(({ text }) => text)))
    return true;
  return numbers.some(({ column }) => {
    const filled = below.slice(0, 50).flatMap((other) => (isEmpty(other[column]) ? [] : [other[column]!]));
    return filled.length > 0 && filled.every((cell) => !isWholeNumber(cell));
  });
}

/** Leading numbers that go up by one; a formula like `(5)=(3)+(4)` counts as its first number. */
function areConsecutive(texts: readonly string[]): boolean {
  const numbers = texts.map((text) => /^[([]?\s*(\d{1,3})\s*[)\]]?\s*(?:=.*)?$/.exec(text)?.[1]);
  return numbers.every((number, index) => number !== undefined && Number(number) === Number(numbers[0]) + index);
}

/** `A`, `B` before the numbers, as statistical tables have it. */
function areLetters(texts: readonly string[]): boolean {
  return texts.length >= 2 && texts.every((text, at) => text.replace(/[()]/g, '') === String.fromCharCode(65 + at));
}

function isWholeNumber(cell: Cell): boolean {
  return /^\s*\d+\s*$/.test(String(cell));
}

/** Upper and lower names joined by ` / `; a group's name goes on over empty cells while names stand below. */
function joinNames(rows: readonly (readonly Cell[])[]): string[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const texts = rows.map((row, level) => (level < rows.length - 1 ? carried(row, rows.slice(level + 1)) : row));
  return Array.from({ length: width }, (_, column) => {
    const parts: string[] = [];
    for (const row of texts) {
      const name = isEmpty(row[column]) ? '' : String(row[column]);
      if (name !== '' && name !== parts.at(-1)) parts.push(name);
    }
    return parts.join(' / ');
  });
}

function carried(row: readonly Cell[], lower: readonly (readonly Cell[])[]): Cell[] {
  let group: Cell = null;
  return row.map((cell, column) => {
    if (!isEmpty(cell)) group = cell;
    else if (lower.every((other) => isEmpty(other[column]))) group = null;
    return isEmpty(cell) ? group : cell;
  });
}

/** `NO2` over `(µg/m³)` is `NO2 (µg/m³)`: the unit stands where units of one-row headers stand. */
function withUnits(names: readonly string[], units: Row): string[] {
  return names.map((name, column) => {
    const unit = isEmpty(units[column]) ? '' : String(units[column]).trim();
    if (unit === '' || /^[-–—/]+$/.test(unit) || name.includes(unit)) return name;
    const written = bracketed.test(unit) ? unit : `(${unit})`;
    return name === '' ? written : `${name} ${written}`;
  });
}

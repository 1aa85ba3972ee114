import { findHeader, isEmpty, looksLikeValue } from '../header.ts';
import type { Cell, Detection } from '../model.ts';
import type { Merge, SheetRow } from './sheet-rows.ts';

export interface SheetTable {
  /** Sheet row of the (lower) header; 0 where there is none. */
  readonly headerRow: number;
  readonly firstRow: number;
  /** Names by 0-based sheet column; '' where the header says nothing. */
  readonly names: readonly string[];
  readonly detected: readonly Detection[];
}

/** Finds the header among the first rows of a sheet and names the columns. */
export function findTable(head: readonly SheetRow[], merges: readonly Merge[]): SheetTable {
  const width = head.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const rows = head.map((row) => spread(row, merges, width));
  const found = findHeader(
    head.map((row, index) => (isTitle(row, rows[index]!) ? [] : rows[index]!)),
    width,
  );
  if (found.index < 0) return withoutHeader(head, found.reason, found.confidence);
  const upper = head[found.index]!;
  const lower = lowerHeader(head, found.index, merges);
  const names = namesOf(rows[found.index]!, lower);
  const last = lower ?? upper;
  const { reason, confidence } = found;
  const detected: Detection[] = [{ what: 'header-row', value: String(last.row), reason, confidence }];
  if (lower) {
    const value = `${upper.row}-${lower.row}`;
    detected[0] = { what: 'header-row', value, reason: 'two-rows-merged-above', confidence: 0.9 };
  }
  if (found.index > 0) {
    detected.push({ what: 'preamble', value: String(found.index), reason: 'lines-above-header', confidence });
  }
  return { headerRow: last.row, firstRow: last.row + 1, names, detected };
}

function withoutHeader(head: readonly SheetRow[], reason: string, confidence: number): SheetTable {
  const detected = [{ what: 'header-row', value: '0', reason, confidence }];
  return { headerRow: 0, firstRow: head[0]?.row ?? 1, names: [], detected };
}

/** The cells of a row with the text of cells merged sideways over all columns they cover. */
function spread({ row, cells }: SheetRow, merges: readonly Merge[], width: number): Cell[] {
  const filled: Cell[] = Array.from({ length: width }, (_, column) => cells[column] ?? null);
  for (const merge of merges) {
    if (merge.firstRow !== row || merge.lastColumn === merge.firstColumn) continue;
    const end = Math.min(merge.lastColumn, width - 1);
    for (let column = merge.firstColumn; column <= end; column += 1) filled[column] = cells[merge.firstColumn] ?? null;
  }
  return filled;
}

/** A title is one or two texts merged over the table, not a name for each column. */
function isTitle({ cells }: SheetRow, spreadCells: readonly Cell[]): boolean {
  const own = cells.filter((cell) => !isEmpty(cell)).length;
  const covered = spreadCells.filter((cell) => !isEmpty(cell)).length;
  return covered > own && own <= 2 && spreadCells.length > 2;
}

/** The row below, when the header row has cells merged sideways over names that stand there. */
function lowerHeader(head: readonly SheetRow[], index: number, merges: readonly Merge[]): SheetRow | null {
  const upper = head[index]!;
  const lower = head[index + 1];
  if (lower?.row !== upper.row + 1) return null;
  const over = merges.filter(
    (merge) => merge.firstRow <= upper.row && merge.lastRow === upper.row && merge.lastColumn > merge.firstColumn,
  );
  if (over.length === 0) return null;
  const texts = lower.cells.filter((cell) => !isEmpty(cell));
  const named = over.some(({ firstColumn, lastColumn }) =>
    lower.cells.slice(firstColumn, lastColumn + 1).some((cell) => !isEmpty(cell)),
  );
  return named && texts.every((cell) => typeof cell === 'string' && !looksLikeValue(cell)) ? lower : null;
}

function namesOf(upper: readonly Cell[], lower: SheetRow | null): string[] {
  return upper.map((cell, column) => {
    const above = nameOf(cell);
    const below = nameOf(lower?.cells[column]);
    if (above === '' || below === '' || above === below) return above || below;
    return `${above} / ${below}`;
  });
}

function nameOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

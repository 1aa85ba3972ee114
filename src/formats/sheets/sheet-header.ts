import { findHeaderBlock, type HeaderBlock, type HeaderHints } from '../header-block.ts';
import { isEmpty } from '../header.ts';
import type { Cell, Detection } from '../model.ts';
import type { Merge, SheetRow } from './sheet.ts';

export interface SheetTable {
  /** Sheet rows of names, units and numbers; empty where there is no header. */
  readonly headerRows: readonly number[];
  readonly firstRow: number;
  /** Names by 0-based sheet column; '' where the header says nothing. */
  readonly names: readonly string[];
  readonly detected: readonly Detection[];
}

/** Finds the header among the first rows of a sheet and names the columns. `chosen` in sheet rows. */
export function findTable(
  head: readonly SheetRow[],
  merges: readonly Merge[],
  hints: Pick<HeaderHints, 'isUnit' | 'chosen'> = {},
): SheetTable {
  const width = head.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const rows = head.map((row) => spread(row, merges, width));
  const block = findHeaderBlock(
    head.map(({ cells }) => cells),
    width,
    {
      isUnit: hints.isUnit,
      chosen: hints.chosen ? indicesOf(hints.chosen, head) : hints.chosen,
      spread: (index) => rows[index]!,
      isNext: (upper, lower) => head[lower]!.row === head[upper]!.row + 1,
      isTitle: (index) => isTitle(head[index]!, rows[index]!, merges),
      isMergedOver: (upper, lower) => isMergedOver(head[upper]!, head[lower]!, merges),
    },
  );
  return tableOf(head, block);
}

function indicesOf(chosen: { from: number; to: number }, head: readonly SheetRow[]): { from: number; to: number } {
  const from = head.findIndex(({ row }) => row >= chosen.from);
  const to = head.findLastIndex(({ row }) => row <= chosen.to);
  return from === -1 ? { from: 0, to: -1 } : { from, to };
}

function tableOf(head: readonly SheetRow[], block: HeaderBlock): SheetTable {
  const { nameRows, unitRow, numberRow, names, reason, confidence } = block;
  const rowOf = (index: number) => head[index]!.row;
  if (nameRows.length === 0) {
    const detected = [{ what: 'header-row', value: '0', reason, confidence }];
    return { headerRows: [], firstRow: head[0]?.row ?? 1, names: [], detected };
  }
  const [top, last] = [rowOf(nameRows[0]!), rowOf(nameRows.at(-1)!)];
  const value = top === last ? String(top) : `${top}-${last}`;
  const detected: Detection[] = [{ what: 'header-row', value, reason, confidence }];
  const headerRows = nameRows.map(rowOf);
  const note = (what: string, index: number) => {
    if (index < 0) return;
    headerRows.push(rowOf(index));
    detected.push({ what, value: String(rowOf(index)), reason: 'directly-under-header', confidence: 0.9 });
  };
  note('unit-row', unitRow);
  note('number-row', numberRow);
  if (nameRows[0]! > 0) {
    detected.push({ what: 'preamble', value: String(nameRows[0]), reason: 'lines-above-header', confidence });
  }
  return { headerRows, firstRow: Math.max(...headerRows) + 1, names, detected };
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

/** A title is one or two texts merged over the table, not a name for each column, nor a name merged downwards. */
function isTitle({ row, cells }: SheetRow, spreadCells: readonly Cell[], merges: readonly Merge[]): boolean {
  const goesDown = ({ firstRow, lastRow, firstColumn, lastColumn }: Merge) =>
    firstRow === row && lastRow > row && firstColumn === lastColumn;
  if (merges.some(goesDown)) return false;
  const own = cells.filter((cell) => !isEmpty(cell)).length;
  const covered = spreadCells.filter((cell) => !isEmpty(cell)).length;
  return covered > own && own <= 2 && spreadCells.length > 2;
}

/** The upper row has cells merged sideways, and names stand under them. */
function isMergedOver(upper: SheetRow, lower: SheetRow, merges: readonly Merge[]): boolean {
  return merges.some(
    ({ firstRow, lastRow, firstColumn, lastColumn }) =>
      firstRow <= upper.row &&
      lastRow === upper.row &&
      lastColumn > firstColumn &&
      lower.cells.slice(firstColumn, lastColumn + 1).some((cell) => !isEmpty(cell)),
  );
}

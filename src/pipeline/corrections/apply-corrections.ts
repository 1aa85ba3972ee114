import type { Cell, RowBatch } from '../../formats/index.ts';
import type { Issue } from '../../harmonise/index.ts';
import type { Applied, Correction } from '../../ledger/index.ts';
import { textOfCell } from './cell-text.ts';

export interface Corrected {
  readonly batch: RowBatch;
  /** One for each corrected cell, and for each that no longer stands there as it did. */
  readonly issues: readonly Issue[];
  readonly applied: readonly Applied[];
}

type Apply = (batch: RowBatch) => Corrected;

/** Corrections of earlier deliveries whose keys stand in the same columns. */
interface KeyedCorrections {
  readonly places: readonly number[];
  readonly byKey: ReadonlyMap<string, readonly Correction[]>;
}

/**
 * Puts corrected values into the cells of a layer before they are harmonised. `own`: of this delivery, by position.
 * `carried`: of earlier ones; they hold for the very same cell text in the row with the same key, so that a file that was
 * mended at its source is left alone. Null when there is nothing to correct.
 */
export function correctionsFor(
  columns: readonly string[],
  own: readonly Correction[],
  carried: readonly Correction[],
): Apply | null {
  if (own.length === 0 && carried.length === 0) return null;
  const byPosition = groupedBy(own, ({ position }) => position);
  const keyed = keyedCorrections(columns, carried);
  return (batch) => {
    const issues: Issue[] = [];
    const applied: Applied[] = [];
    const rows = batch.rows.map((cells, at) => {
      const position = batch.positions[at]!;
      const meant = byPosition.get(position) ?? [];
      const again = keyed.flatMap(({ places, byKey }) => byKey.get(keyText(places.map((place) => cells[place]))) ?? []);
      if (meant.length + again.length === 0) return cells;
      const corrected = [...cells];
      // Of several for one cell the last holds, and one of this delivery before any other.
      const byColumn = new Map([...again, ...meant].map((correction) => [correction.column, correction]));
      for (const correction of byColumn.values()) {
        const place = columns.indexOf(correction.column);
        const isThere = place !== -1 && textOfCell(cells[place]) === correction.oldValue;
        if (isThere) {
          corrected[place] = correction.newValue === '' ? null : (correction.newValue as Cell);
          applied.push({ position, correction: correction.id });
          issues.push(issueOf('corrected', 'info', correction, position));
        } else if (meant.includes(correction)) {
          issues.push(issueOf('correction-void', 'warning', correction, position));
        }
      }
      return corrected;
    });
    return { batch: { ...batch, rows }, issues, applied };
  };
}

function keyedCorrections(columns: readonly string[], carried: readonly Correction[]): KeyedCorrections[] {
  const byColumns = groupedBy(carried, ({ rowKey }) => JSON.stringify(Object.keys(rowKey!).toSorted()));
  return [...byColumns].flatMap(([names, corrections]) => {
    const places = (JSON.parse(names) as string[]).map((name) => columns.indexOf(name));
    if (places.includes(-1)) return [];
    const keyOf = ({ rowKey }: Correction) => keyText(places.map((place) => rowKey![columns[place]!]));
    return [{ places, byKey: groupedBy(corrections, keyOf) }];
  });
}

const keyText = (cells: readonly unknown[]): string => JSON.stringify(cells.map(textOfCell));

function groupedBy<T, K>(entries: readonly T[], keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = groups.get(key);
    if (known) known.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

function issueOf(rule: string, severity: Issue['severity'], correction: Correction, position: number): Issue {
  return {
    rule,
    severity,
    column: correction.column,
    position,
    value: correction.oldValue.slice(0, 200),
    action: rule === 'corrected' ? 'changed' : 'kept',
    detail: { to: correction.newValue.slice(0, 200), why: correction.reason, correction: correction.id },
  };
}

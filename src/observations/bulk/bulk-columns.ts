import type { FileLayout } from '../../formats/index.ts';
import type { ObservationsContext } from '../model.ts';
import { observationProblem } from '../problems.ts';

/** Columns of a bulk delivery; in NDJSON the same names are members. */
export const bulkColumns = ['station', 'parameter', 'unit', 'time', 'value', 'status', 'datastream'] as const;
export type BulkColumn = (typeof bulkColumns)[number];

/** Cells of one row as they are written; empty text where there is none. */
export type BulkRow = Readonly<Record<BulkColumn, string>>;

/** Which cell of a row is which column. Throws Problem `bulk-columns`. */
export function readBulkHeader(cells: readonly string[]): (row: readonly string[]) => BulkRow {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const places = bulkColumns.map((column) => names.indexOf(column));
  const has = (column: BulkColumn): boolean => names.includes(column);
  const isComplete = has('time') && has('value') && (has('datastream') || (has('station') && has('parameter')));
  if (!isComplete) throw observationProblem('bulk-columns', { columns: cells.join(', ') });
  return (row) => {
    const cell = (place: number): string => (place < 0 ? '' : (row[place] ?? '').trim());
    const [station, parameter, unit, time, value, status, datastream] = places.map(cell);
    return { station, parameter, unit, time, value, status, datastream } as BulkRow;
  };
}

/** Null where the line is no object. */
export function readBulkObject(line: string): BulkRow | null {
  let members: unknown;
  try {
    members = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof members !== 'object' || members === null || Array.isArray(members)) return null;
  const given = members as Record<string, unknown>;
  const text = (column: BulkColumn): string => {
    const value = given[column];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  return Object.fromEntries(bulkColumns.map((column) => [column, text(column)])) as BulkRow;
}

/** Every list of parameter names that a layout of the packs refers to: senders use the same symbols here. */
export function parameterLists({ packs }: Pick<ObservationsContext, 'packs'>): string[] {
  const layouts = packs().part<FileLayout>('files');
  return [...new Set(layouts.flatMap(({ value }) => value.series?.parameters ?? []))];
}

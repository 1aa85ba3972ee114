import { type Sql } from '../../../kernel/index.ts';
import type { SortColumn } from '../../../query/index.ts';
import type { Columns, EntitySet } from '../model.ts';

/**
 * Makes an order total: behind what was asked for stands what tells rows apart, in the direction of the last key, so that
 * an index serves the whole. `oneSeries`: all rows are observations of one datastream.
 */
export function totalOrder(
  set: EntitySet,
  columns: Columns,
  asked: readonly SortColumn[],
  oneSeries: boolean,
): SortColumn[] {
  const names = set.name === 'Observations' ? (oneSeries ? ['time', 'extra'] : ['series', 'time', 'extra']) : ['id'];
  const descending = asked.at(-1)?.descending ?? false;
  const has = (column: Sql): boolean => asked.some((key) => key.column.text === column.text);
  const rest = names.map(columns).filter((column) => !has(column));
  return [...asked, ...rest.map((column): SortColumn => ({ column, descending, nullable: false }))];
}

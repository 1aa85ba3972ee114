import { sql, type Sql } from '../../../kernel/index.ts';
import { keysetCondition, type SortColumn } from '../../../query/index.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import type { Selection } from './selection.ts';

/** Conditions of a page: its filter, and that it begins behind the page before. */
export function selectionOf(
  context: StaContext,
  set: EntitySet,
  columns: Columns,
  options: QueryOptions,
  order: readonly SortColumn[],
  after: Selection['after'],
): Sql[] {
  return [
    ...(options.filter === null ? [] : [compileFilter(context, set, columns, options.filter)]),
    ...(after === null ? [] : [keysetCondition(order, after)]),
  ];
}

/** `sort 0` …: what the next page begins behind. */
export const sortValuesSql = (order: readonly SortColumn[]): Sql[] =>
  order.map(({ column }, i) => sql`${column} as ${sql.identifier(`sort ${i}`)}`);

/** One row more than the page, which tells whether there are more. */
export const limit = ({ skip, top }: QueryOptions): Sql =>
  sql`limit ${top + 1} ${skip > 0 ? sql`offset ${skip}` : sql.empty}`;

import { sql, type Sql } from '../../../kernel/index.ts';
import { orderBy, type PageValue } from '../../../query/index.ts';
import type { EntitySet, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { sortColumns } from '../filter/sort-columns.ts';
import { entitySource } from './entity-source.ts';
import { observationPage, observationsByIds } from './observation-pages.ts';
import { limit, selectionOf, sortValuesSql } from './page-parts.ts';
import { rowColumns, type Row } from './row-columns.ts';
import type { Selection } from './selection.ts';
import { totalOrder } from './sort-order.ts';
import { goesBySeries, walkSeries } from './walk-series.ts';

export interface Page {
  readonly rows: readonly Row[];
  /** Sort values of the last row where there are more; else null. */
  readonly more: readonly PageValue[] | null;
}

const emptyPage: Page = { rows: [], more: null };

/** Pages by the id of what they hang on; of a whole set under 0. One statement, however many pages. */
export async function readPages(context: StaContext, selection: Selection): Promise<ReadonlyMap<number, Page>> {
  const ids = selection.from?.ids ?? [0];
  if (ids.length === 0 || context.networks.size === 0) return new Map();
  if (goesBySeries(selection)) return new Map([[0, await pageBySeries(context, selection)]]);
  return pagesOf(context, selection);
}

async function pageBySeries(context: StaContext, selection: Selection): Promise<Page> {
  const { parts, more } = await walkSeries(context, selection, async (part) => {
    const [page = emptyPage] = (await pagesOf(context, part)).values();
    return { ...page, count: page.rows.length };
  });
  return { rows: parts.flatMap(({ rows }) => rows), more };
}

async function pagesOf(context: StaContext, selection: Selection): Promise<ReadonlyMap<number, Page>> {
  const { from, options } = selection;
  const ids = from?.ids ?? [0];
  const statement = await pageSql(context, selection);
  const rows = await context.db.query<Row & { parent: number }>(
    from === null
      ? statement
      : sql`select source.id as parent, page.* from unnest(${[...ids]}::bigint[]) as source (id)
          cross join lateral (${statement}) page`,
  );
  const byParent = new Map(ids.map((id): [number, Row[]] => [id, []]));
  for (const row of rows) byParent.get(row.parent ?? 0)!.push(row);
  return new Map(ids.map((id) => [id, pageOf(byParent.get(id)!, options.top)]));
}

function pageOf(rows: readonly Row[], top: number): Page {
  if (rows.length === 0) return emptyPage;
  const shown = rows.slice(0, top);
  const last = shown.at(-1);
  const hasMore = rows.length > top || Number(last?.['of'] ?? 0) > shown.length;
  return { rows: shown, more: hasMore && last ? sortValues(last) : null };
}

function sortValues(row: Row): PageValue[] {
  const values: PageValue[] = [];
  for (let i = 0; `sort ${i}` in row; i++) values.push(row[`sort ${i}`] as PageValue);
  return values;
}

/** Rows of one page and one more; what they hang on is the column `source.id` of an outer query. */
async function pageSql(context: StaContext, selection: Selection): Promise<Sql> {
  return selection.set.name === 'Observations'
    ? (await observationPage(context, selection)).rows
    : entityPage(context, selection);
}

function entityPage(context: StaContext, { set, from, options, after, only }: Selection): Sql {
  const source = entitySource(context, set, 'e');
  const order = totalOrder(set, source.columns, sortColumns(context, set, source.columns, options.orderby), false);
  const conditions = [
    ...source.conditions,
    ...(from === null ? [] : [from.relation.link!(sql`source.id`, source.columns)]),
    ...(only === undefined ? [] : [sql`${source.columns('id')} = ${only}`]),
    ...selectionOf(context, set, source.columns, options, order, after),
  ];
  return sql`
    select ${sql.join([...rowColumns(set, source.columns, options), ...sortValuesSql(order)])}
    from ${source.from} where ${sql.join(conditions, sql` and `)}
    order by ${orderBy(order)} ${limit(options)}`;
}

/** Rows of a set by their ids, in no order: those that the caller may see. */
export async function readByIds(
  context: StaContext,
  set: EntitySet,
  ids: readonly number[],
  options: QueryOptions,
): Promise<Row[]> {
  if (ids.length === 0 || context.networks.size === 0) return [];
  if (set.name === 'Observations') return context.db.query<Row>(observationsByIds(context, ids, options));
  const { from, columns, conditions } = entitySource(context, set, 'e');
  const wanted = [...conditions, sql`${columns('id')} = any(${[...ids]}::bigint[])`];
  const chosen = options.filter === null ? [] : [compileFilter(context, set, columns, options.filter)];
  return context.db.query<Row>(sql`
    select ${sql.join(rowColumns(set, columns, options))} from ${from}
    where ${sql.join([...wanted, ...chosen], sql` and `)}`);
}

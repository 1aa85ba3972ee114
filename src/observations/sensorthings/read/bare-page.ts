import { sql } from '../../../kernel/index.ts';
import { orderBy, type PageValue } from '../../../query/index.ts';
import { sortColumns } from '../filter/sort-columns.ts';
import { columnsOf, type StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { writeBareObservations } from './bare-observations.ts';
import { observations, seen, seriesPart } from './entity-source.ts';
import { byTime } from './narrow-time.ts';
import { observationsOf } from './observation-source.ts';
import { limit, selectionOf } from './page-parts.ts';
import { stateColumns, stateOf, type SeriesState, type StateRow } from './series-state.ts';
import { totalOrder } from './sort-order.ts';
import type { TextsOfPage } from './texts-of-page.ts';

/** A page of a series in the order of time, all of each, with nothing chosen among them but what comes after another. */
export const mayBeBare = ({ filter, select, orderby, top }: QueryOptions): boolean =>
  // One value is looked for where the state of its series says that it is.
  filter === null && select === null && (orderby === null || byTime.test(orderby)) && top > 1;

/**
 * What is known of a series, and with it the page where only moments and numbers are stored of it (null where there is
 * more): what most pages are. The rows come as one text, which costs a quarter of the rows themselves. Null where the
 * caller sees no such series.
 */
export async function readBarePage(
  context: StaContext,
  series: number,
  options: QueryOptions,
  after: readonly PageValue[] | null,
): Promise<{ readonly state: SeriesState; readonly texts: TextsOfPage | null } | null> {
  const columns = columnsOf('o');
  const order = totalOrder(observations, columns, sortColumns(context, observations, columns, options.orderby), true);
  const conditions = [
    sql`not state.has_detail and not state.has_extra`,
    ...selectionOf(context, observations, columns, options, order, after),
  ];
  const part = { ...seriesPart(context, columnsOf('ds')), hasDetail: false, hasExtra: false };
  const [row] = await context.db.query<StateRow & { list: string; count: number }>(
    sql.kept(sql`
    select ${stateColumns}, page.*
    from datastream ds left join series_state state on state.series = ds.id
      cross join lateral (
        select coalesce(string_agg(
          date_part('epoch', o.time)::bigint::text || ' ' || coalesce(o.value::text, 'null'), ','), '') as list,
          count(*) as count
        from (
          select o.time, o.value from ${observationsOf(part)} o where ${sql.join(conditions, sql` and `)}
          order by ${orderBy(order)} ${limit(options)}) o) page
    where ds.id = ${series}::bigint and ${seen(context, columnsOf('ds'))}`),
  );
  if (!row) return null;
  const state = stateOf(row);
  if (state.hasDetail || state.hasExtra) return { state, texts: null };
  const { bytes, count, lastSecond } = writeBareObservations(context, options, {
    ...{ series, list: row.list, top: options.top },
  });
  const more = row.count > count && count > 0 ? [new Date(lastSecond * 1_000).toISOString(), 0] : null;
  return { state, texts: { bytes, count, more } };
}

import { sql, type Sql } from '../../../kernel/index.ts';
import { orderBy, type SortColumn } from '../../../query/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { sortColumns } from '../filter/sort-columns.ts';
import { columnsOf, type Columns, type StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { observations, seen, seriesPart } from './entity-source.ts';
import { narrowTime } from './narrow-time.ts';
import { observationsOf } from './observation-source.ts';
import { limit, selectionOf, sortValuesSql } from './page-parts.ts';
import { rowColumns } from './row-columns.ts';
import { readState } from './series-state.ts';
import type { Selection } from './selection.ts';
import { totalOrder } from './sort-order.ts';

interface ObservationPage {
  /** Columns: those of `rowColumns`, `sort 0` …, and where it is single `of`, the count of its series. */
  readonly rows: Sql;
  readonly sorts: readonly Sql[];
  readonly isSingle: boolean;
}

/** Of each series come the first rows in the wanted order; of those the first ones of all. */
export async function observationPage(context: StaContext, selection: Selection): Promise<ObservationPage> {
  const { set, from, options, after } = selection;
  const columns = columnsOf('o');
  const isOfSeries = from?.relation === observationsOfDatastream;
  const state =
    selection.state ?? (isOfSeries && from!.ids.length === 1 ? await readState(context, from!.ids[0]!) : null);
  const datastream = columnsOf('ds');
  const order = totalOrder(set, columns, sortColumns(context, set, columns, options.orderby), isOfSeries);
  const part = seriesPart(context, datastream);
  const known = state === null ? part : { ...part, ...state };
  const { within, isSingle } = narrowTime(context, selection, known);
  const sorts = sortValuesSql(order);
  const conditions = [
    ...(from === null || isOfSeries ? [] : [from.relation.link!(sql`source.id`, columns)]),
    ...selectionOf(context, set, columns, options, order, after),
  ];
  const outer = order.map(({ descending }, i): SortColumn => ({
    column: sql.identifier('o', `sort ${i}`),
    descending,
  }));
  const rows = sql`
    select o.*${isSingle ? sql`, state.count as "of"` : sql.empty}
    from datastream ds join series_state state on state.series = ds.id
      cross join lateral (
        select ${sql.join([...rowColumns(set, columns, options), ...sorts])}
        from ${observationsOf({ ...known, within })} o
        ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql.empty}
        order by ${orderBy(order)} limit ${options.skip + options.top + 1}) o
    where ${seen(context, datastream)} and ${seriesCondition(selection, datastream, isOfSeries)}
    order by ${orderBy(isOfSeries || options.orderby !== null ? outer : bySeries(outer))} ${limit(options)}`;
  return { rows, sorts, isSingle };
}

/** The first key is the series: the planner then walks through the series and stops. */
const bySeries = (outer: readonly SortColumn[]): SortColumn[] => [
  { column: sql`ds.id`, descending: false },
  ...outer.slice(1),
];

function seriesCondition({ from, among }: Selection, datastream: Columns, isOfSeries: boolean): Sql {
  if (from === null) {
    const chosen = among === undefined ? sql.empty : sql`and ${datastream('id')} = any(${[...among]}::bigint[])`;
    return sql`state.count > 0 ${chosen}`;
  }
  if (isOfSeries) return sql`${datastream('id')} = source.id`;
  return sql`(${datastream('feature')} = source.id or ${datastream('id')} in (
    select series from observation_detail where feature = source.id
    union all select series from observation_extra where feature = source.id))`;
}

/** An id says where its row is, unless its time was changed afterwards: then it stands among the others by its id. */
export function observationsByIds(context: StaContext, ids: readonly number[], options: QueryOptions): Sql {
  const columns = columnsOf('o');
  const datastream = columnsOf('ds');
  const part = { ...seriesPart(context, datastream), within: null };
  const at = sql`to_timestamp((wanted.id & 4294967295)::double precision)`;
  return sql`
    select o.* from unnest(${[...ids]}::bigint[]) as wanted (id)
      left join observation_extra known on known.id = wanted.id
      join datastream ds on ds.id = coalesce(known.series, (wanted.id >> 32)::integer)
      join series_state state on state.series = ds.id
      cross join lateral (
        select ${sql.join(rowColumns(observations, columns, options))} from ${observationsOf(part)} o
        where o.time = coalesce(known.time, ${at}) and o.id = wanted.id limit 1) o
    where ${seen(context, datastream)}`;
}

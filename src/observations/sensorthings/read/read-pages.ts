import { sql, type Sql } from '../../../kernel/index.ts';
import { keysetCondition, orderBy, type PageValue, type SortColumn } from '../../../query/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { columnsOf, type Columns, type EntitySet, type StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { sortColumns } from '../filter/sort-columns.ts';
import { entitySource, seen, seriesPart } from './entity-source.ts';
import { narrowTime } from './narrow-time.ts';
import { observationsOf, type SeriesPart } from './observation-source.ts';
import { rowColumns, type Row } from './row-columns.ts';
import type { Selection } from './selection.ts';
import { totalOrder } from './sort-order.ts';

export interface Page {
  readonly rows: readonly Row[];
  /** Sort values of the last row where there are more; else null. */
  readonly more: readonly PageValue[] | null;
}

const emptyPage: Page = { rows: [], more: null };

/** Pages by the id of what they hang on; of a whole set under 0. One statement, however many pages. */
export async function readPages(context: StaContext, selection: Selection): Promise<ReadonlyMap<number, Page>> {
  const { from, options } = selection;
  const ids = from?.ids ?? [0];
  if (ids.length === 0 || context.networks.size === 0) return new Map();
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
  return selection.set.name === 'Observations' ? observationPage(context, selection) : entityPage(context, selection);
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

/** Of each series come the first rows in the wanted order; of those the first ones of all. */
async function observationPage(context: StaContext, selection: Selection): Promise<Sql> {
  const { set, from, options, after } = selection;
  const columns = columnsOf('o');
  const isOfSeries = from?.relation === observationsOfDatastream;
  const state = isOfSeries && from!.ids.length === 1 ? await stateOf(context, from!.ids[0]!) : null;
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
  return sql`
    select o.*${isSingle ? sql`, state.count as "of"` : sql.empty}
    from datastream ds join series_state state on state.series = ds.id
      cross join lateral (
        select ${sql.join([...rowColumns(set, columns, options), ...sorts])}
        from ${observationsOf({ ...known, within })} o
        ${conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql.empty}
        order by ${orderBy(order)} limit ${options.skip + options.top + 1}) o
    where ${seen(context, datastream)} and ${seriesCondition(from, datastream, isOfSeries)}
    order by ${orderBy(isOfSeries || options.orderby !== null ? outer : bySeries(outer))} ${limit(options)}`;
}

/** The first key is the series: the planner then walks through the series and stops. */
const bySeries = (outer: readonly SortColumn[]): SortColumn[] => [
  { column: sql`ds.id`, descending: false },
  ...outer.slice(1),
];

function seriesCondition(from: Selection['from'], datastream: Columns, isOfSeries: boolean): Sql {
  if (from === null) return sql`state.count > 0`;
  if (isOfSeries) return sql`${datastream('id')} = source.id`;
  return sql`(${datastream('feature')} = source.id or ${datastream('id')} in (
    select series from observation_detail where feature = source.id
    union all select series from observation_extra where feature = source.id))`;
}

interface SeriesState {
  readonly hasDetail: boolean;
  readonly hasExtra: boolean;
  readonly within: SeriesPart['within'];
}

async function stateOf({ db }: StaContext, series: number): Promise<SeriesState | null> {
  const [state] = await db.query<{
    hasDetail: boolean;
    hasExtra: boolean;
    first: string | null;
    last: string | null;
  }>(sql`
    select has_detail as "hasDetail", has_extra as "hasExtra", first_time as first, last_time as last
    from series_state where series = ${series}`);
  if (!state) return null;
  const { first, last, ...rest } = state;
  const isKnown = first !== null && last !== null;
  return { ...rest, within: isKnown ? [sql`${first}::timestamptz`, sql`${last}::timestamptz`] : null };
}

function selectionOf(
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

const sortValuesSql = (order: readonly SortColumn[]): Sql[] =>
  order.map(({ column }, i) => sql`${column} as ${sql.identifier(`sort ${i}`)}`);

const limit = ({ skip, top }: QueryOptions): Sql => sql`limit ${top + 1} ${skip > 0 ? sql`offset ${skip}` : sql.empty}`;

/** Rows of a set by their ids, in no order: those that the caller may see. */
export async function readByIds(
  context: StaContext,
  set: EntitySet,
  ids: readonly number[],
  options: QueryOptions,
): Promise<Row[]> {
  if (ids.length === 0 || context.networks.size === 0) return [];
  if (set.name === 'Observations') return readObservations(context, set, ids, options);
  const { from, columns, conditions } = entitySource(context, set, 'e');
  const wanted = [...conditions, sql`${columns('id')} = any(${[...ids]}::bigint[])`];
  const chosen = options.filter === null ? [] : [compileFilter(context, set, columns, options.filter)];
  return context.db.query<Row>(sql`
    select ${sql.join(rowColumns(set, columns, options))} from ${from}
    where ${sql.join([...wanted, ...chosen], sql` and `)}`);
}

/** An id says where its row is, unless its time was changed afterwards: then it stands among the others by its id. */
async function readObservations(
  context: StaContext,
  set: EntitySet,
  ids: readonly number[],
  options: QueryOptions,
): Promise<Row[]> {
  const columns = columnsOf('o');
  const datastream = columnsOf('ds');
  const part = { ...seriesPart(context, datastream), within: null };
  const at = sql`to_timestamp((wanted.id & 4294967295)::double precision)`;
  return context.db.query<Row>(sql`
    select o.* from unnest(${[...ids]}::bigint[]) as wanted (id)
      left join observation_extra known on known.id = wanted.id
      join datastream ds on ds.id = coalesce(known.series, (wanted.id >> 32)::integer)
      join series_state state on state.series = ds.id
      cross join lateral (
        select ${sql.join(rowColumns(set, columns, options))} from ${observationsOf(part)} o
        where o.time = coalesce(known.time, ${at}) and o.id = wanted.id limit 1) o
    where ${seen(context, datastream)}`);
}

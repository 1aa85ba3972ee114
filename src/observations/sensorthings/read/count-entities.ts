import { sql, type Sql } from '../../../kernel/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { approvedOnlyIds, type EntitySet, type Relation, type StaContext } from '../model.ts';
import { compileFilter } from '../filter/compile-filter.ts';
import { entitySource, observationSource } from './entity-source.ts';

/** Counts are exact up to here; beyond, an estimate stands in a member of its own. */
const exactCountLimit = 10_000;

export interface Count {
  readonly exact: number | null;
  /** At least so many, where they are too many to be counted. */
  readonly estimate: number | null;
}

/**
 * How many entities there are, whatever page is shown. Observations of a series without a filter are known; nothing ever
 * counts through the table of observations.
 */
export async function countEntities(
  context: StaContext,
  set: EntitySet,
  from: { readonly relation: Relation; readonly id: number } | null,
  filter: string | null,
): Promise<Count> {
  if (context.networks.size === 0) return { exact: 0, estimate: null };
  if (set.name === 'Observations' && filter === null) {
    const known = await knownCount(context, from);
    if (known !== null) return { exact: known, estimate: null };
  }
  const rows = await context.db.query<{ n: number }>(sql`
    select count(*)::integer as n from (select 1 ${countedFrom(context, set, from, filter)}
      limit ${exactCountLimit + 1}) counted`);
  const { n } = rows[0]!;
  return n > exactCountLimit ? { exact: null, estimate: n } : { exact: n, estimate: null };
}

/** Null where the state of the series does not say it: a feature of interest, values that are not shown. */
async function knownCount(
  context: StaContext,
  from: { readonly relation: Relation; readonly id: number } | null,
): Promise<number | null> {
  if (approvedOnlyIds(context).length > 0 || (from !== null && !isOfSeries(from.relation))) return null;
  const one = from === null ? sql.empty : sql`and ds.id = ${from.id}`;
  const rows = await context.db.query<{ n: number }>(sql`
    select coalesce(sum(state.count), 0)::bigint as n from datastream ds join series_state state on state.series = ds.id
    where ds.network = any(${[...context.networks.keys()]}::text[]) ${one}`);
  return rows[0]!.n;
}

const isOfSeries = (relation: Relation): boolean => relation === observationsOfDatastream;

function countedFrom(
  context: StaContext,
  set: EntitySet,
  from: { readonly relation: Relation; readonly id: number } | null,
  filter: string | null,
): Sql {
  const source =
    set.name === 'Observations'
      ? observationSource(context, 'e', (datastream) =>
          from !== null && isOfSeries(from.relation) ? sql`${datastream('id')} = ${from.id}` : sql`true`,
        )
      : entitySource(context, set, 'e');
  const conditions = [
    sql`true`,
    ...source.conditions,
    ...(from === null ? [] : [from.relation.link!(sql`${from.id}`, source.columns)]),
    ...(filter === null ? [] : [compileFilter(context, set, source.columns, filter)]),
  ];
  return sql`from ${source.from} where ${sql.join(conditions, sql` and `)}`;
}

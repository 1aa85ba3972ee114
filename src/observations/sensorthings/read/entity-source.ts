import { sql, type Sql } from '../../../kernel/index.ts';
import { entitySets } from '../entity-sets.ts';
import { approvedOnlyIds, columnsOf, networkIds, type Columns, type EntitySet, type StaContext } from '../model.ts';
import { observationsOf } from './observation-source.ts';

/** `from` items with a row for each entity of a set that the caller may see, under one alias. */
export interface EntitySource {
  readonly from: Sql;
  readonly columns: Columns;
  readonly conditions: readonly Sql[];
}

/** Any set but observations, whose rows are found by their series (`observation-pages.ts`). */
export function entitySource(context: StaContext, set: EntitySet, alias: string): EntitySource {
  const columns = columnsOf(alias);
  const name = sql.identifier(alias);
  const from =
    set.name === 'Datastreams' ? sql`${datastreams(context)} ${name}` : sql`${sql.identifier(set.table)} ${name}`;
  return { from, columns, conditions: [seen(context, columns)] };
}

/** Only networks that the caller may read. */
export function seen(context: StaContext, columns: Columns): Sql {
  return sql`${columns('network')} = any(${networkIds(context)}::text[])`;
}

/** Where only approved values are shown, the extent of all values is not. */
function datastreams(context: StaContext): Sql {
  const hidden = approvedOnlyIds(context);
  const shown = hidden.length === 0 ? sql.empty : sql`and ds.network <> all(${hidden}::text[])`;
  return sql`(
    select ds.*, state.first_time, greatest(state.last_time, state.phenomenon_end) as last_time, state.result_from,
      state.result_to, ST_AsGeoJSON(coalesce(ds.observed_area, (
        select geom from feature_of_interest f where f.id = ds.feature)))::jsonb as area
    from datastream ds left join series_state state on state.series = ds.id and state.count > 0 ${shown})`;
}

/**
 * Observations of all series that the caller may see and that satisfy a condition on their datastream (alias `ds`), as
 * one table: for conditions that ask whether there is one.
 */
export function observationSource(
  context: StaContext,
  alias: string,
  ofSeries: (datastream: Columns) => Sql,
): EntitySource {
  const datastream = columnsOf('ds');
  const part = observationsOf(seriesPart(context, datastream));
  const from = sql`(
    select o.* from datastream ds join series_state state on state.series = ds.id
      cross join lateral ${part} o
    where ${seen(context, datastream)} and ${ofSeries(datastream)}) ${sql.identifier(alias)}`;
  return { from, columns: columnsOf(alias), conditions: [] };
}

/** The series of a datastream in an outer row (`ds`, its state `state`). */
export function seriesPart(context: StaContext, datastream: Columns) {
  const approvedOnly = approvedOnlyIds(context);
  return {
    series: datastream('id'),
    feature: datastream('feature'),
    hasDetail: sql`state.has_detail`,
    hasExtra: sql`state.has_extra`,
    within: [sql`state.first_time`, sql`state.last_time`] as const,
    approvedOnly: approvedOnly.length === 0 ? false : sql`${datastream('network')} = any(${approvedOnly}::text[])`,
  };
}

export const observations = entitySets.Observations;

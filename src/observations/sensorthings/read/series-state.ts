import { sql } from '../../../kernel/index.ts';
import { columnsOf, type StaContext } from '../model.ts';
import { seen } from './entity-source.ts';
import type { SeriesPart } from './observation-source.ts';

/** What makes the statement of a series' page a short one. */
export interface SeriesState {
  readonly hasDetail: boolean;
  readonly hasExtra: boolean;
  readonly within: SeriesPart['within'];
}

/** Of a datastream `ds` and its state `state`, where it has one. */
export const stateColumns = sql`coalesce(state.has_detail, false) as "hasDetail",
  coalesce(state.has_extra, false) as "hasExtra", state.first_time as first, state.last_time as last`;

export interface StateRow {
  hasDetail: boolean;
  hasExtra: boolean;
  first: string | null;
  last: string | null;
}

export function stateOf({ hasDetail, hasExtra, first, last }: StateRow): SeriesState {
  const isKnown = first !== null && last !== null;
  const within = isKnown ? ([sql`${first}::timestamptz`, sql`${last}::timestamptz`] as const) : null;
  return { hasDetail, hasExtra, within };
}

/** Null where the caller sees no such series. */
export async function readState(context: StaContext, series: number): Promise<SeriesState | null> {
  const [state] = await context.db.query<StateRow>(
    sql.kept(sql`
    select ${stateColumns} from datastream ds left join series_state state on state.series = ds.id
    where ds.id = ${series}::bigint and ${seen(context, columnsOf('ds'))}`),
  );
  return state ? stateOf(state) : null;
}

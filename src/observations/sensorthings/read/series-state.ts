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

/** Null where the caller sees no such series. */
export async function readState(context: StaContext, series: number): Promise<SeriesState | null> {
  const [state] = await context.db.query<{
    hasDetail: boolean;
    hasExtra: boolean;
    first: string | null;
    last: string | null;
  }>(
    sql.kept(sql`
    select coalesce(has_detail, false) as "hasDetail", coalesce(has_extra, false) as "hasExtra",
      first_time as first, last_time as last
    from datastream ds left join series_state on series = ds.id
    where ds.id = ${series}::bigint and ${seen(context, columnsOf('ds'))}`),
  );
  if (!state) return null;
  const { first, last, ...rest } = state;
  const isKnown = first !== null && last !== null;
  return { ...rest, within: isKnown ? [sql`${first}::timestamptz`, sql`${last}::timestamptz`] : null };
}

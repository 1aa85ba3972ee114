import { sql } from '../../../kernel/index.ts';
import type { PageValue } from '../../../query/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { columnsOf, type StaContext } from '../model.ts';
import { seen } from './entity-source.ts';
import type { Selection } from './selection.ts';
import type { SeriesState } from './series-state.ts';

/** Series that are looked at together. */
const batchSeries = 200;
/** Statements of one page: where a reader sees nothing of most series, the page ends early, and the next goes on. */
const mostParts = 50;

/** What was read of a part of a page. */
export interface PartOfPage {
  readonly count: number;
  /** Sort values of its last row where its series hold more; else null. */
  readonly more: readonly PageValue[] | null;
}

interface Known {
  readonly id: number;
  readonly count: number;
  readonly hasDetail: boolean;
  readonly hasExtra: boolean;
  readonly first: string;
  readonly last: string;
}

/** A page of all observations as they come, series by series, with nothing that chooses among them. */
export const goesBySeries = ({ set, from, only, options }: Selection): boolean =>
  set.name === 'Observations' &&
  from === null &&
  only === undefined &&
  options.orderby === null &&
  options.filter === null &&
  options.skip === 0;

/**
 * Reads such a page by the few series that it holds, so that it costs what a page costs however many values there are. A
 * series that may be long is read by its own statement, in the order of its key; those that fit in what is left of the
 * page together by one. `more`: sort values (series, time, extra) that the next page begins behind.
 */
export async function walkSeries<P extends PartOfPage>(
  context: StaContext,
  selection: Selection,
  read: (part: Selection) => Promise<P>,
): Promise<{ readonly parts: readonly P[]; readonly more: readonly PageValue[] | null }> {
  const { options, after } = selection;
  const parts: P[] = [];
  let left = options.top;
  let start = after === null ? 0 : Number(after[0]);
  let within = after === null ? null : after.slice(1);
  for (;;) {
    const batch = await seriesFrom(context, start);
    for (let i = 0; i < batch.length;) {
      const together = within === null ? fitting(batch, i, left) : 0;
      const group = batch.slice(i, i + Math.max(1, together));
      const last = group.at(-1)!;
      if (left === 0 || parts.length === mostParts) return { parts, more: [group[0]!.id, group[0]!.first, -1] };
      const part: Selection =
        group.length > 1
          ? { ...selection, after: null, among: group.map(({ id }) => id), options: { ...options, top: left } }
          : ofOne(selection, last, within, left);
      const page = await read(part);
      parts.push(page);
      if (page.more !== null) {
        return { parts, more: group.length > 1 ? page.more : [last.id, ...page.more] };
      }
      left -= page.count;
      within = null;
      i += group.length;
    }
    if (batch.length < batchSeries) return { parts, more: null };
    start = batch.at(-1)!.id + 1;
  }
}

/** How many series from this one on hold no more together than there is room for. */
function fitting(batch: readonly Known[], from: number, left: number): number {
  let [sum, end] = [0, from];
  while (end < batch.length && (sum += batch[end]!.count) <= left) end++;
  return end - from;
}

function ofOne(
  { set, options }: Selection,
  { id, hasDetail, hasExtra, first, last }: Known,
  after: readonly PageValue[] | null,
  top: number,
): Selection {
  const state: SeriesState = {
    ...{ hasDetail, hasExtra },
    within: [sql`${first}::timestamptz`, sql`${last}::timestamptz`],
  };
  const from = { relation: observationsOfDatastream, ids: [id] };
  return { set, from, options: { ...options, top }, after, state, walks: true };
}

/** Those that the caller sees and that hold values, in order. */
function seriesFrom(context: StaContext, start: number): Promise<Known[]> {
  return context.db.query<Known>(
    sql.kept(sql`
    select ds.id, state.count, state.has_detail as "hasDetail", state.has_extra as "hasExtra",
      state.first_time as first, state.last_time as last
    from datastream ds join series_state state on state.series = ds.id
    where ds.id >= ${start}::bigint and state.count > 0 and ${seen(context, columnsOf('ds'))}
    order by ds.id limit ${batchSeries}`),
  );
}

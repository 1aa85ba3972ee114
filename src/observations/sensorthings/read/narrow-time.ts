import { sql } from '../../../kernel/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { columnsOf, type StaContext } from '../model.ts';
import { seen } from './entity-source.ts';
import type { SeriesPart } from './observation-source.ts';
import type { Selection } from './selection.ts';

/** What is known before of where the rows of a page lie. */
export interface Narrowed {
  readonly within: SeriesPart['within'];
  /** True: only the row asked for is looked for; whether there are more is said by the count of its series. */
  readonly isSingle: boolean;
}

/** The order of time, as clients write it. */
export const byTime = /^\s*phenomenonTime(?:\s+(asc|desc))?\s*$/i;

/**
 * A page in the order of time, of which nothing is left out by a condition: the newest or oldest value of a series lies at
 * the end that its state knows; the newest of all series together where as many of them as there are rows have a value.
 */
export function narrowTime(
  context: StaContext,
  { from, options, after }: Selection,
  { within, approvedOnly }: SeriesPart,
): Narrowed {
  const ordered = byTime.exec(options.orderby ?? '');
  const isWhole = options.filter === null && after === null && approvedOnly === false;
  const wide = { within, isSingle: false };
  if (within === null || ordered === null || !isWhole) return wide;
  const descending = ordered[1]?.toLowerCase() === 'desc';
  const [first, last] = within;
  if (from?.relation === observationsOfDatastream) {
    if (options.top !== 1 || options.skip !== 0) return wide;
    return { within: descending ? [last, last] : [first, first], isSingle: true };
  }
  if (from !== null || !descending) return wide;
  const enough = sql`(
    select newest.last_time from series_state newest join datastream known on known.id = newest.series
    where ${seen(context, columnsOf('known'))} and newest.count > 0
    order by newest.last_time desc offset ${options.skip + options.top} limit 1)`;
  return { within: [sql`greatest(${first}, ${enough})`, last], isSingle: false };
}

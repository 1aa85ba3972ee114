import { readTexts, sql } from '../../../kernel/index.ts';
import type { PageValue } from '../../../query/index.ts';
import { columnsOf, type StaContext } from '../model.ts';
import { byTime } from './narrow-time.ts';
import { observationPage } from './observation-pages.ts';
import { observationText } from './observation-text.ts';
import type { Selection } from './selection.ts';

/** A page of observations as texts: JSON objects as UTF-8 with a comma between. */
export interface TextsOfPage {
  readonly bytes: Buffer;
  readonly count: number;
  /** As in `Page`. */
  readonly more: readonly PageValue[] | null;
}

/** A page of the set of observations, or of those that hang on one entity; nothing of it is expanded. */
export async function readObservationTexts(context: StaContext, selection: Selection): Promise<TextsOfPage> {
  const { from, options } = selection;
  if (context.networks.size === 0) return { bytes: Buffer.alloc(0), count: 0, more: null };
  const { rows, sorts, isSingle } = await observationPage(context, selection);
  const columns = columnsOf('page');
  const shown = [
    sql`${observationText(context, columns, options)} as entity`,
    sql`${isSingle ? columns('of') : sql`0`} as "of"`,
    ...sorts.map((_, i) => columns(`sort ${i}`)),
  ];
  const source = from === null ? sql.empty : sql`(select ${from.ids[0]!}::bigint as id) source cross join lateral`;
  const statement = sql`select ${sql.join(shown)} from ${source} (${rows}) page`;
  // Filters and orders of a caller's own make ever new texts; pages in the order of time always have the same few.
  const { filter, select, orderby } = options;
  const isUsual = filter === null && select === null && (orderby === null || byTime.test(orderby));
  const { bytes, count, last, more } = await readTexts(
    context.db,
    isUsual ? sql.kept(statement) : statement,
    options.top,
  );
  const [all, ...values] = last;
  const hasMore = more || Number(all ?? 0) > count;
  return { bytes, count, more: hasMore && count > 0 ? (values as PageValue[]) : null };
}

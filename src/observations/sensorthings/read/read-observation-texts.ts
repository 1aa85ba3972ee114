import { readTexts, sql, type Sql } from '../../../kernel/index.ts';
import type { PageValue } from '../../../query/index.ts';
import { observationsOfDatastream } from '../entity-sets.ts';
import { columnsOf, type StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { mayBeBare, readBarePage } from './bare-page.ts';
import { byTime } from './narrow-time.ts';
import { observationPage } from './observation-pages.ts';
import { observationText } from './observation-text.ts';
import type { Selection } from './selection.ts';
import type { TextsOfPage } from './texts-of-page.ts';
import { goesBySeries, walkSeries } from './walk-series.ts';

const comma = Buffer.from(',');

/** A page of the set of observations, or of those that hang on one entity; nothing of it is expanded. */
export async function readObservationTexts(context: StaContext, selection: Selection): Promise<TextsOfPage> {
  if (context.networks.size === 0) return { bytes: Buffer.alloc(0), count: 0, more: null };
  if (!goesBySeries(selection)) return readTextsOf(context, selection);
  const { parts, more } = await walkSeries(context, selection, (part) => readTextsOf(context, part));
  const bytes = parts
    .filter(({ count }) => count > 0)
    .flatMap((part, i) => (i === 0 ? [part.bytes] : [comma, part.bytes]));
  return { bytes: Buffer.concat(bytes), count: parts.reduce((sum, { count }) => sum + count, 0), more };
}

async function readTextsOf(context: StaContext, selection: Selection): Promise<TextsOfPage> {
  const { from, options, after } = selection;
  if (from?.relation === observationsOfDatastream && isKnownBare(selection)) {
    const found = await readBarePage(context, from.ids[0]!, options, after);
    if (found?.texts) return found.texts;
  }
  const { rows, sorts, isSingle } = await observationPage(context, selection);
  const columns = columnsOf('page');
  const text = observationText(context, columns, options);
  const shown = [
    sql`${text.values} as entity`,
    sql`${isSingle ? columns('of') : sql`0`} as "of"`,
    ...sorts.map((_, i) => columns(`sort ${i}`)),
  ];
  const source = from === null ? sql.empty : sql`(select ${from.ids[0]!}::bigint as id) source cross join lateral`;
  const statement = sql`select ${sql.join(shown)} from ${source} (${rows}) page`;
  const { bytes, count, last, more } = await readTexts(context.db, kept(statement, options), options.top);
  const [all, ...values] = last;
  const hasMore = more || Number(all ?? 0) > count;
  return { bytes: text.objects(bytes), count, more: hasMore && count > 0 ? (values as PageValue[]) : null };
}

/** Filters and orders of a caller's own make ever new texts; pages in the order of time always have the same few. */
function kept(statement: Sql, { filter, select, orderby }: QueryOptions): Sql {
  const isUsual = filter === null && select === null && (orderby === null || byTime.test(orderby));
  return isUsual ? sql.kept(statement) : statement;
}

/** As a walk through the series knows it; where a page of one series was asked for it has been tried. */
const isKnownBare = ({ from, options, state, walks }: Selection): boolean =>
  walks === true && state?.hasDetail === false && !state.hasExtra && from!.ids.length === 1 && mayBeBare(options);

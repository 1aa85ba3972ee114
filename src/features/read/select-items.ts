import { LRUCache } from 'lru-cache';
import { readTexts, sql, type Db, type Sql } from '../../kernel/index.ts';
import { keysetCondition, orderBy, utcText, type PageTokens, type PageValue } from '../../query/index.ts';
import { featureText } from './feature-json.ts';
import type { ItemsQuery } from './items-query.ts';
import type { View } from './view.ts';

/** Counts are exact up to here; beyond, an estimate stands in a member of its own. */
export const exactCountLimit = 10_000;
/** Places in the file of hits that are kept in memory for the next pages and orders of the same filter, in all. */
const mostKeptPlaces = 2_000_000;
/** A box with more hits than this is walked in order; a smaller one is looked up first and sorted afterwards. */
const denseBoxHits = 5_000;

export interface ItemsPage {
  /** Texts of GeoJSON Features in order, as UTF-8 with a comma between. */
  readonly features: Buffer;
  readonly numberReturned: number;
  readonly nextToken: string | null;
  readonly numberMatched: number | null;
  readonly numberMatchedEstimate: number | null;
}

/** One page of a view. Order: the asked properties, then the place in the file. */
export async function selectItems(db: Db, view: View, query: ItemsQuery, tokens: PageTokens): Promise<ItemsPage> {
  const matched = await countMatched(db, view, query);
  const boxFirst = query.box !== null && matched.hits <= denseBoxHits;
  const statement = pageStatement(view, query, boxFirst, matched.places);
  // A caller's own conditions make ever new texts; pages and boxes of a collection always have the same few.
  const kept =
    query.conditions.length === 0 && query.shown === null && view.seen.rows === null && view.seen.changed === null
      ? sql.kept(statement)
      : statement;
  const { bytes, count, last, more } = await readTexts(db, kept, query.limit);
  return {
    features: bytes,
    numberReturned: count,
    nextToken: more
      ? tokens.write({ values: last as PageValue[], filter: query.selection, edition: view.edition.number })
      : null,
    numberMatched: matched.exact,
    numberMatchedEstimate: matched.estimate,
  };
}

/** The features of a page as objects. */
export function featuresOf<Feature>(page: ItemsPage): Feature[] {
  return JSON.parse(`[${page.features.toString('utf8')}]`) as Feature[];
}

/**
 * First the text of a feature, then the values of the order: what a page token holds. `places`: where all hits stand, so that
 * the conditions need not be tried on every row again.
 */
function pageStatement(view: View, query: ItemsQuery, boxFirst: boolean, places: Matched['places']): Sql {
  const shown = query.shown ?? view.properties;
  const sortedBy = new Set(query.order.map(({ property }) => property));
  const needed = view.properties.filter((property) => shown.includes(property) || sortedBy.has(property.name));
  const names = needed.map((property) => sql.identifier(property.name));
  const inner = sql.join([
    sql`t._fid, t._seq`,
    ...names.map((name) => sql`t.${name}`),
    ...(view.hasGeometry ? [sql`t._geom`] : []),
  ]);
  const order = [
    ...query.order.map((item) => ({ column: sql`t.${sql.identifier(item.property)}`, descending: item.descending })),
    { column: sql`t._seq`, descending: false, nullable: false },
  ];
  const hits = places === null ? selectionOf(query) : [sql`t._seq = any(${places}::bigint[])`];
  const conditions = [view.condition, ...hits];
  const after = query.token ? [keysetCondition(order, query.token.values)] : [];
  const sorts = query.order.map(
    (item, i) => sql`${sortValue(view, item.property)} as ${sql.identifier(`sort_${i}`)}, `,
  );
  const select = boxFirst
    ? sql`with hit as materialized (select ${inner} from ${view.source} where ${sql.join(conditions, sql` and `)})
        select t.* from hit t ${after.length ? sql`where ${after[0]!}` : sql``} order by ${orderBy(order)} limit ${query.limit + 1}`
    : sql`select ${inner} from ${view.source} where ${sql.join([...conditions, ...after], sql` and `)}
        order by ${orderBy(order)} limit ${query.limit + 1}`;
  return sql`
    select ${featureText(shown, view.hasGeometry, query.crs)} as feature,
      ${sql.join(sorts, sql``)}r._seq
    from (${select}) r`;
}

function sortValue(view: View, property: string): Sql {
  const column = sql`r.${sql.identifier(property)}`;
  return view.properties.find((candidate) => candidate.name === property)?.type === 'date-time'
    ? utcText(column)
    : column;
}

const selectionOf = ({ conditions, box }: ItemsQuery): Sql[] => [...conditions, ...(box ? [box] : [])];

interface Matched {
  readonly exact: number | null;
  readonly estimate: number | null;
  /** Hits, counted up to just above `exactCountLimit`. */
  readonly hits: number;
  /** Places in the file of all hits; null: there are too many, or a box alone selects, which its index finds again at once. */
  readonly places: readonly number[] | null;
}

/** Counts of filtered selections; an edition never changes, so an entry is true as long as it stands. */
const counted = new LRUCache<string, Matched>({
  max: 5_000,
  maxSize: mostKeptPlaces,
  sizeCalculation: ({ places }) => 1 + (places?.length ?? 0),
});

async function countMatched(db: Db, view: View, query: ItemsQuery): Promise<Matched> {
  if (!query.isFiltered) {
    return { exact: view.edition.count, estimate: null, hits: view.edition.count, places: null };
  }
  const key = `${view.collection.id} ${view.edition.number} ${view.edition.publishedAt} ${view.grant.key} ${query.selection}`;
  const known = counted.get(key);
  if (known) return known;
  const from = sql`from ${view.source} where ${sql.join([view.condition, ...selectionOf(query)], sql` and `)}`;
  const matched = query.conditions.length === 0 ? await countHits(db, from) : await findHits(db, from);
  counted.set(key, matched);
  return matched;
}

async function countHits(db: Db, from: Sql): Promise<Matched> {
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int as n from (select 1 ${from} limit ${exactCountLimit + 1}) m`);
  return matchedOf(db, from, rows[0]!.n, null);
}

/** The rows are gone through once, for the count and for all pages. */
async function findHits(db: Db, from: Sql): Promise<Matched> {
  const [found] = await db.query<{ places: readonly number[] | null }>(sql`
    select array_agg(m._seq) as places from (select t._seq ${from} limit ${exactCountLimit + 1}) m`);
  const places = (found?.places ?? []).map(Number);
  return matchedOf(db, from, places.length, places.length <= exactCountLimit ? places : null);
}

async function matchedOf(db: Db, from: Sql, hits: number, places: Matched['places']): Promise<Matched> {
  if (hits <= exactCountLimit) return { exact: hits, estimate: null, hits, places };
  return { exact: null, estimate: Math.max(hits, await estimate(db, from)), hits, places };
}

async function estimate(db: Db, from: Sql): Promise<number> {
  const rows = await db.query<{ 'QUERY PLAN': unknown }>(sql`explain (format json) select 1 ${from}`);
  const plan = rows[0]?.['QUERY PLAN'];
  const parsed = (typeof plan === 'string' ? JSON.parse(plan) : plan) as [{ Plan: { 'Plan Rows': number } }];
  return parsed[0].Plan['Plan Rows'];
}

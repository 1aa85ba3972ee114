import { LRUCache } from 'lru-cache';
import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { PageToken, PageTokens } from '../../query/index.ts';
import type { Crs } from './crs.ts';
import { featureText } from './feature-json.ts';
import { allRows, rowsAt, type SeenRows, type View } from './view.ts';

/** One feature that two editions show differently. */
export interface Difference {
  readonly op: 'insert' | 'update' | 'delete';
  readonly id: string;
  /** GeoJSON text in the later edition; null for a deletion. */
  readonly feature: string | null;
  /** GeoJSON text in the earlier edition; null for an insertion. */
  readonly before: string | null;
}

export interface DifferencesPage {
  readonly differences: readonly Difference[];
  readonly nextToken: string | null;
}

/** How many features differ; null in place of all where there are more than `mostCounted`. */
export type DifferenceCounts = Readonly<Record<Difference['op'], number>> | null;

export const mostCounted = 10_000;

interface DifferenceRow {
  readonly _seq: number;
  readonly id: string | null;
  readonly op: Difference['op'] | 'none';
  readonly feature: string | null;
  readonly before: string | null;
}

interface Asked {
  readonly limit: number;
  readonly token: PageToken | null;
  readonly selection: string;
  readonly crs: Crs;
}

/**
 * What edition `since` and the view's edition show differently, as the caller sees both, in the order of the file. A change
 * of what is hidden is none. `since` 0 means: nothing was there.
 */
export async function selectDifferences(
  db: Db,
  view: View,
  since: number,
  asked: Asked,
  tokens: PageTokens,
): Promise<DifferencesPage> {
  // prettier-ignore
  const rows = await db.query<DifferenceRow>(sql`
    select k.seq as _seq, coalesce(n.id, o.id) as id, ${operation} as op, n.text as feature, o.text as before
    from (${touched(view, since, asked.token, asked.limit + 1)}) k ${bothSides(view, since, asked.crs)} order by k.seq`);
  const shown = rows.slice(0, asked.limit);
  const differences = shown.flatMap(({ op, id, feature, before }) =>
    op === 'none' ? [] : [{ op, id: id!, feature, before }],
  );
  const edition = view.edition.number;
  return {
    differences,
    nextToken:
      rows.length > asked.limit ? tokens.write({ values: [shown.at(-1)!._seq], filter: asked.selection, edition }) : null, // prettier-ignore
  };
}

/** Editions never change, so a count is true as long as it stands. */
const counted = new LRUCache<string, { readonly counts: DifferenceCounts }>({ max: 500 });

export async function countDifferences(db: Db, view: View, since: number, crs: Crs): Promise<DifferenceCounts> {
  if (since === 0) return { insert: view.edition.count, update: 0, delete: 0 };
  const { number, publishedAt } = view.edition;
  const key = JSON.stringify([view.collection.id, since, number, publishedAt, view.grant.key]);
  const known = counted.get(key);
  if (known) return known.counts;
  const rows = await db.query<{ op: DifferenceRow['op']; n: number }>(sql`
    select ${operation} as op, count(*)::int as n
    from (${touched(view, since, null, mostCounted + 1)}) k ${bothSides(view, since, crs)} group by 1`);
  const found = new Map(rows.map(({ op, n }) => [op, n]));
  const isWhole = rows.reduce((sum, { n }) => sum + n, 0) <= mostCounted;
  const of = (op: Difference['op']) => found.get(op) ?? 0;
  const counts = isWhole ? { insert: of('insert'), update: of('update'), delete: of('delete') } : null;
  counted.set(key, { counts });
  return counts;
}

/** Rows that a version between the two editions began or ended for, by their own id; `limit` of them in order. */
function touched(view: View, since: number, token: PageToken | null, limit: number): Sql {
  const { collection, edition } = view;
  const place = token?.values[0];
  if (since === 0) {
    // Everything is new: read in order, not gathered from all that there ever was.
    const after = token ? sql`and t._seq > ${place}::bigint` : sql``;
    return sql`select ${view.ownId} as own, t._seq as seq from ${view.source} where ${view.condition} ${after}
      order by t._seq limit ${limit}`;
  }
  const after = token ? sql`having max(t._seq) > ${place}::bigint` : sql``;
  return sql`select t._fid as own, max(t._seq) as seq from ${allRows(collection)}
    where (t._from > ${since} and t._from <= ${edition.number}) or (t._to > ${since} and t._to <= ${edition.number})
    group by t._fid ${after} order by 2 limit ${limit}`;
}

/** `n`: the row as it is seen at the view's edition, `o`: at the earlier one. */
function bothSides(view: View, since: number, crs: Crs): Sql {
  const side = (rows: SeenRows) => sql`left join lateral (
      select r._fid as id, ${featureText(view.properties, view.hasGeometry, crs)} as text
      from (select t.* from ${rows.source} where ${rows.ownId} = k.own and ${rows.condition} limit 1) r)`;
  return sql`${side(view)} n on true ${side(rowsAt(view.collection, view.seen, since))} o on true`;
}

const operation = sql`case when n.id is null then case when o.id is null then 'none' else 'delete' end
  when o.id is null then 'insert' when n.text is distinct from o.text then 'update' else 'none' end`;

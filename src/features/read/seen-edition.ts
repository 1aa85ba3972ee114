import { LRUCache } from 'lru-cache';
import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { timeProperty, type Collection, type Edition } from '../model.ts';
import type { Grant } from '../../access/index.ts';
import type { Property } from '../../packs/index.ts';
import type { Seen } from './seen-columns.ts';

/** What is measured: rows as a grant shows them. */
interface SeenRowsOfEdition {
  readonly collection: Collection;
  readonly edition: Edition;
  readonly grant: Grant;
  readonly seen: Seen;
  readonly properties: readonly Property[];
  readonly hasGeometry: boolean;
  /** `from` item with alias `t`, and what must hold for it. */
  readonly source: Sql;
  readonly condition: Sql;
}

type Numbers = Pick<Edition, 'count' | 'extent' | 'period'>;

/** Of editions as grants show them; an edition never changes, so an entry is true as long as it stands. */
const known = new LRUCache<string, Numbers>({ max: 5_000 });

/**
 * The edition with count, extent and period of what is seen: those of all rows would tell of hidden ones. A geometry or
 * a time that is not seen as it stands is measured as it is seen.
 */
export async function seenEdition(db: Db, view: SeenRowsOfEdition): Promise<Edition> {
  const { edition, collection, grant, seen } = view;
  if (!seen.hidesExtent && !seen.hidesPeriod) return edition;
  const key = `${collection.id} ${edition.number} ${edition.publishedAt} ${grant.key}`;
  let numbers = known.get(key);
  if (!numbers) {
    numbers = await measure(db, view);
    known.set(key, numbers);
  }
  return { ...edition, ...numbers };
}

async function measure(
  db: Db,
  { source, condition, collection, properties, hasGeometry, edition, seen }: SeenRowsOfEdition,
): Promise<Numbers> {
  const time = timeProperty({ ...collection.standard, properties });
  const column = time === null ? sql`null::timestamptz` : sql`t.${sql.identifier(time)}`;
  const box = hasGeometry ? sql`ST_Extent(t._geom)` : sql`null::box2d`;
  const rows = await db.query<
    Record<'west' | 'south' | 'east' | 'north', number | null> & {
      count: number;
      start: string | null;
      end: string | null;
    }
  >(sql`
    select m.count, ST_XMin(m.box) as west, ST_YMin(m.box) as south, ST_XMax(m.box) as east, ST_YMax(m.box) as north, m.start, m."end"
    from (select count(*)::int as count, ${box} as box, min(${column}) as start, max(${column}) as "end" from ${source} where ${condition}) m`);
  const { count, west, south, east, north, start, end } = rows[0]!;
  return {
    count: seen.rows === null ? edition.count : count,
    extent: west === null ? null : [west, south!, east!, north!],
    period: start === null || end === null ? null : [start, end],
  };
}

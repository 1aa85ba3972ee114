import { LRUCache } from 'lru-cache';
import { readable } from '../access/index.ts';
import { codesWithin, type CodeBook, type DataOfUnit, type Unit } from '../codes/index.ts';
import { currentEditions, listCollections, viewOn, type View } from '../features/index.ts';
import { sql, type ApiRequest, type Db } from '../kernel/index.ts';

/** Collections that are looked through, and rows that are counted, at most: a page must not wait for more. */
const mostCollections = 200;
const mostCounted = 10_000;
/** Longer lists of codes make addresses that browsers cut. */
const mostCodesInAddress = 120;

/** By edition and grant. */
const counts = new LRUCache<string, number>({ max: 20_000 });

/** The data that a caller sees of an administrative unit: rows whose column of units holds its code, or one within it. */
export function dataOfUnit(db: Db, book: CodeBook): DataOfUnit {
  return async (request, unit) => {
    const grants = await readable(db, request.caller);
    const collections = (await listCollections(db, [...grants.keys()])).slice(0, mostCollections);
    const editions = await currentEditions(db, collections);
    const found: unknown[] = [];
    for (const collection of collections) {
      const edition = editions.get(collection.id);
      const view = edition && (await viewOn(db, collection, edition, grants.get(collection.dataset)!));
      const entry = view && (await entryOf(db, book, request, view, unit));
      if (entry) found.push(entry);
    }
    return found;
  };
}

async function entryOf(db: Db, book: CodeBook, { base, language }: ApiRequest, view: View, unit: Unit) {
  for (const property of view.properties) {
    const list = property.codelist ?? property.recognised;
    const codes = list === undefined ? [] : codesOf(book, list, unit);
    if (codes.length === 0) continue;
    const column = sql`t.${sql.identifier(property.name)}`;
    const { collection, edition, grant } = view;
    const key = JSON.stringify([collection.id, edition.number, edition.publishedAt, grant.key, property.name, unit]);
    let count = counts.get(key);
    if (count === undefined) {
      const [row] = await db.query<{ count: number }>(sql`
        select count(*) from (select 1 from ${view.source}
          where ${view.condition} and ${column} = any(${[...codes]}::text[]) limit ${mostCounted + 1}) s`);
      count = Number(row!.count);
      counts.set(key, count);
    }
    if (count === 0) continue;
    const items = new URL(`${base}/collections/${encodeURIComponent(view.collection.id)}/items`);
    if (codes.length === 1) items.searchParams.set(property.name, codes[0]!);
    else if (codes.length <= mostCodesInAddress) {
      items.searchParams.set('filter', `${property.name} IN (${codes.map((code) => `'${code}'`).join(', ')})`);
    }
    return {
      collection: view.collection.id,
      dataset: view.collection.dataset,
      title: view.collection.title[language],
      column: property.title[language],
      count: Math.min(count, mostCounted),
      isAtLeast: count > mostCounted,
      href: items.href,
    };
  }
  return null;
}

/** The codes of a list that mean the unit or what lies in it. */
function codesOf(book: CodeBook, list: string, unit: Unit): readonly string[] {
  if (list === unit.list) return [unit.code];
  const own = book.list(list);
  return own ? codesWithin(own, unit, (id) => book.list(id)) : [];
}

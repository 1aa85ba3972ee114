import { LRUCache } from 'lru-cache';
import { codesWithin, type CodeBook, type DataOfUnit, type Unit } from '../codes/index.ts';
import { readableViews, type View } from '../features/index.ts';
import { sql, type ApiRequest, type Db } from '../kernel/index.ts';
import type { Property } from '../packs/index.ts';

/** Codes of one column that are told apart; a list of units has fewer. */
const mostCodes = 20_000;
/** Longer lists of codes make addresses that browsers cut. */
const mostCodesInAddress = 120;

/**
 * Rows of each code of a column, by edition and grant: one reading of a table serves every unit. Readers who come at the
 * same time wait for the same reading.
 */
const counts = new LRUCache<string, Promise<ReadonlyMap<string, number>>>({ max: 500 });

/** The data that a caller sees of an administrative unit: rows whose column of units holds its code, or one within it. */
export function dataOfUnit(db: Db, book: CodeBook): DataOfUnit {
  return async (request, unit) => {
    const views = await readableViews(db, request.caller);
    const entries = await Promise.all(views.map((view) => entryOf(db, book, request, view, unit)));
    return entries.filter((entry) => entry !== null);
  };
}

async function entryOf(db: Db, book: CodeBook, { base, language }: ApiRequest, view: View, unit: Unit) {
  for (const property of view.properties) {
    const list = property.codelist ?? property.recognised;
    const codes = list === undefined ? [] : codesOf(book, list, unit);
    if (codes.length === 0) continue;
    const rows = await countsOf(db, view, property);
    const count = codes.reduce((sum, code) => sum + (rows.get(code) ?? 0), 0);
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
      count,
      href: items.href,
    };
  }
  return null;
}

function countsOf(db: Db, view: View, property: Property): Promise<ReadonlyMap<string, number>> {
  const { collection, edition, grant } = view;
  const key = JSON.stringify([collection.id, edition.number, edition.publishedAt, grant.key, property.name]);
  let counted = counts.get(key);
  if (!counted) {
    counted = countCodes(db, view, property);
    counts.set(key, counted);
    counted.catch(() => counts.delete(key));
  }
  return counted;
}

async function countCodes(db: Db, { source, condition }: View, { name }: Property): Promise<Map<string, number>> {
  const column = sql`t.${sql.identifier(name)}`;
  const rows = await db.query<{ code: string; rows: number }>(sql`
    select ${column}::text as code, count(*) as rows from ${source}
    where ${condition} and ${column} is not null group by 1 limit ${mostCodes}`);
  return new Map(rows.map(({ code, rows }) => [code, Number(rows)]));
}

/** The codes of a list that mean the unit or what lies in it. */
function codesOf(book: CodeBook, list: string, unit: Unit): readonly string[] {
  if (list === unit.list) return [unit.code];
  const own = book.list(list);
  return own ? codesWithin(own, unit, (id) => book.list(id)) : [];
}

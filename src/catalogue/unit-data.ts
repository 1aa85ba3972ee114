import { LRUCache } from 'lru-cache';
import { codesWithin, type CodeBook, type DataOfUnit, type Unit } from '../codes/index.ts';
import { readableViews, type View } from '../features/index.ts';
import { sql, type ApiRequest, type Db } from '../kernel/index.ts';
import type { Property } from '../packs/index.ts';

/** Codes of one column that are told apart; a list of units has fewer. */
const mostCodes = 20_000;
/** More codes than this make an address that servers refuse. */
const mostCodesInAddress = 400;

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
    const there = codes.filter((code) => rows.has(code));
    const count = there.reduce((sum, code) => sum + rows.get(code)!, 0);
    if (count === 0) continue;
    const items = new URL(`${base}/collections/${encodeURIComponent(view.collection.id)}/items`);
    const leadsToJustThese = there.length <= mostCodesInAddress;
    if (there.length === 1) items.searchParams.set(property.name, there[0]!);
    else if (leadsToJustThese) {
      items.searchParams.set('filter', `${property.name} IN (${there.map((code) => `'${code}'`).join(', ')})`);
    }
    return {
      collection: view.collection.id,
      dataset: view.collection.dataset,
      title: view.collection.title[language],
      column: property.title[language],
      count,
      leadsToJustThese,
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

/**
 * The codes of a list that mean the unit or what lies in it, also where the list was in force before or after the unit's:
 * then those that lie in it whole, whatever they were divided into.
 */
function codesOf(book: CodeBook, list: string, unit: Unit): readonly string[] {
  const own = codesWithinOrSame(book, list, unit);
  const other = book.counterpart(list, 'after') ?? book.counterpart(list, 'before');
  const translation = own.length === 0 && other !== null ? book.translation(list, other) : null;
  if (!translation) return own;
  const there = new Set(codesWithinOrSame(book, other!, unit));
  return [...translation].flatMap(([code, to]) => (to.length > 0 && to.every((each) => there.has(each)) ? [code] : []));
}

function codesWithinOrSame(book: CodeBook, list: string, unit: Unit): readonly string[] {
  if (list === unit.list) return [unit.code];
  const own = book.list(list);
  return own ? codesWithin(own, unit, (id) => book.list(id)) : [];
}

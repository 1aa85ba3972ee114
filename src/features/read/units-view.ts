import { readable } from '../../access/index.ts';
import { ensureReading, listsAbove, type CodeBook, type When } from '../../codes/index.ts';
import { sql, type Caller, type Db, type Sql } from '../../kernel/index.ts';
import type { Codelist, Property } from '../../packs/index.ts';
import { listCollections } from '../collections.ts';
import { featureProblem } from '../problems.ts';
import { fieldsOf, openView, type View } from './view.ts';

/** In which codes units are read: before or after a change of lists, and at which level above their own. */
export interface UnitReading {
  readonly when: When | null;
  /** A level that lists of units declare (`province`); null: the column's own. */
  readonly level: string | null;
}

/** A column of unit codes with the list in which it is to be read. */
export interface UnitColumn {
  readonly property: Property;
  readonly from: string;
  readonly to: string;
  /** Names of the columns beside it: the code as stored, and the codes of which it is one. */
  readonly stored: string;
  readonly oneOf: string;
}

/** The list of units whose codes a property holds. */
export function unitListOf(property: Property, codes: CodeBook): Codelist | null {
  const id = property.codelist ?? property.recognised;
  const list = id === undefined ? undefined : codes.list(id);
  return list?.units ? list : null;
}

/** The columns of a view that read otherwise; those that stand in the asked list already are left out. */
export function unitColumns(view: View, codes: CodeBook, { when, level }: UnitReading): UnitColumn[] {
  const taken = new Set(view.collection.standard.properties.map((property) => property.name));
  return view.properties.flatMap((property) => {
    const list = unitListOf(property, codes);
    const to = list && targetOf(list, codes, when, level);
    if (!list || to === null || to === list.id) return [];
    const name = (suffix: string) => freeName(`${property.name}_${suffix}`, taken);
    return [{ property, from: list.id, to, stored: name('stored'), oneOf: name('one_of') }];
  });
}

function targetOf(list: Codelist, codes: CodeBook, when: When | null, level: string | null): string | null {
  const side = (when && codes.counterpart(list.id, when)) ?? list.id;
  if (level === null) return side;
  const at = codes.list(side);
  const above = at ? [at, ...listsAbove(at, (id) => codes.list(id))] : [];
  const own = above.find((each) => each.units?.level === level);
  return own ? ((when && codes.counterpart(own.id, when)) ?? own.id) : null;
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  while (taken.has(free)) free += '_';
  taken.add(free);
  return free;
}

/**
 * The same view with its unit columns read in other codes: everything that asks it (filter, order, groups) meets the
 * codes that are read. Beside each such column stand the code as stored and, where a divided unit may be several, all of
 * them. Throws Problem `no-unit-column` when no column could be read so.
 */
export async function inUnits(
  db: Db,
  codes: CodeBook,
  caller: Caller,
  view: View,
  reading: UnitReading,
): Promise<View> {
  const columns = unitColumns(view, codes, reading);
  if (columns.length === 0) {
    refuseWithoutUnits(view, codes, reading);
    return view;
  }
  const contents: (string | null)[] = [];
  for (const { from, to } of columns) contents.push(await ensureReading(db, codes, from, to));
  const areas = new Map<string, AreaSource>();
  for (const { to } of columns) {
    const area = view.hasGeometry && !areas.has(to) ? await areaSource(db, caller, to) : null;
    if (area) areas.set(to, area);
  }
  const decidedBy = [...contents, ...[...areas.values()].map(({ key }) => key)].join(' ');
  const properties = view.properties.flatMap((property) => {
    const column = columns.find((each) => each.property === property);
    return column ? readProperties(column) : [property];
  });
  return {
    ...view,
    // Caches and page tokens go by this key: what is read depends on the crosswalk and on the areas this caller may see.
    grant: { ...view.grant, key: `${view.grant.key} ${decidedBy}` },
    properties,
    fields: fieldsOf(properties, view.hasGeometry),
    source: translatedSource(view, columns, areas),
    condition: sql`true`,
    ownId: sql`t._own`,
  };
}

function refuseWithoutUnits(view: View, codes: CodeBook, { when, level }: UnitReading): void {
  const lists = view.properties.map((property) => unitListOf(property, codes)).filter((list) => list !== null);
  const isFit = lists.some(({ id, units }) => {
    if (level !== null && units!.level !== level) return false;
    return when === null || codes.counterpart(id, when === 'after' ? 'before' : 'after') !== null;
  });
  if (isFit) return;
  const asked = [when, level].filter((each) => each !== null).join(', ');
  throw featureProblem('no-unit-column', { collection: view.collection.id, asked });
}

function readProperties({ property, to, stored, oneOf }: UnitColumn): Property[] {
  const { name, title } = property;
  const { codelist: _own, recognised: _found, ...plain } = property;
  return [
    { ...plain, name, codelist: to },
    { ...property, name: stored, title: { vi: `${title.vi} (mã đã lưu)`, en: `${title.en} (as stored)` } },
    { name: oneOf, type: 'json', codelist: to, title: { vi: `${title.vi} (một trong)`, en: `${title.en} (one of)` } },
  ];
}

function translatedSource(view: View, columns: readonly UnitColumn[], areas: ReadonlyMap<string, AreaSource>): Sql {
  const own = ['_fid', '_seq', '_from', '_to', '_hash', '_run', '_pos'].map((name) => sql`t.${sql.identifier(name)}`);
  const geometry = view.hasGeometry ? [sql`t._geom`] : [];
  const joins: Sql[] = [];
  own.push(sql`${view.ownId} as _own`);
  const selected = view.properties.flatMap((property) => {
    const index = columns.findIndex((each) => each.property === property);
    const stored = sql`t.${sql.identifier(property.name)}`;
    if (index === -1) return [stored];
    const column = columns[index]!;
    const joined = sql.identifier(`u${index}`);
    joins.push(sql`left join code_reading ${joined} on ${joined}.list = ${column.from}
      and ${joined}.target_list = ${column.to} and ${joined}.code = ${stored}`);
    const area = areas.get(column.to);
    const placed = sql.identifier(`p${index}`);
    if (area) joins.push(placeJoin(area.from, joined, placed));
    const code = area ? sql`coalesce(${joined}.target, ${placed}.code)` : sql`${joined}.target`;
    const open = area ? sql`case when ${placed}.code is null then ${joined}.one_of end` : sql`${joined}.one_of`;
    return [
      sql`${code} as ${sql.identifier(property.name)}`,
      sql`${stored} as ${sql.identifier(column.stored)}`,
      sql`${open} as ${sql.identifier(column.oneOf)}`,
    ];
  });
  const select = sql.join([...own, ...selected, ...geometry]);
  return sql`(select ${select} from ${view.source} ${sql.join(joins, sql` `)} where ${view.condition}) t`;
}

/** Of the units that one may be, that in whose area the feature lies; asked only where the code leaves it open. */
function placeJoin(area: Sql, joined: Sql, placed: Sql): Sql {
  return sql`left join lateral (
    select min(a.code) as code from ${area} a
    where ${joined}.one_of is not null and ${joined}.one_of ? a.code and ST_Covers(a.geom, ST_PointOnSurface(t._geom))
    having count(*) = 1) ${placed} on true`;
}

interface AreaSource {
  /** `from` item with `code` and `geom`. */
  readonly from: Sql;
  /** Edition and grant: what the areas are and who may see them. */
  readonly key: string;
}

/** The collection whose features are the areas of a list's units, as this caller may see it; null without one. */
async function areaSource(db: Db, caller: Caller, list: string): Promise<AreaSource | null> {
  const grants = await readable(db, caller);
  for (const collection of await listCollections(db, [...grants.keys()])) {
    const { areas, properties } = collection.standard;
    const property = properties.find(({ name }) => name === areas);
    if (property?.codelist !== list || collection.currentEdition === null || !collection.hasGeometry) continue;
    const view = await openView(db, caller, collection.id);
    if (!view.properties.some(({ name }) => name === property.name)) continue;
    const from = sql`(select t.${sql.identifier(property.name)} as code, t._geom as geom
      from ${view.source} where ${view.condition})`;
    const { number, publishedAt } = view.edition;
    return { from, key: `${collection.id} ${number} ${publishedAt} ${view.grant.key}` };
  }
  return null;
}

import { decideOnText, type Action, type Grant } from '../../access/index.ts';
import { sql, type Caller, type Db, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import type { Field } from '../../query/index.ts';
import { findCollection, findEdition, findPublished, listEditions } from '../collections.ts';
import type { Collection, Edition } from '../model.ts';
import { featureProblem } from '../problems.ts';
import { dataColumns } from '../tables.ts';
import { areaCollections, seenOf, type AreasOf, type Seen } from './seen-columns.ts';
import { seenEdition } from './seen-edition.ts';

/** What one caller sees of a collection at one edition: the only way to its rows. */
export interface View {
  readonly collection: Collection;
  /** The edition as it is seen: count, extent and period are those of the rows that the grant shows. */
  readonly edition: Edition;
  readonly isCurrent: boolean;
  readonly grant: Grant;
  /** Properties that the grant shows, as it shows them; others do not exist for this caller. */
  readonly properties: readonly Property[];
  readonly hasGeometry: boolean;
  /** True where rows are left out: what was counted over all rows is not for this caller. */
  readonly isPartial: boolean;
  readonly seen: Seen;
  /** Fields for CQL2 over alias `t`. */
  readonly fields: readonly Field[];
  /** `from` item with alias `t`. */
  readonly source: Sql;
  /** Rows of this edition that the grant shows. */
  readonly condition: Sql;
  /** The feature's own id over alias `t`; `_fid` is the one that is shown. Never sent. */
  readonly ownId: Sql;
}

/** Rows as a grant shows them: a `from` item with alias `t`, and what must hold for it. */
export type SeenRows = Pick<View, 'source' | 'condition' | 'ownId'>;

/**
 * Opens a view. `asOf` is an RFC 3339 moment or an edition number. Throws `collection-not-found` also when the caller
 * may not know of it, `edition-not-found` (404) before the first edition, and `not-granted` (403) when the caller may
 * read it but not do what `action` says.
 */
export async function openView(
  db: Db,
  caller: Caller,
  id: string,
  asOf?: string,
  action: Action = 'read',
): Promise<View> {
  const published = await findPublished(db, id, caller);
  const grant = published && decideOnText(caller, action, published.resource);
  const isReadable = grant ?? (published && decideOnText(caller, 'read', published.resource));
  if (!published?.edition || !isReadable) throw featureProblem('collection-not-found', { collection: id });
  const { collection, edition } = published;
  const view = isReadable && (await viewOn(db, collection, edition, isReadable));
  if (!view) throw featureProblem('collection-not-found', { collection: id });
  if (!grant) throw featureProblem('not-granted', { collection: id, action });
  if (asOf === undefined) return view;
  return (await viewOn(db, collection, await editionAsOf(db, collection, asOf), grant))!;
}

/** The view of a collection with a grant on its dataset; null where the grant gives nothing of this collection. */
export async function viewOn(db: Db, collection: Collection, edition: Edition, grant: Grant): Promise<View | null> {
  const fields = fieldsOf(collection.standard.properties, collection.hasGeometry);
  const areas = await areasFor(db, grant, collection);
  const seen = seenOf(grant, collection, fields, areas.of);
  if (seen === null) return null;
  const isCurrent = edition.number === collection.currentEdition;
  const { properties, hasGeometry } = seen;
  const view = {
    ...{ collection, edition, isCurrent, properties, hasGeometry, seen },
    // What is generalised to areas changes when the areas do: then a kept answer is no longer the same.
    grant: areas.key === '' ? grant : { ...grant, key: `${grant.key} ${areas.key}` },
    isPartial: seen.rows !== null,
    fields: fieldsOf(properties, hasGeometry),
    ...rowsAt(collection, seen, edition.number),
  };
  return { ...view, edition: await seenEdition(db, view) };
}

/** Which of an edition's rows are read, for those who do not need all. */
export interface RowChoice {
  /** Share of the table's pages that are read, chosen evenly: always the same ones for the same share. */
  readonly share?: number;
  /** What must hold of a row `t` as it stands, beside being seen. */
  readonly where?: Sql;
}

/** Rows of one edition as they are seen. */
export function rowsAt(collection: Collection, seen: Seen, edition: number, choice: RowChoice = {}): SeenRows {
  const isCurrent = edition === collection.currentEdition;
  const { share = 1, where } = choice;
  const sample = share >= 1 ? sql`` : sql` tablesample system (${share * 100}::real) repeatable (1)`;
  const base = isCurrent ? sql`${sql.identifier(collection.table)} t${sample}` : allRows(collection, sample);
  const holds = sql`t._from <= ${edition} and t._to > ${edition}`;
  return rowsSeen(seen, base, where ? sql`${holds} and ${where}` : holds);
}

/** Rows of `base` for which `condition` holds, as they are seen. */
export function rowsSeen(seen: Seen, base: Sql, condition: Sql): SeenRows {
  const shown = seen.rows === null ? condition : sql`${condition} and ${seen.rows}`;
  const { changed } = seen;
  if (changed === null) return { source: base, condition: shown, ownId: sql`t._fid` };
  const own = ['_seq', '_from', '_to', '_hash', '_run', '_pos'].map((name) => sql`t.${sql.identifier(name)}`);
  const values = seen.properties.map(({ name }) => {
    const value = changed.get(name);
    return value ? sql`${value} as ${sql.identifier(name)}` : sql`t.${sql.identifier(name)}`;
  });
  const geometry = seen.hasGeometry ? [sql`${changed.get('geometry') ?? sql`t._geom`} as _geom`] : [];
  // The position itself, so that a box finds the cells of the grid by the index.
  const near = seen.grid === null ? [] : [sql`t._geom as _own_geom`];
  const columns = sql.join([
    sql`${seen.id ?? sql`t._fid`} as _fid`,
    sql`t._fid as _own`,
    ...own,
    ...values,
    ...geometry,
    ...near,
  ]);
  return {
    source: sql`(select ${columns} from ${base} ${sql.join(seen.joins, sql` `)} where ${shown}) t`,
    condition: sql`true`,
    ownId: sql`t._own`,
  };
}

/** Current and closed rows together, alias `t`. */
export function allRows(collection: Collection, sample: Sql = sql.empty): Sql {
  const columns = sql.join(
    ['_fid', '_seq', '_from', '_to', '_hash', '_run', '_pos', ...dataColumns(collection)].map((name) =>
      sql.identifier(name),
    ),
  );
  return sql`(select ${columns} from ${sql.identifier(collection.table)}${sample}
    union all select ${columns} from ${sql.identifier(collection.history)}${sample}) t`;
}

export function fieldsOf(properties: readonly Property[], hasGeometry: boolean): Field[] {
  const fields: Field[] = properties.map((property) => ({
    name: property.name,
    type: property.type,
    column: sql`t.${sql.identifier(property.name)}`,
  }));
  if (hasGeometry) fields.push({ name: 'geometry', type: 'geometry', column: sql`t._geom` });
  return fields;
}

interface AreasFound {
  readonly of: AreasOf;
  /** Which editions they are; empty: none are needed. */
  readonly key: string;
}

/** The current areas of collections that a grant generalises to; what has gone meanwhile hides what lay in it. */
async function areasFor(db: Db, grant: Grant, collection: Collection): Promise<AreasFound> {
  const found = new Map<string, Sql>();
  const editions: string[] = [];
  for (const id of grant.parts === null ? [] : areaCollections(grant, collection)) {
    const areas = await findCollection(db, id);
    const code = areas?.standard.areas;
    if (!areas || code === undefined || areas.currentEdition === null || !areas.hasGeometry) continue;
    const number = areas.currentEdition;
    editions.push(`${id}@${number}`);
    found.set(
      id,
      sql`(select t.${sql.identifier(code)} as code, t._geom as geom from ${sql.identifier(areas.table)} t
        where t._from <= ${number} and t._to > ${number})`,
    );
  }
  return { of: (id) => found.get(id) ?? null, key: editions.join(' ') };
}

async function editionAsOf(db: Db, collection: Collection, asOf: string): Promise<Edition> {
  const current = collection.currentEdition!;
  if (/^\d{1,9}$/.test(asOf)) {
    const found = Number(asOf) <= current ? await findEdition(db, collection.id, Number(asOf)) : null;
    return found ?? refuse(db, collection, asOf);
  }
  const moment = Date.parse(asOf);
  if (!/^\d{4}-\d{2}-\d{2}/.test(asOf) || Number.isNaN(moment)) return refuse(db, collection, asOf);
  const editions = await db.query<{ number: number }>(sql`
    select number from edition where collection = ${collection.id} and published_at <= ${new Date(moment).toISOString()}
    order by number desc limit 1`);
  const number = editions[0]?.number;
  return number === undefined ? refuse(db, collection, asOf) : (await findEdition(db, collection.id, number))!;
}

async function refuse(db: Db, collection: Collection, asked: string): Promise<never> {
  const editions = await listEditions(db, collection.id, 10_000);
  const first = editions.at(-1);
  throw featureProblem('edition-not-found', {
    collection: collection.id,
    asked,
    first: first ? `${first.number} (${first.publishedAt})` : '–',
  });
}

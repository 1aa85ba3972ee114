import { decideOnText, type Grant } from '../../access/index.ts';
import { sql, type Caller, type Db, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { compileToSql, type Field } from '../../query/index.ts';
import { findEdition, findPublished, listEditions } from '../collections.ts';
import type { Collection, Edition } from '../model.ts';
import { featureProblem } from '../problems.ts';
import { dataColumns } from '../tables.ts';

/** What one caller sees of a collection at one edition: the only way to its rows. */
export interface View {
  readonly collection: Collection;
  readonly edition: Edition;
  readonly isCurrent: boolean;
  readonly grant: Grant;
  /** Properties that the grant shows; others do not exist for this caller. */
  readonly properties: readonly Property[];
  /** Fields for CQL2 over alias `t`. */
  readonly fields: readonly Field[];
  /** `from` item with alias `t`. */
  readonly source: Sql;
  /** Rows of this edition that the grant shows. */
  readonly condition: Sql;
}

/**
 * Opens a view. `asOf` is an RFC 3339 moment or an edition number. Throws `collection-not-found` also when the caller
 * may not know of it, and `edition-not-found` (404) before the first edition.
 */
export async function openView(db: Db, caller: Caller, id: string, asOf?: string): Promise<View> {
  const published = await findPublished(db, id);
  const grant = published && decideOnText(caller, 'read', published.resource);
  if (!grant || !published.edition) throw featureProblem('collection-not-found', { collection: id });
  const { collection, edition } = published;
  return makeView(collection, asOf === undefined ? edition : await editionAsOf(db, collection, asOf), grant);
}

export function makeView(collection: Collection, edition: Edition, grant: Grant): View {
  const hidden = grant.hiddenColumns.get(collection.id);
  const properties = collection.standard.properties.filter((property) => !hidden?.has(property.name));
  const isCurrent = edition.number === collection.currentEdition;
  const fields = fieldsOf(collection, properties);
  const number = edition.number;
  return {
    collection,
    edition,
    isCurrent,
    grant,
    properties,
    fields,
    source: isCurrent ? sql`${sql.identifier(collection.table)} t` : allRows(collection),
    condition: sql`t._from <= ${number} and t._to > ${number}${
      grant.rows ? sql` and ${compileToSql(grant.rows, fields)}` : sql``
    }`,
  };
}

/** Current and closed rows together, alias `t`. */
export function allRows(collection: Collection): Sql {
  const columns = sql.join(
    ['_fid', '_seq', '_from', '_to', '_hash', '_run', '_pos', ...dataColumns(collection)].map((name) =>
      sql.identifier(name),
    ),
  );
  return sql`(select ${columns} from ${sql.identifier(collection.table)}
    union all select ${columns} from ${sql.identifier(collection.history)}) t`;
}

export function fieldsOf(collection: Collection, properties: readonly Property[]): Field[] {
  const fields: Field[] = properties.map((property) => ({
    name: property.name,
    type: property.type,
    column: sql`t.${sql.identifier(property.name)}`,
  }));
  if (collection.hasGeometry) fields.push({ name: 'geometry', type: 'geometry', column: sql`t._geom` });
  return fields;
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

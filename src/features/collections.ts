import { resourceText } from '../access/index.ts';
import { sql, type Caller, type Clock, type Db } from '../kernel/index.ts';
import type { Standard, Text } from '../packs/index.ts';
import type { Collection, Edition } from './model.ts';
import { featureProblem } from './problems.ts';
import { alterTables, createIndexes, createTables, createView } from './tables.ts';

interface CollectionRow {
  id: string;
  dataset: string;
  title: Text;
  table_name: string;
  standard: Standard;
  indexed: boolean;
  current_edition: number | null;
  created_at: string;
}

const columns = sql`id, dataset, title, table_name, standard, indexed, current_edition, created_at`;

export async function findCollection(db: Db, id: string): Promise<Collection | null> {
  const rows = await db.query<CollectionRow>(sql`select ${columns} from collection where id = ${id}`);
  return rows[0] ? fromRow(rows[0]) : null;
}

/**
 * A collection with its current edition and what access decides on, in one round trip: what every read begins with.
 * `resource` is for `decideOnText`. Null when there is no such collection.
 */
export async function findPublished(
  db: Db,
  id: string,
  caller: Caller,
): Promise<{ collection: Collection; edition: Edition | null; resource: unknown } | null> {
  const statement = sql`
    select ${columns}, ${resourceText(sql`c.dataset`, caller)} as resource,
      (select row_to_json(e) from (
        select ${editionColumns} from edition where collection = c.id and number = c.current_edition) e) as edition
    from collection c where id = ${id}`;
  const rows = await db.query<CollectionRow & { resource: unknown; edition: EditionRow | null }>(sql.kept(statement));
  const row = rows[0];
  if (!row) return null;
  const edition = row.edition && editionFromRow({ ...row.edition, published_at: momentOf(row.edition.published_at) });
  return { collection: fromRow(row), edition, resource: row.resource };
}

/** JSON writes a moment in UTC with `+00:00`, everything else here with `Z`. */
const momentOf = (json: string): string => json.replace(/\+00:00$/, 'Z');

export async function listCollections(db: Db, datasets?: readonly string[]): Promise<Collection[]> {
  const rows = await db.query<CollectionRow>(sql`
    select ${columns} from collection
    ${datasets ? sql`where dataset = any(${[...datasets]}::text[])` : sql``} order by id`);
  return rows.map(fromRow);
}

export interface NewCollection {
  readonly id: string;
  readonly dataset: string;
  readonly title: Text;
  readonly standard: Standard;
}

/**
 * Makes a collection with its tables, or gives back the one that exists. On the embedded engine indexes are made at
 * once (a later CREATE INDEX would hold its only connection), on the server after the first load.
 */
export async function ensureCollection(db: Db, clock: Clock, wanted: NewCollection): Promise<Collection> {
  const known = await findCollection(db, wanted.id);
  if (known) return checkOwner(known, wanted);
  return db.transaction(async (tx) => {
    await tx.query(sql`lock table collection in share row exclusive mode`);
    const meanwhile = await findCollection(tx, wanted.id);
    if (meanwhile) return checkOwner(meanwhile, wanted);
    const table = await freeTableName(tx, wanted.id);
    const rows = await tx.query<CollectionRow>(sql`
      insert into collection (id, dataset, title, table_name, standard, created_at)
      values (${wanted.id}, ${wanted.dataset}, ${JSON.stringify(wanted.title)}::jsonb, ${table},
              ${JSON.stringify(wanted.standard)}::jsonb, ${clock.now().toISOString()})
      returning ${columns}`);
    const made = fromRow(rows[0]!);
    await createTables(tx, made);
    if (tx.engine === 'embedded') {
      await createIndexes(tx, made);
      await tx.query(sql`update collection set indexed = true where id = ${made.id}`);
      return { ...made, indexed: true };
    }
    return made;
  });
}

function checkOwner(known: Collection, wanted: NewCollection): Collection {
  if (known.dataset === wanted.dataset) return known;
  throw featureProblem('collection-exists', { collection: known.id });
}

/** Table names are slugs, never renamed; two ids that fold to one slug get a number. */
async function freeTableName(tx: Db, id: string): Promise<string> {
  const slug = id.replaceAll('-', '_').slice(0, 46);
  const taken = await tx.query<{ table_name: string }>(sql`
    select table_name from collection where left(table_name, ${slug.length + 2}) = ${`c_${slug}`}`);
  const names = new Set(taken.map((row) => row.table_name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? `c_${slug}` : `c_${slug}_${n}`;
    if (!names.has(name)) return name;
  }
}

/** Lets a collection follow its widened standard (columns added, types widened). */
export async function widenCollection(db: Db, collection: Collection, next: Standard): Promise<Collection> {
  return db.transaction(async (tx) => {
    await alterTables(tx, collection, next);
    await tx.query(sql`
      update collection set standard = ${JSON.stringify(next)}::jsonb where id = ${collection.id}`);
    const widened = { ...collection, standard: next, hasGeometry: next.geometry !== undefined };
    await createView(tx, widened);
    return widened;
  });
}

interface EditionRow {
  collection: string;
  number: number;
  run: number;
  base: number | null;
  published_at: string;
  count: number;
  extent: [number, number, number, number] | null;
  period: [string, string] | null;
  inserted: number;
  updated: number;
  deleted: number;
}

const editionColumns = sql`collection, number, run, base, published_at, count, extent, period, inserted, updated, deleted`;

export async function findEdition(db: Db, collection: string, number: number): Promise<Edition | null> {
  const rows = await db.query<EditionRow>(sql`
    select ${editionColumns} from edition where collection = ${collection} and number = ${number}`);
  return rows[0] ? editionFromRow(rows[0]) : null;
}

/** Editions of a collection, newest first. */
export async function listEditions(db: Db, collection: string, limit = 100): Promise<Edition[]> {
  const rows = await db.query<EditionRow>(sql`
    select ${editionColumns} from edition where collection = ${collection} order by number desc limit ${limit}`);
  return rows.map(editionFromRow);
}

/** The current editions of several collections, by collection. */
export async function currentEditions(db: Db, collections: readonly Collection[]): Promise<Map<string, Edition>> {
  const rows = await db.query<EditionRow>(sql`
    select ${sql.join(
      [
        'collection',
        'number',
        'run',
        'base',
        'published_at',
        'count',
        'extent',
        'period',
        'inserted',
        'updated',
        'deleted',
      ].map((name) => sql`e.${sql.identifier(name)}`),
    )}
    from edition e join collection c on c.id = e.collection and c.current_edition = e.number
    where c.id = any(${collections.map((collection) => collection.id)}::text[])`);
  return new Map(rows.map((row) => [row.collection, editionFromRow(row)]));
}

function fromRow(row: CollectionRow): Collection {
  return {
    id: row.id,
    dataset: row.dataset,
    title: row.title,
    table: row.table_name,
    history: `h_${row.table_name.slice(2)}`,
    standard: row.standard,
    hasGeometry: row.standard.geometry !== undefined,
    indexed: row.indexed,
    currentEdition: row.current_edition,
    createdAt: row.created_at,
  };
}

export function editionFromRow(row: EditionRow): Edition {
  return {
    collection: row.collection,
    number: row.number,
    run: row.run,
    base: row.base,
    publishedAt: row.published_at,
    count: row.count,
    extent: row.extent,
    period: row.period,
    inserted: row.inserted,
    updated: row.updated,
    deleted: row.deleted,
  };
}

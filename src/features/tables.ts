import { sql, type Db, type Sql } from '../kernel/index.ts';
import type { Property, PropertyType, Standard } from '../packs/index.ts';
import { openEnd, timeProperty, type Collection } from './model.ts';

/** SQL type of each property type. Text is COLLATE "C": comparisons mean the same on every engine. */
const sqlTypes: Record<PropertyType, string> = {
  string: 'text collate "C"',
  integer: 'bigint',
  number: 'double precision',
  boolean: 'boolean',
  date: 'date',
  'date-time': 'timestamptz',
  json: 'jsonb',
};

/** Columns of the store itself start with `_`; properties never do. */
const ownColumns = [
  '_fid text collate "C" not null',
  '_seq bigint not null',
  '_from integer not null',
  `_to integer not null default ${openEnd}`,
  '_hash uuid not null',
  '_run bigint not null',
  '_pos bigint not null',
];

export const geometryColumn = '_geom';

/** `, a, b`: columns behind others; nothing for a collection that has none (features without properties). */
export function andColumns(names: readonly string[], of: Sql = sql.empty): Sql {
  return sql.join(
    names.map((name) => sql`, ${of}${sql.identifier(name)}`),
    sql.empty,
  );
}

const propertyNames = (standard: Standard): string[] => standard.properties.map((property) => property.name);

/** `, a, b` of the properties alone. */
export function andProperties(standard: Standard): Sql {
  return andColumns(propertyNames(standard));
}

/** Names of the data columns of a row, in the order in which they are staged and stored. */
export function dataColumns(collection: Pick<Collection, 'standard' | 'hasGeometry'>): string[] {
  const names = propertyNames(collection.standard);
  return collection.hasGeometry ? [...names, geometryColumn] : names;
}

function columnDefinition(property: Property): string {
  return `${sql.identifier(property.name).text} ${sqlTypes[property.type]}`;
}

function dataDefinitions(collection: Pick<Collection, 'standard' | 'hasGeometry'>): string[] {
  const columns = collection.standard.properties.map(columnDefinition);
  return collection.hasGeometry ? [...columns, `${geometryColumn} geometry(Geometry, 4326)`] : columns;
}

/** Makes the tables of a collection (no foreign keys, no triggers: they may grow big) and people's view. */
export async function createTables(tx: Db, collection: Collection): Promise<void> {
  const columns = [...ownColumns, ...dataDefinitions(collection)].join(', ');
  for (const table of [collection.table, collection.history]) {
    await tx.query(sql`create table ${sql.identifier(table)} (${sql.raw(columns)})`);
  }
  const history = sql.identifier(collection.history);
  await tx.query(sql`create unique index on ${history} (_fid, _from)`);
  await tx.query(sql`create index on ${history} (_seq, _from)`);
  await createView(tx, collection);
}

/** Makes the indexes of the current rows: key, order of the file, geometry, declared sortables. Cannot be cut. */
export async function createIndexes(db: Db, collection: Collection): Promise<void> {
  const table = sql.identifier(collection.table);
  await createKeyIndex(db, collection);
  const made = [sql`create unique index if not exists ${indexName(collection, 'seq')} on ${table} (_seq, _from)`];
  if (collection.hasGeometry) {
    made.push(sql`
      create index if not exists ${indexName(collection, 'geom')} on ${table} using gist (${sql.raw(geometryColumn)})`);
  }
  if (collection.hasGeometry && !isOfPoints(collection.standard)) {
    made.push(sql`
      create index if not exists ${indexName(collection, 'size')} on ${table} ((${sizeOf(sql.raw(geometryColumn))}))`);
  }
  for (const name of indexedProperties(collection.standard)) {
    made.push(sql`create index on ${table} (${sql.identifier(name)}, _seq)`);
  }
  made.push(...descentIndexes(collection));
  // They do not lock each other out, and each is the work of one processor.
  await Promise.all(made.map((statement) => db.query(statement)));
}

/** How far a geometry reaches, in degrees: tiles of small scales look for the largest first. */
export function sizeOf(geometry: Sql): Sql {
  const box = sql`box2d(${geometry})`;
  return sql`greatest(ST_XMax(${box}) - ST_XMin(${box}), ST_YMax(${box}) - ST_YMin(${box}))`;
}

/** Points have no size. */
const isOfPoints = ({ geometry }: Standard): boolean => geometry?.types.every((type) => type === 'Point') ?? false;

/** Few rows have predecessors; those are found by their identifier, also among the closed rows. */
function descentIndexes({ standard, table, history }: Collection): Sql[] {
  return standard.properties.flatMap(({ name, predecessors }) => {
    if (predecessors === undefined) return [];
    const [names, by] = [sql.identifier(name), sql.identifier(predecessors)];
    return [
      sql`create index on ${sql.identifier(table)} (${names}) where ${names} is not null`,
      sql`create index on ${sql.identifier(table)} (${by})`,
      sql`create index on ${sql.identifier(history)} (${by})`,
    ];
  });
}

/** One version of a feature per edition. Fails with a unique violation where a key stands twice. */
export async function createKeyIndex(db: Db, collection: Collection): Promise<void> {
  await db.query(sql`
    create unique index if not exists ${indexName(collection, 'fid')}
    on ${sql.identifier(collection.table)} (_fid, _from)`);
}

export async function dropKeyIndex(db: Db, collection: Collection): Promise<void> {
  await db.query(sql`drop index if exists ${indexName(collection, 'fid')}`);
}

const indexName = (collection: Collection, of: 'fid' | 'seq' | 'geom' | 'size'): Sql =>
  sql.identifier(`i_${collection.table}_${of}`);

/** What a standard declares as sortable, and time, which `datetime` asks about; an inferred schema declares nothing. */
function indexedProperties(standard: Standard): Set<string> {
  const time = timeProperty(standard);
  return new Set([...(standard.pack === '' ? [] : standard.sortables), ...(time ? [time] : [])]);
}

/** The plain table that QGIS and SQL users meet: the rows of the current edition. */
export async function createView(tx: Db, collection: Collection): Promise<void> {
  const view = sql.identifier(viewName(collection));
  const id = sql.raw(`'${collection.id.replaceAll("'", "''")}'`);
  await tx.query(sql`drop view if exists ${view}`);
  await tx.query(sql`
    create view ${view} as select t._fid${andColumns(dataColumns(collection), sql`t.`)}
    from ${sql.identifier(collection.table)} t join collection c on c.id = ${id}
    where t._from <= c.current_edition and t._to > c.current_edition`);
}

const viewName = (collection: Collection): string => `v_${collection.table.slice(2)}`;

/** Adds new columns (a geometry too) and widens types; `next` must come from a widening that `harmonise/` allowed. */
export async function alterTables(tx: Db, collection: Collection, next: Standard): Promise<void> {
  await tx.query(sql`drop view if exists ${sql.identifier(viewName(collection))}`);
  const known = new Map(collection.standard.properties.map((property) => [property.name, property]));
  if (next.geometry && !collection.hasGeometry) await addGeometry(tx, collection);
  for (const table of [collection.table, collection.history]) {
    for (const property of next.properties) {
      const before = known.get(property.name);
      const type = sql.raw(sqlTypes[property.type]);
      const column = sql.identifier(property.name);
      if (!before) await tx.query(sql`alter table ${sql.identifier(table)} add column ${column} ${type}`);
      else if (before.type !== property.type) {
        await tx.query(sql`
          alter table ${sql.identifier(table)} alter column ${column} type ${type} using ${castTo(column, before.type, property.type)}`);
      }
    }
  }
}

async function addGeometry(tx: Db, collection: Collection): Promise<void> {
  const column = sql.raw(`${geometryColumn} geometry(Geometry, 4326)`);
  for (const table of [collection.table, collection.history]) {
    await tx.query(sql`alter table ${sql.identifier(table)} add column ${column}`);
  }
  if (!collection.indexed) return;
  await tx.query(sql`create index on ${sql.identifier(collection.table)} using gist (${sql.raw(geometryColumn)})`);
}

function castTo(column: Sql, from: PropertyType, to: PropertyType): Sql {
  if (to === 'string' && from === 'date-time')
    return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  if (to === 'date-time' && from === 'date') return sql`(${column}::timestamp at time zone 'Asia/Ho_Chi_Minh')`;
  return sql`${column}::${sql.raw(sqlTypes[to])}`;
}

export async function dropTables(tx: Db, collection: Collection): Promise<void> {
  await tx.query(sql`drop view if exists ${sql.identifier(viewName(collection))}`);
  await tx.query(sql`drop table if exists ${sql.identifier(collection.table)}, ${sql.identifier(collection.history)}`);
}

/** Staging of one run: harmonised rows before they are compared. Unlogged: a crash starts the run anew. */
export const stageTable = (run: number): string => `s_${run}`;
/** Keys of one run that are in quarantine: their last good version is kept. */
export const heldTable = (run: number): string => `s_${run}_held`;

/** What rules over many rows put together for one run. */
const workTables = ['areas', 'windows', 'groups', 'wholes'] as const;
export const workTable = (run: number, of: (typeof workTables)[number]): string => `s_${run}_${of}`;

export async function dropWorkTables(db: Db, run: number): Promise<void> {
  for (const of of workTables) await db.query(sql`drop table if exists ${sql.identifier(workTable(run, of))}`);
}

export async function createStage(tx: Db, run: number, collection: Collection, indexFirst: boolean): Promise<void> {
  const columns = [
    '_fid text collate "C" not null',
    '_ord bigint not null',
    '_hash uuid not null',
    '_pos bigint not null',
    ...dataDefinitions(collection),
  ].join(', ');
  await dropStage(tx, run);
  await tx.query(sql`create unlogged table ${sql.identifier(stageTable(run))} (${sql.raw(columns)})`);
  if (indexFirst) await tx.query(sql`create index on ${sql.identifier(stageTable(run))} (_fid, _ord)`);
  await tx.query(sql`create unlogged table ${sql.identifier(heldTable(run))} (fid text collate "C" primary key)`);
}

/**
 * A stage that is the collection's own table, for a first load on the server: rows are copied to where they stay, and a
 * view gives them the stage's names. Nobody reads them before the edition is published.
 */
export async function createDirectStage(tx: Db, run: number, collection: Collection, edition: number): Promise<void> {
  await dropStage(tx, run);
  const table = sql.identifier(collection.table);
  const columns = andColumns(dataColumns(collection));
  const [from, by] = [sql.raw(String(edition)), sql.raw(String(run))];
  await tx.query(sql`alter table ${table} alter _from set default ${from}, alter _run set default ${by}`);
  await tx.query(sql`
    create view ${sql.identifier(stageTable(run))} as
    select _fid, _seq as _ord, _hash, _pos${columns} from ${table} where _from = ${from}`);
  await tx.query(sql`create unlogged table ${sql.identifier(heldTable(run))} (fid text collate "C" primary key)`);
}

export async function dropStage(tx: Db, run: number): Promise<void> {
  await dropWorkTables(tx, run);
  const stage = sql.identifier(stageTable(run));
  const kinds = await tx.query<{ kind: string }>(sql`
    select relkind::text as kind from pg_class where oid = to_regclass(${stageTable(run)})`);
  if (kinds[0]) await tx.query(kinds[0].kind === 'v' ? sql`drop view ${stage}` : sql`drop table ${stage}`);
  await tx.query(sql`drop table if exists ${sql.identifier(heldTable(run))}`);
}

/** Runs of which stage, held keys or work tables stand in the store, whether they are at work or not. */
export async function stagedRuns(db: Db): Promise<number[]> {
  const rows = await db.query<{ run: number }>(sql`
    select distinct substring(relname from '^s_([0-9]+)')::bigint as run from pg_class
    where relkind in ('r', 'v') and pg_table_is_visible(oid)
      and relname ~ ${`^s_[0-9]+(_(held|${workTables.join('|')}))?$`} order by run`);
  return rows.map(({ run }) => run);
}

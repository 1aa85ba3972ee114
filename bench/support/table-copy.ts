import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { secondsSince } from './numbers.ts';

/** A table's columns and indexes as the catalog has them. */
export interface TableShape {
  /** Definitions of the columns, in order, as CREATE TABLE takes them. */
  readonly columns: readonly string[];
  /** Definitions as the catalog writes them. */
  readonly indexes: readonly string[];
}

export async function readShape(client: pg.Client, table: string): Promise<TableShape> {
  const columns = await client.query<{ definition: string }>(
    `select format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attcollation not in (0, t.typcollation) then ' collate ' || a.attcollation::regcollation else '' end,
        case when a.attnotnull then ' not null' else '' end,
        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as definition
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    [table],
  );
  const indexes = await client.query<{ definition: string }>(
    'select pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = $1::regclass order by indexrelid',
    [table],
  );
  return { columns: columns.rows.map((row) => row.definition), indexes: indexes.rows.map((row) => row.definition) };
}

export async function createLike(client: pg.Client, shape: TableShape, table: string): Promise<void> {
  await client.query(`create table ${table} (${shape.columns.join(', ')})`);
}

export async function createIndexesLike(client: pg.Client, shape: TableShape, table: string): Promise<void> {
  for (const definition of shape.indexes) {
    const found = /^CREATE (UNIQUE )?INDEX .*? ON \S+ (USING .*)$/.exec(definition);
    if (!found) throw new Error(`An index that cannot be read: ${definition}`);
    await client.query(`create ${found[1] ?? ''}index on ${table} ${found[2]!}`);
  }
}

/** Writes a table's rows to a file in PostgreSQL's text format. */
export async function copyToFile(client: pg.Client, table: string, path: string): Promise<void> {
  await pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(path));
}

/** The bare limit: COPY from a file into a new table, with its indexes made before or after; gives the seconds. */
export async function timeCopy(
  client: pg.Client,
  shape: TableShape,
  path: string,
  indexes: 'before' | 'after',
): Promise<number> {
  const table = 'bare_copy';
  await client.query(`drop table if exists ${table}`);
  await client.query('checkpoint');
  const started = performance.now();
  await createLike(client, shape, table);
  if (indexes === 'before') await createIndexesLike(client, shape, table);
  await pipeline(
    createReadStream(path, { highWaterMark: 256 * 1_024 }),
    client.query(copyFrom(`copy ${table} from stdin`)),
  );
  if (indexes === 'after') await createIndexesLike(client, shape, table);
  const seconds = secondsSince(started);
  await client.query(`drop table ${table}`);
  return seconds;
}

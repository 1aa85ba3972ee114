import type pg from 'pg';
import { tableOf } from './database.ts';

/**
 * The current rows of a collection with the key `code` as a plain table for others: same columns, order of the key,
 * primary key, spatial index. Gives its name.
 */
export async function makePeerTable(client: pg.Client, collection: string): Promise<string> {
  const [table, peer] = [await tableOf(client, collection), `peer_${collection}`];
  const { rows } = await client.query<{ name: string; isShown: boolean; type: string }>(
    `select quote_ident(attname) as name, attname !~ '^_' as "isShown", format_type(atttypid, atttypmod) as type
      from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const columns = rows.filter(({ isShown }) => isShown).map(({ name }) => name);
  const { type } = rows.find(({ name }) => name === '_geom')!;
  await client.query(`drop table if exists ${peer}`);
  await client.query(
    `create table ${peer} as select ${columns.join(', ')}, _geom::${type} as geom from ${table} order by code`,
  );
  await client.query(`alter table ${peer} add primary key (code)`);
  await client.query(`create index on ${peer} using gist (geom)`);
  await client.query(`vacuum analyze ${peer}`);
  await client.query(`vacuum analyze ${table}`);
  return peer;
}

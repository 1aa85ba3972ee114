import type pg from 'pg';
import { tableOf } from '../support/database.ts';

/** The current rows as a plain table for others: same columns, order of the key, primary key, spatial index. */
export async function makePeerTable(client: pg.Client, collection: string): Promise<string> {
  const table = await tableOf(client, collection);
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attname !~ '^_' order by attnum`,
    [table],
  );
  const columns = rows.map((row) => row.name).join(', ');
  await client.query('drop table if exists peer_items');
  await client.query(
    `create table peer_items as select ${columns}, _geom::geometry(Point, 4326) as geom from ${table} order by code`,
  );
  await client.query('alter table peer_items add primary key (code)');
  await client.query('create index on peer_items using gist (geom)');
  await client.query('vacuum analyze peer_items');
  await client.query(`vacuum analyze ${table}`);
  return 'peer_items';
}

import { randomBytes } from 'node:crypto';
import type { Db } from './db.ts';
import type { ModuleMigrations } from './db/index.ts';
import { sql } from './sql.ts';

/** Secrets that belong to the store, not to a machine: all nodes on one database know the same. */
export const secretMigrations: ModuleMigrations = {
  module: 'secrets',
  migrations: [
    {
      number: 1,
      name: 'secrets of the store',
      up: `create table store_secret (name text collate "C" primary key, secret text not null);`,
    },
  ],
};

/** The secret of this name; the first node that asks makes it. 256 random bits as base64url. */
export async function storeSecret(db: Db, name: string): Promise<string> {
  const made = randomBytes(32).toString('base64url');
  await db.query(sql`
    insert into store_secret (name, secret) values (${name}, ${made}) on conflict (name) do nothing`);
  const [row] = await db.query<{ secret: string }>(sql`select secret from store_secret where name = ${name}`);
  return row!.secret;
}

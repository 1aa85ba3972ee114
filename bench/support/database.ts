import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres, type TestServer } from '../../test/support/postgres.ts';

/** A PostgreSQL server of one benchmark, with an own database for the node. */
export interface BenchServer {
  /** Of the node's database, as a superuser. */
  readonly url: string;
  readonly server: TestServer;
  /** Runs `work` on a connection of its own, to the node's database unless another address is given. */
  withClient<T>(work: (client: pg.Client) => Promise<T>, address?: string): Promise<T>;
  stop(): Promise<void>;
}

/** SQLSTATE of a server that starts up. */
const isStarting = '57P03';
const startMs = 30_000;

/** Default settings of the packaged server, fsync on. Throws where PostgreSQL is not installed. */
export async function startBenchServer(): Promise<BenchServer> {
  const server = await startPostgres();
  if (!server) throw new Error('PostgreSQL with PostGIS is not installed: see bench/README.md.');
  const url = server.url.replace(/\/postgres$/, '/lienthong');
  const withClient = async <T>(work: (client: pg.Client) => Promise<T>, address = url): Promise<T> => {
    const client = await connected(address);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  await withClient((client) => client.query('create database lienthong'), server.url);
  return { url, server, withClient, stop: () => server.stop() };
}

/** A server that has just been started listens before it takes connections. */
async function connected(connectionString: string): Promise<pg.Client> {
  const until = Date.now() + startMs;
  for (;;) {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if ((error as { code?: string }).code !== isStarting || Date.now() > until) throw error;
      await sleep(50);
    }
  }
}

/** Name of the table that holds a collection's current rows. */
export async function tableOf(client: pg.Client, collection: string): Promise<string> {
  const { rows } = await client.query<{ table_name: string }>('select table_name from collection where id = $1', [
    collection,
  ]);
  return rows[0]!.table_name;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, startServer, tryRun } from '../support/programs.ts';
import { waitForAnswer } from './peer.ts';

/** The program: `PG_TILESERV`, else the one of that name on the PATH. */
export const tileServer = (): string => process.env['PG_TILESERV'] ?? 'pg_tileserv';
export const hasTileServer = (): boolean => tryRun(tileServer(), ['--version']) !== null;

/** Vector tiles of tables by another product. */
export interface TilePeer {
  readonly name: string;
  /** Address of a table's tile, with these properties. */
  address(table: string, tile: { zoom: number; row: number; column: number }, properties: readonly string[]): string;
  stop(): Promise<void>;
}

/** pg_tileserv over the tables of a database, with as many connections as the node has for requests. */
export async function startTileServer(folder: string, databaseUrl: string): Promise<TilePeer> {
  const own = join(folder, 'pg_tileserv');
  mkdirSync(own, { recursive: true });
  const port = await freePort();
  const config = join(own, 'pg_tileserv.toml');
  writeFileSync(config, `HttpHost = "127.0.0.1"\nHttpPort = ${port}\nDbPoolMaxConns = 8\nDbTimeout = 120\n`);
  const url = new URL(databaseUrl);
  url.searchParams.set('sslmode', 'disable');
  const env = { ...process.env, DATABASE_URL: url.href };
  const server = startServer(tileServer(), ['--no-preview', '--config', config], env);
  const base = `http://127.0.0.1:${port}`;
  try {
    await waitForAnswer(`${base}/health`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  // The same margin and the same grid as the node's tiles have.
  const query = (properties: readonly string[]) => `properties=${properties.join(',')}&buffer=64&resolution=4096`;
  return {
    name: 'pg_tileserv',
    address: (table, { zoom, row, column }, properties) =>
      `${base}/public.${table}/${zoom}/${column}/${row}.pbf?${query(properties)}`,
    stop: () => server.stop(),
  };
}

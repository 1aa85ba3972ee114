import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, run, startServer } from '../support/programs.ts';
import { peerLimit, waitForAnswer, type PageCase, type Peer, type PeerSettings } from './peer.ts';

export const hasPygeoapi = (python: string | null): python is string =>
  python !== null && existsSync(join(python, 'bin/pygeoapi')) && existsSync(join(python, 'bin/gunicorn'));

/** pygeoapi with its PostgreSQL provider, as a Flask application under gunicorn. */
export async function startPygeoapi(settings: PeerSettings, python: string): Promise<Peer> {
  const folder = join(settings.folder, 'pygeoapi');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const config = join(folder, 'config.json');
  const openapi = join(folder, 'openapi.json');
  // YAML holds JSON: no writer of YAML is needed.
  writeFileSync(config, JSON.stringify(configuration(settings, port), null, 2));
  const env = { ...process.env, PYGEOAPI_CONFIG: config, PYGEOAPI_OPENAPI: openapi };
  const made = await run(
    join(python, 'bin/pygeoapi'),
    ['openapi', 'generate', config, '--format', 'json', '--output-file', openapi],
    { env, limitMs: 120_000 },
  );
  if (made.code !== 0)
    throw new Error(`pygeoapi openapi generate ended with ${made.code}: ${made.stderr.slice(-1_000)}`);
  const server = startServer(
    join(python, 'bin/gunicorn'),
    [
      '-w',
      String(settings.processes),
      '-b',
      `127.0.0.1:${port}`,
      '--timeout',
      '120',
      '--log-level',
      'error',
      'pygeoapi.flask_app:APP',
    ],
    env,
  );
  const items = `http://127.0.0.1:${port}/collections/items/items`;
  try {
    await waitForAnswer(`${items}?f=json&limit=1`, 60_000);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { name: 'pygeoapi', address: (page) => address(items, page), stop: () => server.stop() };
}

function address(items: string, page: PageCase): string {
  const query = new URLSearchParams({ f: 'json', limit: String(page.limit) });
  if (page.offset > 0) query.set('offset', String(page.offset));
  if (page.bbox) query.set('bbox', page.bbox.join(','));
  if (page.sortBy) query.set('sortby', `${page.sortBy.descending ? '-' : '+'}${page.sortBy.property}`);
  if (page.equals) query.set(page.equals.property, page.equals.value);
  return `${items}?${query.toString()}`;
}

function configuration({ databaseUrl, table }: PeerSettings, port: number) {
  const { hostname, port: databasePort, username, pathname } = new URL(databaseUrl);
  const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';
  const link = { type: 'text/html', rel: 'about', title: 'bench', href: 'http://127.0.0.1' };
  return {
    server: {
      bind: { host: '127.0.0.1', port },
      url: `http://127.0.0.1:${port}`,
      mimetype: 'application/json; charset=UTF-8',
      encoding: 'utf-8',
      languages: ['en-US'],
      limits: { default_items: 100, max_items: peerLimit, on_exceed: 'throttle' },
      map: { url: 'http://127.0.0.1/{z}/{x}/{y}.png', attribution: 'none' },
    },
    logging: { level: 'ERROR' },
    metadata: {
      identification: {
        title: 'bench',
        description: 'bench',
        keywords: ['bench'],
        keywords_type: 'theme',
        terms_of_service: 'none',
        url: 'http://127.0.0.1',
      },
      license: { name: 'none', url: 'http://127.0.0.1' },
      provider: { name: 'bench', url: 'http://127.0.0.1' },
      contact: { name: 'bench' },
    },
    resources: {
      items: {
        type: 'collection',
        title: 'items',
        description: 'items',
        keywords: ['items'],
        links: [link],
        extents: { spatial: { bbox: [102, 8, 110, 24], crs: crs84 } },
        providers: [
          {
            type: 'feature',
            name: 'PostgreSQL',
            data: {
              host: hostname,
              port: Number(databasePort),
              dbname: pathname.slice(1),
              user: username,
              password: 'none',
              search_path: ['public'],
            },
            id_field: 'code',
            table,
            geom_field: 'geom',
          },
        ],
      },
    },
  };
}

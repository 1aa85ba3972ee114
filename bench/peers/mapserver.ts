import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, pathOf, startServer, tryRun, type Server } from '../support/programs.ts';
import { peerLimit, waitForAnswer, type PageCase, type Peer, type PeerSettings } from './peer.ts';

export const hasMapServer = (): boolean =>
  tryRun('mapserv', ['-v']) !== null && tryRun('nginx', ['-v']) !== null && tryRun('spawn-fcgi', ['-v']) !== null;

/** MapServer's OGC API through FastCGI processes behind nginx, with connections to the database that stay open. */
export async function startMapServer(settings: PeerSettings): Promise<Peer> {
  const folder = join(settings.folder, 'mapserver');
  mkdirSync(join(folder, 'temp'), { recursive: true });
  const port = await freePort();
  const map = join(folder, 'bench.map');
  writeFileSync(map, mapFile(settings, port));
  const config = join(folder, 'mapserver.conf');
  writeFileSync(config, `CONFIG\n  ENV\n  END\n  MAPS\n    "bench" "${map}"\n  END\nEND\n`);
  const servers: Server[] = [];
  const backends: number[] = [];
  for (let i = 0; i < settings.processes; i++) {
    const backend = await freePort();
    backends.push(backend);
    servers.push(
      startServer('spawn-fcgi', ['-n', '-a', '127.0.0.1', '-p', String(backend), '--', pathOf('mapserv')], {
        ...process.env,
        MAPSERVER_CONFIG_FILE: config,
      }),
    );
  }
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(folder, port, backends));
  servers.push(startServer('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]));
  const items = `http://127.0.0.1:${port}/bench/ogcapi/collections/items/items`;
  const stop = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.stop())));
  try {
    await waitForAnswer(`${items}?f=json&limit=1`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name: 'MapServer', address: (page) => address(items, page), stop };
}

/** It takes no filter on properties and no sorting (they came with 8.2). */
function address(items: string, page: PageCase): string | null {
  if (page.sortBy || page.equals) return null;
  const query = new URLSearchParams({ f: 'json', limit: String(page.limit) });
  if (page.offset > 0) query.set('offset', String(page.offset));
  if (page.bbox) query.set('bbox', page.bbox.join(','));
  return `${items}?${query.toString()}`;
}

function mapFile({ databaseUrl, table }: PeerSettings, port: number): string {
  const { hostname, port: databasePort, username, pathname } = new URL(databaseUrl);
  // Pages without ORDER BY come in the table's own order, which is that of the key, as long as scans start at its beginning.
  const connection = `host=${hostname} port=${databasePort} user=${username} dbname=${pathname.slice(1)} options='-c synchronize_seqscans=off'`;
  return `MAP
  NAME "bench"
  SIZE 256 256
  EXTENT 102 8 110 24
  PROJECTION
    "init=epsg:4326"
  END
  WEB
    METADATA
      "ows_title" "bench"
      "ows_onlineresource" "http://127.0.0.1:${port}/bench"
      "oga_onlineresource" "http://127.0.0.1:${port}/bench/ogcapi"
      "oga_enable_request" "*"
      "oga_max_limit" "${peerLimit}"
      "ows_srs" "EPSG:4326"
    END
  END
  LAYER
    NAME "items"
    TYPE POINT
    STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "${connection}"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom from ${table} using unique code using srid=4326"
    EXTENT 102 8 110 24
    PROJECTION
      "init=epsg:4326"
    END
    METADATA
      "ows_title" "items"
      "oga_enable_request" "*"
      "gml_include_items" "all"
      "gml_types" "auto"
      "ows_featureid" "code"
      "gml_featureid" "code"
      "gml_geometries" "geom"
      "gml_geom_type" "point"
    END
    TEMPLATE "none"
  END
END
`;
}

function nginxConfig(folder: string, port: number, backends: readonly number[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/temp/${kind};`)
    .join('\n');
  return `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 256; }
http {
  access_log off;
${temporary}
  upstream mapserv {
    least_conn;
${backends.map((backend) => `    server 127.0.0.1:${backend};`).join('\n')}
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      fastcgi_pass mapserv;
      fastcgi_buffers 64 64k;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param PATH_INFO $uri;
      fastcgi_param SCRIPT_NAME "";
      fastcgi_param SERVER_NAME 127.0.0.1;
      fastcgi_param SERVER_PORT ${port};
      fastcgi_param HTTP_HOST $http_host;
      fastcgi_param CONTENT_TYPE $content_type;
    }
  }
}
`;
}

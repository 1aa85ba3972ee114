import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { httpProblem, route, type ApiRequest, type Reply, type Route } from '../kernel/index.ts';

const brotlied = promisify(brotliCompress);
const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};
const yearSeconds = 31_536_000;

interface IslandFile {
  readonly mediaType: string;
  readonly body: Buffer;
  /** Packed when built, or when first asked for. */
  packed: Promise<Buffer> | null;
}

/** Scripts of parts of pages that live: files that import each other, under one address that changes with their content. */
export interface Islands {
  /** The map's first script; it loads the rest when the map comes into view. */
  readonly map: string;
  /** Tries a steward's decision whenever it changes. */
  readonly preview: string;
  /** The table of a collection. */
  readonly table: string;
  /** The slider of time on the map of stations. */
  readonly time: string;
  /** The page of a station while it is looked at. */
  readonly station: string;
  readonly route: Route;
}

/** `extra`: files that are made elsewhere, by name: the base map's outlines. */
export function loadIslands(extra: Readonly<Record<string, Buffer>> = {}): Islands {
  const files = readFiles(fileURLToPath(new URL('./islands/', import.meta.url)));
  for (const [name, body] of Object.entries(extra)) files.set(name, { mediaType: typeOf(name), body, packed: null });
  const hash = createHash('sha256');
  for (const [name, { body }] of files) hash.update(name).update(body);
  const version = hash.digest('hex').slice(0, 12);
  const at = (name: string) => `/islands/${version}/${name}`;
  return {
    map: at('map-island.js'),
    preview: at('preview-island.js'),
    table: at('table-island.js'),
    station: at('station-island.js'),
    time: at('time-island.js'),
    route: islandRoute(files),
  };
}

function readFiles(folder: string): Map<string, IslandFile> {
  const files = new Map<string, IslandFile>();
  for (const name of readdirSync(folder).sort()) {
    if (!(extname(name) in mediaTypes)) continue;
    const packed = `${join(folder, name)}.br`;
    files.set(name, {
      mediaType: typeOf(name),
      body: readFileSync(join(folder, name)),
      packed: existsSync(packed) ? Promise.resolve(readFileSync(packed)) : null,
    });
  }
  return files;
}

const typeOf = (name: string): string => mediaTypes[extname(name)]!;

function islandRoute(files: ReadonlyMap<string, IslandFile>): Route {
  return route({
    method: 'GET',
    path: '/islands/{version}/{file}',
    operationId: 'getIslandFile',
    tag: 'node',
    summary: { vi: 'Tệp của bản đồ', en: 'A file of the map' },
    resource: 'island',
    // The map library asks for JSON where it wants some.
    formats: ['text', 'json'],
    access: 'public',
    internal: true,
    // The map library asks for its worker with its version.
    parameters: [{ name: 'v', in: 'query', schema: { type: 'string' }, description: { vi: 'Bản', en: 'Version' } }],
    handle: (request) => getFile(files, request),
  });
}

async function getFile(files: ReadonlyMap<string, IslandFile>, request: ApiRequest): Promise<Reply> {
  const name = request.params['file'] ?? '';
  const file = files.get(name);
  if (!file) throw httpProblem('not-found', { path: request.url.pathname });
  const headers = {
    'cache-control': `public, max-age=${yearSeconds}, immutable`,
    etag: `"${request.params['version']}-${name}"`,
  };
  if (!/\bbr\b/.test(request.header('accept-encoding') ?? '')) return { ...file, headers };
  file.packed ??= brotlied(file.body);
  return { mediaType: file.mediaType, body: await file.packed, headers: { ...headers, 'content-encoding': 'br' } };
}

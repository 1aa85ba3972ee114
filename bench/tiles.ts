import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { readable } from '../src/access/index.ts';
import { makeTile } from '../src/features/tiles/make-tile.ts';
import { limitsAt, type TileAddress } from '../src/features/tiles/tile-grid.ts';
import { currentEditions, findCollection, viewOn, type View } from '../src/features/index.ts';
import { openDatabase, publicCaller, type Db } from '../src/kernel/index.ts';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { startBenchServer, tableOf, type BenchServer } from './support/database.ts';
import { startNodeProcess } from './support/node-process.ts';
import { digits, geometricMean, median } from './support/numbers.ts';
import { measureRate, PlainClient } from './support/rate.ts';
import { country, writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;
const levels = [0, 3, 5, 6, 7, 8, 9, 10, 12, 14];
/** Tiles of a level that are made: spread over the country. */
const tilesALevel = 5;
const most = 10_000;
const corners = 24;

/** Tiles of a million points and of a tenth as many areas, beside PostGIS' own encoder on the same server. */
export const tiles: Benchmark = {
  name: 'tiles',
  summary: 'Vector tiles of every level, uncached and cached, beside ST_AsMVT on the same PostgreSQL',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'points.csv');
    const geojson = join(settings.folder, 'areas.geojsonl');
    await writeSampleCsv(csv, settings.rows);
    await writeAreas(geojson, Math.ceil(settings.rows / 10));
    const server = await startBenchServer();
    try {
      return await measure(settings, server, { points: csv, areas: geojson });
    } finally {
      await server.stop();
    }
  },
};

/** Areas of 24 corners, from some metres to some kilometres across. */
async function writeAreas(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  const [west, south, east, north] = country;
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let row = 0; row < rows; row++) {
    const [x, y] = [west + random() * (east - west), south + random() * (north - south)];
    const radius = 0.0005 * 2 ** (random() * 7);
    const ring = Array.from({ length: corners }, (_, corner) => {
      const angle = (corner / corners) * 2 * Math.PI;
      const reach = radius * (0.7 + 0.3 * random());
      return [Number((x + Math.cos(angle) * reach).toFixed(6)), Number((y + Math.sin(angle) * reach).toFixed(6))];
    });
    const geometry = { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
    const feature = { type: 'Feature', geometry, properties: { code: `P${row}`, use: `U${row % 40}` } };
    if (!file.write(`${JSON.stringify(feature)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

interface LevelResult {
  readonly kind: string;
  readonly level: number;
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly largestBytes: number;
  readonly features: number;
  /** PostGIS' own encoder over all rows of the same tiles; null where the tile is thinned. */
  readonly ownMs: number | null;
}

async function measure(
  settings: Settings,
  server: BenchServer,
  files: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const folder = join(settings.folder, 'data');
  const node = await startNodeProcess(folder, server.url);
  const results: LevelResult[] = [];
  let cached: number;
  try {
    for (const [id, file] of Object.entries(files)) {
      settings.say(`connecting ${id}`);
      await node.connect(file, { id, key: 'code', limitMs });
    }
    const db = await openDatabase({ dataFolder: folder, url: server.url });
    for (const id of Object.keys(files)) {
      settings.say(`tiles of ${id}`);
      const view = await publicView(db, id);
      const table = await server.withClient((client) => tableOf(client, id));
      // One connection for all: its making is no part of a tile.
      await server.withClient(async (client) => {
        for (const level of levels) results.push(await measureLevel(settings, client, db, view, table, level));
      });
    }
    await db.close();
    cached = await cachedRate(settings, node.url);
  } finally {
    await node.stop();
  }
  return report(settings, results, cached);
}

async function publicView(db: Db, id: string): Promise<View> {
  const collection = (await findCollection(db, id))!;
  const edition = (await currentEditions(db, [collection])).get(id)!;
  const grant = (await readable(db, publicCaller)).get(collection.dataset)!;
  return (await viewOn(db, collection, edition, grant))!;
}

function tilesOf(view: View, level: number): TileAddress[] {
  const { minTileRow, maxTileRow, minTileCol, maxTileCol } = limitsAt(view.edition.extent!, level);
  const places = Array.from({ length: tilesALevel }, (_, index) => {
    const share = (index + 0.5) / tilesALevel;
    const row = minTileRow + Math.floor(share * (maxTileRow - minTileRow + 1));
    const column = minTileCol + Math.floor(((share * 3) % 1) * (maxTileCol - minTileCol + 1));
    return { zoom: level, row, column };
  });
  return [...new Map(places.map((place) => [`${place.row}/${place.column}`, place])).values()];
}

async function measureLevel(
  settings: Settings,
  client: pg.Client,
  db: Db,
  view: View,
  table: string,
  level: number,
): Promise<LevelResult> {
  const times: number[] = [];
  const own: number[] = [];
  let [largestBytes, features] = [0, 0];
  for (const address of tilesOf(view, level)) {
    for (let round = 0; round < settings.rounds; round++) {
      const started = performance.now();
      const made = await makeTile(db, view, { address, conditions: [], most });
      times.push(performance.now() - started);
      largestBytes = Math.max(largestBytes, made.bytes.length);
      features = Math.max(features, made.rows);
      if (level >= 9) own.push(await timeOwn(client, view, table, address));
    }
  }
  return {
    kind: view.collection.id,
    level,
    medianMs: median(times),
    slowestMs: Math.max(...times),
    largestBytes,
    features,
    ownMs: own.length > 0 && features < most ? median(own) : null,
  };
}

/** The same features with the same properties, cut and simplified as far as the level asks, by PostGIS itself. */
async function timeOwn(
  client: pg.Client,
  view: View,
  table: string,
  { zoom, row, column }: TileAddress,
): Promise<number> {
  const names = view.properties.map(({ name }) => `t."${name}"`).join(', ');
  const step = zoom < 15 ? (40_075_016.68 / 2 ** zoom / 4_096) * 4 : 0;
  const started = performance.now();
  await client.query(
    `select ST_AsMVT(q, $4, 4096, 'geom') from (
      select t._fid as _id, ${names}, ST_AsMVTGeom(ST_Simplify(ST_Transform(t._geom, 3857), ${step}, true), ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom
      from "${table}" t where t._geom && ST_Transform(ST_Expand(ST_TileEnvelope($1, $2, $3), ${40_075_016.68 / 2 ** zoom / 64}), 4326)) q`,
    [zoom, column, row, view.collection.id],
  );
  return performance.now() - started;
}

/** One busy tile again and again, from the node's memory, as it stands: the client does not unpack. */
async function cachedRate(settings: Settings, url: string): Promise<number> {
  const client = new PlainClient(settings.clients);
  const { minTileRow, minTileCol } = limitsAt([105.8, 21, 105.8, 21], 8);
  const path = `${url}/collections/points/tiles/WebMercatorQuad/8/${minTileRow}/${minTileCol}?f=mvt`;
  await client.fetch(path);
  const rate = await measureRate(() => client.fetch(path), settings.clients, settings.seconds);
  client.close();
  return rate.perSecond;
}

function report(settings: Settings, results: readonly LevelResult[], cached: number): Outcome {
  const rows = results.map(({ kind, level, medianMs, slowestMs, largestBytes, features, ownMs }): Value[] => [
    kind,
    level,
    digits(medianMs),
    digits(slowestMs),
    digits(largestBytes / 1_000),
    features,
    ownMs === null ? null : digits(ownMs),
  ]);
  const beside = results.flatMap(({ ownMs, medianMs }) => (ownMs === null ? [] : [ownMs / medianMs]));
  const ratios: Ratio[] = [
    { what: 'slowest tile, uncached', value: digits(Math.max(...results.map(({ slowestMs }) => slowestMs))), unit: 'ms', aim: { atMost: 1_000 } }, // prettier-ignore
    { what: 'largest tile', value: digits(Math.max(...results.map(({ largestBytes }) => largestBytes)) / 1e6), unit: 'MB', aim: { atMost: 0.5 } }, // prettier-ignore
  ];
  if (beside.length > 0) {
    ratios.push({ what: 'ST_AsMVT of the same features beside ours', value: digits(geometricMean(beside)), unit: '×', aim: { atLeast: 1 } }); // prettier-ignore
  }
  return {
    tables: [
      {
        title: `${settings.rows} points and ${Math.ceil(settings.rows / 10)} areas`,
        columns: ['layer', 'level', 'median ms', 'slowest ms', 'largest kB', 'features', 'ST_AsMVT ms'],
        rows,
      },
      { title: 'One tile from memory', columns: ['tiles a second'], rows: [[digits(cached)]] },
    ],
    ratios,
    leftOut: [],
    notes: [
      'Uncached times are those of making the tile in the process of the benchmark: statement, encoding, no HTTP.',
      'Levels that are thinned have no ST_AsMVT beside them: it would encode every row.',
    ],
  };
}

import type pg from 'pg';
import { readable } from '../../src/access/index.ts';
import { currentEditions, findCollection, viewOn, type View } from '../../src/features/index.ts';
import { makeTile } from '../../src/features/tiles/make-tile.ts';
import { limitsAt, type TileAddress } from '../../src/features/tiles/tile-grid.ts';
import { publicCaller, type Db } from '../../src/kernel/index.ts';
import { median } from '../support/numbers.ts';

/** Tiles of a level that are made: spread over the country. */
const tilesALevel = 5;
/** Features that a tile has at most. */
export const most = 10_000;
/** From here on tiles of the big layers hold so few rows that none is thinned. */
const wholeFromLevel = 9;

/** How long the tiles of one level took to be made. */
export interface LevelResult {
  readonly kind: string;
  readonly level: number;
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly largestBytes: number;
  readonly features: number;
  /** PostGIS' own encoder over all rows of the same tiles; null where the tile is thinned. */
  readonly ownMs: number | null;
}

/** What the public sees of a collection. */
export async function publicView(db: Db, id: string): Promise<View> {
  const collection = (await findCollection(db, id))!;
  const edition = (await currentEditions(db, [collection])).get(id)!;
  const grant = (await readable(db, publicCaller)).get(collection.dataset)!;
  return (await viewOn(db, collection, edition, grant))!;
}

/** Makes tiles of a level in this process, in turn with PostGIS' own encoder on a connection of the same settings. */
export async function measureLevel(
  { db, client, table, rounds }: { db: Db; client: pg.Client; table: string; rounds: number },
  view: View,
  level: number,
): Promise<LevelResult> {
  const times: number[] = [];
  const own: number[] = [];
  let [largestBytes, features] = [0, 0];
  const isWhole = level >= wholeFromLevel || view.edition.count <= most;
  for (const address of tilesOf(view, level)) {
    for (let round = 0; round < rounds; round++) {
      const started = performance.now();
      const made = await makeTile(db, view, { address, conditions: [], most });
      times.push(performance.now() - started);
      largestBytes = Math.max(largestBytes, made.bytes.length);
      features = Math.max(features, made.rows);
      if (isWhole) own.push(await timeOwn(client, view, table, address));
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

/** What the node sets on its connections for requests: a compiler of plans would double the time of a middling tile. */
export async function settleAsNode(client: pg.Client): Promise<void> {
  await client.query(`set jit = off`);
  await client.query(`set max_parallel_workers_per_gather = 0`);
}

/**
 * The same features with the same properties, cut and simplified as far as the level asks, by PostGIS itself; kept
 * parsed, as the node's statement is.
 */
async function timeOwn(
  client: pg.Client,
  view: View,
  table: string,
  { zoom, row, column }: TileAddress,
): Promise<number> {
  const names = view.properties.map(({ name }) => `t."${name}"`).join(', ');
  const step = zoom < 15 ? (40_075_016.68 / 2 ** zoom / 4_096) * 4 : 0;
  const started = performance.now();
  await client.query({
    name: `own_${view.collection.id}_${zoom}`,
    text: `select ST_AsMVT(q, $4, 4096, 'geom') from (
      select t._fid as _id, ${names}, ST_AsMVTGeom(ST_Simplify(ST_Transform(t._geom, 3857), ${step}, true), ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom
      from "${table}" t where t._geom && ST_Transform(ST_Expand(ST_TileEnvelope($1, $2, $3), ${40_075_016.68 / 2 ** zoom / 64}), 4326)) q`,
    values: [zoom, column, row, view.collection.id],
  });
  return performance.now() - started;
}

import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type pg from 'pg';
import type { View } from '../../src/features/index.ts';
import { limitsAt, type TileAddress } from '../../src/features/tiles/tile-grid.ts';
import type { TilePeer } from '../peers/pg-tileserv.ts';
import type { Settings } from '../model.ts';
import { median } from '../support/numbers.ts';
import { measureRate, PlainClient } from '../support/rate.ts';

/** Tiles of a level that are asked for, each once of the node, so that none comes from its memory. */
const tilesALevel = 15;
/** Levels that are asked for beforehand and not measured, so that neither program is met cold. */
const warmingLevels = [11, 13, 15, 16];
/** Level of the tile that is asked again and again: a busy one that both make whole. */
const busyLevel = 10;

/** How the node and a peer answered the same tiles of a level. */
export interface Compared {
  readonly kind: string;
  readonly level: number;
  readonly nodeMs: number;
  readonly peerMs: number;
  /** The most features in a tile. */
  readonly nodeFeatures: number;
  readonly peerFeatures: number;
  readonly nodeBytes: number;
  readonly peerBytes: number;
  /** True where every tile had the same features on both sides. */
  readonly isSame: boolean;
}

/** What is compared: one collection at two servers. */
export interface Sides {
  readonly url: string;
  readonly view: View;
  readonly peer: TilePeer;
  /** The peer's table. */
  readonly table: string;
  /** Places of features, evenly chosen: there tiles have something in them. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
}

/** Opens both sides of a collection, of which the peer has `table`. */
export async function openSides(client: pg.Client, sides: Omit<Sides, 'places'>): Promise<Sides> {
  const { rows: places } = await client.query<{ x: number; y: number }>(
    `select ST_X(p) as x, ST_Y(p) as y from (
      select ST_PointOnSurface(geom) as p, row_number() over (order by code) as n, count(*) over () as rows from ${sides.table}) q
      where n % greatest(1, rows / $1) = 0 limit $1`,
    [tilesALevel],
  );
  return { ...sides, places };
}

/** Asks both for the same tiles over HTTP, in turn; the peer has read each before, so that its rows are in memory. */
export async function compareLevel(sides: Sides, level: number): Promise<Compared> {
  const client = new PlainClient(1);
  const tiles = sides.places.map(({ x, y }) => tileAt(x, y, level));
  const different = [...new Map(tiles.map((tile) => [`${tile.row}/${tile.column}`, tile])).values()];
  const [node, peer] = [new Measured(), new Measured()];
  let isSame = true;
  try {
    for (const tile of different) {
      const [nodeAddress, peerAddress] = addressesOf(sides, tile);
      await client.fetch(peerAddress);
      await node.time(() => client.fetch(nodeAddress));
      await peer.time(() => client.fetch(peerAddress));
      const [own, other] = [await readIds(nodeAddress), await readIds(peerAddress)];
      node.see(own.size);
      peer.see(other.size);
      isSame &&= own.size === other.size && [...own].every((id) => other.has(id));
    }
  } finally {
    client.close();
  }
  return {
    ...{ kind: sides.view.collection.id, level, isSame },
    ...{ nodeMs: median(node.times), nodeFeatures: node.features, nodeBytes: node.bytes },
    ...{ peerMs: median(peer.times), peerFeatures: peer.features, peerBytes: peer.bytes },
  };
}

/** Asks both for tiles that are not measured. */
export async function warmUp(sides: Sides): Promise<void> {
  const client = new PlainClient(1);
  for (const level of warmingLevels) {
    for (const { x, y } of sides.places) {
      for (const address of addressesOf(sides, tileAt(x, y, level))) await client.fetch(address);
    }
  }
  client.close();
}

/** One busy tile again and again, as it stands: the client does not unpack. Tiles a second; the peer keeps none. */
export async function busyRates(sides: Sides, settings: Settings): Promise<{ node: number; peer: number }> {
  const [node, peer] = addressesOf(sides, tileAt(105.8, 21, busyLevel));
  return { node: await rateOf(node, settings), peer: await rateOf(peer, settings) };
}

/** The same of the node alone. */
export const busyRate = (url: string, id: string, settings: Settings): Promise<number> =>
  rateOf(nodeAddressOf(url, id, tileAt(105.8, 21, busyLevel)), settings);

async function rateOf(address: string, { clients, seconds }: Settings): Promise<number> {
  const client = new PlainClient(clients);
  await client.fetch(address);
  const rate = await measureRate(() => client.fetch(address), clients, seconds);
  client.close();
  return rate.perSecond;
}

class Measured {
  readonly times: number[] = [];
  bytes = 0;
  features = 0;

  async time(ask: () => Promise<number>): Promise<void> {
    const started = performance.now();
    const bytes = await ask();
    this.times.push(performance.now() - started);
    this.bytes = Math.max(this.bytes, bytes);
  }

  see(features: number): void {
    this.features = Math.max(this.features, features);
  }
}

function tileAt(x: number, y: number, zoom: number): TileAddress {
  const { minTileRow, minTileCol } = limitsAt([x, y, x, y], zoom);
  return { zoom, row: minTileRow, column: minTileCol };
}

function addressesOf({ url, view, peer, table }: Sides, tile: TileAddress): [node: string, peer: string] {
  const names = view.properties.map(({ name }) => name);
  return [nodeAddressOf(url, view.collection.id, tile), peer.address(table, tile, names)];
}

const nodeAddressOf = (url: string, id: string, { zoom, row, column }: TileAddress): string =>
  `${url}/collections/${id}/tiles/WebMercatorQuad/${zoom}/${row}/${column}?f=mvt`;

/** Ids of a tile's features; several shapes of one feature count once. */
async function readIds(address: string): Promise<Set<unknown>> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}.`);
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer())));
  const ids = new Set<unknown>();
  for (const layer of Object.values(layers)) {
    for (let index = 0; index < layer.length; index++) ids.add(keyOf(layer.feature(index).properties));
  }
  return ids;
}

/** The key: a tile that would be too heavy has of the node only the id, which is the key. */
const keyOf = ({ code, _id }: Readonly<Record<string, unknown>>): unknown => code ?? _id;

import { join } from 'node:path';
import { openDatabase } from '../src/kernel/index.ts';
import type { Benchmark, Outcome, Ratio, Settings, Table, Value } from './model.ts';
import { hasTileServer, startTileServer } from './peers/pg-tileserv.ts';
import { startBenchServer, tableOf, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, geometricMean } from './support/numbers.ts';
import { makePeerTable } from './support/peer-table.ts';
import { measureLevel, publicView, settleAsNode, type LevelResult } from './tiles/in-process.ts';
import { writeLayers, type Layers } from './tiles/layers.ts';
import { busyRate, busyRates, compareLevel, openSides, warmUp, type Compared } from './tiles/over-http.ts';

const limitMs = 30 * 60_000;
const levels = [0, 3, 5, 6, 7, 8, 9, 10, 12, 14];

/** Tiles of a million points, a tenth as many areas and real units, beside PostGIS' encoder and a product of the kind. */
export const tiles: Benchmark = {
  name: 'tiles',
  summary: 'Vector tiles of every level, uncached and cached, beside ST_AsMVT and pg_tileserv on the same PostgreSQL',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const layers = await writeLayers(settings.folder, settings.rows);
    const server = await startBenchServer();
    try {
      const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
      try {
        return await measure(settings, server, node, layers);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

async function measure(
  settings: Settings,
  server: BenchServer,
  node: NodeProcess,
  { files, leftOut }: Layers,
): Promise<Outcome> {
  const ids = Object.keys(files);
  for (const id of ids) {
    settings.say(`connecting ${id}`);
    await node.connect(files[id]!, { id, key: 'code', limitMs });
  }
  const made = await measureMaking(settings, server, ids);
  const beside = await measureBesidePeer(settings, server, node, ids);
  const busy = beside?.busy ?? { node: await busyRate(node.url, 'points', settings), peer: null };
  const withoutPeer = 'pg_tileserv is not installed: see bench/README.md (PG_TILESERV, or the PATH).';
  return {
    tables: [
      makingTable(settings, made),
      ...(beside ? [peerTable(beside.compared)] : []),
      {
        title: 'One tile of level 10 again and again, tiles a second',
        columns: ['lienthong, from memory', 'pg_tileserv, made each time'],
        rows: [[digits(busy.node), busy.peer === null ? null : digits(busy.peer)]],
      },
    ],
    ratios: [...makingRatios(made), ...(beside ? peerRatios(beside.compared, beside.busy) : [])],
    leftOut: [...leftOut, ...(beside ? [] : [withoutPeer])],
    notes: [
      'Uncached times are those of making the tile in the process of the benchmark: statement, encoding, no HTTP.',
      'ST_AsMVT runs with the settings of the node’s connections (no JIT, no parallel workers) and is kept parsed, as the node’s statement is.',
      'Levels that are thinned have no ST_AsMVT beside them: it would encode every row.',
      ...(beside
        ? [
            'Beside pg_tileserv both are asked over HTTP, without compression, one after the other, each tile once of the node, so that none comes from its memory; the peer has read it once before, and both have answered other tiles. Its table has the same columns, primary key and spatial index; margin and grid are the node’s.',
            'Only levels on which both give the same features in every tile count for the ratio. On the others the node thins what a map of that scale cannot show and makes specks of what is smaller than a pixel, where the peer gives the first 50,000 rows unsimplified and drops what is too small.',
          ]
        : []),
    ],
  };
}

async function measureMaking(settings: Settings, server: BenchServer, ids: readonly string[]): Promise<LevelResult[]> {
  const results: LevelResult[] = [];
  const db = await openDatabase({ dataFolder: join(settings.folder, 'data'), url: server.url });
  try {
    for (const id of ids) {
      settings.say(`tiles of ${id}`);
      const view = await publicView(db, id);
      // One connection for all: its making is no part of a tile.
      await server.withClient(async (client) => {
        await settleAsNode(client);
        const table = await tableOf(client, id);
        for (const level of levels) {
          results.push(await measureLevel({ db, client, table, rounds: settings.rounds }, view, level));
        }
      });
    }
  } finally {
    await db.close();
  }
  return results;
}

interface BesidePeer {
  readonly compared: readonly Compared[];
  readonly busy: { readonly node: number; readonly peer: number };
}

/** Null where the peer is not installed. */
async function measureBesidePeer(
  settings: Settings,
  server: BenchServer,
  node: NodeProcess,
  ids: readonly string[],
): Promise<BesidePeer | null> {
  if (!hasTileServer()) return null;
  const db = await openDatabase({ dataFolder: join(settings.folder, 'data'), url: server.url });
  try {
    const views = await Promise.all(ids.map((id) => publicView(db, id)));
    // It looks at its start which tables there are.
    const tables = new Map<string, string>();
    for (const id of ids) tables.set(id, await server.withClient((client) => makePeerTable(client, id)));
    const peer = await startTileServer(settings.folder, server.url);
    try {
      const compared: Compared[] = [];
      let busy: BesidePeer['busy'] | null = null;
      for (const view of views) {
        settings.say(`${view.collection.id} beside ${peer.name}`);
        const sides = await server.withClient((client) =>
          openSides(client, { url: node.url, view, peer, table: tables.get(view.collection.id)! }),
        );
        busy ??= await busyRates(sides, settings);
        await warmUp(sides);
        for (const level of levels) compared.push(await compareLevel(sides, level));
      }
      return { compared, busy: busy! };
    } finally {
      await peer.stop();
    }
  } finally {
    await db.close();
  }
}

function makingTable({ rows }: Settings, results: readonly LevelResult[]): Table {
  return {
    title: `${rows} points, ${Math.ceil(rows / 10)} areas and administrative units, made in the process`,
    columns: ['layer', 'level', 'median ms', 'slowest ms', 'largest kB', 'features', 'ST_AsMVT ms'],
    rows: results.map(({ kind, level, medianMs, slowestMs, largestBytes, features, ownMs }): Value[] => [
      kind,
      level,
      digits(medianMs),
      digits(slowestMs),
      digits(largestBytes / 1_000),
      features,
      ownMs === null ? null : digits(ownMs),
    ]),
  };
}

function makingRatios(results: readonly LevelResult[]): Ratio[] {
  const beside = results.flatMap(({ ownMs, medianMs }) => (ownMs === null ? [] : [ownMs / medianMs]));
  const own: Ratio[] = beside.length === 0 ? [] : [{ what: 'ST_AsMVT of the same features beside ours', value: digits(geometricMean(beside)), unit: '×', aim: { atLeast: 1 } }]; // prettier-ignore
  return [
    { what: 'slowest tile, uncached', value: digits(Math.max(...results.map(({ slowestMs }) => slowestMs))), unit: 'ms', aim: { atMost: 1_000 } }, // prettier-ignore
    { what: 'largest tile', value: digits(Math.max(...results.map(({ largestBytes }) => largestBytes)) / 1e6), unit: 'MB', aim: { atMost: 0.5 } }, // prettier-ignore
    ...own,
  ];
}

function peerTable(compared: readonly Compared[]): Table {
  return {
    title: 'Over HTTP, uncached, beside pg_tileserv: median ms, most features and kB of a tile',
    columns: ['layer', 'level', 'node ms', 'peer ms', 'node features', 'peer features', 'node kB', 'peer kB', 'same'],
    rows: compared.map((level): Value[] => [
      level.kind,
      level.level,
      digits(level.nodeMs),
      digits(level.peerMs),
      level.nodeFeatures,
      level.peerFeatures,
      digits(level.nodeBytes / 1_000),
      digits(level.peerBytes / 1_000),
      level.isSame ? 'yes' : 'no',
    ]),
  };
}

function peerRatios(compared: readonly Compared[], busy: BesidePeer['busy']): Ratio[] {
  const ratio = (what: string, of: readonly Compared[]): Ratio[] =>
    of.length === 0
      ? []
      : [{ what, value: digits(geometricMean(of.map(({ nodeMs, peerMs }) => peerMs / nodeMs))), unit: '×', aim: null }]; // prettier-ignore
  const same = compared.filter(({ isSame }) => isSame);
  const kinds = [...new Set(same.map(({ kind }) => kind))];
  return [
    ...ratio('pg_tileserv beside ours, the same features over HTTP', same),
    ...kinds.flatMap((kind) => ratio(`of them ${kind}`, same.filter((level) => level.kind === kind))), // prettier-ignore
    { what: 'one tile again and again, tiles a second beside pg_tileserv', value: digits(busy.node / busy.peer), unit: '×', aim: null }, // prettier-ignore
  ];
}

import { join } from 'node:path';
import { pageCases } from './items/cases.ts';
import { makePeerTable } from './support/peer-table.ts';
import { nodeAddresses } from './items/node-addresses.ts';
import { comparePages } from './items/same-pages.ts';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { hasMapServer, startMapServer } from './peers/mapserver.ts';
import type { PageCase, Peer } from './peers/peer.ts';
import { hasPygeoapi, startPygeoapi } from './peers/pygeoapi.ts';
import { BareSql } from './support/bare-sql.ts';
import { captureStatements, prepareCapture, type Statement } from './support/captured-statements.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, geometricMean, median } from './support/numbers.ts';
import { measureRate, PlainClient } from './support/rate.ts';
import { writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;
const collection = 'sample';

/** Pages of items of one big layer, beside the statement alone and beside two products on the same database. */
export const items: Benchmark = {
  name: 'items',
  summary: 'Pages of 1,000 features per second, beside the same SQL alone, MapServer and pygeoapi',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'sample.csv');
    settings.say(`Writing and connecting ${settings.rows} rows`);
    await writeSampleCsv(csv, settings.rows);
    const server = await startBenchServer();
    try {
      await prepareCapture(server);
      const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
      try {
        await node.connect(csv, { id: collection, key: 'code', limitMs });
        return await measure(settings, server, node);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

async function measure(settings: Settings, server: BenchServer, node: NodeProcess): Promise<Outcome> {
  const table = await server.withClient((client) => makePeerTable(client, collection));
  const { peers, leftOut } = await startPeers(settings, server.url, table);
  try {
    const cases = pageCases(settings.rows);
    const addresses = await nodeAddresses(node.url, collection, cases);
    const measured: CaseResult[] = [];
    for (const page of cases) {
      settings.say(page.name);
      measured.push(await measureCase(settings, server, page, addresses.get(page)!, peers, leftOut));
    }
    return report(settings, measured, peers, leftOut);
  } finally {
    for (const peer of peers) await peer.stop();
  }
}

async function startPeers(settings: Settings, databaseUrl: string, table: string) {
  const peers: Peer[] = [];
  const leftOut: string[] = [];
  const options = { databaseUrl, table, folder: settings.folder, processes: settings.clients };
  if (hasMapServer()) peers.push(await startMapServer(options));
  else leftOut.push('MapServer is not installed (Debian packages cgi-mapserver, nginx-light, spawn-fcgi).');
  if (hasPygeoapi(settings.python)) peers.push(await startPygeoapi(options, settings.python));
  else leftOut.push('pygeoapi is not installed: run once with --install-peers.');
  return { peers, leftOut };
}

interface CaseResult {
  readonly page: PageCase;
  readonly features: number;
  /** Requests per second by who answers; null where a product has no such query. */
  readonly node: number;
  readonly sql: number;
  readonly peers: readonly (number | null)[];
  readonly p50Ms: number;
}

async function measureCase(
  settings: Settings,
  server: BenchServer,
  page: PageCase,
  address: string,
  peers: readonly Peer[],
  leftOut: string[],
): Promise<CaseResult> {
  const http = new PlainClient(settings.clients);
  const bare = new BareSql(server.url, settings.clients);
  try {
    const statement = pageStatement(await captureStatements(server, () => http.fetch(address)), page);
    const peerAddresses = peers.map((peer) => peer.address(page));
    const features = await comparePages(page, address, peers, peerAddresses, leftOut);
    const ways: (() => Promise<unknown>)[] = [
      () => http.fetch(address),
      () => bare.send(statement),
      ...peerAddresses.flatMap((other) => (other === null ? [] : [() => http.fetch(other, 'application/json')])),
    ];
    const rates = await measureInTurn(ways, settings);
    const rest = rates.slice(2);
    return {
      page,
      features,
      node: rates[0]!.perSecond,
      p50Ms: rates[0]!.p50Ms,
      sql: rates[1]!.perSecond,
      peers: peerAddresses.map((other) => (other === null ? null : rest.shift()!.perSecond)),
    };
  } finally {
    http.close();
    await bare.close();
  }
}

/** The statement that gives the page; what the node asks besides (collection, grant, edition, count) is its own cost. */
function pageStatement(statements: readonly Statement[], page: PageCase): Statement {
  const found = statements.filter((statement) => statement.text.includes('ST_AsGeoJSON'));
  if (found.length !== 1) throw new Error(`${page.name}: ${found.length} statements write features, not one.`);
  return found[0]!;
}

/** Each way after the other, round after round, so that a passing disturbance hits all; the median of the rounds. */
async function measureInTurn(ways: readonly (() => Promise<unknown>)[], { clients, seconds, rounds }: Settings) {
  const measured = ways.map(() => ({ perSecond: [] as number[], p50Ms: [] as number[] }));
  for (const way of ways) await measureRate(way, clients, Math.min(1, seconds / 4));
  for (let round = 0; round < rounds; round++) {
    for (const [i, way] of ways.entries()) {
      const rate = await measureRate(way, clients, seconds);
      measured[i]!.perSecond.push(rate.perSecond);
      measured[i]!.p50Ms.push(rate.p50Ms);
    }
  }
  return measured.map((one) => ({ perSecond: median(one.perSecond), p50Ms: median(one.p50Ms) }));
}

const aims: Readonly<Record<string, number>> = { MapServer: 3, pygeoapi: 10 };

function report(
  settings: Settings,
  measured: readonly CaseResult[],
  peers: readonly Peer[],
  leftOut: readonly string[],
): Outcome {
  const line = (one: CaseResult): Value[] => [
    one.page.name,
    one.features,
    digits(one.node),
    digits(one.p50Ms),
    digits(one.sql),
    digits((one.node / one.sql) * 100),
    ...one.peers.flatMap((rate) => (rate === null ? [null, null] : [digits(rate), digits(one.node / rate)])),
  ];
  const shares = measured.map((one) => one.node / one.sql);
  return {
    tables: [
      {
        title: `Requests per second, ${settings.rows} features, ${settings.clients} at a time`,
        columns: [
          ...['page', 'features', 'node', 'p50 ms', 'same SQL alone', 'node in % of it'],
          ...peers.flatMap((peer) => [peer.name, `node × ${peer.name}`]),
        ],
        rows: measured.map(line),
      },
    ],
    ratios: [
      {
        what: 'node beside the same SQL alone, geometric mean',
        value: digits(geometricMean(shares) * 100),
        unit: '%',
        aim: { atLeast: 70 },
      },
      {
        what: 'node beside the same SQL alone, lowest',
        value: digits(Math.min(...shares) * 100),
        unit: '%',
        aim: null,
      },
      ...peers.flatMap((peer, i) => peerRatios(peer.name, measured, i)),
    ],
    leftOut,
    notes: [
      'The same SQL is the statement that writes the page, as captured from the server’s log, sent through the bare driver with the node’s settings.',
      'The node is one process; MapServer and pygeoapi run as many processes as there are requests at a time. Their table holds the same columns in the order of the key, with primary key and spatial index.',
      'Before timing, the keys of the features of every product’s page are compared; a page that differs is not timed.',
      'The node pages by key, the others by offset. All answers are uncompressed.',
    ],
  };
}

function peerRatios(name: string, measured: readonly CaseResult[], index: number): Ratio[] {
  const factors = measured.flatMap((one) => (one.peers[index] == null ? [] : [one.node / one.peers[index]]));
  if (factors.length === 0) return [];
  return [
    {
      what: `node beside ${name}, geometric mean`,
      value: digits(geometricMean(factors)),
      unit: '×',
      aim: { atLeast: aims[name]! },
    },
    { what: `node beside ${name}, lowest`, value: digits(Math.min(...factors)), unit: '×', aim: null },
  ];
}

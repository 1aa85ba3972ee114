import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { hasFrost, startFrost } from './peers/frost.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, secondsSince } from './support/numbers.ts';
import type { Rate } from './support/rate.ts';
import { writeReadings } from './support/readings-file.ts';
import {
  makeStations,
  postSingles,
  readAgain,
  sendDataArrays,
  type SensorThingsServer,
} from './support/sensorthings-server.ts';
import { settled } from './support/settled.ts';

const network = 'bench';
const stations = 20;
const stepMs = 300_000;
const atOnce = 1_000;
/** Requests of a filling client at the same time. */
const lanes = 2;
const start = Date.UTC(2025, 0, 1);
/** Of the rows, what stands there when everything is asked the first time. */
const smallShare = 10;
const lateSteps = 500;
/** What FROST-Server's manual advises for `Datastreams(x)/Observations?$orderby=phenomenonTime`. */
const advisedIndex = `create index "OBS-DS_ID-PHTIME_SE-O_ID" on "OBSERVATIONS"
  ("DATASTREAM_ID", "PHENOMENON_TIME_START" asc, "PHENOMENON_TIME_END" asc, "ID" asc) where "DATASTREAM_ID" is not null`;

/** The same requests of the standard to the node and to FROST-Server, each with a database of its own on one PostgreSQL. */
export const frost: Benchmark = {
  name: 'frost',
  summary:
    'SensorThings beside FROST-Server on the same PostgreSQL: taking in, pages, counts, deep expand, late values',
  defaultRows: 200_000,
  run: async (settings) => {
    if (!hasFrost()) {
      const reason =
        'FROST-Server: FROST_WAR and FROST_CLASSPATH name no files, or there is no java (bench/README.md).';
      return { tables: [], ratios: [], leftOut: [reason], notes: [] };
    }
    const server = await startBenchServer();
    try {
      // One after the other: neither has the other's work beside it.
      const ours = await withNode(settings, server);
      return report(settings, ours, await withFrost(settings, server));
    } finally {
      await server.stop();
    }
  },
};

/** What is asked of a server at one size. */
interface AtSize {
  readonly rows: number;
  readonly page: Rate;
  readonly count: Rate;
  readonly newest: Rate;
  readonly latePerSecond: number;
}

interface Measured {
  readonly name: string;
  readonly dataArrayPerSecond: number;
  readonly single: Rate;
  readonly small: AtSize;
  readonly large: AtSize;
  /** Rows a second of a bulk push, which is not of the standard; null where there is none. */
  readonly pushPerSecond: number | null;
}

async function withNode(settings: Settings, server: BenchServer): Promise<Measured> {
  const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
  try {
    await node.post('/networks', { id: network, title: network, openness: 'open' });
    const url = `${node.url}/networks/${network}/sta/v1.1`;
    const measured = await measure(settings, { name: 'Lienthong', url, bearer: node.token }, () => settled(server));
    return { ...measured, pushPerSecond: await pushed(settings, node) };
  } finally {
    await node.stop();
  }
}

async function withFrost(settings: Settings, server: BenchServer): Promise<Measured> {
  const address = new URL(server.url);
  address.pathname = '/frost';
  await server.withClient((client) => client.query('create database frost'));
  await server.withClient((client) => client.query('create extension postgis'), address.href);
  const peer = await startFrost(address.href, join(settings.folder, 'frost'));
  try {
    await server.withClient((client) => client.query(advisedIndex), address.href);
    const measured = await measure(settings, { name: peer.name, url: peer.url, bearer: null }, async () => {});
    return { ...measured, pushPerSecond: null };
  } finally {
    await peer.stop();
  }
}

async function measure(
  settings: Settings,
  server: SensorThingsServer,
  quiet: () => Promise<void>,
): Promise<Omit<Measured, 'pushPerSecond'>> {
  const { rows, clients, seconds, say } = settings;
  const series = await makeStations(server, stations);
  const steps = Math.ceil(rows / stations);
  const first = Math.ceil(steps / smallShare);
  await sendDataArrays(server, { series, steps: first, start, atOnce }, lanes);
  const small = await atSize(settings, server, series, { steps: first, before: start }, quiet);
  const rest = { series, steps: steps - first, start: start + first * stepMs, atOnce };
  const dataArrayPerSecond = await sendDataArrays(server, rest, lanes);
  const before = start - 2 * lateSteps * stepMs;
  const large = await atSize(settings, server, series, { steps: steps + lateSteps, before }, quiet);
  // What follows behind the late values is no part of what comes now.
  await quiet();
  const single = await postSingles(server, series, { start: start + 2 * steps * stepMs, clients, seconds });
  say(
    `${server.name}: ${digits(dataArrayPerSecond)} observations/s by Data Array, ${digits(single.perSecond)} posts/s`,
  );
  return { name: server.name, dataArrayPerSecond, single, small, large };
}

async function atSize(
  { seconds }: Settings,
  server: SensorThingsServer,
  series: readonly number[],
  { steps, before }: { readonly steps: number; readonly before: number },
  quiet: () => Promise<void>,
): Promise<AtSize> {
  await quiet();
  const page = await readAgain(
    server,
    `/Datastreams(${series[0]})/Observations?$top=1000&$orderby=phenomenonTime%20asc`,
    seconds,
  );
  const count = await readAgain(server, '/Observations?$top=1&$count=true', seconds);
  const deep = '$expand=Datastreams($expand=Observations($top=1;$orderby=phenomenonTime%20desc),ObservedProperty)';
  const newest = await readAgain(server, `/Things?$top=${stations}&${deep},Locations`, seconds);
  const late = { series, steps: lateSteps, start: before - lateSteps * stepMs, atOnce };
  const latePerSecond = await sendDataArrays(server, late, lanes);
  return { rows: steps * stations, page, count, newest, latePerSecond };
}

async function pushed({ folder, rows }: Settings, node: NodeProcess): Promise<number> {
  const file = await writeReadings(join(folder, 'push'), { stations, first: 1_000, rows, start });
  const started = performance.now();
  const response = await fetch(`${node.url}/networks/${network}/observations?every=300`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'text/csv', accept: 'application/json' },
    body: createReadStream(file.csv, { highWaterMark: 256 * 1_024 }),
    duplex: 'half',
  } as unknown as RequestInit);
  if (response.status !== 201) throw new Error(await response.text());
  await response.arrayBuffer();
  return rows / secondsSince(started);
}

function report({ rows, clients }: Settings, ours: Measured, peer: Measured): Outcome {
  const times = (mine: number, other: number): number => digits(mine / other);
  const ratios: Ratio[] = [
    {
      what: `taking in, bulk push beside Data Array of ${peer.name}`,
      value: times(ours.pushPerSecond!, peer.dataArrayPerSecond),
      unit: '×',
      aim: { atLeast: 20 },
    },
    {
      what: 'taking in, Data Array on both',
      value: times(ours.dataArrayPerSecond, peer.dataArrayPerSecond),
      unit: '×',
      aim: null,
    },
    {
      what: `single posts, ${clients} at a time`,
      value: times(ours.single.perSecond, peer.single.perSecond),
      unit: '×',
      aim: null,
    },
    {
      what: 'pages of 1,000 observations',
      value: times(ours.large.page.perSecond, peer.large.page.perSecond),
      unit: '×',
      aim: { atLeast: 5 },
    },
    {
      what: 'first page with the count of all observations',
      value: times(ours.large.count.perSecond, peer.large.count.perSecond),
      unit: '×',
      aim: null,
    },
    {
      what: 'all stations with their newest values (deep expand)',
      value: times(ours.large.newest.perSecond, peer.large.newest.perSecond),
      unit: '×',
      aim: null,
    },
  ];
  return {
    tables: [
      {
        title: `Taking in (${stations} series, ${rows} rows)`,
        columns: ['server', 'Data Array obs/s', 'bulk push rows/s', 'single posts/s', 'p50 ms', 'p99 ms'],
        rows: [ours, peer].map(({ name, dataArrayPerSecond, pushPerSecond, single }) => [
          ...[name, digits(dataArrayPerSecond), pushPerSecond === null ? null : digits(pushPerSecond)],
          ...[digits(single.perSecond), digits(single.p50Ms), digits(single.p99Ms)],
        ]),
      },
      {
        title: 'As the table grows',
        columns: ['server', 'rows', 'page p50 ms', 'count p50 ms', 'deep expand p50 ms', 'late values/s'],
        rows: [ours, peer].flatMap(({ name, small, large }) =>
          [small, large].map(({ rows: size, page, count, newest, latePerSecond }) => [
            ...[name, size, digits(page.p50Ms), digits(count.p50Ms)],
            ...[digits(newest.p50Ms), digits(latePerSecond)],
          ]),
        ),
      },
    ],
    ratios,
    leftOut: [],
    notes: [
      `Both answer the same requests of the standard; Data Arrays hold ${atOnce} observations, ${lanes} requests at a time.`,
      'FROST-Server has the index on datastream and time that its manual advises; the node judges every value, keeps sums and tells events.',
      'A bulk push (CSV, one request) is not of the standard; the peer has none, its quickest way is the Data Array.',
    ],
  };
}

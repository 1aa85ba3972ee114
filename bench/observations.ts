import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, median, secondsSince } from './support/numbers.ts';
import { measureRate, PlainClient, type Rate } from './support/rate.ts';
import { settled } from './support/settled.ts';
import { writeReadings, type ReadingsFile } from './support/readings-file.ts';

const network = 'bench';
const stations = 200;
/** Late values are those of a day long before the others. */
const lateRows = 100_000;

/** Values of series: taken in, late ones, single ones, read by the page, each beside the same work done bare. */
export const observations: Benchmark = {
  name: 'observations',
  summary: 'Values of 200 series pushed, late, single and read, beside COPY, single inserts and the same SQL',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const server = await startBenchServer();
    try {
      const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
      try {
        return await measure(settings, server, node);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

interface Measured {
  readonly push: number[];
  readonly copy: number[];
  readonly fresh: number[];
  readonly late: number[];
  readonly post: Rate;
  readonly insert: Rate;
  readonly page: Rate;
  readonly same: Rate;
  readonly peak: number | null;
}

async function measure(settings: Settings, server: BenchServer, node: NodeProcess): Promise<Outcome> {
  await node.post('/networks', { id: network, title: network, openness: 'open' });
  const measured = await server.withClient((client) => measureAll(settings, server, client, node));
  return report(settings, measured);
}

async function measureAll(
  settings: Settings,
  server: BenchServer,
  client: pg.Client,
  node: NodeProcess,
): Promise<Measured> {
  const { folder, rows, rounds } = settings;
  const [push, copy, fresh, late]: number[][] = [[], [], [], []];
  const dayMs = 86_400_000;
  const start = Date.UTC(2025, 0, 1);
  const spanMs = Math.ceil(rows / stations) * 300_000;
  for (let round = 0; round < rounds; round++) {
    const file = await writeReadings(join(folder, 'push'), { stations, rows, start: start + round * spanMs });
    push!.push(await pushed(node, file.csv));
    copy!.push(await copied(client, file));
    settings.say(`pushed in ${push!.at(-1)!.toFixed(1)} s, copied in ${copy!.at(-1)!.toFixed(1)} s`);
    const after = { stations, rows: lateRows, start: start + (rounds + round) * spanMs };
    fresh!.push(await pushed(node, (await writeReadings(join(folder, 'fresh'), after)).csv));
    const before = { stations, rows: lateRows, start: start - (round + 1) * 400 * dayMs };
    late!.push(await pushed(node, (await writeReadings(join(folder, 'late'), before)).csv));
  }
  // What follows behind the pushes is no part of what comes now.
  await settled(server);
  const [row] = (await client.query<{ id: number }>('select min(id) as id from datastream')).rows;
  const series = row!.id;
  return {
    ...{ push: push!, copy: copy!, fresh: fresh!, late: late! },
    ...(await measureSingle(settings, client, node, series)),
    ...(await measurePage(settings, client, node, series)),
    peak: node.memory().peak,
  };
}

async function pushed(node: NodeProcess, file: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${node.url}/networks/${network}/observations?every=300`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'text/csv', accept: 'application/json' },
    body: createReadStream(file, { highWaterMark: 256 * 1_024 }),
    duplex: 'half',
  } as unknown as RequestInit);
  const answer = (await response.json()) as { read: number; inserted: number };
  if (response.status !== 201 || answer.read !== answer.inserted) throw new Error(JSON.stringify(answer));
  return secondsSince(started);
}

/** The bare limit: the rows as they are stored, into a table with the same columns and key. */
async function copied(client: pg.Client, { copy }: ReadingsFile): Promise<number> {
  await client.query('drop table if exists bare');
  await client.query(`create table bare (like observation including defaults, primary key (series, time))`);
  await client.query('checkpoint');
  const started = performance.now();
  await pipeline(
    createReadStream(copy, { highWaterMark: 256 * 1_024 }),
    client.query(copyFrom('copy bare (time, value, series, receipt, tests, flag, status) from stdin')),
  );
  const seconds = secondsSince(started);
  await client.query('drop table bare');
  return seconds;
}

async function measureSingle(
  { clients, seconds }: Settings,
  client: pg.Client,
  node: NodeProcess,
  series: number,
): Promise<{ readonly post: Rate; readonly insert: Rate }> {
  let moment = Date.UTC(2030, 0, 1) - 4 * 365 * 86_400_000;
  const body = (): string =>
    JSON.stringify({ phenomenonTime: new Date((moment += 1_000)).toISOString(), result: moment % 97 });
  const post = await measureRate(
    async () => {
      const response = await fetch(`${node.url}/sta/v1.1/Datastreams(${series})/Observations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/json' },
        body: body(),
      });
      if (response.status !== 201) throw new Error(await response.text());
      await response.arrayBuffer();
    },
    clients,
    seconds,
  );
  await client.query(`create table bare (like observation including defaults, primary key (series, time))`);
  const insert = await measureRate(
    () =>
      client.query('insert into bare (time, value, series, receipt) values ($1, $2, $3, 1)', [
        ...[new Date((moment += 1_000)).toISOString(), moment % 97, series],
      ]),
    1,
    seconds,
  );
  await client.query('drop table bare');
  return { post, insert };
}

async function measurePage(
  { seconds }: Settings,
  client: pg.Client,
  node: NodeProcess,
  series: number,
): Promise<{ readonly page: Rate; readonly same: Rate }> {
  const plain = new PlainClient(1);
  const address = `${node.url}/sta/v1.1/Datastreams(${series})/Observations?$top=1000&$orderby=phenomenonTime%20asc`;
  const once = () => plain.fetch(address, 'application/json', node.token);
  await measureRate(once, 1, 0.5);
  const page = await measureRate(once, 1, seconds);
  plain.close();
  const same = await measureRate(
    () =>
      client.query({
        name: 'page',
        text: `select series, time, value, flag, status from observation where series = $1 order by time limit 1001`,
        values: [series],
      }),
    1,
    seconds,
  );
  return { page, same };
}

function report({ rows, clients }: Settings, measured: Measured): Outcome {
  const { push, copy, fresh, late, post, insert, page, same, peak } = measured;
  const share = (median(copy) / median(push)) * 100;
  const ratios: Ratio[] = [
    { what: 'push, rows a second of keyed COPY', value: digits(share), unit: '%', aim: { atLeast: 25 } },
    { what: 'push', value: digits(rows / median(push)), unit: 'rows/s', aim: { atLeast: 100_000 } },
    {
      what: 'late values beside fresh ones',
      value: digits(median(late) / median(fresh)),
      unit: '×',
      aim: { atMost: 1.5 },
    },
    {
      what: `single posts, ${clients} at a time, of single committed inserts`,
      value: digits((post.perSecond / insert.perSecond) * 100),
      unit: '%',
      aim: { atLeast: 40 },
    },
    {
      what: 'page of 1,000, of the same SQL',
      value: digits((page.perSecond / same.perSecond) * 100),
      unit: '%',
      aim: { atLeast: 50 },
    },
    ...(peak === null
      ? []
      : [{ what: 'peak memory of the node', value: digits(peak), unit: 'MB', aim: null } as const]),
  ];
  const rate = (name: string, { perSecond, p50Ms, p99Ms }: Rate) => [
    name,
    digits(perSecond),
    digits(p50Ms),
    digits(p99Ms),
  ];
  return {
    tables: [
      {
        title: `Taking in (${stations} series; push and COPY ${rows} rows, others ${lateRows})`,
        columns: ['what', 'seconds', 'rows/s'],
        rows: [
          ['push (judged, with events, durable)', digits(median(push)), digits(rows / median(push))],
          ['COPY into an identical keyed table', digits(median(copy)), digits(rows / median(copy))],
          ['push, fresh values', digits(median(fresh)), digits(lateRows / median(fresh))],
          ['push, values of years ago', digits(median(late)), digits(lateRows / median(late))],
        ],
      },
      {
        title: 'Single requests',
        columns: ['what', 'a second', 'p50 ms', 'p99 ms'],
        rows: [
          rate(`SensorThings POST, ${clients} at a time`, post),
          rate('insert and commit by the driver', insert),
          rate('page of 1,000 observations', page),
          rate('the same SQL', same),
        ],
      },
    ],
    ratios,
    leftOut: [],
    notes: ['Sums follow behind the writers: they are made on the same machine while later values come in.'],
  };
}

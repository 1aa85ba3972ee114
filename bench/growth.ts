import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, secondsSince } from './support/numbers.ts';
import { measureRate, PlainClient } from './support/rate.ts';
import { settled } from './support/settled.ts';
import { writeReadings, type Readings } from './support/readings-file.ts';

const network = 'bench';
const stations = 200;
const stepMs = 300_000;
const smallRows = 1_000_000;
const addedRows = 200_000;
/** Rows that the server makes by one statement. */
const rowsAtOnce = 5_000_000;
const end = Date.UTC(2026, 0);
/** Other work of the machine makes single rounds slow, never quick. */
const rounds = 5;

/** The same questions to a store of a million observations and to one of a hundred times as many. */
export const growth: Benchmark = {
  name: 'growth',
  summary: 'Pages, newest values, single posts and pushes at 1 M rows and at as many as asked for',
  defaultRows: 100_000_000,
  run: async (settings) => {
    const server = await startBenchServer();
    try {
      const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
      try {
        await node.post('/networks', { id: network, title: network, openness: 'open' });
        return await measure(settings, server, node);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

interface AtSize {
  readonly rows: number;
  /** Milliseconds of the quickest round's median. */
  readonly oldest: number;
  readonly newest: number;
  readonly post: number;
  /** Of the quickest push. */
  readonly addedPerSecond: number;
  readonly bytesEach: number;
}

async function measure(settings: Settings, server: BenchServer, node: NodeProcess): Promise<Outcome> {
  const { folder, say } = settings;
  const small = Math.ceil(smallRows / stations) * stepMs;
  await pushed(node, folder, { stations, rows: smallRows, start: end - small });
  const before = await atSize(settings, server, node, end);
  say(`At ${before.rows} rows: page ${before.oldest.toFixed(2)} ms`);
  const loaded = await server.withClient((client) => fill(client, node, settings, end - small));
  say(`Filled ${loaded.rows} rows in ${loaded.seconds.toFixed(0)} s`);
  // Behind the moments that were posted before.
  const after = await atSize(settings, server, node, end + 100 * 86_400_000);
  return report(before, after, loaded);
}

/** Earlier values of the same series, as they would have arrived: moment by moment. Made by the server, told to nobody. */
async function fill(
  client: pg.Client,
  node: NodeProcess,
  { rows, folder, say }: Settings,
  until: number,
): Promise<{ readonly rows: number; readonly seconds: number }> {
  const steps = Math.ceil(Math.max(0, rows - smallRows) / stations);
  const start = until - steps * stepMs;
  // The node makes the partitions: a value a month.
  for (let at = start; at < until; at += 27 * 86_400_000) {
    await pushed(node, folder, { stations: 1, first: 900, rows: 1, start: at + 1_000 });
  }
  const started = performance.now();
  const stepsAtOnce = Math.floor(rowsAtOnce / stations);
  for (let done = 0; done < steps; done += stepsAtOnce) {
    const count = Math.min(stepsAtOnce, steps - done);
    await client.query(
      `insert into observation (time, value, series, receipt, tests, flag, status)
       select to_timestamp(($1::float8 + i * ${stepMs}.0) / 1000), round((50 + 15 * sin(i / 45.8 + d.id))::numeric, 1)::float8,
         d.id, 1, 0, 2, 0
       from generate_series(0, $2::integer - 1) i cross join (
         select id from datastream where id in (select id from datastream order by id limit ${stations})) d
       order by i, d.id`,
      [start + done * stepMs, count],
    );
    say(`${((done + count) * stations) / 1_000_000} M rows`);
  }
  const seconds = secondsSince(started);
  await client.query(
    `update series_state set count = count + $1, first_time = least(first_time, $2::timestamptz)
     where series in (select id from datastream order by id limit ${stations})`,
    [steps, new Date(start).toISOString()],
  );
  await client.query('vacuum analyze observation');
  await client.query('checkpoint');
  return { rows: steps * stations, seconds };
}

async function atSize(settings: Settings, server: BenchServer, node: NodeProcess, from: number): Promise<AtSize> {
  await settled(server);
  const ids = await server.withClient((client) =>
    client
      .query<{ id: number }>(`select id from datastream order by id limit ${stations}`)
      .then(({ rows }) => rows.map(({ id }) => id)),
  );
  const plain = new PlainClient(1);
  const quickest = async (once: () => Promise<unknown>): Promise<number> => {
    await measureRate(once, 1, 0.5);
    const medians: number[] = [];
    for (let round = 0; round < rounds; round++) medians.push((await measureRate(once, 1, settings.seconds / 2)).p50Ms);
    return Math.min(...medians);
  };
  let place = 0;
  const page = (direction: string) => () =>
    plain.fetch(
      `${node.url}/sta/v1.1/Datastreams(${ids[place++ % stations]})/Observations?$top=1000&$orderby=phenomenonTime%20${direction}`,
      'application/json',
      node.token,
    );
  const oldest = await quickest(page('asc'));
  const newest = await quickest(page('desc'));
  plain.close();
  let addedPerSecond = 0;
  let start = from;
  for (let round = 0; round < rounds; round++) {
    const added = { stations, rows: addedRows, start };
    addedPerSecond = Math.max(addedPerSecond, addedRows / (await pushed(node, settings.folder, added)));
    start += (addedRows / stations) * stepMs;
  }
  await settled(server);
  let moment = start;
  const post = await quickest(async () => {
    const response = await fetch(`${node.url}/sta/v1.1/Datastreams(${ids[place++ % stations]})/Observations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ phenomenonTime: new Date((moment += 1_000)).toISOString(), result: moment % 97 }),
    });
    if (response.status !== 201) throw new Error(await response.text());
    await response.arrayBuffer();
  });
  const [size] = await server.withClient((client) =>
    client
      .query<{ rows: number; bytes: number }>(
        `select (select sum(count) from series_state)::float8 as rows, sum(pg_total_relation_size(inhrelid))::float8 as bytes
         from pg_inherits where inhparent = 'observation'::regclass`,
      )
      .then(({ rows }) => rows),
  );
  return { rows: size!.rows, oldest, newest, post, addedPerSecond, bytesEach: size!.bytes / size!.rows };
}

async function pushed(node: NodeProcess, folder: string, readings: Readings): Promise<number> {
  const { csv } = await writeReadings(join(folder, 'push'), readings);
  const started = performance.now();
  const response = await fetch(`${node.url}/networks/${network}/observations?every=300`, {
    method: 'POST',
    headers: { authorization: `Bearer ${node.token}`, 'content-type': 'text/csv', accept: 'application/json' },
    body: createReadStream(csv, { highWaterMark: 256 * 1_024 }),
    duplex: 'half',
  } as unknown as RequestInit);
  const answer = (await response.json()) as { read: number; inserted: number };
  if (response.status !== 201 || answer.read !== answer.inserted) throw new Error(JSON.stringify(answer));
  return secondsSince(started);
}

function report(before: AtSize, after: AtSize, loaded: { readonly rows: number; readonly seconds: number }): Outcome {
  const grown = (what: string, key: 'oldest' | 'newest' | 'post'): Ratio => ({
    what: `${what}: time at ${after.rows} rows, of that at ${before.rows}`,
    value: digits((after[key] / before[key]) * 100),
    unit: '%',
    aim: { atMost: 120 },
  });
  return {
    tables: [
      {
        title: `As the table grows (${stations} series; the quickest of ${rounds} rounds)`,
        columns: ['rows', 'oldest page ms', 'newest page ms', 'post ms', 'push rows/s', 'bytes a row'],
        rows: [before, after].map(({ rows, oldest, newest, post, addedPerSecond, bytesEach }) => [
          ...[rows, digits(oldest), digits(newest), digits(post), digits(addedPerSecond), digits(bytesEach)],
        ]),
      },
    ],
    ratios: [
      grown('page of the oldest 1,000', 'oldest'),
      grown('page of the newest 1,000', 'newest'),
      grown('single post', 'post'),
      {
        what: 'taking in: rows a second, of those before',
        value: digits((after.addedPerSecond / before.addedPerSecond) * 100),
        unit: '%',
        aim: { atLeast: 80 },
      },
    ],
    leftOut: [],
    notes: [
      `${loaded.rows} rows were made by statements of the server in ${loaded.seconds.toFixed(0)} s, not taken in by the node; sums of them were not made.`,
      'Months are as they came: nothing of them was put in order.',
    ],
  };
}

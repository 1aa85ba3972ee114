import { join } from 'node:path';
import type pg from 'pg';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, secondsSince } from './support/numbers.ts';
import { benchNetwork, pushReadings } from './support/push-readings.ts';
import { settled } from './support/settled.ts';
import { roundsAtSize, storeAtSize, type AtSize } from './support/store-at-size.ts';

const stations = 200;
const stepMs = 300_000;
const smallRows = 1_000_000;
/** Rows that the server makes by one statement. */
const rowsAtOnce = 5_000_000;
const end = Date.UTC(2026, 0);

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
        await node.post('/networks', { id: benchNetwork, title: benchNetwork, openness: 'open' });
        return await measure(settings, server, node);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

interface Grown extends AtSize {
  readonly rows: number;
  readonly bytesEach: number;
}

async function measure(settings: Settings, server: BenchServer, node: NodeProcess): Promise<Outcome> {
  const { folder, say } = settings;
  const small = Math.ceil(smallRows / stations) * stepMs;
  await pushReadings(node, folder, { stations, rows: smallRows, start: end - small });
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
    await pushReadings(node, folder, { stations: 1, first: 900, rows: 1, start: at + 1_000 });
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

async function atSize(settings: Settings, server: BenchServer, node: NodeProcess, from: number): Promise<Grown> {
  const { folder, seconds } = settings;
  const asked = { stations, folder, seconds: seconds * 2, from, settle: () => settled(server) };
  const found = await storeAtSize(node, asked);
  const [size] = await server.withClient((client) =>
    client
      .query<{ rows: number; bytes: number }>(
        `select (select sum(count) from series_state)::float8 as rows, sum(pg_total_relation_size(inhrelid))::float8 as bytes
         from pg_inherits where inhparent = 'observation'::regclass`,
      )
      .then(({ rows }) => rows),
  );
  return { ...found, rows: size!.rows, bytesEach: size!.bytes / size!.rows };
}

function report(before: Grown, after: Grown, loaded: { readonly rows: number; readonly seconds: number }): Outcome {
  const grown = (what: string, key: 'oldest' | 'newest' | 'post'): Ratio => ({
    what: `${what}: time at ${after.rows} rows, of that at ${before.rows}`,
    value: digits((after[key] / before[key]) * 100),
    unit: '%',
    aim: { atMost: 120 },
  });
  return {
    tables: [
      {
        title: `As the table grows (${stations} series; the quickest of ${roundsAtSize} rounds)`,
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

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, Outcome, Settings, Value } from './model.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, quantile } from './support/numbers.ts';
import { PlainClient } from './support/rate.ts';
import { writeSampleCsv } from './support/sample-file.ts';

const limitMs = 60 * 60_000;
const readRows = 100_000;
const pauseMs = 50;

/** How long readers wait while one embedded store takes in a big file. */
export const latency: Benchmark = {
  name: 'latency',
  summary: 'Waiting time of pages on the embedded store, idle and during a big load; the longest single wait',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const read = join(settings.folder, 'read.csv');
    const loaded = join(settings.folder, 'loaded.csv');
    await writeSampleCsv(read, Math.min(readRows, settings.rows));
    await writeSampleCsv(loaded, settings.rows, 2);
    const node = await startNodeProcess(join(settings.folder, 'data'), null);
    try {
      settings.say('Connecting the layer that is read');
      await node.connect(read, { id: 'read', key: 'code', limitMs });
      return await measure(settings, node, loaded);
    } finally {
      await node.stop();
    }
  },
};

interface Asked {
  readonly name: string;
  readonly path: string;
  readonly accept: string;
}

const asked: readonly Asked[] = [
  { name: 'items, 100 features, GeoJSON', path: '/collections/read/items?limit=100', accept: 'application/geo+json' },
  {
    name: 'items, 1,000 features, GeoJSON',
    path: '/collections/read/items?limit=1000',
    accept: 'application/geo+json',
  },
  { name: 'items, page for people', path: '/collections/read/items', accept: 'text/html' },
  { name: 'home page', path: '/', accept: 'text/html' },
];

async function measure(settings: Settings, node: NodeProcess, loaded: string): Promise<Outcome> {
  settings.say('Idle');
  const idle = await waits(node.url, sleep(settings.seconds * 1_000 * asked.length));
  settings.say(`During the load of ${settings.rows} rows`);
  const load = node.connect(loaded, { id: 'loaded', key: 'code', limitMs });
  const busy = await waits(node.url, load);
  const { seconds } = await load;
  const longest = (times: readonly number[][]) => Math.max(...times.flat().concat(0));
  const line = (state: string, times: readonly number[], name: string): Value[] => [
    name,
    state,
    times.length,
    ...[0.5, 0.99].map((q) => digits(quantile(times, q))),
    digits(longest([[...times]])),
  ];
  const all = busy.flat();
  return {
    tables: [
      {
        title: `Waiting time at the embedded store; the load of ${settings.rows} rows took ${digits(seconds)} s`,
        columns: ['request', 'store', 'requests', 'p50 ms', 'p99 ms', 'longest ms'],
        rows: asked.flatMap(({ name }, i) => [line('idle', idle[i]!, name), line('loading', busy[i]!, name)]),
      },
    ],
    ratios: [
      { what: 'p50 of all requests during the load', value: digits(quantile(all, 0.5)), unit: 'ms', aim: null },
      { what: 'p99 of all requests during the load', value: digits(quantile(all, 0.99)), unit: 'ms', aim: null },
      { what: 'longest single wait during the load', value: digits(longest(busy)), unit: 'ms', aim: null },
      { what: 'load of the embedded store', value: digits(settings.rows / seconds), unit: 'rows/s', aim: null },
    ],
    leftOut: [],
    notes: [
      `One reader asks for one after the other with ${pauseMs} ms between; what it reads is another layer than the one that is loaded.`,
      'The longest wait holds what cannot be cut: ANALYZE and index work of the store.',
    ],
  };
}

/** Waiting times in milliseconds of each kind of request, until `end` has come about. */
async function waits(url: string, end: Promise<unknown>): Promise<number[][]> {
  const client = new PlainClient(1);
  const times: number[][] = asked.map(() => []);
  let ended = false;
  const mark = () => void (ended = true);
  end.then(mark, mark);
  while (!ended) {
    for (const [i, { path, accept }] of asked.entries()) {
      const begun = performance.now();
      await client.fetch(`${url}${path}`, accept);
      times[i]!.push(performance.now() - begun);
      await sleep(pauseMs);
    }
  }
  client.close();
  return times;
}

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, Ratio, Settings, Value } from './model.ts';
import { startBenchServer } from './support/database.ts';
import { startNodeProcess } from './support/node-process.ts';
import { digits, median } from './support/numbers.ts';

const settleMs = 5_000;

/** From the start of the process to the first 200 of `/readyz`, and what an idle node holds in memory. */
export const start: Benchmark = {
  name: 'start',
  summary: 'Time until /readyz and memory of an idle node, both engines, first and second start',
  defaultRows: 0,
  run: async (settings) => {
    const server = await startBenchServer();
    try {
      const embedded = await measure(settings, 'embedded', null);
      const external = await measure(settings, 'server', server.url);
      return {
        tables: [
          {
            title: 'Start of an empty node',
            columns: ['engine', 'start', 'ready after ms', 'idle MB', 'peak MB'],
            rows: [...embedded.rows, ...external.rows],
          },
        ],
        ratios: [...embedded.ratios, ...external.ratios],
        leftOut: [],
        notes: [
          'The first start makes the store (embedded: from the template in the package), the second opens it. Median of the rounds.',
          `Memory is the resident size of the node's process ${settleMs / 1_000} s after it was ready; PostgreSQL's own is not counted.`,
        ],
      };
    } finally {
      await server.stop();
    }
  },
};

interface Started {
  readonly readyMs: number;
  readonly idle: number | null;
  readonly peak: number | null;
}

async function measure(
  settings: Settings,
  engine: string,
  url: string | null,
): Promise<{ rows: Value[][]; ratios: Ratio[] }> {
  const first: Started[] = [];
  const second: Started[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const data = join(settings.folder, `${engine}-${round}`);
    settings.say(`${engine}, round ${round + 1}`);
    first.push(await startOnce(data, url));
    second.push(await startOnce(data, url));
  }
  const ms = (all: readonly Started[]) => digits(median(all.map((one) => one.readyMs)));
  const megabytes = (values: readonly (number | null)[]) =>
    values.includes(null) ? null : digits(median(values as number[]));
  const line = (name: string, all: readonly Started[]): Value[] => [
    engine,
    name,
    ms(all),
    megabytes(all.map((one) => one.idle)),
    megabytes(all.map((one) => one.peak)),
  ];
  return {
    rows: [line('first', first), line('second', second)],
    ratios: [
      { what: `${engine}: first start until ready`, value: ms(first), unit: 'ms', aim: null },
      { what: `${engine}: second start until ready`, value: ms(second), unit: 'ms', aim: null },
    ],
  };
}

async function startOnce(data: string, url: string | null): Promise<Started> {
  const node = await startNodeProcess(data, url);
  try {
    await sleep(settleMs);
    const { now, peak } = node.memory();
    return { readyMs: node.readyAfterMs, idle: now, peak };
  } finally {
    await node.stop();
  }
}

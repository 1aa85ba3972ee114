import { join } from 'node:path';
import type { Benchmark, Outcome, Settings } from './model.ts';
import { startBenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits } from './support/numbers.ts';
import { changedRows, writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;

/** The same file again with one row in a hundred changed, and then once more unchanged. */
export const secondDelivery: Benchmark = {
  name: 'second-delivery',
  summary: 'The same CSV again with 1 % of its rows changed, and again unchanged: share of the first load',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const first = join(settings.folder, 'first.csv');
    const second = join(settings.folder, 'second.csv');
    settings.say(`Writing ${settings.rows} rows twice`);
    await writeSampleCsv(first, settings.rows);
    await writeSampleCsv(second, settings.rows, 2);
    const server = await startBenchServer();
    try {
      const node = await startNodeProcess(join(settings.folder, 'data'), server.url);
      try {
        return await measure(settings, node, first, second);
      } finally {
        await node.stop();
      }
    } finally {
      await server.stop();
    }
  },
};

async function measure(settings: Settings, node: NodeProcess, first: string, second: string): Promise<Outcome> {
  const deliver = async (file: string, updated: number, inserted: number): Promise<number> => {
    const { seconds, summary } = await node.connect(file, { id: 'sample', key: 'code', limitMs });
    const isRight = summary.updated === updated && summary.inserted === inserted && summary.deleted === 0;
    if (!isRight) throw new Error(`Not what was delivered: ${JSON.stringify(summary)}`);
    settings.say(`${seconds.toFixed(1)} s: inserted ${inserted}, updated ${updated}`);
    return seconds;
  };
  const changed = changedRows(settings.rows);
  const whole = await deliver(first, 0, settings.rows);
  const onePercent = await deliver(second, changed, 0);
  const same = await deliver(second, 0, 0);
  const line = (name: string, seconds: number) => [name, digits(seconds), digits((seconds / whole) * 100)];
  return {
    tables: [
      {
        title: `Deliveries of ${settings.rows} rows`,
        columns: ['delivery', 'seconds', '% of the first'],
        rows: [
          line('first', whole),
          line(`second, ${changed} rows changed`, onePercent),
          line('third, the same file', same),
        ],
      },
    ],
    ratios: [
      { what: 'second delivery, share of the first', value: digits((onePercent / whole) * 100), unit: '%', aim: null },
      { what: 'same file again, share of the first', value: digits((same / whole) * 100), unit: '%', aim: null },
    ],
    leftOut: [],
    notes: ['Counts of every delivery are checked: only the changed rows are updated, nothing is inserted or deleted.'],
  };
}

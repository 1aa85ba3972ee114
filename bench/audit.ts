import { join } from 'node:path';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { startBenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, median } from './support/numbers.ts';
import { measureRate, PlainClient } from './support/rate.ts';
import { writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;
/** The operator reads both; only what is not open is entered. */
const datasets = ['open', 'closed'] as const;
const pages = ['?limit=1000', '?limit=100', '/item'] as const;
/** A second caller beside the first: entries that arrive together share a commit. */
const lanes = [1, 4] as const;

/** What an entry in the audit log costs the request that it tells of. */
export const audit: Benchmark = {
  name: 'audit',
  summary: 'Pages of data that is not open, each entered in the audit log, beside the same pages of open data',
  defaultRows: 100_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'sample.csv');
    await writeSampleCsv(csv, settings.rows);
    const results: EngineResult[] = [];
    for (const engine of ['embedded', 'server'] as const) {
      const server = engine === 'server' ? await startBenchServer() : null;
      const node = await startNodeProcess(join(settings.folder, `data-${engine}`), server?.url ?? null);
      try {
        settings.say(`${engine}: connecting`);
        for (const id of datasets) {
          await node.connect(csv, { id, key: 'code', openness: id === 'open' ? 'open' : 'closed', limitMs });
        }
        settings.say(`${engine}: measuring`);
        results.push({ engine, times: await measure(settings, node) });
      } finally {
        await node.stop();
        await server?.stop();
      }
    }
    return report(settings, results);
  },
};

interface EngineResult {
  readonly engine: string;
  /** Milliseconds a request, by case. */
  readonly times: ReadonlyMap<string, number>;
}

const caseName = (dataset: string, page: string, clients: number): string => `${dataset} ${page} ${clients}`;

/** In turn, round by round, so that what else the machine does meets all alike. */
async function measure(settings: Settings, node: NodeProcess): Promise<Map<string, number>> {
  const client = new PlainClient(Math.max(...lanes));
  const times = new Map<string, number[]>();
  const item = await firstItem(node);
  for (let round = 0; round <= Math.max(3, settings.rounds); round++) {
    for (const clients of lanes) {
      for (const page of pages) {
        for (const dataset of datasets) {
          const address = `${node.url}/collections/${dataset}/items${page === '/item' ? `/${item}` : page}`;
          const once = () => client.fetch(address, 'application/geo+json', node.token);
          // The first round warms up.
          const rate = await measureRate(once, clients, round === 0 ? 0.5 : settings.seconds);
          const name = caseName(dataset, page, clients);
          if (round > 0) times.set(name, [...(times.get(name) ?? []), 1_000 / rate.perSecond]);
        }
      }
    }
  }
  client.close();
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

async function firstItem(node: NodeProcess): Promise<string> {
  const answer = await fetch(`${node.url}/collections/open/items?limit=1`);
  const { features } = (await answer.json()) as { features: { id: string }[] };
  return encodeURIComponent(features[0]!.id);
}

function report(settings: Settings, results: readonly EngineResult[]): Outcome {
  const ratios: Ratio[] = results.flatMap(({ engine, times }) =>
    lanes.flatMap((clients) =>
      pages.map((page) => ({
        what: `${engine}: items${page}, ${clients} at a time, entered beside not entered`,
        value: digits(times.get(caseName('closed', page, clients))! / times.get(caseName('open', page, clients))!),
        unit: '×',
        aim: page === '?limit=1000' ? { atMost: 1.1 } : null,
      })),
    ),
  );
  const rows = lanes.flatMap((clients) =>
    pages.map((page): Value[] => [
      `items${page}, ${clients} at a time`,
      ...results.flatMap(({ times }) =>
        datasets.map((dataset) => digits(times.get(caseName(dataset, page, clients))!)),
      ),
    ]),
  );
  return {
    tables: [
      {
        title: `Milliseconds between two answers, ${settings.rows} features`,
        columns: ['request', ...results.flatMap(({ engine }) => [`${engine}, open`, `${engine}, entered`])],
        rows,
      },
    ],
    ratios,
    leftOut: [],
    notes: ['The operator reads both datasets; each answer from the closed one waits until its entry is durable.'],
  };
}

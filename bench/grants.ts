import { join } from 'node:path';
import { openDatabase, sql, type Db } from '../src/kernel/index.ts';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, median } from './support/numbers.ts';
import { measureRate, PlainClient } from './support/rate.ts';
import { writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;
const otherGrants = 100_000;
const half = 'count < 500';

interface Case {
  readonly name: string;
  readonly path: string;
  /** The case it is compared with, and how much slower it may be. */
  readonly beside: string | null;
  readonly most: number | null;
}

const page = (collection: string, query = '') => `/collections/${collection}/items?limit=1000${query}`;
const halfFilter = `&filter=${encodeURIComponent(half)}`;
const cases: readonly Case[] = [
  { name: 'open', path: page('open'), beside: null, most: null },
  { name: 'granted whole', path: page('whole'), beside: 'open', most: 1.1 },
  { name: 'granted without a column', path: page('column'), beside: 'open', most: 1.1 },
  { name: 'open, filtered', path: page('open', halfFilter), beside: null, most: null },
  { name: 'granted rows', path: page('rows'), beside: 'open, filtered', most: 1.1 },
  { name: 'granted with hash and rounded position', path: page('masked'), beside: 'open', most: null },
];

const scopes: Readonly<Record<string, object>> = {
  whole: {},
  column: { columns: { level: 'removed' } },
  rows: { rows: half },
  masked: { columns: { station: 'hashed', geometry: { snapped: 0.01 } } },
};

/** What a grant costs a page, and what a store full of other people's grants costs it. */
export const grants: Benchmark = {
  name: 'grants',
  summary: 'Pages of 1,000 features through grants beside open data, with few and with 100,000 grants in the store',
  defaultRows: 200_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'sample.csv');
    await writeSampleCsv(csv, settings.rows);
    const results: EngineResult[] = [];
    for (const engine of ['embedded', 'server'] as const) {
      const server = engine === 'server' ? await startBenchServer() : null;
      try {
        results.push(await measureEngine(settings, engine, server, csv));
      } finally {
        await server?.stop();
      }
    }
    return report(settings, results);
  },
};

interface EngineResult {
  readonly engine: string;
  /** Milliseconds a page, by case; with few grants and with many. */
  readonly few: ReadonlyMap<string, number>;
  readonly many: ReadonlyMap<string, number>;
}

async function measureEngine(
  settings: Settings,
  engine: string,
  server: BenchServer | null,
  csv: string,
): Promise<EngineResult> {
  const folder = join(settings.folder, `data-${engine}`);
  const url = server?.url ?? null;
  const withNode = async <T>(work: (node: NodeProcess) => Promise<T>): Promise<T> => {
    const node = await startNodeProcess(folder, url);
    try {
      return await work(node);
    } finally {
      await node.stop();
    }
  };
  const few = await withNode(async (node) => {
    settings.say(`${engine}: connecting`);
    await node.connect(csv, { id: 'open', key: 'code', limitMs });
    for (const [id, scope] of Object.entries(scopes)) {
      await node.connect(csv, { id, key: 'code', openness: 'restricted', limitMs });
      const words = { grantee: 'public', actions: ['read'], purpose: 'bench', legalBasis: 'bench' };
      await node.post(`/datasets/${id}/grants`, { ...words, collections: { [id]: scope } });
    }
    settings.say(`${engine}: few grants`);
    return measureCases(settings, node);
  });
  settings.say(`${engine}: entering ${otherGrants} grants`);
  const db = await openDatabase({ dataFolder: folder, url });
  await enterGrants(db);
  await db.close();
  const many = await withNode(async (node) => {
    settings.say(`${engine}: many grants`);
    return measureCases(settings, node);
  });
  return { engine, few, many };
}

/** Grants of other people: a tenth of them on the very datasets that are read. */
async function enterGrants(db: Db): Promise<void> {
  await db.query(sql`
    insert into resource (id, kind, owner, openness)
    select 'other-' || n, 'dataset', 'elsewhere', 'closed' from generate_series(1, 1000) n`);
  await db.query(sql`
    insert into access_grant (id, version, resource, grantee, actions, scopes, valid_from, purpose, legal_basis, secret,
      made_at, made_by)
    select 'bench-' || n, 1, case when n % 10 = 0 then (array['open', 'whole', 'column', 'rows', 'masked'])[1 + n / 10 % 5]
        else 'other-' || (1 + n % 1000) end,
      'user:' || n, '{read}', '{"*": {"columns": {}, "others": "shown", "rows": null}}', now(), 'bench', 'bench',
      md5(n::text), now(), 'bench'
    from generate_series(1, ${otherGrants}::int) n`);
  await db.query(sql`analyze access_grant`);
}

/** In turn, round by round, so that what else the machine does meets all alike. */
async function measureCases(settings: Settings, node: NodeProcess): Promise<Map<string, number>> {
  const client = new PlainClient(1);
  const times = new Map<string, number[]>(cases.map(({ name }) => [name, []]));
  for (const { path } of cases) await client.fetch(`${node.url}${path}`);
  for (let round = 0; round < Math.max(3, settings.rounds); round++) {
    for (const { name, path } of cases) {
      const rate = await measureRate(() => client.fetch(`${node.url}${path}`), 1, settings.seconds);
      times.get(name)!.push(1_000 / rate.perSecond);
    }
  }
  client.close();
  return new Map([...times].map(([name, each]) => [name, median(each)]));
}

function report(settings: Settings, results: readonly EngineResult[]): Outcome {
  const ratios: Ratio[] = [];
  for (const { engine, few, many } of results) {
    for (const { name, beside, most } of cases) {
      if (beside === null) continue;
      const value = digits(few.get(name)! / few.get(beside)!);
      ratios.push({
        what: `${engine}: ${name} beside ${beside}`,
        value,
        unit: '×',
        aim: most === null ? null : { atMost: most },
      });
    }
    const slowdown = Math.max(...cases.map(({ name }) => many.get(name)! / few.get(name)!));
    const what = `${engine}: ${otherGrants} grants beside few, slowest page`;
    ratios.push({ what, value: digits(slowdown), unit: '×', aim: { atMost: 2 } });
  }
  const line = ({ name }: Case): Value[] => [
    name,
    ...results.flatMap(({ few, many }) => [digits(few.get(name)!), digits(many.get(name)!)]),
  ];
  return {
    tables: [
      {
        title: `Milliseconds a page of 1,000 of ${settings.rows} features, one request after the other`,
        columns: ['page', ...results.flatMap(({ engine }) => [`${engine}, few grants`, `${engine}, many`])],
        rows: cases.map(line),
      },
    ],
    ratios,
    leftOut: [],
    notes: [
      'All datasets hold the same rows. Granted rows are compared with the same condition as the filter of a request on open data.',
      `The ${otherGrants} grants are for other people; a tenth of them is on the datasets that are read.`,
    ],
  };
}

import { join } from 'node:path';
import { startBenchServer, tableOf, type BenchServer } from './support/database.ts';
import type { Benchmark, Outcome, Ratio, Settings } from './model.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, median, secondsSince } from './support/numbers.ts';
import { hasOgr2ogr, timeOgr2ogr } from './support/ogr2ogr.ts';
import { writeSampleCsv } from './support/sample-file.ts';
import { copyToFile, readShape, timeCopy } from './support/table-copy.ts';

const limitMs = 30 * 60_000;

/** One CSV through the whole pipeline, beside bare COPY of the same rows and beside ogr2ogr. */
export const load: Benchmark = {
  name: 'load',
  summary: 'CSV through the whole pipeline into PostgreSQL, beside bare COPY and ogr2ogr; memory of the node',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'sample.csv');
    settings.say(`Writing ${settings.rows} rows`);
    await writeSampleCsv(csv, settings.rows);
    const server = await startBenchServer();
    try {
      return await measure(settings, server, csv);
    } finally {
      await server.stop();
    }
  },
};

interface Times {
  readonly connect: number[];
  /** The run alone, from its start to its end as the node records them. */
  readonly run: number[];
  readonly copyAfter: number[];
  readonly copyBefore: number[];
  readonly ogr: number[];
  readonly ogrIndexed: number[];
}

async function measure(settings: Settings, server: BenchServer, csv: string): Promise<Outcome> {
  const times: Times = { connect: [], run: [], copyAfter: [], copyBefore: [], ogr: [], ogrIndexed: [] };
  const peaks: number[] = [];
  const leftOut: string[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const node = await startNodeProcess(join(settings.folder, `data-${round}`), server.url);
    try {
      await timeNode(settings, node, csv, `round-${round}`, times);
      const { peak } = node.memory();
      if (peak !== null) peaks.push(peak);
    } finally {
      await node.stop();
    }
    await timeCopies(settings, server, `round-${round}`, times);
    if (hasOgr2ogr()) await timeOgr(settings, server, csv, times);
  }
  if (!hasOgr2ogr()) leftOut.push('ogr2ogr is not installed (Debian package gdal-bin).');
  if (peaks.length === 0) leftOut.push('Memory is read from /proc, which this system does not have.');
  return report(settings, times, peaks, leftOut);
}

async function timeNode(settings: Settings, node: NodeProcess, csv: string, id: string, times: Times): Promise<void> {
  settings.say('lienthong connect');
  const { seconds, summary } = await node.connect(csv, { id, key: 'code', limitMs });
  if (summary.stored !== settings.rows) throw new Error(`${summary.stored} of ${settings.rows} rows were stored.`);
  times.connect.push(seconds);
  const { startedAt, finishedAt } = await node.get<{ startedAt: string; finishedAt: string }>(`/runs/${summary.run}`);
  times.run.push((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000);
}

async function timeCopies(settings: Settings, server: BenchServer, collection: string, times: Times): Promise<void> {
  await server.withClient(async (client) => {
    const table = await tableOf(client, collection);
    const shape = await readShape(client, table);
    const rows = join(settings.folder, 'rows.txt');
    await copyToFile(client, table, rows);
    settings.say('bare COPY, indexes afterwards');
    times.copyAfter.push(await timeCopy(client, shape, rows, 'after'));
    settings.say('bare COPY, indexes first');
    times.copyBefore.push(await timeCopy(client, shape, rows, 'before'));
    await client.query(`drop table ${table} cascade`);
  });
}

async function timeOgr(settings: Settings, server: BenchServer, csv: string, times: Times): Promise<void> {
  settings.say('ogr2ogr');
  const plain = await timeOgr2ogr(csv, server.url, 'ogr_sample', limitMs);
  await server.withClient(async (client) => {
    const started = performance.now();
    await client.query('create unique index on ogr_sample (code)');
    times.ogr.push(plain);
    times.ogrIndexed.push(plain + secondsSince(started));
    await client.query('drop table ogr_sample');
  });
}

function report(settings: Settings, times: Times, peaks: readonly number[], leftOut: readonly string[]): Outcome {
  const own = median(times.connect);
  const line = (name: string, seconds: readonly number[]) =>
    seconds.length === 0 ? [] : [[name, digits(median(seconds)), digits(settings.rows / median(seconds))]];
  return {
    tables: [
      {
        title: `${settings.rows} rows of CSV`,
        columns: ['way', 'seconds', 'rows/s'],
        rows: [
          ...line('lienthong connect', times.connect),
          ...line('of which the run: read, harmonise, stage, compare, store, index, publish', times.run),
          ...line('bare COPY of the harmonised rows, indexes made afterwards', times.copyAfter),
          ...line('bare COPY of the harmonised rows, indexes made first', times.copyBefore),
          ...line('ogr2ogr with spatial index', times.ogr),
          ...line('ogr2ogr with spatial index and unique key', times.ogrIndexed),
        ],
      },
    ],
    ratios: [
      share('speed beside bare COPY, indexes afterwards', median(times.copyAfter) / own, { atLeast: 35 }),
      share('speed beside bare COPY, indexes first', median(times.copyBefore) / own, null),
      ...(times.ogr.length > 0 ? ogrRatios(times, own) : []),
      ...(peaks.length > 0
        ? [
            {
              what: 'peak memory of the node',
              value: digits(Math.max(...peaks)),
              unit: 'MB',
              aim: { atMost: 400 },
            } as const,
          ]
        : []),
    ],
    leftOut,
    notes: [
      'Time of connect is that of the whole command: start of the client, upload over HTTP, bytes kept by checksum, one reading for the profile, one for the run.',
      'Bare COPY takes the rows of the collection table, in text format from a file, into a table and indexes made from its definitions in the catalog.',
    ],
  };
}

function ogrRatios(times: Times, own: number): Ratio[] {
  const factor = (what: string, seconds: readonly number[]): Ratio => ({
    what,
    value: digits(median(seconds) / own),
    unit: '×',
    aim: { atLeast: 1 },
  });
  return [factor('speed beside ogr2ogr', times.ogr), factor('speed beside ogr2ogr with unique key', times.ogrIndexed)];
}

const share = (what: string, value: number, aim: Ratio['aim']): Ratio => ({
  what,
  value: digits(value * 100),
  unit: '%',
  aim,
});

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, Outcome, Ratio, Settings, Value } from './model.ts';
import { startBenchServer, type BenchServer } from './support/database.ts';
import { eventDelays } from './support/event-delays.ts';
import { settled } from './support/settled.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, quantile, secondsSince } from './support/numbers.ts';
import { measureRate, PlainClient, type Rate } from './support/rate.ts';
import { benchNetwork, pushLines, pushReadings } from './support/push-readings.ts';
import type { Readings } from './support/readings-file.ts';

const stepMs = 300_000;
const tenYears = Math.round((3_652 * 86_400_000) / stepMs);
const manySeries = 20_000;
const addedRows = 100_000;
const smallRows = 1_000_000;
/** Observations a second, in pushes of a tenth of that. */
const liveRate = 1_000;

/** What stations of a whole country ask of the store: how it answers as it grows, and while it takes values in. */
export const stations: Benchmark = {
  name: 'stations',
  summary: 'Ten years of a series, 20,000 series, a growing table, readers during a push, from received to event',
  defaultRows: 10_000_000,
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

/** How the store answers at one size. */
interface AtSize {
  readonly rows: number;
  readonly page: Rate;
  readonly chart: Rate;
  readonly addedPerSecond: number;
  readonly bytesEach: number;
}

async function measure(settings: Settings, server: BenchServer, node: NodeProcess): Promise<Outcome> {
  const { folder, say } = settings;
  const end = Date.UTC(2026, 0);
  const decade = { stations: 1, rows: Math.min(tenYears, smallRows), start: end - tenYears * stepMs };
  say(`Ten years of one series in ${(await pushReadings(node, folder, decade)).toFixed(1)} s`);
  const [row] = await server.withClient((client) =>
    client.query<{ id: number; thing: number }>('select id, thing from datastream').then(({ rows }) => rows),
  );
  const growing = { stations: 200, first: 1 };
  // What is added goes to the years before, so that no size finds the moments of another.
  const before = (rows: number) => end - tenYears * stepMs - Math.ceil(rows / growing.stations) * stepMs;
  const small = await atSize(settings, server, node, row!, { ...growing, rows: addedRows, start: end });
  say(`At ${small.rows} rows; growing by ${settings.rows}`);
  await pushReadings(node, folder, { ...growing, rows: settings.rows, start: before(settings.rows) });
  const large = await atSize(settings, server, node, row!, { ...growing, rows: addedRows, start: end + 500 * stepMs });
  say('Closed months in order');
  await orderClosedMonths(server);
  const ordered = await atSize(settings, server, node, row!, {
    ...growing,
    rows: addedRows,
    start: end + 1_000 * stepMs,
  });
  const readers = await readersDuringPush(settings, node, row!.id, large.addedPerSecond / 2);
  say('Received to event');
  const delays = await eventDelays(node, { network: benchNetwork, perSecond: liveRate, seconds: settings.seconds * 2 });
  say(`${manySeries} series`);
  const many = { stations: manySeries, first: 1_000, rows: manySeries * 3, start: end };
  await pushReadings(node, folder, many);
  const latest = await newestOfAll(node);
  return report({ small, large, ordered, readers, delays, latest, peak: node.memory().peak });
}

/** What the node does every night, now. */
async function orderClosedMonths(server: BenchServer): Promise<void> {
  await server.withClient(async (client) => {
    await client.query(`update job_schedule set next_at = now() where name = 'order-closed-months'`);
    for (;;) {
      const { rows } = await client.query<{ state: string }>(
        `select state from job where kind = 'order-closed-months' order by id desc limit 1`,
      );
      if (rows[0]?.state === 'done') return;
      if (rows[0]?.state === 'failed') throw new Error('Closed months could not be put in order.');
      await sleep(500);
    }
  });
}

async function atSize(
  settings: Settings,
  server: BenchServer,
  node: NodeProcess,
  { id, thing }: { readonly id: number; readonly thing: number },
  added: Readings,
): Promise<AtSize> {
  const seconds = await pushReadings(node, settings.folder, added);
  await settled(server);
  const plain = new PlainClient(1);
  const rate = async (path: string): Promise<Rate> => {
    const once = () => plain.fetch(`${node.url}${path}`, 'application/json', node.token);
    await measureRate(once, 1, 0.5);
    return measureRate(once, 1, settings.seconds);
  };
  const page = await rate(pageOf(id));
  const chart = await rate(`/stations/${thing}?from=2016-01-01&to=2025-12-31`);
  plain.close();
  const [size] = await server.withClient((client) =>
    client
      .query<{ rows: number; bytes: number }>(
        `select (select sum(count) from series_state)::float8 as rows, sum(pg_total_relation_size(inhrelid))::float8 as bytes
         from pg_inherits where inhparent = 'observation'::regclass`,
      )
      .then(({ rows }) => rows),
  );
  return { rows: size!.rows, page, chart, addedPerSecond: added.rows / seconds, bytesEach: size!.bytes / size!.rows };
}

const pageOf = (series: number): string =>
  `/sta/v1.1/Datastreams(${series})/Observations?$top=1000&$orderby=phenomenonTime%20asc`;

interface Readers {
  readonly idle: Rate;
  readonly busy: Rate;
  readonly pushedPerSecond: number;
}

/** A page again and again, alone and while half of what the node can take in is pushed. */
async function readersDuringPush(
  settings: Settings,
  node: NodeProcess,
  series: number,
  perSecond: number,
): Promise<Readers> {
  const plain = new PlainClient(1);
  const once = () => plain.fetch(`${node.url}${pageOf(series)}`, 'application/json', node.token);
  const idle = await measureRate(once, 1, settings.seconds);
  const started = performance.now();
  let sent = 0;
  let isOver = false;
  async function* paced(): AsyncGenerator<string> {
    yield 'station,parameter,unit,time,value\n';
    const [lines, start] = [1_000, Date.UTC(2026, 6)];
    while (!isOver) {
      let text = '';
      for (let i = 0; i < lines; i++, sent++) {
        const time = new Date(start + Math.floor(sent / 200) * 60_000).toISOString();
        text += `S${(sent % 200) + 1},PM10,µg/m³,${time},${20 + (sent % 37)}\n`;
      }
      yield text;
      await sleep(Math.max(0, (sent / perSecond) * 1_000 - (performance.now() - started)));
    }
  }
  const pushing = pushLines(node, paced());
  const busy = await measureRate(once, 1, settings.seconds * 2);
  isOver = true;
  await pushing;
  const pushedPerSecond = sent / secondsSince(started);
  plain.close();
  return { idle, busy, pushedPerSecond };
}

interface Newest {
  readonly series: number;
  readonly seconds: number;
  readonly requests: number;
  readonly map: Rate;
}

/** The newest value of every series, as a client of the standard asks for it; and the page that shows all stations. */
async function newestOfAll(node: NodeProcess): Promise<Newest> {
  const headers = { authorization: `Bearer ${node.token}` };
  const expand = '$expand=Observations($top=1;$orderby=phenomenonTime desc;$select=result,phenomenonTime)';
  let next: string | undefined = `${node.url}/sta/v1.1/Datastreams?$top=1000&$select=id,name&${expand}`;
  let [series, requests] = [0, 0];
  const started = performance.now();
  while (next !== undefined) {
    const answer = await fetch(next, { headers });
    const page = (await answer.json()) as { value: { Observations: unknown[] }[]; '@iot.nextLink'?: string };
    if (page.value.some(({ Observations }) => Observations.length !== 1)) throw new Error('a series without a value');
    series += page.value.length;
    requests++;
    next = page['@iot.nextLink'];
  }
  const seconds = secondsSince(started);
  const plain = new PlainClient(1);
  const once = () => plain.fetch(`${node.url}/stations?parameter=PM10`, 'application/json', node.token);
  const map = await measureRate(once, 1, 3);
  plain.close();
  return { series, seconds, requests, map };
}

interface Found {
  readonly small: AtSize;
  readonly large: AtSize;
  /** After the night's work on closed months. */
  readonly ordered: AtSize;
  readonly readers: Readers;
  readonly delays: readonly number[];
  readonly latest: Newest;
  readonly peak: number | null;
}

function report({ small, large, ordered, readers, delays, latest, peak }: Found): Outcome {
  const change = (from: number, to: number) => digits((to / from) * 100);
  const ratios: Ratio[] = [
    { what: 'chart of ten years of a series', value: digits(large.chart.p50Ms), unit: 'ms', aim: { atMost: 100 } },
    {
      what: `page of 1,000: time at ${large.rows} rows, of that at ${small.rows}`,
      value: change(small.page.p50Ms, large.page.p50Ms),
      unit: '%',
      aim: { atMost: 120 },
    },
    {
      what: `the same with closed months in order`,
      value: change(small.page.p50Ms, ordered.page.p50Ms),
      unit: '%',
      aim: { atMost: 120 },
    },
    {
      what: `taking in: rows a second at ${large.rows} rows, of those at ${small.rows}`,
      value: change(small.addedPerSecond, large.addedPerSecond),
      unit: '%',
      aim: { atLeast: 80 },
    },
    {
      what: 'readers during a push at half speed, p99 of that when idle',
      value: digits(readers.busy.p99Ms / readers.idle.p99Ms),
      unit: '×',
      aim: { atMost: 2 },
    },
    {
      what: `received to event at ${liveRate} observations a second, p99`,
      value: digits(quantile(delays, 0.99)),
      unit: 'ms',
      aim: null,
    },
    { what: `newest value of ${latest.series} series`, value: digits(latest.seconds), unit: 's', aim: null },
    ...(peak === null
      ? []
      : [{ what: 'peak memory of the node', value: digits(peak), unit: 'MB', aim: null } as const]),
  ];
  const size = (state: string, { rows, page, chart, addedPerSecond, bytesEach }: AtSize): Value[] => [
    ...[rows, state, digits(page.p50Ms), digits(page.p99Ms), digits(chart.p50Ms), digits(chart.p99Ms)],
    ...[digits(addedPerSecond), digits(bytesEach)],
  ];
  return {
    tables: [
      {
        title: 'As the table grows',
        columns: [
          'rows',
          'closed months',
          'page p50 ms',
          'page p99 ms',
          'chart p50 ms',
          'chart p99 ms',
          'rows/s added',
          'bytes a row',
        ],
        rows: [size('as they came', small), size('as they came', large), size('in order', ordered)],
      },
      {
        title: `Readers beside a push of ${digits(readers.pushedPerSecond)} rows a second (page of 1,000 observations)`,
        columns: ['state', 'a second', 'p50 ms', 'p99 ms', 'longest ms'],
        rows: (['idle', 'busy'] as const).map((state) => {
          const { perSecond, p50Ms, p99Ms, longestMs } = readers[state];
          return [
            state === 'idle' ? 'idle' : 'during the push',
            ...[perSecond, p50Ms, p99Ms, longestMs].map((value) => digits(value)),
          ];
        }),
      },
      {
        title: 'Many series, and live',
        columns: ['what', 'p50 ms', 'p99 ms'],
        rows: [
          [`received to event, ${liveRate}/s`, digits(quantile(delays, 0.5)), digits(quantile(delays, 0.99))],
          [
            `page of stations by newest value, ${latest.series} series`,
            digits(latest.map.p50Ms),
            digits(latest.map.p99Ms),
          ],
        ],
      },
    ],
    ratios,
    leftOut: [],
    notes: [
      `The newest values of all series came in ${latest.requests} pages of SensorThings with $expand.`,
      'Bytes a row are those of table and key.',
    ],
  };
}

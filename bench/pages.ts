import { request } from 'node:http';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import type { Benchmark, Outcome, Settings, Value } from './model.ts';
import { startNodeProcess, type NodeProcess } from './support/node-process.ts';
import { digits, median } from './support/numbers.ts';
import { measureRate, PlainClient, type Rate } from './support/rate.ts';
import { writeSampleCsv } from './support/sample-file.ts';

const limitMs = 30 * 60_000;
const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const browserFlags = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']; // prettier-ignore
/** The profile "3G" of WebPageTest, and a telephone of a quarter of this machine's speed. */
const network = { downKbit: 1_600, upKbit: 768, latencyMs: 300, processorShare: 4 };
const phone = { width: 360, height: 740 };
/** Budgets of issue 5, in bytes with Brotli. */
const budgets = { page: 60_000, fonts: 80_000, map: 480_000 };

const asked = {
  home: '/',
  search: '/search?q=tram',
  datasets: '/datasets',
  dataset: '/datasets/wells',
  table: '/collections/wells/items',
  'table, filtered': '/collections/wells/items?find.station=tram+7',
  object: '/collections/wells/items/P00000007',
  'two editions': '/collections/wells/changes?since=0',
  map: '/map?layers=wells',
} as const;

/** What pages cost: the server's time, the bytes, and when something is to be seen on a slow network. */
export const pages: Benchmark = {
  name: 'pages',
  summary: 'Pages for people on the embedded store: server time, bytes with Brotli, first render in Chromium on 3G',
  defaultRows: 100_000,
  run: async (settings) => {
    const csv = join(settings.folder, 'wells.csv');
    await writeSampleCsv(csv, settings.rows);
    const node = await startNodeProcess(join(settings.folder, 'data'), null);
    try {
      settings.say('Connecting the layer');
      await node.connect(csv, { id: 'wells', key: 'code', openness: 'open', limitMs });
      return await measure(settings, node);
    } finally {
      await node.stop();
    }
  },
};

interface Bytes {
  /** Page, style sheet and script. */
  readonly page: number;
  readonly html: number;
}

interface Seen {
  readonly firstMs: number;
  readonly largestMs: number;
  readonly fonts: number;
  /** Files of islands: what comes when the map is in view. */
  readonly islands: number;
}

async function measure(settings: Settings, node: NodeProcess): Promise<Outcome> {
  const browser = await chromium.launch({ executablePath: browserPath, args: browserFlags }).catch(() => null);
  const rows: Value[][] = [];
  const most = { page: 0, fonts: 0, map: 0 };
  try {
    for (const [name, path] of Object.entries(asked)) {
      settings.say(name);
      const address = await settled(new URL(path, node.url).href);
      const rate = await timed(settings, address);
      const bytes = await bytesOf(address);
      const seen = browser && (await seenOn3g(browser, address, settings.rounds));
      rows.push([name, digits(rate.p50Ms), digits(rate.p99Ms), bytes.html, bytes.page, seen && Math.round(seen.firstMs), seen && Math.round(seen.largestMs)]); // prettier-ignore
      most.page = Math.max(most.page, bytes.page);
      most.fonts = Math.max(most.fonts, seen?.fonts ?? 0);
      most.map = Math.max(most.map, seen?.islands ?? 0);
    }
  } finally {
    await browser?.close();
  }
  const { downKbit, upKbit, latencyMs, processorShare } = network;
  const kilobytes = (value: number) => digits(value / 1_000);
  return {
    tables: [
      {
        title: `Pages of a node with a layer of ${settings.rows} objects`,
        columns: ['page', 'p50 ms', 'p99 ms', 'HTML bytes', 'HTML + CSS + script bytes', 'first render on 3G ms', 'largest part on 3G ms'], // prettier-ignore
        rows,
      },
    ],
    ratios: [
      { what: 'largest page before islands: HTML, CSS and script, share of 60 KB', value: kilobytes((most.page / budgets.page) * 100_000), unit: '%', aim: { atMost: 100 } }, // prettier-ignore
      ...(browser
        ? ([
            { what: 'fonts of a page, share of 80 KB', value: kilobytes((most.fonts / budgets.fonts) * 100_000), unit: '%', aim: { atMost: 100 } }, // prettier-ignore
            { what: 'scripts and ground of a map, share of 480 KB', value: kilobytes((most.map / budgets.map) * 100_000), unit: '%', aim: { atMost: 100 } }, // prettier-ignore
          ] as const)
        : []),
    ],
    leftOut: browser ? [] : [`first render: no browser at ${browserPath}`],
    notes: [
      `Server time: one request at a time over one connection, without compression. Bytes are what a browser is sent with Brotli.`,
      `3G: ${downKbit} kbit/s down, ${upKbit} up, ${latencyMs} ms added to each request, a processor ${processorShare} times slower, a screen of ${phone.width} px, nothing in the cache; median of the rounds.`,
      'First render is the first text or picture (First Contentful Paint), the largest part what Largest Contentful Paint names within the first 15 s.',
    ],
  };
}

/** Where the address leads: a form's address leads to the plain one. */
async function settled(address: string): Promise<string> {
  return (await fetch(address, { headers: { accept: 'text/html' } })).url;
}

async function timed({ seconds }: Settings, address: string): Promise<Rate> {
  const client = new PlainClient(1);
  try {
    await client.fetch(address, 'text/html');
    return await measureRate(() => client.fetch(address, 'text/html'), 1, seconds);
  } finally {
    client.close();
  }
}

async function bytesOf(address: string): Promise<Bytes> {
  const text = await (await fetch(address, { headers: { accept: 'text/html' } })).text();
  const files = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"|<script type="module" src="([^"]+)"/g)].map(
    (found) => new URL((found[1] ?? found[2])!, address).href,
  );
  const html = await packedBytes(address);
  const others = await Promise.all(files.map(packedBytes));
  return { html, page: html + others.reduce((sum, bytes) => sum + bytes, 0) };
}

/** Length of an answer's body as it goes over the wire. */
function packedBytes(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/html, */*;q=0.5', 'accept-encoding': 'br' };
    const sent = request(address, { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.once('error', reject);
      answer.once('end', () => resolve(bytes));
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function seenOn3g(browser: Browser, address: string, rounds: number): Promise<Seen> {
  const all: Seen[] = [];
  for (let round = 0; round < rounds; round++) all.push(await seenOnce(browser, address));
  const middle = (of: (seen: Seen) => number) => median(all.map(of));
  return {
    firstMs: middle(({ firstMs }) => firstMs),
    largestMs: middle(({ largestMs }) => largestMs),
    fonts: middle(({ fonts }) => fonts),
    islands: middle(({ islands }) => islands),
  };
}

const settleMs = 15_000;

async function seenOnce(browser: Browser, address: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: phone, deviceScaleFactor: 2, isMobile: true });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const { downKbit, upKbit, latencyMs, processorShare } = network;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: latencyMs,
      downloadThroughput: (downKbit * 1_000) / 8,
      uploadThroughput: (upKbit * 1_000) / 8,
    });
    await session.send('Emulation.setCPUThrottlingRate', { rate: processorShare });
    const sizes: Promise<{ url: string; bytes: number }>[] = [];
    page.on('requestfinished', (asked) => {
      const size = asked.sizes().then(({ responseBodySize }) => responseBodySize, () => 0); // prettier-ignore
      sizes.push(size.then((bytes) => ({ url: asked.url(), bytes })));
    });
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForLoadState('networkidle', { timeout: settleMs }).catch(() => {});
    const [firstMs, largestMs] = await page.evaluate(
      () =>
        new Promise<[number, number]>((resolve) => {
          const first = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN;
          const observer = new PerformanceObserver((list) => resolve([first, list.getEntries().at(-1)!.startTime]));
          observer.observe({ type: 'largest-contentful-paint', buffered: true });
          setTimeout(() => resolve([first, first]), 1_000);
        }),
    );
    const files = await Promise.all(sizes);
    const sum = (pattern: RegExp) => files.filter(({ url }) => pattern.test(url)).reduce((total, { bytes }) => total + bytes, 0); // prettier-ignore
    return { firstMs, largestMs, fonts: sum(/\.woff2$/), islands: sum(/\/islands\//) };
  } finally {
    await context.close();
  }
}

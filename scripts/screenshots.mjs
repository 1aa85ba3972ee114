// `node scripts/screenshots.mjs [--guide]`: starts a demonstration node of its own and pictures its pages, narrow and wide, in
// both languages, light and dark, into .cache/screenshots/; tells of pages that scroll sideways or report an error. With
// --guide it walks the way of docs/guide/ and writes the pictures there instead.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { buildOrExit, root } from './build.mjs';

const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browserFlags = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const isGuide = process.argv.includes('--guide');
const out = join(root, isGuide ? 'docs/guide/images' : '.cache/screenshots');
const firstAdministrator = {
  organisation: 'H26.1',
  organisationName: 'Sở Nông nghiệp và Môi trường Tỉnh Mẫu',
  name: 'Nguyễn Thị Hoa',
  email: 'hoa@example.gov.vn',
  password: 'bảy con cò trắng bay',
};
/** Pages for everybody, then those of who looks after the node. */
const publicPages = {
  home: '/',
  search: '/search?q=c%E1%BA%A7n+th%C6%A1',
  unit: '/units/vn-core/provinces-34/92',
  datasets: '/datasets',
  dataset: '/datasets/tinh-mau-b-khong-khi',
  'dataset-stations': '/datasets/tinh-mau-c-tram',
  collections: '/collections',
  collection: '/collections/tinh-mau-b-khong-khi',
  items: '/collections/tinh-mau-b-khong-khi/items',
  'items-filtered': '/collections/tinh-mau-b-khong-khi/items?filter=pm25%3E30&sortby=-pm25',
  'items-columns': '/collections/tinh-mau-c-tram/items?properties=code,name&bbox=105,20,107,22',
  object: '/collections/tinh-mau-c-tram/items/MA-KK01',
  'items-nothing': '/collections/tinh-mau-b-khong-khi/items?filter=pm25%3E3000',
  distribution: '/collections/tinh-mau-b-khong-khi/distribution',
  summary: '/collections/tinh-mau-b-khong-khi/summary?by=station_code&measure=count(),mean(pm25)',
  changes: '/collections/tinh-mau-b-khong-khi/changes?since=0',
  queryables: '/collections/tinh-mau-b-khong-khi/queryables',
  map: '/map',
  'map-stations': '/map?layers=tinh-mau-c-tram',
  stations: '/stations',
  'stations-value': '/stations?parameter=PM2,5',
  station: '/stations/1',
  'station-month': '/stations/1?span=month',
  'station-report': '/stations/report',
  standards: '/standards',
  'unit-match': '/units/match?q=xa+Tan+Phu,+h.+Chau+Thanh,+Ben+Tre',
  api: '/api',
  conformance: '/conformance',
  design: '/design',
  problem: '/problems/invalid-bbox',
  'not-found': '/datasets/khong-co',
  'sign-in': '/sign-in',
  reset: '/reset',
  organisations: '/organisations',
};
const stewardPages = {
  account: '/account',
  organisation: '/organisations/H26.1',
  sources: '/sources',
  source: '/sources/xa-mau-thua-dat',
  delivery: '/deliveries/4',
  proposal: '/deliveries/2/proposal?standard=vn-air/ambient-air-measurements',
  mappings: '/mappings?standard=vn-air/ambient-air-measurements',
  runs: '/runs',
  run: '/runs/4',
  issues: '/runs/4/issues',
  quarantine: '/runs/4/quarantine',
  'source-rows': '/runs/4/file?row=94&column=LoaiDat',
  'source-row': '/runs/4/rows/94',
  corrections: '/deliveries/4/corrections',
  'dataset-own': '/datasets/xa-mau-thua-dat',
  metadata: '/datasets/xa-mau-thua-dat/metadata',
  style: '/collections/xa-mau-thua-dat/style',
  grants: '/datasets/xa-mau-thua-dat/grants',
  audit: '/audit',
  operations: '/operations',
};

buildOrExit();
mkdirSync(out, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'lienthong-screenshots-'));
const { node, base, setUp } = await startDemo();
const browser = await chromium.launch({ executablePath: browserPath, args: browserFlags });
const faults = [];
try {
  await (isGuide ? guide() : everyPage());
} finally {
  await browser.close();
  node.kill('SIGTERM');
  await new Promise((resolve) => node.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.log(fault);
console.log(`Written: ${out}`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function startDemo() {
  const port = await freePort();
  const child = spawn(process.execPath, [join(root, 'bin/lienthong.mjs'), 'demo'], {
    env: { ...process.env, LIENTHONG_DATA: join(folder, 'data'), LIENTHONG_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const link = await new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk) => {
      said += chunk;
      const found = /http:\/\/\S*set-up\?code=\S+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => reject(new Error(`The demonstration ended:\n${said}`)));
  });
  return { node: child, base: `http://localhost:${port}`, setUp: link };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function everyPage() {
  const visitor = await browser.newContext();
  const administrator = await browser.newContext();
  const page = await watched(administrator);
  await picture(page, 'set-up', new URL(setUp).pathname + new URL(setUp).search);
  await signUp(page);
  const stranger = await watched(visitor);
  for (const [name, path] of Object.entries(publicPages)) await picture(stranger, name, path);
  for (const [name, path] of Object.entries(stewardPages)) await picture(page, name, path);
}

async function watched(context) {
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
  return page;
}

async function signUp(page) {
  await page.goto(setUp);
  for (const [name, value] of Object.entries(firstAdministrator)) await page.fill(`[name=${name}]`, value);
  await page.click('main form button[type=submit]');
  await page.waitForLoadState();
}

/** One page in all its states: two widths, two languages, two modes of colour. */
async function picture(page, name, path) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const language of ['vi', 'en']) {
        const answer = await page.goto(`${base}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
        await settled(page);
        const state = `${name}-${width}-${language}-${colorScheme}`;
        if (answer.status() >= 400 && name !== 'not-found') faults.push(`${state}: ${answer.status()}`);
        const isWide = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        if (isWide) faults.push(`${state}: scrolls sideways`);
        await page.screenshot({ path: join(out, `${state}.png`), fullPage: true });
      }
    }
  }
}

/** A map has been drawn, where there is one in view. */
async function settled(page) {
  const map = page.locator('[data-map]').first();
  if ((await map.count()) === 0) return;
  await map.scrollIntoViewIfNeeded();
  await page.waitForSelector('[data-map][data-state=ready]', { timeout: 20_000 }).catch(() => undefined);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { map } = document.querySelector('[data-map]');
        if (!map) return resolve();
        setTimeout(resolve, 20_000);
        map.once('idle', resolve);
        map.triggerRepaint();
      }),
  );
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** The ways of the two guides: a steward's first hour, and a citizen's question. */
async function guide() {
  const context = await browser.newContext({ viewport: { width: 1000, height: 760 } });
  const page = await context.newPage();
  const shot = async (name, options = {}) => {
    await settled(page);
    await page.screenshot({ path: join(out, `${name}.png`), ...options });
  };
  await page.goto(setUp);
  await shot('steward-1-set-up');
  await signUp(page);
  await page.goto(`${base}/sources`);
  await shot('steward-2-sources');
  await page.setInputFiles('input[type=file]', join(root, 'examples/tinh-mau-a-khong-khi.xlsx'));
  await page.click('section.studio form >> button.primary');
  await page.waitForURL(/\/deliveries\/\d+/);
  const delivery = new URL(page.url()).pathname;
  await page.waitForFunction(() => document.querySelector('.layer, .notice') !== null);
  await page.goto(base + delivery);
  await shot('steward-3-found');
  await page.goto(
    `${base}${delivery}/proposal?layer=${encodeURIComponent('Số liệu')}&standard=vn-air/ambient-air-measurements`,
  );
  await shot('steward-4-mapping');
  await page.waitForSelector('.preview-rows table');
  await page.evaluate(() => document.querySelector('.preview').scrollIntoView());
  await shot('steward-4-preview');
  await page.goto(`${base}/runs/4`);
  await shot('steward-5-run', { fullPage: true });
  await page.goto(`${base}/runs/4/quarantine`);
  await shot('steward-6-quarantine');
  await page.goto(`${base}/runs/4/file?row=94&column=LoaiDat`);
  await shot('steward-7-file');
  await page.goto(`${base}/runs/4/rows/94`);
  await shot('steward-7-correct');
  await page.goto(`${base}/datasets/xa-mau-thua-dat/metadata`);
  await shot('steward-8-words');
  await page.goto(`${base}/datasets/xa-mau-thua-dat/grants`);
  await shot('steward-9-grants');
  const citizen = await (await browser.newContext({ viewport: { width: 1000, height: 760 } })).newPage();
  const look = async (name, path) => {
    await citizen.goto(base + path);
    await settled(citizen);
    await citizen.screenshot({ path: join(out, `${name}.png`) });
  };
  await look('citizen-1-home', '/');
  await look('citizen-2-found', '/search?q=khong+khi');
  await look('citizen-3-dataset', '/datasets/tinh-mau-b-khong-khi');
  await look('citizen-4-table', '/collections/tinh-mau-b-khong-khi/items?sortby=-pm25');
  await look('citizen-5-map', '/map?layers=tinh-mau-c-tram&at=11/21.03/105.83');
  const { stations } = await (await fetch(`${base}/stations?network=tinh-mau-d-mang-tram&state=ok`)).json();
  await citizen.goto(`${base}/stations/${stations[0].id}?span=week`);
  await citizen.evaluate(() => document.querySelector('#charts').scrollIntoView());
  await citizen.screenshot({ path: join(out, 'citizen-6-station.png') });
}

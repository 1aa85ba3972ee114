import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { ApiRequest } from '../../src/kernel/index.ts';
import { createPortal } from '../../src/portal/index.ts';
import { axePath, launch, noBrowser, rules } from './browser.ts';
import { base, refusedOf, samples } from './samples.ts';

const screenshots = process.env['LIENTHONG_SCREENSHOTS'];
const widths = [360, 1280] as const;
const languages = ['vi', 'en'] as const;
/** As the kernel sends it. */
const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

const portal = createPortal({ version: '0.1.0', clock: { now: () => new Date('2026-11-22T02:00:00Z') } });

/** Serves each sample at `/page/<name>`, and the portal's own files. */
async function serve(): Promise<Server> {
  const [assets] = portal.routes;
  const server = createServer((raw, reply) => {
    void (async () => {
      const url = new URL(raw.url ?? '/', base);
      const [, kind, name = ''] = url.pathname.split('/');
      if (kind === 'assets') {
        const answer = await assets!.handle({
          params: { file: name },
          url,
          header: () => undefined,
        } as unknown as ApiRequest);
        if ('mediaType' in answer) reply.writeHead(200, { 'content-type': answer.mediaType }).end(answer.body);
        return;
      }
      // The live map has tests of its own, on a node with tiles.
      if (kind === 'islands') return void reply.writeHead(200, { 'content-type': 'text/javascript' }).end();
      const sample = samples.find((one) => one.name === name);
      if (!sample) return void reply.writeHead(404).end();
      const language = url.searchParams.get('lang') === 'en' ? 'en' : 'vi';
      const address = new URL(sample.path, base);
      if (language === 'en') address.searchParams.set('lang', 'en');
      const { caller, problem = null } = sample;
      const context = { language, url: address, base, caller, problem, refused: refusedOf(sample) } as const;
      const html = portal.pages.render(sample.resource, sample.data, context);
      reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function violationsOf(page: Page): Promise<string[]> {
  const found = await page.evaluate(async (tags) => {
    const axe = (
      globalThis as unknown as { axe: { run(root: unknown, options: unknown): Promise<{ violations: Violation[] }> } }
    ).axe;
    return (await axe.run(document, { runOnly: { type: 'tag', values: tags } })).violations;
  }, rules);
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
}

describe('the pages in a browser', { skip: noBrowser }, () => {
  let server: Server;
  let browser: Browser;
  let origin: string;

  before(async () => {
    server = await serve();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
    if (screenshots) mkdirSync(screenshots, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
      test(`at ${width} px, ${colorScheme}: no barrier that axe knows, no sideways scrolling, no fault in the console`, async () => {
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
        await context.addInitScript({ path: axePath });
        const page = await context.newPage();
        const faults: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
        });
        page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
        // Colours do not depend on the language.
        for (const language of colorScheme === 'light' ? languages : (['vi'] as const)) {
          for (const sample of samples) {
            const name = `${sample.name} in ${language}`;
            await page.goto(`${origin}/page/${sample.name}${language === 'en' ? '?lang=en' : ''}`);
            await page.evaluate(() => document.fonts.ready);
            faults.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
            const overflow = await page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            if (overflow > 0) faults.push(`${name}: ${overflow} px too wide`);
            if (screenshots)
              await page.screenshot({
                path: join(screenshots, `${sample.name}-${width}-${colorScheme}-${language}.png`),
                fullPage: true,
              });
          }
        }
        await context.close();
        assert.deepEqual(faults, []);
      });
    }
  }

  test('the policy of the node lets every file of a page through, and its script works', async () => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(`${origin}/page/sources`);
    await page.evaluate(() => document.fonts.ready);
    const family = await page.evaluate(() => document.fonts.check("600 16px 'Be Vietnam Pro'", 'Ễậỗ'));
    assert.ok(family);
    await page.goto(`${origin}/page/sources-refused`);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'alert');
    assert.deepEqual(faults, []);
  });

  test('every page reads without script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const name of ['home', 'items', 'sources', 'run-running']) {
      await page.goto(`${origin}/page/${name}`);
      assert.ok((await page.locator('h1').innerText()).length > 0);
    }
    await context.close();
  });
});

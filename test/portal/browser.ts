import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
/** Software rendering: maps are drawn on machines without a graphics card. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
/** What a suite gives as `skip`. */
export const noBrowser = existsSync(executablePath) ? false : `no browser at ${executablePath}`;
/** Rules of WCAG 2.2 AA, by the names of axe. */
export const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args });

export interface Visit extends BrowserContextOptions {
  readonly width?: 360 | 1280;
}

/** A page in a context of its own, with what its console complains of. */
export async function visit(
  browser: Browser,
  url: string,
  { width = 1280, ...options }: Visit = {},
): Promise<{ page: Page; faults: string[]; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}

/** The script of axe, for pages that look at themselves in the middle of a test. */
export const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe objects to, and how far the page scrolls sideways; nothing on a good page. Needs `bypassCSP` and script. */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(root: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(scrollWidth > clientWidth ? [`scrolls sideways by ${scrollWidth - clientWidth} px`] : []),
    ];
  }, rules);
}

/** Waits until the live map of the page is drawn. */
export async function mapDrawn(page: Page): Promise<void> {
  await page.locator('[data-map]').scrollIntoViewIfNeeded();
  await page.waitForSelector('[data-map][data-state=ready]');
  await page.waitForFunction(
    () => (document.querySelector('[data-map]') as unknown as { map: { loaded(): boolean } }).map.loaded(),
    null,
    { polling: 100 },
  );
}

/** Waits until the live map has come to rest where it was sent. */
export async function mapStill(page: Page): Promise<void> {
  await page.waitForFunction(
    () => !(document.querySelector('[data-map]') as unknown as { map: { isMoving(): boolean } }).map.isMoving(),
    null,
    { polling: 50 },
  );
}

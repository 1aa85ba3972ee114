import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { administrator, goodPassword, onAccessNode } from '../access/access-node.ts';
import { axePath, launch, noBrowser, rules } from './browser.ts';
import { ways, type SentFile, type Way } from './steward-ways.ts';

/** A run is queued, read and published in well under a second; the machine may be busy. */
const patience = { timeout: 30_000 };

interface Axe {
  run(root: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

describe('the ways of a steward in a browser', { skip: noBrowser }, () => {
  onAccessNode('on a node with one department', (node) => {
    let browser: Browser;
    let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
    const origin = () => node.url().replace('127.0.0.1', 'localhost');

    before(async () => {
      browser = await launch();
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto((await node.node().setUpLink())!.replace('127.0.0.1', 'localhost'));
      const fields = { organisation: 'H26', organisationName: 'Sở Mẫu', ...administrator, password: goodPassword };
      for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
      await page.click('main form button[type=submit]');
      await page.waitForURL((url) => url.pathname === '/account');
      signedIn = await context.storageState();
      await context.close();
    });
    after(() => browser?.close());

    async function open({ width, hasScript }: Pick<Way, 'width' | 'hasScript'>): Promise<Steward> {
      const viewport = { width, height: 800 };
      const options = { viewport, storageState: signedIn, javaScriptEnabled: hasScript, acceptDownloads: false };
      const context = await browser.newContext(options);
      await context.addInitScript({ path: axePath });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      page.on('console', (message) => message.type() === 'error' && faults.push(`${page.url()}: ${message.text()}`));
      return { page, faults, passed: new Map(), hasScript, origin: origin() };
    }

    for (const way of ways) {
      const how = `${way.width} px, ${way.language}, ${way.hasScript ? 'with' : 'without'} script`;
      test(
        `${way.kind} (${how}): uploads, decides, previews, publishes, replaces, rolls back`,
        { skip: way.skip },
        async () => {
          const steward = await open(way);
          const { page } = steward;
          const lang = way.language === 'en' ? '?lang=en' : '';
          const data = (path: string) =>
            page.request.get(`${origin()}${path}`, { headers: { accept: 'application/json' } });

          await page.goto(`${origin()}/sources${lang}`);
          await look(steward);
          await send(page, 'section.studio form:has(input[type=file])', await way.first());
          await page.waitForSelector('.layer', patience);
          await look(steward);
          const delivery = new URL(page.url()).pathname;
          const { source, layers } = (await (await data(delivery)).json()) as {
            source: string;
            layers: { columns: string[] }[];
          };
          const form = await decide(steward, way);
          await preview(steward, way, form);

          await page.locator(`${form} button.primary`).click();
          assert.deepEqual(await ended(steward), [way.rows, way.rows - way.refused, way.refused]);
          const { collection } = (await (await data(new URL(page.url()).pathname)).json()) as { collection: string };
          const value = async (property = way.change.property) => {
            const answer = await data(`/collections/${collection}/items/${encodeURIComponent(way.change.id)}`);
            if (answer.status() === 404) return undefined;
            return ((await answer.json()) as { properties: Record<string, unknown> }).properties[property];
          };
          assert.equal(await value(), way.change.before);
          if (way.unmapped !== null)
            assert.equal((await value(way.unmapped)) ?? null, null, 'the corrected mapping counts');

          await page.goto(`${origin()}/sources/${source}${lang}`);
          await look(steward);
          await send(page, 'form:has(input[type=file])', await way.next(layers[0]!.columns));
          await page.waitForSelector('.layer-form', { state: 'attached', ...patience });
          await look(steward);
          await page.locator(`.layer-form [name=delivery][value=${way.nextKind}]`).check();
          await page.locator('.layer-form button.primary').click();
          await ended(steward);
          assert.equal(await value(), way.change.after);

          await page.locator('section[aria-labelledby=actions] button.danger').click();
          await page.waitForURL((url) => url.pathname.startsWith('/runs/'));
          await ended(steward);
          assert.equal(await value(), way.change.before, 'the state before the second delivery is back');

          if (!way.hasScript) await lookAgain(steward, await open({ ...way, hasScript: true }));
          await page.context().close();
          assert.deepEqual(steward.faults, []);
        },
      );
    }

    test('a steward looks at what the public sees of it, and comes back', async () => {
      const steward = await open({ width: 1280, hasScript: true });
      const { page, faults } = steward;
      await page.goto(`${origin()}/datasets/khong-khi-b/grants`);
      await look(steward);
      await page.selectOption('[name=openness]', 'closed');
      await page.locator('form[action$="/classification"] button').click();
      await page.goto(`${origin()}/datasets/khong-khi-b/grants`);
      await page.fill('#view-as', 'public');
      await page.locator('form:has(#view-as) button').click();
      assert.match(new URL(page.url()).search, /view-as=public/);
      assert.doesNotMatch(await page.locator('body').innerText(), /MB-KK01/);
      faults.splice(0, faults.length, ...faults.filter((fault) => !/404/.test(fault)));
      await page.goto(`${origin()}/datasets?view-as=role:H26/officer`);
      await look(steward);
      assert.match(await page.locator('main').innerText(), /khong-khi-b/);
      await page.locator('a', { hasText: 'Trở lại là mình' }).click();
      assert.doesNotMatch(page.url(), /view-as/);
      await page.context().close();
      assert.deepEqual(faults, []);
    });
  });
});

/** A steward at his machine. */
interface Steward {
  readonly page: Page;
  readonly faults: string[];
  /** Addresses of the pages that he passed, by kind; axe, which is a script, looks at those without script afterwards. */
  readonly passed: Map<string, string>;
  readonly hasScript: boolean;
  readonly origin: string;
}

/** What axe objects to on the page as it is, and whether it is wider than the window. */
async function look({ page, faults, passed, hasScript }: Steward): Promise<void> {
  // Of pages with the same form one is enough: axe takes its time.
  const kind = new URL(page.url()).pathname.replace(/\d+/, 'N');
  if (passed.has(kind)) return;
  passed.set(kind, page.url());
  if (!hasScript) return;
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const options = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] };
    const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...(await axe.run(document, options)).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(overflow > 0 ? [`${overflow} px too wide`] : []),
    ];
  }, rules);
  faults.push(...found.map((fault) => `${page.url()}: ${fault}`));
}

async function lookAgain({ passed, faults }: Steward, beside: Steward): Promise<void> {
  for (const address of passed.values()) {
    await beside.page.goto(address);
    await look(beside);
  }
  faults.push(...beside.faults);
  await beside.page.context().close();
}

async function send(page: Page, form: string, file: SentFile): Promise<void> {
  await page.locator(`${form} input[type=file]`).setInputFiles(file);
  await page.locator(`${form} button.primary`).first().click();
  await page.waitForURL((url) => url.pathname.startsWith('/deliveries/'));
}

/** Goes to the form that decides and corrects what the node proposes there; gives the form. */
async function decide(steward: Steward, { unmapped, key, standard }: Way): Promise<string> {
  const { page } = steward;
  if (unmapped === null) {
    await page.locator('.layer-form [name=key]').fill(key!);
    return '.layer-form';
  }
  if (standard === undefined) await page.locator('.layer .notice a').first().click();
  else {
    await page.locator('.layer .notice [name=standard]').selectOption(standard);
    await page.locator('.layer .notice button').click();
  }
  await page.waitForSelector('.mapping-form');
  await look(steward);
  const select = page.locator(`.mapping-form select:has(option[value="${unmapped}="])`);
  assert.notEqual(await select.inputValue(), `${unmapped}=`, 'there is something to correct');
  await select.selectOption(`${unmapped}=`);
  return '.mapping-form';
}

/** Beside the form where there is script, on a page of its own where there is none: then the form keeps what was chosen. */
async function preview(steward: Steward, way: Way, form: string): Promise<void> {
  const { page, hasScript } = steward;
  if (!hasScript) {
    await page.locator(`${form} [formaction]`).click();
    await page.waitForURL((url) => url.pathname.endsWith('/preview'));
    if (way.unmapped !== null) {
      const select = page.locator(`.mapping-form select:has(option[value="${way.unmapped}="])`);
      assert.equal(await select.inputValue(), `${way.unmapped}=`);
    } else assert.equal(await page.locator('.layer-form [name=key]').inputValue(), way.key);
  }
  const place = page.locator('.preview').first();
  await place.locator('table').waitFor(patience);
  await page.waitForFunction(() => document.querySelector('.preview')?.getAttribute('aria-busy') !== 'true');
  const said = await place.locator('[role=status]').innerText();
  assert.match(said, new RegExp(String(way.rows)), said);
  assert.equal(await place.locator('svg[role=img]').count(), way.isMapped ? 1 : 0);
  if (hasScript) {
    steward.passed.delete(new URL(page.url()).pathname.replace(/\d+/, 'N'));
    await look(steward);
  }
}

/** The figures of a run that has ended: read, stored, set aside. */
async function ended(steward: Steward): Promise<number[]> {
  const { page } = steward;
  await page.waitForSelector('main:not([data-refresh]) dl.numbers.three', patience);
  await look(steward);
  const figures = await page.locator('dl.numbers.three dd').allInnerTexts();
  return figures.map((figure) => Number(figure.replace(/\D/g, '')));
}

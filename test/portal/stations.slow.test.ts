import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { asOperator, post } from '../pipeline/steward.ts';
import { barriersOf, launch, noBrowser, visit } from './browser.ts';

const step = 300_000;
const last = Math.floor(Date.now() / step) * step;

describe('pages of stations in a browser', { skip: noBrowser }, () => {
  onEmbeddedNode('on a node with two stations', (node) => {
    let browser: Browser;
    let id: number;
    const push = async (rows: readonly string[]) => {
      const response = await fetch(new URL('/networks/mo/observations?every=300', node.url()), {
        method: 'POST',
        headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv', accept: 'application/json' },
        body: `station,parameter,unit,time,value\n${rows.join('\n')}\n`,
      });
      assert.equal(response.status, 201, await response.text());
    };
    const row = (back: number, value: number) => `A1,COD,mg/L,${new Date(last - back * step).toISOString()},${value}`;
    before(async () => {
      browser = await launch();
      assert.equal((await post(node, '/networks', { id: 'mo', title: 'Mở', openness: 'open' })).status, 201);
      await push(Array.from({ length: 50 }, (_, back) => row(back + 1, 20 + (back % 7))));
      const { body } = await asOperator(node, '/stations');
      id = (body['stations'] as { id: number }[])[0]!.id;
    });
    after(() => browser?.close());
    const open = (path: string, options = {}) => visit(browser, new URL(path, node.url()).href, options);

    test('a value that has just been stored appears without a reload', async () => {
      const { page, faults, close } = await open(`/stations/${id}`);
      await page.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('station-island')),
      );
      await page.evaluate(() => Object.assign(globalThis, { wasHere: true }));
      // The stream may open a moment later than the script.
      const isThere = () => page.evaluate(() => /9\d\u202fmg\/L/.test(document.querySelector('main')!.textContent!));
      for (let pushes = 0; pushes < 40 && !(await isThere()); pushes++) {
        await push([row(0, 90 + (pushes % 10))]);
        await page.waitForTimeout(700);
      }
      assert.ok(await isThere());
      assert.equal(await page.evaluate(() => 'wasHere' in globalThis), true);
      assert.deepEqual(faults, []);
      await close();
    });

    test('a slider shows earlier hours by the keyboard: table and address follow, the focus stays', async () => {
      const { page, faults, close } = await open('/stations?parameter=COD&lang=en');
      const slider = page.getByRole('slider');
      await slider.focus();
      await page.keyboard.press('ArrowLeft');
      await page.waitForFunction(() => new URL(location.href).searchParams.has('at'));
      const at = new URL(page.url()).searchParams.get('at')!;
      assert.match(at, /^\d{4}-\d\d-\d\dT\d\d$/);
      assert.equal(await page.inputValue('#field-at'), at);
      assert.match((await page.textContent('.time-steps [role=status]'))!, /^Means of/);
      assert.ok(await slider.evaluate((one) => one === document.activeElement));
      assert.deepEqual(await barriersOf(page), []);
      assert.deepEqual(faults, []);
      await page.reload();
      assert.match((await page.textContent('.time-steps [role=status]'))!, /^Means of/);
      await close();
    });

    test('what lies under the pointer is said in words', async () => {
      const { page, close } = await open(`/stations/${id}?lang=en`);
      await page.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('station-island')),
      );
      await page.locator('.chart svg').scrollIntoViewIfNeeded();
      const box = (await page.locator('.chart svg').boundingBox())!;
      for (let moved = 0; moved < 50 && !(await page.textContent('.pointed-at')); moved++) {
        await page.mouse.move(box.x + box.width * 0.95 - moved, box.y + box.height / 2);
        await page.waitForTimeout(50);
      }
      assert.match((await page.textContent('.pointed-at'))!, /\d{4} \d\d:\d\d: \d/);
      await close();
    });

    test('a chart is zoomed and moved by pointer and by keys; address, file and focus follow, and the way back', async () => {
      const { page, faults, close } = await open(`/stations/${id}?lang=en`);
      const chart = page.locator('.chart.movable').first();
      await chart.scrollIntoViewIfNeeded();
      const spanOf = () => new URL(page.url()).searchParams;
      const box = (await chart.locator('svg').boundingBox())!;
      const middle = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * 0.75, middle);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.97, middle, { steps: 4 });
      assert.equal(await page.locator('.chart .brush').count(), 1);
      await page.mouse.up();
      await page.waitForFunction(() => location.search.includes('from='));
      const length = () => Date.parse(spanOf().get('to')!) - Date.parse(spanOf().get('from')!);
      const marked = length();
      assert.ok(marked > 5 * 3_600_000 && marked < 7 * 3_600_000, String(marked));
      assert.match((await page.textContent('body > [role=status]'))!, /^Shown: /);
      const file = (await page.getByRole('link', { name: /Download what you see/ }).getAttribute('href'))!;
      assert.equal(new URL(file, node.url()).searchParams.get('from'), spanOf().get('from'));
      await page.locator('.chart').first().focus();
      const press = async (key: string) => {
        const before = page.url();
        await page.keyboard.press(key);
        await page.waitForFunction((address) => location.href !== address, before);
      };
      await press('+');
      assert.ok(Math.abs(length() - marked / 2) <= 120_000);
      const end = spanOf().get('to');
      await press('ArrowLeft');
      assert.ok(spanOf().get('to')! < end!);
      await press('ArrowRight');
      assert.equal(spanOf().get('to'), end);
      assert.ok(
        await page
          .locator('.chart')
          .first()
          .evaluate((one) => one === document.activeElement),
      );
      assert.deepEqual(await barriersOf(page), []);
      await page.goBack();
      await page.waitForFunction((address) => !document.querySelector(`[data-move=back][href*="${address}"]`), end);
      assert.deepEqual(faults, []);
      await close();
    });

    test('without script a form of days and links do the same', async () => {
      const { page, close } = await open(`/stations/${id}?lang=en`, { javaScriptEnabled: false });
      await page.fill('#field-from', '2026-04-01');
      await page.fill('#field-to', '2026-04-03');
      await page.locator('form.days button').click();
      assert.match((await page.textContent('#shown-span'))!, /1 Apr 2026 00:00 to 4 Apr 2026 00:00/);
      // Sent again as it stands it asks for the same days.
      await page.locator('form.days button').click();
      assert.match((await page.textContent('#shown-span'))!, /1 Apr 2026 00:00 to 4 Apr 2026 00:00/);
      await page.locator('[data-move=on]').click();
      assert.match((await page.textContent('#shown-span'))!, /2 Apr 2026 12:00 to 5 Apr 2026 12:00/);
      await close();
    });

    for (const path of [
      '/stations',
      '/stations?parameter=COD',
      '/stations/ID',
      '/stations/ID?span=decade',
      '/stations/report',
    ]) {
      for (const width of [360, 1280] as const) {
        test(`${path} has no barriers at ${width} px`, async () => {
          const { page, close } = await open(path.replace('ID', String(id)), { width });
          assert.deepEqual(await barriersOf(page), []);
          await close();
        });
      }
    }
  });
});

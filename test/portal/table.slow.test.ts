import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { deliver } from '../pipeline/steward.ts';
import { barriersOf, launch, mapDrawn, noBrowser, visit, type Visit } from './browser.ts';

const path = '/collections/stations/items';

describe('the table of a collection in a browser', { skip: noBrowser }, () => {
  onEmbeddedNode('on a node with stations', (node) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
      const lines = Array.from({ length: 80 }, (_, index) => `S${index},Trạm ${index % 2 ? 'Cầu' : 'Chợ'} ${index},${index * 10},${105 + (index % 8) * 0.5},${10 + Math.floor(index / 8)}`); // prettier-ignore
      await deliver(node, 'stations', `code,name,height,longitude,latitude\n${lines.join('\n')}\n`, { key: ['code'], openness: 'open' }); // prettier-ignore
    });
    after(() => browser?.close());

    const open = (query = '', options: Visit = {}) => visit(browser, new URL(path + query, node.url()).href, options);
    const ids = (page: Page) =>
      page.$$eval('tbody tr', (rows) => rows.map((row) => (row as HTMLElement).dataset['id']));
    const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

    test('typing filters after a pause, the field keeps the focus, the map shows the same, the way back leads back', async () => {
      const { page, faults, close } = await open('?sortby=-height');
      await mapDrawn(page);
      await page.locator('[name="find.name"]').pressSequentially('cau', { delay: 20 });
      await page.waitForURL(/filter=/);
      assert.equal(await page.evaluate(() => (document.activeElement as HTMLInputElement).name), 'find.name');
      assert.deepEqual((await ids(page)).slice(0, 2), ['S79', 'S77']);
      assert.match((await page.textContent('[data-table-status]'))!, /^40 đối tượng/);
      await page.waitForFunction(() => {
        const { map } = document.querySelector('[data-map]') as unknown as { map: { querySourceFeatures(source: string, options: object): { properties: { _id: string } }[] } }; // prettier-ignore
        const found = map.querySourceFeatures('layer stations', { sourceLayer: 'stations' });
        return found.length > 0 && found.every(({ properties }) => Number(properties._id.slice(1)) % 2 === 1);
      });
      await page.click('a.sort >> text=code');
      await page.waitForURL(/sortby=code/);
      assert.equal((await ids(page))[0], 'S1');
      await page.goBack();
      await page.waitForFunction(() => document.querySelector('tbody tr')?.getAttribute('data-id') === 'S79');
      await page.click('.chosen a');
      await page.waitForFunction(() => !location.search.includes('filter'));
      assert.equal(await page.inputValue('[name="find.name"]'), '');
      assert.deepEqual(faults, []);
      await close();
    });

    test('a moved map leaves in the table what its frame holds; a row that is pointed at lights up there', async () => {
      const { page, close } = await open();
      await mapDrawn(page);
      await page.focus('.maplibregl-canvas');
      for (let step = 0; step < 2; step++) await page.keyboard.press('+');
      await page.waitForURL(/bbox=/);
      const [west, south, east, north] = parameter(page, 'bbox')!.split(',').map(Number) as [number, number, number, number]; // prettier-ignore
      const inside = (index: number) => {
        const [x, y] = [105 + (index % 8) * 0.5, 10 + Math.floor(index / 8)];
        return x >= west && x <= east && y >= south && y <= north;
      };
      const expected = Array.from({ length: 80 }, (_, index) => index).filter(inside).map((index) => `S${index}`); // prettier-ignore
      assert.ok(expected.length > 0 && expected.length < 50, String(expected.length));
      await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, expected.length);
      assert.deepEqual(await ids(page), expected);
      await page.hover(`tr[data-id=${expected[0]}]`);
      await page.waitForFunction((id) => {
        const { map } = document.querySelector('[data-map]') as unknown as { map: { queryRenderedFeatures(options: object): { properties: { _id: string } }[] } }; // prettier-ignore
        return map.queryRenderedFeatures({ layers: ['light-point'] })[0]?.properties._id === id;
      }, expected[0]);
      const again = await visit(browser, page.url());
      assert.deepEqual(await ids(again.page), expected);
      await Promise.all([close(), again.close()]);
    });

    test('what says nothing of its column is told beside the table, which stays', async () => {
      const { page, close } = await open();
      await page.fill('[name="find.height"]', 'cao');
      await page.waitForSelector('.table-fault[role=alert]');
      assert.equal((await ids(page)).length, 50);
      await page.fill('[name="find.height"]', '>=780');
      await page.waitForSelector('.table-fault', { state: 'detached' });
      assert.deepEqual(await ids(page), ['S78', 'S79']);
      await close();
    });

    for (const [width, lang] of [
      [360, 'en'],
      [1280, 'vi'],
    ] as const) {
      // prettier-ignore
      test(`without script at ${width} px in ${lang}: a plain form filters, sorts and chooses columns`, async () => {
        const { page, close } = await open(`?lang=${lang}`, { width, javaScriptEnabled: false });
        await page.click('summary');
        await page.fill('[name="find.name"]', 'cho');
        await page.fill('[name="find.height"]', '..60');
        await page.selectOption('[name=sortby]', '-height');
        await page.uncheck('[name=properties][value=code]');
        await page.click('form#table-form button');
        assert.deepEqual(await ids(page), ['S6', 'S4', 'S2', 'S0']);
        assert.equal(parameter(page, 'properties'), 'name,height,longitude,latitude');
        assert.equal(parameter(page, 'sortby'), '-height');
        assert.equal(parameter(page, 'lang'), lang === 'en' ? 'en' : parameter(page, 'lang'));
        assert.equal(await page.locator('tbody td').count(), 16);
        await close();
      });

      test(`at ${width} px in ${lang}, filtered and with its options open: no barrier that axe knows`, async () => {
        const { page, close } = await open(`?filter=height%3E20+OR+code='S1'&properties=name,height&lang=${lang}`, { width }); // prettier-ignore
        await mapDrawn(page);
        assert.deepEqual(await barriersOf(page), []);
        await close();
      });
    }
  });
});

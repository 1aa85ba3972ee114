import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { deliver, post } from '../pipeline/steward.ts';
import { barriersOf, launch, mapDrawn, mapStill, noBrowser, visit } from './browser.ts';

const wells = Array.from({ length: 60 }, (_, i) => `G${i},Giếng ấp ${i},${(i % 9) + 0.5},${105.5 + (i % 10) * 0.03},${10 + Math.floor(i / 10) * 0.03}`); // prettier-ignore

const words = {
  vi: { query: 'gieng nuoc', table: 'Xem bảng và bản đồ', map: 'Mở bản đồ lớn', share: 'Chép liên kết' },
  en: { query: 'gieng nuoc', table: 'See table and map', map: 'Open the large map', share: 'Copy the link' },
} as const;

/** Each way once, at one width in one language; both of each over all. */
const ways = [
  { width: 360, language: 'vi', script: true },
  { width: 1280, language: 'en', script: true },
  { width: 1280, language: 'vi', script: false },
  { width: 360, language: 'en', script: false },
] as const;

describe('a citizen in a browser', { skip: noBrowser }, () => {
  onEmbeddedNode('on a node with the wells of a province', (node) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
      const file = `code,name,nitrate,longitude,latitude\n${wells.join('\n')}\n`;
      await deliver(node, 'wells', file, { key: ['code'], openness: 'open' });
      await post(node, '/datasets/wells/metadata', {
        title: 'Giếng nước của tỉnh',
        description: 'Mỗi dòng là một giếng, đo nitrat mỗi quý.',
        contact: 'Chi cục Thuỷ lợi',
      });
    });
    after(() => browser?.close());

    for (const { width, language, script } of ways) {
      const how = `at ${width} px in ${language}, ${script ? 'with' : 'without'} script`;
      test(`finds, understands, downloads, sees it on the map and hands it on, ${how}`, async () => {
        const home = new URL(language === 'en' ? '/?lang=en' : '/', node.url()).href;
        const { page, close } = await visit(browser, home, { width, javaScriptEnabled: script, acceptDownloads: true });
        const said = words[language];
        const good = async () => script && assert.deepEqual(await barriersOf(page), [], page.url());

        await page.fill('.search [name=q]', said.query);
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/search\?/);
        await page.click('main a >> text=Giếng nước của tỉnh');
        await page.waitForURL(/\/datasets\/wells/);
        await understands(page);
        await good();

        await page.click(`main a >> text="${said.table}"`);
        await page.waitForURL(/\/collections\/wells\/items/);
        await narrows(page, script);
        await good();
        const rows = await downloaded(page, 'CSV');
        assert.deepEqual(rows.slice(1).map((row) => row.split(',')[0]), ['G7', 'G16', 'G25', 'G34', 'G43', 'G52'], 'the file holds what the table shows'); // prettier-ignore

        await page.click(`main a >> text="${said.map}"`);
        await page.waitForURL(/\/map\?/);
        if (!script) {
          await page.click('.map-table a >> text="G3"');
          assert.match(page.url(), /\/items\/G3/);
          return close();
        }
        await mapDrawn(page);
        await page.focus('.maplibregl-canvas');
        await page.keyboard.press('+');
        await mapStill(page);
        await page.click(`text="${said.share}"`);
        await page.waitForURL(/at=/);
        const shared = page.url();
        await good();
        const other = await visit(browser, shared, { width: 1280 });
        await mapDrawn(other.page);
        const view = (at: Page) => at.evaluate(() => { const { map } = document.querySelector('[data-map]') as unknown as { map: { getCenter(): { lng: number; lat: number }; getZoom(): number } }; return [map.getCenter().lng, map.getCenter().lat, map.getZoom()]; }); // prettier-ignore
        const [there, here] = [await view(other.page), await view(page)];
        assert.ok(there.every((value, i) => Math.abs(value - here[i]!) < 0.01), `${there} and ${here}`); // prettier-ignore
        await Promise.all([close(), other.close()]);
      });
    }

    test('asks what is around, at 360 px: the map opens where the browser says, with what the node has', async () => {
      const options = { permissions: ['geolocation'], geolocation: { latitude: 10.06, longitude: 105.62 } };
      const { page, close } = await visit(browser, node.url(), { width: 360, ...options });
      await page.click('text="Quanh chỗ tôi đứng có gì"');
      await page.waitForURL(/\/map\?layers=wells.*at=12\/10\.060\/105\.620/);
      await mapDrawn(page);
      await close();
      const unknown = await visit(browser, node.url(), { width: 360 });
      await unknown.page.click('text="Quanh chỗ tôi đứng có gì"');
      await unknown.page.waitForSelector('text=Trình duyệt không cho biết bạn đang ở đâu');
      assert.deepEqual(await barriersOf(unknown.page), []);
      await unknown.close();
      const plain = await visit(browser, node.url(), { javaScriptEnabled: false });
      assert.equal(await plain.page.isVisible('text="Quanh chỗ tôi đứng có gì"'), false);
      await plain.close();
    });

    /** What it is, whom to ask, how large, what the columns are: on the page of the dataset, without a press. */
    async function understands(page: Page) {
      const text = await page.innerText('main');
      for (const said of ['mỗi quý', 'Chi cục Thuỷ lợi', '60', 'nitrate']) assert.ok(text.includes(said), said);
    }

    async function narrows(page: Page, script: boolean) {
      // On a narrow screen the fields of the columns stand behind the options.
      const open = async () => {
        if (!(await page.isVisible('[name="find.nitrate"]'))) await page.click('.table-options > summary');
      };
      await open();
      await page.fill('[name="find.nitrate"]', '>=7,5'.replace(',', page.url().includes('lang=en') ? '.' : ','));
      await page.fill('[name="find.name"]', 'AP');
      if (!script) await page.click('.column-filters button');
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 12);
      await open();
      await page.fill('[name="find.nitrate"]', '7.5');
      if (!script) await page.click('.column-filters button');
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 6);
    }

    async function downloaded(page: Page, name: string): Promise<string[]> {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(`main a >> text="${name}"`)]);
      return linesOf(download);
    }

    async function linesOf(download: Download): Promise<string[]> {
      return (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
    }
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { asOperator, deliver, post } from '../pipeline/steward.ts';
import { barriersOf, launch, mapDrawn, noBrowser, visit } from './browser.ts';

describe('a style is tried on the map before it is saved', { skip: noBrowser }, () => {
  onEmbeddedNode('on a node with wells', (node) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
      const rows = Array.from({ length: 30 }, (_, i) => `W${i},${i},${105 + i / 100},21`);
      await deliver(node, 'wells', `code,depth,longitude,latitude\n${rows.join('\n')}\n`, { key: ['code'], openness: 'open' }); // prettier-ignore
    });
    after(() => browser?.close());
    const path = '/collections/wells/style?lang=en';
    async function asSteward(options: { width?: 360 | 1280; javaScriptEnabled?: boolean }) {
      const { body } = await post(node, '/session/links');
      const visited = await visit(browser, String(body['href']), options);
      await visited.page.goto(new URL(path, node.url()).href);
      return visited;
    }
    const versions = async () => (await asOperator(node, '/collections/wells/style')).body['versions'];

    for (const width of [360, 1280] as const) {
      test(`with script as soon as a choice changes, at ${width} px`, async () => {
        const { page, faults, close } = await asSteward({ width });
        await mapDrawn(page);
        await page.selectOption('[name=by]', 'depth');
        await page.waitForSelector('.live-map .class-key li');
        await mapDrawn(page);
        const paint = await page.evaluate(() => {
          const { map } = document.querySelector('[data-map]') as unknown as {
            map: { getPaintProperty(layer: string, name: string): unknown };
          };
          return JSON.stringify(map.getPaintProperty('wells-points', 'circle-color'));
        });
        assert.match(paint, /"step".*"depth"/);
        assert.match((await page.textContent('[data-try-status]'))!, /Not saved/);
        assert.deepEqual(await barriersOf(page), []);
        assert.deepEqual(faults, []);
        assert.deepEqual(await versions(), []);
        await close();
      });
    }

    test('without script by a button, as a drawing with its key; saving is a button further', async () => {
      const { page, close } = await asSteward({ javaScriptEnabled: false });
      await page.selectOption('[name=by]', 'depth');
      await page.click('text=Try it');
      assert.equal(await page.locator('.live-map svg g[stroke]').count(), 5);
      assert.equal(await page.locator('.class-key li').count(), 6);
      assert.equal(await page.inputValue('[name=by]'), 'depth');
      assert.deepEqual(await versions(), []);
      await page.click('text=Save the style');
      assert.equal(((await versions()) as unknown[]).length, 2);
      await close();
    });
  });
});

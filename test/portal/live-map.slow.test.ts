import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';
import { deliver, post } from '../pipeline/steward.ts';
import { barriersOf, launch, noBrowser } from './browser.ts';

const budgetBytes = 480_000;

/** What the tests ask of the map library, in the page. */
interface LiveMap {
  loaded(): boolean;
  project(place: [number, number]): { x: number; y: number };
  queryRenderedFeatures(options: { layers: string[] }): { properties: Record<string, unknown> }[];
  setLayoutProperty(layer: string, name: string, value: string): void;
  getCenter(): { lng: number; lat: number };
  jumpTo(view: { center: [number, number]; zoom: number }): void;
  getCanvas(): HTMLCanvasElement;
  triggerRepaint(): void;
  once(event: 'idle', then: (event: unknown) => void): void;
}
type Place = HTMLElement & { map: LiveMap };

describe('the live map in a browser', { skip: noBrowser }, () => {
  onEmbeddedNode('on a node with stations', (node) => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
      const lines = Array.from({ length: 40 }, (_, index) => `S${index},Trạm ${index},${105 + (index % 8) * 0.2},${20 + Math.floor(index / 8) * 0.2}`); // prettier-ignore
      const file = `code,name,longitude,latitude\n${lines.join('\n')}\n`;
      await deliver(node, 'stations', file, { key: ['code'], openness: 'open' });
    });
    after(() => browser?.close());

    async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(new URL(path, node.url()).href);
      return { page, faults };
    }

    async function openMap(path: string, options: BrowserContextOptions = {}) {
      const opened = await open(path, options);
      await opened.page.waitForSelector('[data-map][data-state=ready]');
      await drawn(opened.page);
      return opened;
    }
    const drawn = (page: Page) =>
      page.waitForFunction(() => document.querySelector<Place>('[data-map]')!.map.loaded(), null, { polling: 100 });

    test('the whole territory is drawn, with the names of both archipelagos (QCVN 80:2024/BTNMT)', async () => {
      const { page, faults } = await openMap('/map');
      const names = await page.evaluate(() => {
        const { map } = document.querySelector<Place>('[data-map]')!;
        return map.queryRenderedFeatures({ layers: ['archipelago'] }).map(({ properties }) => String(properties['vi']));
      });
      assert.deepEqual(names.map((name) => name.split('\n')[0]).toSorted(), [
        'Quần đảo Hoàng Sa',
        'Quần đảo Trường Sa',
      ]);
      // The words stand in the picture: taking them away changes it there.
      const changed = await page.evaluate(async (places) => {
        const { map } = document.querySelector<Place>('[data-map]')!;
        const picture = async () => {
          const drawn = new Promise((resolve) => void map.once('idle', resolve));
          map.triggerRepaint();
          await drawn;
          const image = new Image();
          image.src = map.getCanvas().toDataURL();
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const pen = canvas.getContext('2d')!;
          pen.drawImage(image, 0, 0);
          return pen;
        };
        const withNames = await picture();
        map.setLayoutProperty('archipelago', 'visibility', 'none');
        const without = await picture();
        return places.map((place) => {
          const { x, y } = map.project(place);
          const [a, b] = [withNames, without].map((pen) => pen.getImageData(x - 50, y - 15, 100, 30).data);
          return a!.reduce((sum, value, index) => sum + (value === b![index] ? 0 : 1), 0);
        });
      }, [[112, 16.5], [113.4, 8.9]] as [number, number][]); // prettier-ignore
      for (const pixels of changed) assert.ok(pixels > 200, String(changed));
      assert.deepEqual(faults, []);
      await page.close();
    });

    test('units of the node lie beneath the data, and both archipelagos keep their names', async () => {
      const ring = [[105, 20], [106, 20], [106, 21], [105, 21], [105, 20]]; // prettier-ignore
      const unit = { type: 'Feature', properties: { code: '1', ten: 'Xã Mẫu' }, geometry: { type: 'Polygon', coordinates: [ring] } }; // prettier-ignore
      const around = [[105.6, 21], [106, 21], [106, 21.2], [105.6, 21.2], [105.6, 21]]; // prettier-ignore
      const city = { type: 'Feature', properties: { code: '2', ten: 'Thành phố Hà Nội' }, geometry: { type: 'Polygon', coordinates: [around] } }; // prettier-ignore
      const file = JSON.stringify({ type: 'FeatureCollection', features: [unit, city] });
      await deliver(node, 'units', file, { name: 'xa.geojson', key: ['code'], openness: 'open' });
      assert.equal((await post(node, '/collections/units/base-map', { use: 'yes', label: 'ten' })).status, 303);
      const names = (page: Page, layer: string) =>
        page.evaluate((layer) => {
          const { map } = document.querySelector<Place>('[data-map]')!;
          return map.queryRenderedFeatures({ layers: [layer] }).map(({ properties }) => String(properties['name'] ?? properties['vi'])); // prettier-ignore
        }, layer);
      const near = await openMap('/map?layers=stations&at=8/20.5/105.5');
      // The ground names the capital: its unit does not name it once more.
      await near.page.waitForFunction(() => {
        const { map } = document.querySelector<Place>('[data-map]')!;
        return map.loaded() && !map.queryRenderedFeatures({ layers: ['base-names'] }).some(({ properties }) => properties['name'] === 'Thành phố Hà Nội'); // prettier-ignore
      });
      assert.deepEqual(new Set(await names(near.page, 'base-names')), new Set(['Xã Mẫu']));
      assert.ok((await names(near.page, 'city')).includes('Hà Nội'));
      assert.ok((await names(near.page, 'base-boundaries')).length > 0);
      const order = await near.page.evaluate(() =>
        (document.querySelector('[data-map]') as unknown as { map: { getStyle(): { layers: { id: string }[] } } }).map
          .getStyle()
          .layers.map(({ id }) => id),
      );
      assert.ok(order.indexOf('base-names') < order.indexOf('stations-points'), order.join(' '));
      const far = await openMap('/map');
      const archipelagos = (await names(far.page, 'archipelago')).map((name) => name.split('\n')[0]).toSorted();
      assert.deepEqual(archipelagos, ['Quần đảo Hoàng Sa', 'Quần đảo Trường Sa']);
      assert.deepEqual([...near.faults, ...far.faults], []);
      assert.match((await far.page.textContent('.map-credits'))!, /units/);
      await near.page.close();
      await far.page.close();
      await post(node, '/collections/units/base-map', { use: 'no' });
    });

    test(`its files come to ${budgetBytes / 1000} KB at most, and come when it is looked at`, async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 160 } });
      const page = await context.newPage();
      const sizes = new Map<string, Promise<number>>();
      page.on('requestfinished', (request) => {
        if (/\/islands\//.test(request.url())) sizes.set(request.url(), request.sizes().then((size) => size.responseBodySize)); // prettier-ignore
      });
      await page.goto(new URL('/collections/stations/items', node.url()).href);
      await page.waitForLoadState('networkidle');
      assert.ok(![...sizes.keys()].some((url) => url.includes('maplibre')), 'before it comes into view');
      assert.ok(await page.isVisible('.live-map svg'), 'the drawing of the server stands there');
      await page.locator('[data-map]').scrollIntoViewIfNeeded();
      await page.waitForSelector('[data-map][data-state=ready]');
      await drawn(page);
      assert.ok(await page.isHidden('.live-map figure'));
      const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
      assert.ok(total > 300_000 && total <= budgetBytes, String(total));
      await context.close();
    });

    test('Enter tells what is in the middle, with the way to the page of the object', async () => {
      const { page } = await openMap('/map?layers=stations&at=12/20/105');
      await page.focus('.maplibregl-canvas');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.map-panel dl');
      assert.match((await page.textContent('.map-panel'))!, /Trạm 0/);
      await page.click('.map-panel a');
      await page.waitForLoadState();
      assert.equal(new URL(page.url()).pathname, '/collections/stations/items/S0');
      await page.close();
    });

    test('distance and area are measured with the keyboard alone', async () => {
      const { page } = await openMap('/map?at=8/21/105');
      await page.click('text=Đo diện tích');
      const at = async (center: [number, number]) => {
        await page.evaluate((center) => document.querySelector<Place>('[data-map]')!.map.jumpTo({ center, zoom: 8 }), center); // prettier-ignore
        await page.focus('.maplibregl-canvas');
        await page.keyboard.press('Enter');
      };
      for (const corner of [[105, 21], [106, 21], [106, 22], [105, 22]] as [number, number][]) await at(corner); // prettier-ignore
      // Between these parallels the ellipsoid has 11,473.06 km²; shortest ways bulge a little to the north of them.
      assert.match((await page.textContent('.measured'))!, /^11\.473,2/);
      await page.keyboard.press('Escape');
      await page.click('text=Đo dài');
      await at([105, 21]);
      await at([105, 22]);
      assert.match((await page.textContent('.measured'))!, /^110,7\d\d/);
      await page.close();
    });

    test('a place is gone to by coordinates of VN-2000, and the address keeps it', async () => {
      const { page } = await openMap('/map?layers=stations');
      await page.selectOption('#map-system', 'http://www.opengis.net/def/crs/EPSG/0/5897');
      await page.fill('#map-first', '2.322.500,5');
      await page.fill('#map-second', '500000');
      await page.click('text=Đến chỗ này');
      await page.waitForFunction(() => /at=13/.test(location.search));
      const { lng, lat } = await page.evaluate(() => document.querySelector<Place>('[data-map]')!.map.getCenter());
      assert.ok(Math.abs(lng - 105) < 0.003 && Math.abs(lat - 20.99) < 0.02, `${lng} ${lat}`);
      const again = await openMap(page.url());
      const there = await again.page.evaluate(() => document.querySelector<Place>('[data-map]')!.map.getCenter());
      assert.ok(Math.abs(there.lng - lng) < 1e-4 && Math.abs(there.lat - lat) < 1e-4);
      // A point before three digits is the decimal point of degrees, and parts thousands of metres.
      await page.selectOption('#map-system', 'http://www.opengis.net/def/crs/OGC/1.3/CRS84');
      await page.fill('#map-first', '10.045');
      await page.fill('#map-second', '105.746');
      await page.click('text=Đến chỗ này');
      await page.waitForFunction(() => {
        const { lng, lat } = document.querySelector<Place>('[data-map]')!.map.getCenter();
        return Math.abs(lng - 105.746) < 1e-6 && Math.abs(lat - 10.045) < 1e-6;
      });
      await page.fill('#map-first', 'đâu đó');
      await page.click('text=Đến chỗ này');
      await page.waitForSelector('.map-coordinates .fault:not(:empty)');
      await Promise.all([page.close(), again.page.close()]);
    });

    test('a layer is hidden and shown again from the legend', async () => {
      const { page } = await openMap('/map?layers=stations');
      const untilShown = (isShown: boolean) =>
        page.waitForFunction((expected) => {
          const { map } = document.querySelector<Place>('[data-map]')!;
          const drawn = map as unknown as { queryRenderedFeatures(): { source: string }[] };
          return drawn.queryRenderedFeatures().some(({ source }) => source === 'layer stations') === expected;
        }, isShown);
      await untilShown(true);
      await page.click('#shown-0');
      await untilShown(false);
      await page.click('#shown-0');
      await untilShown(true);
      await page.close();
    });

    test('on paper stand title, picture, scale, north, key and credits, and no tools', async () => {
      const { page } = await openMap('/map?layers=stations');
      await page.emulateMedia({ media: 'print' });
      for (const part of ['h1', '.map-picture', '.maplibregl-ctrl-scale', '.north', '.map-legend', '.map-credits']) {
        assert.ok(await page.isVisible(part), part);
      }
      for (const part of ['.map-tools', '.map-place', '.map-table', '.maplibregl-ctrl-top-right']) {
        assert.ok(await page.isHidden(part), part);
      }
      assert.ok((await page.pdf()).length > 20_000);
      await page.close();
    });

    test('without script the tables lead to the objects', async () => {
      const { page } = await open('/map?layers=stations', { javaScriptEnabled: false });
      assert.ok(await page.isVisible('.live-map .notice'));
      await page.click('.map-table a >> text=S3');
      assert.equal(new URL(page.url()).pathname, '/collections/stations/items/S3');
      await page.close();
    });

    for (const width of [360, 1280]) {
      for (const language of ['vi', 'en']) {
        test(`at ${width} px in ${language}: no barrier that axe knows, no sideways scrolling`, async () => {
          const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
          const page = await context.newPage();
          await page.goto(new URL(`/map?layers=stations&lang=${language}`, node.url()).href);
          await page.waitForSelector('[data-map][data-state=ready]');
          await drawn(page);
          await page.focus('.maplibregl-canvas');
          await page.keyboard.press('Enter');
          assert.deepEqual(await barriersOf(page), []);
          await context.close();
        });
      }
    }
  });
});

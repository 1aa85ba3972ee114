import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { layersOf, readTile } from './decoded-tile.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, deliver, post, type Json } from '../pipeline/steward.ts';

const square = (name: string, west: number, south: number) => ({
  type: 'Feature',
  properties: { code: name, ten: name },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [west + 1, south],
        [west + 1, south + 1],
        [west, south + 1],
        [west, south],
      ],
    ],
  },
});
const units = JSON.stringify({
  type: 'FeatureCollection',
  features: [square('Xã Đông', 106, 21), square('Xã Tây', 105, 21)],
});

onBothNodes('the base map of units', (node) => {
  before(async () => {
    const geojson = { name: 'xa.geojson', key: ['code'] };
    await deliver(node, 'units', units, { ...geojson, openness: 'open' });
    await deliver(node, 'secret', units, { ...geojson, openness: 'restricted' });
    await deliver(node, 'wells', 'code,longitude,latitude\nA,105.5,21.5\n', { key: ['code'], openness: 'open' });
    const network = { id: 'mo', title: 'Mở', openness: 'open' };
    assert.equal((await post(node, '/networks', network)).status, 201);
    const place = { type: 'Point', coordinates: [106.02, 21.5] };
    const location = { name: 'A', description: 'A', encodingType: 'application/geo+json', location: place };
    const thing = { name: 'Trạm A', description: 'A', Locations: [location] };
    assert.equal((await post(node, '/networks/mo/sta/v1.1/Things', thing)).status, 201);
  });
  const base = async () => (await asPublic(node, '/map/base')).body['base'] as Json | null;
  const choose = (id: string, words: Json) => post(node, `/collections/${id}/base-map`, words);
  const stationsPage = async () => (await asPublic(node, '/stations', { headers: { accept: 'text/html' } })).text;

  test('is none until somebody chooses one: the outline of the node stays', async () => {
    assert.equal(await base(), null);
    assert.doesNotMatch(await stationsPage(), /class="base"/);
  });

  test('is refused of what is not open, draws no areas, or has no such column of names', async () => {
    for (const [id, label] of [
      ['secret', 'ten'],
      ['wells', 'code'],
      ['units', 'none'],
    ] as const) {
      // prettier-ignore
      const refused = await choose(id, { use: 'yes', label });
      assert.equal(refused.status, 400, id);
      assert.match(String(refused.body['type']), /invalid-parameter$/);
    }
    assert.equal(await base(), null);
  });

  test('is drawn from the own tiles of the node: boundaries as lines, names as labels, no fill', async () => {
    assert.equal((await choose('units', { use: 'yes', label: 'ten' })).status, 303);
    const chosen = (await base())!;
    const layers = chosen['layers'] as Json[];
    assert.deepEqual(layers.map(({ type }) => type), ['line', 'symbol']); // prettier-ignore
    assert.deepEqual(layers.map((layer) => layer['source-layer']), ['units', 'names']); // prettier-ignore
    const tiles = (await asPublic(node, new URL(String(chosen['tiles'])).pathname + '?f=tilejson')).body;
    assert.ok(Array.isArray(tiles['tiles']), 'the address of a TileJSON');
    const editor = (await asOperator(node, '/collections/units/style')).body['base'] as Json;
    assert.deepEqual([editor['isChosen'], editor['label']], [true, 'ten']);
    assert.equal((await asOperator(node, '/collections/wells/style')).body['base'], null);
  });

  test('has one name for each unit, as a point in the one tile in which it lies, whatever tiles its area crosses', async () => {
    const names = (await base())!['names'] as { tiles: string[]; bounds: number[] };
    assert.deepEqual(names.bounds, [105, 21, 107, 22]);
    for (const zoom of [0, 5, 7, 9, 11]) {
      const count = 2 ** zoom;
      const column = (longitude: number) => Math.floor(((longitude + 180) / 360) * count);
      const row = (latitude: number) => {
        const angle = (latitude * Math.PI) / 180;
        return Math.floor(((1 - Math.asinh(Math.tan(angle)) / Math.PI) / 2) * count);
      };
      const found: string[] = [];
      let tiles = 0;
      for (let y = row(22); y <= row(21); y++) {
        for (let x = column(105); x <= column(107); x++) {
          const address = names.tiles[0]!.replace('{z}', String(zoom))
            .replace('{y}', String(y))
            .replace('{x}', String(x));
          const { status, bytes } = await readTile(node.url(), new URL(address).pathname);
          assert.equal(status, 200);
          const points = layersOf(bytes)['names'] ?? [];
          assert.ok(points.every(({ type }) => type === 'point'));
          found.push(...points.map(({ properties }) => String(properties['name'])));
          tiles++;
        }
      }
      assert.deepEqual(found.sort(), ['Xã Tây', 'Xã Đông'], `zoom ${zoom}, ${tiles} tiles`);
    }
    assert.equal((await readTile(node.url(), '/map/base/names/7/0/0')).status, 404, 'outside of it');
  });

  /** Boundaries, and names, which stand over what is drawn. */
  const drawnBase = (html: string): string => (html.match(/<g class="base">.*?<\/g>/gs) ?? []).join('');

  test('lies beneath the stations on the drawing of the server, with names', async () => {
    const html = await stationsPage();
    const drawn = drawnBase(html);
    assert.match(drawn, /<path d="M/);
    assert.match(drawn, />Xã (Đông|Tây)<\/text>/);
    assert.ok(html.indexOf('class="base"') < html.indexOf('class="spots'), 'beneath');
  });

  test('lies beneath the objects of a table and beneath one object, and not beneath the units themselves', async () => {
    const page = async (path: string) => (await asPublic(node, path, { headers: { accept: 'text/html' } })).text;
    for (const path of ['/collections/wells/items', '/collections/wells/items/A']) {
      const html = await page(path);
      assert.match(drawnBase(html), />Xã Tây<\/text>/, path);
      assert.ok(html.indexOf('class="base"') < html.indexOf('class="shapes"'), path);
      assert.match(html, /Ranh giới: /, path);
    }
    assert.doesNotMatch(await page('/collections/units/items'), /class="base"/);
    // Other coordinates are no degrees.
    const flat = encodeURIComponent('http://www.opengis.net/def/crs/EPSG/0/5897');
    assert.doesNotMatch(await page(`/collections/wells/items?crs=${flat}`), /class="base"/);
  });

  test('disappears when its dataset is withdrawn, and when somebody goes back to the outline', async () => {
    await post(node, '/datasets/units/withdraw');
    assert.equal(await base(), null);
    assert.doesNotMatch(await stationsPage(), /class="base"/);
    await post(node, '/datasets/units/restore');
    assert.ok(await base());
    assert.equal((await choose('wells', { use: 'no' })).status, 303);
    assert.ok(await base(), 'another collection that is not the base leaves it alone');
    assert.equal((await choose('units', { use: 'no' })).status, 303);
    assert.equal(await base(), null);
  });
});

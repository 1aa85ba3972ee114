import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { boxOf, limitsAt } from '../../src/features/tiles/tile-grid.ts';
import { onBothNodes, type NodeInProcess } from '../pipeline/node-under-test.ts';
import { act, asOperator, asPublic, deliver, post, type Json } from '../pipeline/steward.ts';
import { layersOf, placesOf, readTile } from './decoded-tile.ts';

const point = (x: number, y: number) => ({ type: 'Point', coordinates: [x, y] });
const square = (west: number, south: number, side: number, hole = 0) => {
  const ring = (at: number, wide: number) => [
    [west + at, south + at],
    [west + wide, south + at],
    [west + wide, south + wide],
    [west + at, south + wide],
    [west + at, south + at],
  ];
  return { type: 'Polygon', coordinates: hole > 0 ? [ring(0, side), ring(hole, side - hole)] : [ring(0, side)] };
};
const collectionOf = (features: readonly { geometry: unknown; properties: Json }[]) =>
  JSON.stringify({ type: 'FeatureCollection', features: features.map((each) => ({ type: 'Feature', ...each })) });

const stations = collectionOf([
  { geometry: point(105.8, 21), properties: { code: 'A', name: 'Trạm Đống Đa', value: 1.5, owner: 'Sở A' } },
  { geometry: point(105.81, 21.01), properties: { code: 'B', name: 'Trạm Cầu Giấy', value: -2, owner: 'Sở B' } },
  { geometry: point(106.7, 10.8), properties: { code: 'C', name: 'Trạm Thủ Đức', value: null, owner: 'Sở A' } },
]);

/** The tile of a level in which a place lies. */
function tileAt(longitude: number, latitude: number, zoom: number): string {
  const { minTileRow, minTileCol } = limitsAt([longitude, latitude, longitude, latitude], zoom);
  return `${zoom}/${minTileRow}/${minTileCol}`;
}
/** A tile is no JSON. */
const anything = { headers: { accept: '*/*' } };
const tilePath = (id: string, tile: string, query = '') => `/collections/${id}/tiles/WebMercatorQuad/${tile}${query}`;

describe('tiles of the square of Web Mercator (17-083r4, annex D.1)', () => {
  test('the only tile of level 0 is the world between 85.05 degrees south and north', () => {
    const [west, south, east, north] = boxOf({ zoom: 0, row: 0, column: 0 });
    assert.deepEqual([west, east], [-180, 180]);
    assert.ok(Math.abs(south + 85.0511287) < 1e-6 && Math.abs(north - 85.0511287) < 1e-6);
  });

  test('a place lies in the box of its tile at every level', () => {
    for (let zoom = 0; zoom <= 20; zoom++) {
      const limits = limitsAt([105.8, 21, 105.8, 21], zoom);
      const [west, south, east, north] = boxOf({ zoom, row: limits.minTileRow, column: limits.minTileCol });
      assert.ok(west <= 105.8 && 105.8 <= east && south <= 21 && 21 <= north);
    }
  });
});

onBothNodes('vector tiles', (node) => {
  const read = (path: string) => readTile(node.url(), path);

  before(async () => {
    await deliver(node, 'stations', stations, { key: ['code'], openness: 'open', name: 'stations.geojson' });
    await deliver(
      node,
      'zones',
      collectionOf([
        { geometry: square(105, 20, 1, 0.2), properties: { code: 'ring' } },
        { geometry: square(105.4, 20.4, 0.0001), properties: { code: 'tiny' } },
        { geometry: { type: 'LineString', coordinates: [[100, 10], [110, 20]] }, properties: { code: 'line' } }, // prettier-ignore
      ]),
      { key: ['code'], openness: 'open', name: 'zones.geojson' },
    );
    await deliver(node, 'table', 'code,value\nA,1\n', { key: ['code'], openness: 'open' });
  });

  test('/req/core/tc-op: a tile holds the features of its place with their ids and properties', async () => {
    const tile = await read(tilePath('stations', tileAt(105.8, 21, 8)));
    assert.equal(tile.status, 200);
    assert.equal(tile.headers.get('content-type'), 'application/vnd.mapbox-vector-tile');
    const { stations: features } = layersOf(tile.bytes);
    assert.deepEqual(
      features!.map(({ properties }) => properties),
      [
        { _id: 'A', code: 'A', name: 'Trạm Đống Đa', value: 1.5, owner: 'Sở A' },
        { _id: 'B', code: 'B', name: 'Trạm Cầu Giấy', value: -2, owner: 'Sở B' },
      ],
    );
    const [[x, y]] = placesOf(features![0]!, tileAt(105.8, 21, 8)) as [[number, number]];
    assert.ok(Math.abs(x - 105.8) < 0.001 && Math.abs(y - 21) < 0.001);
  });

  test('outer rings go one way round and holes the other (MVT 2.1, 4.3.3.3); what is too small is a speck', async () => {
    const { zones } = layersOf((await read(tilePath('zones', tileAt(105.5, 20.5, 6)))).bytes);
    assert.deepEqual(
      zones!.map(({ type, properties }) => [properties['code'], type]).toSorted(),
      [['line', 'line'], ['ring', 'area'], ['tiny', 'area']], // prettier-ignore
    );
    const ring = zones!.find(({ properties }) => properties['code'] === 'ring')!;
    assert.deepEqual(ring.areas.map((area) => area > 0), [true, false]); // prettier-ignore
    const tiny = zones!.find(({ properties }) => properties['code'] === 'tiny')!;
    assert.deepEqual(tiny.areas, [64]);
  });

  test('/req/core/tc-error: outside the limits of the tileset there is no tile', async () => {
    for (const tile of ['0/1/0', tileAt(0, 0, 8), '21/0/0', 'x/0/0', '3/-1/0']) {
      const { status, body } = await asPublic(node, tilePath('stations', tile), anything);
      assert.equal(status, 404, tile);
      assert.match(String(body['type']), /tile-not-found$/);
    }
    assert.equal((await asPublic(node, '/collections/stations/tiles/Other/0/0/0', anything)).status, 404);
    assert.equal((await asPublic(node, tilePath('table', '0/0/0'), anything)).status, 404);
  });

  test('/req/tilesets-list, /req/tileset, /req/dataset-tilesets, /req/geodata-tilesets: lists lead to tiles', async () => {
    const landing = (await asPublic(node, '/')).body['links'] as Json[];
    const collections = (await asPublic(node, '/collections')).body['collections'] as Json[];
    const ofStations = collections.find(({ id }) => id === 'stations')!['links'] as Json[];
    for (const links of [landing, ofStations]) {
      const list = links.find(({ rel }) => rel === 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector')!;
      const [tileset] = (await asPublic(node, String(list['href']))).body['tilesets'] as Json[];
      assert.equal(tileset!['tileMatrixSetURI'], 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad');
      const item = (tileset!['links'] as Json[]).find(({ rel }) => rel === 'item')!;
      const filled = String(item['href']).replace('{tileMatrix}/{tileRow}/{tileCol}', '0/0/0');
      assert.ok(layersOf((await read(filled)).bytes)['stations']);
      const scheme = (tileset!['links'] as Json[]).find(({ rel }) => String(rel).endsWith('/tiling-scheme'))!;
      const matrices = (await asPublic(node, String(scheme['href']))).body['tileMatrices'] as Json[];
      assert.ok(Math.abs((matrices[0]!['scaleDenominator'] as number) - 559_082_264.028_717) < 1e-6);
    }
  });

  test('TileJSON names the tiles, their bounds and fields', async () => {
    const { body, headers } = await asPublic(node, '/collections/stations/tiles/WebMercatorQuad?f=tilejson');
    assert.match(headers.get('content-type')!, /^application\/vnd\.mapbox\.tile\+json/);
    assert.deepEqual(body['bounds'], [105.8, 10.8, 106.7, 21.01]);
    const [layer] = body['vector_layers'] as Json[];
    assert.deepEqual(layer!['fields'], {
      _id: 'String',
      code: 'String',
      name: 'String',
      value: 'Number',
      owner: 'String',
    });
    const address = String((body['tiles'] as string[])[0]).replace('{z}/{y}/{x}', '0/0/0');
    assert.equal(layersOf((await read(address)).bytes)['stations']!.length, 3);
  });

  test('the default style draws the layer from its tiles', async () => {
    const { body } = await asPublic(node, '/collections/stations/styles/default');
    assert.equal(body['version'], 8);
    const [layer] = body['layers'] as Json[];
    assert.deepEqual([layer!['type'], layer!['source'], layer!['source-layer']], ['circle', 'stations', 'stations']);
    assert.equal((await asPublic(node, '/collections/stations/styles/other')).status, 404);
  });

  test('several collections are the layers of one tile', async () => {
    assert.deepEqual(Object.keys(layersOf((await read('/tiles/WebMercatorQuad/0/0/0')).bytes)).toSorted(), ['stations', 'zones']); // prettier-ignore
    const chosen = await read('/tiles/WebMercatorQuad/0/0/0?collections=zones');
    assert.deepEqual(Object.keys(layersOf(chosen.bytes)), ['zones']);
    assert.equal((await asPublic(node, '/tiles/WebMercatorQuad/0/0/0?collections=none', anything)).status, 404);
  });

  test('a tile is packed as the caller wishes, kept by its tag, and shared only where it is open', async () => {
    const path = tilePath('stations', '0/0/0');
    const plain = await read(path);
    const tag = plain.headers.get('etag')!;
    assert.equal(plain.headers.get('cache-control'), 'public, max-age=60');
    assert.match(plain.headers.get('vary')!, /Accept-Encoding/);
    const again = await fetch(new URL(path, node.url()), { headers: { 'if-none-match': tag } });
    assert.equal(again.status, 304);
    const own = await asOperator(node, path, anything);
    assert.equal(own.headers.get('cache-control'), 'private, no-cache');
    const packed = await rawBody(node, path, 'gzip;q=0, br');
    assert.equal(packed.encoding, 'br');
    assert.deepEqual(brotliDecompressSync(packed.bytes), plain.bytes);
  });

  test('filter, datetime and as-of choose as they do for items', async () => {
    const filter = encodeURIComponent("owner = 'Sở A'");
    const filtered = layersOf((await read(tilePath('stations', '0/0/0', `?filter=${filter}`))).bytes)['stations']!;
    assert.deepEqual(filtered.map(({ properties }) => properties['code']), ['A', 'C']); // prettier-ignore
    const byValue = layersOf((await read(tilePath('stations', '0/0/0', '?code=B'))).bytes)['stations']!;
    assert.deepEqual(byValue.map(({ properties }) => properties['code']), ['B']); // prettier-ignore
    assert.equal((await asPublic(node, tilePath('stations', '0/0/0', '?filter=none%20%3D%201'), anything)).status, 400);
    await deliver(node, 'moving', collectionOf([{ geometry: point(106, 21), properties: { code: 'M' } }]), { key: ['code'], openness: 'open', name: 'm.geojson' }); // prettier-ignore
    const run = await deliver(node, 'moving', collectionOf([{ geometry: point(107, 21), properties: { code: 'M' } }]), { key: ['code'], name: 'm.geojson' }); // prettier-ignore
    const at = async (query: string) => placesOf(layersOf((await read(tilePath('moving', '3/3/6', query))).bytes)['moving']![0]!, '3/3/6')[0]![0]!; // prettier-ignore
    assert.ok(Math.abs((await at('?as-of=1')) - 106) < 0.01);
    assert.ok(Math.abs((await at('')) - 107) < 0.01);
    const before = await read(tilePath('moving', '3/3/6'));
    await act(node, run.id, 'rollback');
    const after = await read(tilePath('moving', '3/3/6'));
    assert.notEqual(after.headers.get('etag'), before.headers.get('etag'));
    assert.ok(Math.abs((await at('')) - 106) < 0.01);
  });

  describe('through a grant', () => {
    before(async () => {
      await deliver(node, 'closed', stations, { key: ['code'], openness: 'restricted', name: 'closed.geojson' });
    });

    test('what one may not know of has no tiles, like what does not exist', async () => {
      const [closed, none] = await Promise.all(
        ['closed', 'none'].map((id) => asPublic(node, tilePath(id, '0/0/0'), anything)),
      );
      assert.deepEqual([closed!.status, closed!.text.replaceAll('closed', 'none')], [none!.status, none!.text]);
      assert.equal((await asPublic(node, '/collections/closed/tiles')).status, 404);
      assert.equal((await asPublic(node, '/collections/closed/styles')).status, 404);
      assert.equal(layersOf((await read('/tiles/WebMercatorQuad/0/0/0')).bytes)['closed'], undefined);
      assert.equal((await asOperator(node, tilePath('closed', '0/0/0'), anything)).status, 200);
    });

    test('hidden columns and rows are in no tile, and rounded places are where they are shown', async () => {
      await asOperator(node, tilePath('closed', '0/0/0'), anything);
      const made = await post(node, '/datasets/closed/grants', {
        grantee: 'public',
        actions: ['read'],
        purpose: 'thử',
        legalBasis: 'thử',
        collections: {
          closed: {
            columns: { code: 'shown', name: 'shown', geometry: { snapped: 0.5 } },
            others: 'removed',
            rows: { op: '=', args: [{ property: 'owner' }, 'Sở A'] },
          },
        },
      });
      assert.equal(made.status, 201, made.text);
      const tile = tileAt(106, 21, 8);
      const features = layersOf((await read(tilePath('closed', tile))).bytes)['closed']!;
      assert.deepEqual(
        features.map(({ properties }) => Object.keys(properties).toSorted()),
        [['_id', 'code', 'name']],
      );
      const [[x, y]] = placesOf(features[0]!, tile) as [[number, number]];
      assert.ok(Math.abs(x - 106) < 0.001 && Math.abs(y - 21) < 0.001, `${x} ${y}`);
      const limits = (await asPublic(node, '/collections/closed/tiles/WebMercatorQuad?f=tilejson')).body;
      assert.deepEqual(limits['bounds'], [106, 11, 106.5, 21]);
      assert.deepEqual(Object.keys((limits['vector_layers'] as Json[])[0]!['fields'] as Json), ['_id', 'code', 'name']);
      await post(node, `/grants/${String(made.body['id'])}/end`);
      assert.equal((await asPublic(node, tilePath('closed', tile), anything)).status, 404);
    });
  });
});

onBothNodes('tiles of much', (node) => {
  const many = 30_000;
  before(async () => {
    const lines = Array.from({ length: many }, (_, index) => `${index},${102 + (index % 173) * 0.04},${9 + Math.floor(index / 173) * 0.07}`); // prettier-ignore
    await deliver(node, 'many', `code,longitude,latitude\n${lines.join('\n')}\n`, { key: ['code'], openness: 'open' });
  });

  test('a tile of thousands of points keeps some of every place, and stays light', async () => {
    const tile = await readTile(node.url(), tilePath('many', '4/7/12'));
    const features = layersOf(tile.bytes)['many']!;
    assert.ok(tile.bytes.length <= 500_000);
    assert.ok(features.length > 200 && features.length <= 10_000, String(features.length));
    const ys = features.map((feature) => placesOf(feature, '4/7/12')[0]![1]!);
    assert.ok(Math.min(...ys) < 9.6 && Math.max(...ys) > 20, 'from the south to the north');
  });

  test('where a map is near enough, every point is there', async () => {
    const [row, column] = tileAt(104, 12, 9).split('/').slice(1).map(Number) as [number, number];
    const [west, south, east, north] = boxOf({ zoom: 9, row, column });
    const { body } = await asPublic(node, `/collections/many/items?limit=10000&bbox=${west},${south},${east},${north}`);
    const features = layersOf((await readTile(node.url(), tilePath('many', `9/${row}/${column}`))).bytes)['many']!;
    const inside = new Set(features.map(({ properties }) => properties['_id']));
    const items = body['features'] as { id: string }[];
    assert.ok(items.length > 100);
    assert.deepEqual(items.filter(({ id }) => !inside.has(id)), []); // prettier-ignore
  });
});

/** `fetch` unpacks by itself; this does not. */
async function rawBody(
  node: NodeInProcess,
  path: string,
  accept: string,
): Promise<{ bytes: Buffer; encoding: string }> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(new URL(path, node.url()), { headers: { 'accept-encoding': accept } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ bytes: Buffer.concat(parts), encoding: answer.headers['content-encoding'] ?? '' }),
      );
    }).on('error', reject);
  });
}

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { onBothNodes, type NodeUnderTest } from './node-under-test.ts';
import {
  asOperator,
  asPublic,
  csv,
  deliver,
  ended,
  expectOk,
  inspected,
  post,
  readAll,
  upload,
  type Feature,
  type Json,
} from './steward.ts';

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const data = join(folder, 'data');
const skip = existsSync(data) ? false : `no real files: LIENTHONG_TEST_DATA (${folder})`;

type Ring = readonly (readonly number[])[];

/** All positions of a geometry, in any order. */
function positionsOf(coordinates: unknown): (readonly number[])[] {
  const list = coordinates as readonly unknown[];
  return typeof list[0] === 'number' ? [list as readonly number[]] : list.flatMap(positionsOf);
}

function metres(one: readonly number[], other: readonly number[]): number {
  return Math.hypot((one[0]! - other[0]!) * Math.cos((one[1]! * Math.PI) / 180), one[1]! - other[1]!) * 111_320;
}

/** The farthest that any position of one geometry lies from the nearest of the other. */
function farthest(one: Ring, other: Ring): number {
  return Math.max(...one.map((at) => Math.min(...other.map((each) => metres(at, each)))));
}

/** Original geometries by code. */
function originals(file: string): Map<string, Ring> {
  const { features } = JSON.parse(readFileSync(join(data, 'admin', file), 'utf8')) as {
    features: { properties: { code: string }; geometry: { coordinates: unknown } }[];
  };
  return new Map(features.map(({ properties, geometry }) => [properties.code, positionsOf(geometry.coordinates)]));
}

/** Connects a file or folder where it lies and takes its only layer as proposed. */
async function connected(node: NodeUnderTest, path: string, id: string): Promise<Feature[]> {
  const location = resolve(data, 'vector', 'legacy', path);
  const settings = { transport: path.endsWith('.csv') ? 'file' : 'folder', location, openness: 'open' };
  const headers = { 'content-type': 'application/json' };
  await expectOk(asOperator(node, `/sources/${id}`, { method: 'PUT', body: JSON.stringify(settings), headers }));
  const taken = await expectOk(post(node, `/sources/${id}/deliveries`));
  const delivery = await inspected(node, Number(taken.body['id']));
  const { body } = await expectOk(post(node, `/deliveries/${String(delivery['id'])}/runs`, {}));
  await ended(node, (body['runs'] as { id: number }[])[0]!.id);
  return readAll(node, id);
}

const twoCentimetres = 0.02;
const legacy: readonly { path: string; original: string; crs: string; method: string; means: string }[] = [
  {
    path: 'canTho_xa_tcvn3_vn2000tm3_105',
    original: 'wards_92_can_tho_2025.geojson',
    crs: 'EPSG:5897',
    method: 'EPSG:6960',
    means: 'a .prj that states TM-3',
  },
  {
    path: 'vinhLong_xa_vni_vn2000tm3_noprj',
    original: 'wards_86_vinh_long_2025.geojson',
    crs: 'EPSG:9209',
    method: 'EPSG:6960',
    means: 'no .prj',
  },
  {
    path: 'vinhLong_xa_tcvn3_mapinfo',
    original: 'wards_86_vinh_long_2025.geojson',
    crs: 'EPSG:9209',
    method: 'EPSG:6960',
    means: 'the wrong datum in the header',
  },
  {
    path: 'hanoi_xa_utf8_vn2000utm48',
    original: 'wards_01_ha_noi_2025.geojson',
    crs: 'EPSG:3405',
    method: 'EPSG:6960',
    means: 'a .prj that states UTM',
  },
];

onBothNodes('old files come back to their places', (node) => {
  for (const [index, { path, original, crs, method, means }] of legacy.entries()) {
    test(`${means}: ${path}`, { skip }, async () => {
      const id = `legacy-${index}`;
      const truth = originals(original);
      const features = await connected(node, path, id);
      assert.equal(features.length, truth.size);
      for (const { properties, geometry } of features) {
        const expected = truth.get(String(properties['ma_xa']))!;
        const found = positionsOf(geometry!['coordinates']);
        const away = Math.max(farthest(found, expected), farthest(expected, found));
        assert.ok(away < twoCentimetres, `${String(properties['ma_xa'])}: ${away} m`);
      }
      const { body } = await expectOk(asPublic(node, `/collections/${id}?lang=en`));
      const [coordinates] = body['coordinates'] as Json[];
      assert.deepEqual([coordinates!['crs'], coordinates!['method'], coordinates!['errorMetres']], [crs, method, 1]);
      await givesBackWithin1mm(node, id, features);
    });
  }

  test('a table in survey order, legacy letters and decimal commas', { skip }, async () => {
    const features = await connected(node, 'canTho_diem_tcvn3_xy.csv', 'points');
    assert.equal(features.length, 103);
    const lines = readFileSync(join(data, 'vector', 'legacy', 'canTho_diem_tcvn3_xy.csv'), 'latin1')
      .trim()
      .split('\n')
      .slice(1);
    const surveyed = lines.map((line) =>
      line
        .split(';')
        .slice(2)
        .map((text) => Number(text.replace(',', '.'))),
    );
    const back = await readAll(node, 'points', '&crs=http://www.opengis.net/def/crs/EPSG/0/5897');
    back.forEach(({ geometry }, at) => {
      const [east, north] = geometry!['coordinates'] as number[];
      const [x, y] = surveyed[at]!;
      assert.ok(Math.hypot(east! - y!, north! - x!) < 0.001, `${at}: ${east} ${north}`);
    });
  });
});

/** What was stored, in the system that it came in: the positions of the file to 1 mm, whatever the file was. */
async function givesBackWithin1mm(node: NodeUnderTest, id: string, stored: readonly Feature[]): Promise<void> {
  const { body } = await expectOk(
    asPublic(node, `/collections/${id}/items?limit=3&crs=http://www.opengis.net/def/crs/EPSG/0/4756`),
  );
  const [first] = body['features'] as Feature[];
  const same = stored.find((feature) => feature.id === first!.id)!;
  const [latitude, longitude] = positionsOf(first!.geometry!['coordinates'])[0]!;
  const away = metres(positionsOf(same.geometry!['coordinates'])[0]!, [longitude!, latitude!]);
  assert.ok(away > 150 && away < 300, `VN-2000 differs from WGS 84 by about 226 m, latitude first: ${away}`);
}

/** Three points of a station list near Cần Thơ in TM-3 105°, north first. */
const stations = csv(
  ['ma', 'X', 'Y'],
  [
    ['A', 1109000, 585000],
    ['B', 1109500, 586000],
    ['C', 1110000, 587500],
  ],
);

onBothNodes('reference systems that a file does not say', (node) => {
  test('are asked for: nothing is stored before somebody has chosen', async () => {
    const delivery = await upload(node, 'undecided', stations);
    const [layer] = delivery['layers'] as Json[];
    const places = layer!['places'] as { open: boolean; options: Json[] };
    assert.equal(places.open, true);
    const runs = `/deliveries/${String(delivery['id'])}/runs`;
    const refused = await post(node, runs, { layers: [{ layer: '' }] });
    assert.deepEqual([refused.status, String(refused.body['type']).split('/').at(-1)], [422, 'crs-undecided']);
    assert.match(String(refused.body['detail']), /EPSG:5897/);
    const unknown = await post(node, runs, { layers: [{ layer: '', crs: 'EPSG:1' }] });
    assert.equal(String(unknown.body['type']).split('/').at(-1), 'crs-unknown');
    assert.equal((await asOperator(node, '/collections/undecided')).status, 404);
  });

  test('are taken as chosen, told of in the lineage, and remembered for the next delivery', async () => {
    const first = await deliver(node, 'decided', stations, { crs: 'EPSG:5897', key: ['ma'], openness: 'open' });
    assert.equal(first.counts.inserted, 3);
    const again = await deliver(node, 'decided', stations);
    assert.deepEqual([again.counts.unchanged, again.edition], [3, null]);
    const item = await expectOk(asPublic(node, '/collections/decided/items/A'));
    const lineage = item.body['lineage'] as Json;
    assert.equal(
      (lineage['coordinates'] as Json)['sentence'],
      "Toạ độ gốc: VN-2000 / TM-3 múi 3°, kinh tuyến trục 105°00', chuyển bằng EPSG:6960, sai số ≤ 1 m",
    );
    const [longitude, latitude] = (item.body['geometry'] as { coordinates: number[] }).coordinates;
    assert.ok(metres([longitude!, latitude!], [105.777176136, 10.027518547]) < 0.001);
    const page = await expectOk(
      asPublic(node, '/collections/decided/items/A?lang=en', { headers: { accept: 'text/html' } }),
    );
    assert.match(page.text, /Source coordinates.*converted by EPSG:6960, error ≤ 1 m \(chosen by the steward\)/s);
    const collection = await expectOk(asPublic(node, '/collections/decided', { headers: { accept: 'text/html' } }));
    assert.match(collection.text, /Toạ độ gốc/);
    const { body } = await expectOk(asOperator(node, `/runs/${first.id}`));
    const [issue] = (body['issueCounts'] as Json[]).filter(({ rule }) => rule === 'coordinates-converted');
    assert.deepEqual([issue!['count'], issue!['systematic']], [3, true]);
    assert.match(String(issue!['sentence']), /VN-2000.*EPSG:6960.*≤ 1 m/);
  });

  test('another choice changes positions, and each version tells its own', async () => {
    await deliver(node, 'changed', stations, { crs: 'EPSG:5897', key: ['ma'] });
    const second = await deliver(node, 'changed', stations, { crs: 'EPSG:3405', key: ['ma'] });
    assert.equal(second.counts.updated, 3);
    const now = await expectOk(asOperator(node, '/collections/changed/items/A'));
    const before = await expectOk(asOperator(node, '/collections/changed/items/A?as-of=1'));
    const crsOf = ({ body }: { body: Json }) => ((body['lineage'] as Json)['coordinates'] as Json)['crs'];
    assert.deepEqual([crsOf(before), crsOf(now)], ['EPSG:5897', 'EPSG:3405']);
    const collection = await expectOk(asOperator(node, '/collections/changed'));
    assert.deepEqual(
      (collection.body['coordinates'] as Json[]).map(({ crs }) => crs),
      ['EPSG:3405'],
    );
  });

  test('on the page of the delivery the steward chooses from the guesses', async () => {
    const delivery = await upload(node, 'by-form', stations);
    const page = await expectOk(
      asOperator(node, `/deliveries/${String(delivery['id'])}?lang=en`, { headers: { accept: 'text/html' } }),
    );
    assert.match(page.text, /<select[^>]*name="crs"[^>]*required/);
    assert.match(page.text, /<option value="EPSG:5897">/);
  });

  test('on the command line: exit 4 with the options, --crs or --yes to go on', async () => {
    const { writeFileSync, mkdtempSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const file = join(mkdtempSync(join(tmpdir(), 'lienthong-places-')), 'tram.csv');
    writeFileSync(file, stations);
    const asked = await node.command('connect', file, '--id', 'cli', '--openness', 'open', '--json');
    assert.equal(asked.code, 4);
    assert.match(asked.said, /--crs CODE/);
    const choices = asked.json()['choices'] as { crs: { options: Json[] }[] };
    assert.ok(choices.crs[0]!.options.some(({ crs }) => crs === 'EPSG:5897'));
    const chosen = await node.command(
      'connect',
      file,
      '--id',
      'cli',
      '--openness',
      'open',
      '--crs',
      'EPSG:5897',
      '--json',
    );
    assert.deepEqual([chosen.code, chosen.json()['inserted']], [0, 3]);
    const again = await node.command('connect', file, '--id', 'cli', '--json');
    assert.deepEqual([again.code, again.json()['edition']], [0, 1], 'the choice is remembered');
    const other = await node.command('connect', file, '--id', 'cli-yes', '--yes', '--json');
    assert.equal(other.code, 0, 'the best guess is accepted');
  });
});

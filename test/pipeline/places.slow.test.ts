import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { metres } from './metres.ts';
import { onBothNodes, type NodeUnderTest } from './node-under-test.ts';
import { asOperator, asPublic, ended, expectOk, inspected, post, readAll, type Feature, type Json } from './steward.ts';

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const data = join(folder, 'data');
const skip = existsSync(data) ? false : `no real files: LIENTHONG_TEST_DATA (${folder})`;

type Ring = readonly (readonly number[])[];

/** All positions of a geometry, in any order. */
function positionsOf(coordinates: unknown): (readonly number[])[] {
  const list = coordinates as readonly unknown[];
  return typeof list[0] === 'number' ? [list as readonly number[]] : list.flatMap(positionsOf);
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

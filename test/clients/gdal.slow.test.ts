import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { SampleNode } from '../../conformance/index.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import {
  absence,
  areas,
  delivered,
  deliveredRows,
  output,
  points,
  positions,
  serveSamples,
  table,
  type Delivered,
} from './served-samples.ts';

const skip = absence('ogr2ogr', '--version');
const towgs84 = '-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278';
/** Projected systems by their published parameters, for PROJ to compute on its own. */
const projected = {
  3405: `+proj=utm +zone=48 +ellps=WGS84 +towgs84=${towgs84} +units=m +no_defs`,
  5897: `+proj=tmerc +lat_0=0 +lon_0=105 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${towgs84} +units=m +no_defs`,
};

describe("GDAL's OAPIF driver reads what was delivered", { skip }, () => {
  let node: SampleNode;
  before(async () => (node = await serveSamples()));
  after(() => node?.stop());

  /** Reads a collection through the driver and gives it as GeoJSON features. */
  async function read(collection: string, ...options: string[]): Promise<Delivered[]> {
    const words = ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=12', '/vsistdout/', `OAPIF:${node.url}`, collection];
    const text = await output('ogr2ogr', [...words, ...options]);
    return (JSON.parse(text) as { features: Delivered[] }).features;
  }

  const codes = (features: readonly Delivered[]): unknown[] => features.map(({ properties }) => properties['ma']);

  function assertSame(found: readonly Delivered[], expected: readonly Delivered[]): void {
    assert.deepEqual(codes(found), codes(expected));
    for (const [i, { properties, geometry }] of expected.entries()) {
      const own = found[i]!;
      for (const [name, value] of Object.entries(properties)) {
        assert.equal(plain(own.properties[name]), plain(value), `${String(properties['ma'])}.${name}`);
      }
      assert.equal(own.geometry?.type, geometry?.type);
      const places = positions(own.geometry);
      assert.equal(places.length, positions(geometry).length);
      for (const [k, [x, y]] of positions(geometry).entries()) {
        assert.ok(Math.abs(places[k]![0] - x) < 1e-8 && Math.abs(places[k]![1] - y) < 1e-8, String(properties['ma']));
      }
    }
  }

  test('a vector tile is read by its MVT driver, with the values that were delivered', async () => {
    const answer = await fetch(`${node.url}/collections/${points}/tiles/WebMercatorQuad/0/0/0`);
    const tile = join(temporaryFolder(), '0.mvt');
    writeFileSync(tile, Buffer.from(await answer.arrayBuffer()));
    const place = ['X', 'Y', 'Z'].flatMap((name) => ['-oo', `${name}=0`]);
    const text = await output('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', tile, '-t_srs', 'EPSG:4326', ...place]);
    const { features } = JSON.parse(text) as { features: Delivered[] };
    const known = new Map(delivered(points).map((feature) => [feature.properties['ma'], feature]));
    assert.equal(features.length, delivered(points).filter(({ geometry }) => geometry !== null).length);
    for (const { properties, geometry } of features) {
      const [[x, y]] = positions(geometry) as [[number, number]];
      const [[east, north]] = positions(known.get(properties['ma'])!.geometry) as [[number, number]];
      assert.ok(Math.abs(x - east) < 0.1 && Math.abs(y - north) < 0.1, String(properties['ma']));
    }
  });

  test('it lists the collections with geometry type and count', async () => {
    const text = await output('ogrinfo', ['-so', `OAPIF:${node.url}`, points]);
    assert.match(text, /Feature Count: 251/);
    assert.match(text, /Geometry: (Point|Unknown)/);
  });

  for (const size of [7, 100, 1_000]) {
    test(`points, ${size} a page`, async () =>
      assertSame(await read(points, '-oo', `PAGE_SIZE=${size}`), delivered(points)));
  }

  test('polygons and multipolygons with holes', async () => assertSame(await read(areas), delivered(areas)));

  test('a table without geometry', async () => {
    const text = await output('ogr2ogr', ['-f', 'CSV', '/vsistdout/', `OAPIF:${node.url}`, table, '-select', 'ma,ten']);
    const rows = text.trim().split(/\r?\n/).slice(1);
    assert.deepEqual(
      rows.map((row) => row.split(',').map((cell) => cell.replace(/^"|"$/g, ''))),
      deliveredRows().map(([code, name]) => [code, name]),
    );
  });

  test('a box, which the driver hands on as bbox', async () => {
    const [west, south, east, north] = [105, 10, 106.5, 16];
    const inside = delivered(points).filter(({ geometry }) =>
      positions(geometry).some(([x, y]) => x >= west && x <= east && y >= south && y <= north),
    );
    assert.ok(inside.length > 10);
    assertSame(await read(points, '-spat', ...[west, south, east, north].map(String)), inside);
  });

  test('a condition on a property', async () => {
    const expected = delivered(points).filter(({ properties }) => properties['so_lan'] === 3);
    assertSame(await read(points, '-where', 'so_lan = 3'), expected);
  });

  for (const [code, definition] of Object.entries(projected)) {
    test(`crs=EPSG:${code} is what PROJ computes from the published parameters, to 2 mm`, async () => {
      const crs = `http://www.opengis.net/def/crs/EPSG/0/${code}`;
      const answer = await fetch(`${node.url}/collections/${points}/items?limit=1000&crs=${encodeURIComponent(crs)}`);
      const { features } = (await answer.json()) as { features: Delivered[] };
      const given = delivered(points).flatMap(({ geometry }) => positions(geometry));
      const words = ['-s_srs', '+proj=longlat +datum=WGS84 +no_defs', '-t_srs', definition, '-output_xy'];
      const text = await output('gdaltransform', words, given.map((place) => place.join(' ')).join('\n'));
      const computed = text
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number));
      const served = features.flatMap(({ geometry }) => positions(geometry));
      assert.equal(served.length, computed.length);
      for (const [i, [x, y]] of served.entries()) {
        assert.ok(
          Math.hypot(x - computed[i]![0]!, y - computed[i]![1]!) < 0.002,
          `${x} ${y}: ${computed[i]!.join(' ')}`,
        );
      }
    });
  }
});

/** GDAL writes moments as `2026/01/01 00:00:00+00` or in ISO form, dates with slashes, truth as 0 and 1. */
function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string') return value ?? null;
  return /^\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:/.test(value)
    ? new Date(value.replaceAll('/', '-').replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString()
    : value.replace(/^(\d{4})\/(\d{2})\/(\d{2})$/, '$1-$2-$3');
}

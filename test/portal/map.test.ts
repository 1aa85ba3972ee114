import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createPortal } from '../../src/portal/index.ts';
import { base, publicCaller, samples } from './samples.ts';

const portal = createPortal({ version: '0' });
/** As nodes are: with outlines of land and sea. */
const grounded = createPortal({ version: '0', basemap: readFileSync('packs/vn-basemap/basemap.json') });
const items = samples.find((sample) => sample.name === 'items')!.data as Record<string, unknown>;
const limitBytes = 60_000;

function mapOf(geometries: readonly unknown[], of = portal, units: unknown = null): string {
  const features = geometries.map((geometry, index) => ({ id: String(index), geometry, properties: {} }));
  const data = { ...items, columns: [], features, base: units };
  const url = new URL('/collections/a/items', base);
  const html = of.pages.render('items', data, {
    language: 'vi',
    url,
    base,
    caller: publicCaller,
    problem: null,
    refused: null,
  });
  return /<figure class="map[\s\S]*?<\/figure>/.exec(html)?.[0] ?? '';
}

const waves = (count: number, shift = 0): number[][] =>
  Array.from({ length: count }, (_one, index) => [
    105 + shift + index / count,
    20 + Math.sin(index / 3) / 5 + Math.sin(index),
  ]);

describe('the map of a page', () => {
  const heavy = [
    { means: '10,000 points', geometries: waves(10_000).map((coordinates) => ({ type: 'Point', coordinates })) },
    { means: 'a line of 200,000 vertices', geometries: [{ type: 'LineString', coordinates: waves(200_000) }] },
    {
      means: '300 areas of 500 vertices',
      geometries: Array.from({ length: 300 }, (_one, index) => ({
        type: 'Polygon',
        coordinates: [waves(500, index / 50)],
      })),
    },
    {
      means: '20,000 small areas apart',
      geometries: Array.from({ length: 20_000 }, (_one, index) => {
        const [x, y] = [105 + (index % 200) / 100, 20 + Math.floor(index / 200) / 100];
        return {
          type: 'Polygon',
          coordinates: [
            [
              [x, y],
              [x + 0.004, y],
              [x + 0.004, y + 0.004],
              [x, y],
            ],
          ],
        };
      }),
    },
  ];
  for (const { means, geometries } of heavy) {
    test(`stays below 60 kB with ${means}`, () => {
      const svg = mapOf(geometries);
      assert.ok(svg.length > 500);
      assert.ok(Buffer.byteLength(svg) < limitBytes, String(Buffer.byteLength(svg)));
      assert.doesNotMatch(svg, /NaN|Infinity|e-\d/);
    });
  }

  describe('names units of the base', () => {
    const named = (...names: string[]) => ({
      title: { vi: 'Tỉnh', en: 'Provinces' },
      lines: [],
      names: names.map((name) => ({ name, longitude: 105.5, latitude: 20.5 })),
    });
    const drawnNames = (svg: string) =>
      [...svg.matchAll(/<text x="(\d+)" y="(\d+)"[^>]*>(Tỉnh \w+)</g)].map(([, x, y, name]) => ({ name, x: Number(x), y: Number(y) })); // prettier-ignore

    test('beside a point, not on it', () => {
      const svg = mapOf([{ type: 'Point', coordinates: [105.5, 20.5] }], portal, named('Tỉnh A'));
      const [, x, y] = /<path id="map-points" d="M([\d.]+) ([\d.]+)/.exec(svg)!;
      const [name] = drawnNames(svg);
      assert.ok(Math.abs(name!.x - Number(x)) <= 1);
      assert.ok(Math.abs(name!.y - Number(y)) >= 20, `${name!.y} ${y}`);
    });

    test('never one over the other; what finds no room is left out', () => {
      const corners = [[105, 20], [106, 21]].map((coordinates) => ({ type: 'Point', coordinates })); // prettier-ignore
      const names = drawnNames(mapOf(corners, portal, named('Tỉnh A', 'Tỉnh B', 'Tỉnh C', 'Tỉnh D')));
      assert.deepEqual(names.map(({ name }) => name), ['Tỉnh A', 'Tỉnh B', 'Tỉnh C']); // prettier-ignore
      assert.equal(new Set(names.map(({ y }) => y)).size, 3);
    });
  });

  const point = (...coordinates: number[]) => ({ type: 'Point', coordinates });

  test('lies over land and sea, with the names of both archipelagos where it reaches them (QCVN 80:2024/BTNMT)', () => {
    const map = mapOf([point(105.8, 21), point(115, 8)], grounded);
    for (const kind of ['ground own', 'ground', 'sea', 'border']) assert.match(map, new RegExp(`class="${kind}"[^>]* d="M`), kind); // prettier-ignore
    assert.match(map, /Quần đảo Hoàng Sa<\/tspan>/);
    assert.match(map, /Quần đảo Trường Sa<\/tspan>/);
    assert.ok(Buffer.byteLength(map) < 16_000, 'the ground costs little');
  });

  test('of a coast shows both land and sea, and nothing far beyond its frame', () => {
    const map = mapOf([point(105.5, 18.5), point(107, 20)], grounded);
    const own = /class="ground own" d="([^"]*)"/.exec(map)![1]!;
    const starts = [...own.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    assert.ok(starts.length > 0);
    for (const [x, y] of starts) assert.ok(x! > -40 && x! < 840 && y! > -40 && y! < 560, `${x} ${y}`);
  });

  test('of a village has a plain ground: the outlines are not that true', () => {
    assert.doesNotMatch(mapOf([point(105.8, 21), point(105.81, 21.01)], grounded), /outlines/);
  });

  test('stays below 60 kB with 10,000 points over the whole country', () => {
    const spread = Array.from({ length: 10_000 }, (_one, i) =>
      point(102 + (i % 137) / 10, 8 + Math.floor(i / 137) / 5),
    );
    assert.ok(Buffer.byteLength(mapOf(spread, grounded)) < limitBytes);
  });

  test('has a text alternative, a scale and degrees in the words of the language', () => {
    const svg = mapOf(waves(30).map((coordinates) => ({ type: 'Point', coordinates })));
    assert.match(svg, /role="img" aria-label="Bản đồ: 30 đối tượng/);
    assert.match(svg, /\d+ km/);
    assert.match(svg, /°\d*′?Đ/);
    assert.match(svg, /°\d*′?B/);
  });

  test('is left out where nothing has a place', () => {
    assert.equal(mapOf([null, null]), '');
    assert.equal(mapOf([{ type: 'GeometryCollection', geometries: [] }]), '');
  });

  test('draws any geometry inside its frame', () => {
    const position = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    const geometry = fc.oneof(
      position.map((coordinates) => ({ type: 'Point', coordinates })),
      fc.array(position, { minLength: 2, maxLength: 20 }).map((coordinates) => ({ type: 'LineString', coordinates })),
      fc.array(position, { minLength: 4, maxLength: 20 }).map((ring) => ({ type: 'Polygon', coordinates: [ring] })),
    );
    fc.assert(
      fc.property(fc.array(geometry, { minLength: 1, maxLength: 20 }), (geometries) => {
        const svg = mapOf(geometries);
        assert.match(svg, /^<figure/);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
        const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
        for (const [, x, y] of svg.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g)) {
          assert.ok(Number(x) >= -1 && Number(x) <= Number(width) + 1);
          assert.ok(Number(y) >= -1 && Number(y) <= Number(height) + 1);
        }
      }),
      { numRuns: 50 },
    );
  });
});

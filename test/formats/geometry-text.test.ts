import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { detected, fileOf, look, readAll } from './reading.ts';

const table = (header: string, ...cells: string[]) =>
  `id;${header}\n${cells.map((cell, index) => `${index + 1};"${cell}"`).join('\n')}\n`;

async function geometriesOf(text: string) {
  const file = fileOf(text, 'vung.csv');
  const { layers } = await look(file);
  const [layer] = layers;
  const { geometries } = await readAll(file, layer!);
  return { layer: layer!, geometries: geometries as ({ readonly type: string } | null)[] };
}

describe('a table whose geometries stand as text in a column is a map layer', () => {
  const cases = [
    {
      means: 'every kind of well-known text, in capitals or not',
      cells: [
        'POINT (105.5 21)',
        'linestring(105 21, 106 22)',
        'POLYGON ((105 21, 106 21, 106 22, 105 21), (105.2 21.1, 105.3 21.1, 105.3 21.2, 105.2 21.1))',
        'MULTIPOINT (105 21, 106 22)',
        'MULTIPOINT ((105 21), (106 22))',
        'MULTIPOLYGON (((105 21, 106 21, 106 22, 105 21)))',
        'GEOMETRYCOLLECTION (POINT (105 21), LINESTRING (105 21, 106 22))',
      ],
      types: ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiPoint', 'MultiPolygon', 'GeometryCollection'],
    },
    {
      means: 'heights and measures in every spelling',
      cells: [
        'POINT Z (105 21 3)',
        'POINTZ(105 21 3)',
        'POINT M (105 21 7)',
        'POINT ZM (105 21 3 7)',
        'POINT (105 21 3)',
      ],
      types: ['Point', 'Point', 'Point', 'Point', 'Point'],
    },
    {
      means: 'empty cells and empty geometries',
      cells: ['', 'POINT EMPTY', 'POINT (105 21)', 'MULTIPOLYGON EMPTY'],
      types: [null, null, 'Point', null],
    },
    {
      means: 'binary in hexadecimal digits, as databases write it',
      cells: ['0101000000000000000000F03F0000000000000040', '0101000020E6100000000000000000F03F0000000000000040'],
      types: ['Point', 'Point'],
    },
  ];
  for (const { means, cells, types } of cases) {
    test(means, async () => {
      const { layer, geometries } = await geometriesOf(table('the_geom', ...cells));
      assert.equal(layer.hasGeometry, true);
      assert.deepEqual(
        geometries.map((geometry) => geometry?.type ?? null),
        types,
      );
      assert.match(detected(layer, 'geometry-column') ?? '', /^the_geom \(wk[tb]-in-cells\)$/);
    });
  }

  test('the reference system that every cell names is that of the layer', async () => {
    const { layer, geometries } = await geometriesOf(
      table('WKT', 'SRID=9218;POINT (500000 2300000)', 'SRID=9218;POINT (500001 2300001)'),
    );
    assert.deepEqual(layer.crs, { kind: 'epsg', code: 'EPSG:9218' });
    assert.deepEqual(geometries[0], { type: 'Point', coordinates: [500_000, 2_300_000] });
  });

  test('a cell that is no geometry gives none and stays as text; words in such a column make no layer', async () => {
    const good = Array.from({ length: 19 }, (_, i) => `POINT (${i} 1)`);
    const { layer, geometries } = await geometriesOf(table('geom', ...good, 'POINT (1 x)'));
    assert.equal(layer.hasGeometry, true);
    assert.equal(geometries.at(-1), null);
    const words = await geometriesOf(table('shape', 'tròn', 'vuông', 'POINT (1 2)'));
    assert.equal(words.layer.hasGeometry, false);
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/index.ts';
import { fileAt, fileOf, look, readAll, readOnly, refusals } from './reading.ts';

const fixtures = join('test', 'fixtures', 'parquet');
const fixture = (name: string) => fileAt(join(fixtures, `${name}.parquet`));

describe('every type of Parquet, as pyarrow wrote it', () => {
  for (const name of ['types', 'types-v2']) {
    test(name, async () => {
      const { rows } = await readOnly(fixture(name));
      assert.deepEqual(rows[0], [
        ...['Trạm A', 1, '9007199254740993', '18446744073709551615', 1.5, 0.1, true],
        ...[-12345.67, '12345678901234567890.12', '2025-02-03', '08:05:00.5'],
        ...['2025-02-03T08:05:00.123', '2025-02-03T08:05:00.123456Z', '2025-02-03T08:05:00.123456'],
        ...['00ff', [1, 2], { a: 1, b: 'x' }, { k: 1 }, 'a'],
      ]);
      assert.deepEqual(
        rows[1],
        Array.from({ length: 19 }, () => null),
      );
      assert.deepEqual(rows[2], [
        ...['Cần Thơ', -8, 7, 7, null, 1e300, false, 0.05, 0.01, '1899-12-31', '00:00:00'],
        ...['2025-02-03T08:05:00.123', '1969-12-31T23:59:59.5Z', '2025-02-03T08:05:00.123456'],
        ...['chữ', [], { a: 2, b: null }, {}, 'b'],
      ]);
    });
  }
  for (const codec of ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4']) {
    test(`three row groups packed with ${codec}`, async () => {
      const { rows, positions } = await readOnly(fixture(`many-${codec}`));
      assert.equal(rows.length, 250);
      assert.deepEqual([rows[249], positions[249]], [[249, 'Trạm 4'], 250]);
    });
  }
  test('a file without rows is an empty layer with its columns', async () => {
    const { layers } = await look(fixture('empty'));
    assert.deepEqual(
      layers.map(({ columns, empty }) => ({ columns, empty })),
      [{ columns: ['stt', 'tram'], empty: true }],
    );
  });
});

describe('GeoParquet 1.1', () => {
  const square = [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ];
  const files = [
    { name: 'geo-wkb', geometry: { type: 'Point', coordinates: [105.5, 10.1] }, crs: 'EPSG:4326' },
    { name: 'geo-point', geometry: { type: 'Point', coordinates: [105.5, 10.1] }, crs: 'EPSG:4326' },
    {
      name: 'geo-linestring',
      geometry: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      crs: 'EPSG:4326',
    },
    { name: 'geo-polygon', geometry: { type: 'Polygon', coordinates: square }, crs: 'EPSG:4326' },
  ];
  for (const { name, geometry, crs } of files) {
    test(name, async () => {
      const { layer, geometries, rows } = await readOnly(fixture(name));
      assert.deepEqual(geometries, [geometry, null]);
      assert.deepEqual(layer.crs, { kind: 'epsg', code: crs, axisOrder: 'xy' });
      assert.deepEqual(rows, [['a'], ['b']]);
    });
  }
  test('the system of a file by its id; bytes that are no geometry are refused one by one', async () => {
    const { layer, geometries, rejected } = await readOnly(fixture('geo-vn2000'));
    assert.deepEqual(layer.crs, { kind: 'epsg', code: 'EPSG:9210', axisOrder: 'xy' });
    assert.deepEqual(geometries, [{ type: 'Point', coordinates: [585146.387, 1109748.763] }]);
    assert.deepEqual(
      rejected.map(({ position, reason }) => ({ position, reason })),
      [{ position: 2, reason: 'invalid-geometry' }],
    );
  });
});

test('files one after another and at once, damaged ones between them, do not disturb one another', async () => {
  const damaged = readFileSync(join(fixtures, 'types.parquet')).fill(0xff, 40, 900);
  const told = async (name: string) => (await readOnly(fixture(name))).rows.length;
  for (let round = 0; round < 3; round++) {
    const bad = look(fileOf(damaged, 'd.parquet')).then(async ({ layers }) => {
      for (const layer of layers) await readAll(fileOf(damaged, 'd.parquet'), layer).catch(() => 'a problem');
    });
    const rows = await Promise.all(['many-zstd', 'types', 'geo-wkb'].map(told));
    assert.deepEqual(rows, [250, 3, 2]);
    await bad;
    assert.equal(await told('many-lz4'), 250);
  }
});

describe('a damaged file is a problem, never a crash', () => {
  const limits = { decodeMs: 3_000 };
  const seeds = readdirSync(fixtures)
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => readFileSync(join(fixtures, name)));
  test('cut short anywhere', async () => {
    const whole = readFileSync(join(fixtures, 'types.parquet'));
    for (let length = 4; length < whole.length; length += 613) {
      const [refusal] = await refusals(fileOf(whole.subarray(0, length), 'c.parquet'));
      assert.match(refusal!, /^c\.parquet: (truncated-file|damaged-file)$/);
    }
  });
  test('with bytes changed anywhere', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), changes, async (seed, changed) => {
        const bytes = Buffer.from(seed);
        for (const [at, byte] of changed) bytes[4 + (at % (bytes.length - 4))] = byte;
        const file = fileOf(bytes, 'd.parquet');
        const { layers } = await look(file, limits);
        for (const layer of layers) {
          await readAll(file, layer, limits).catch((error: unknown) =>
            assert.ok(error instanceof Problem, String(error)),
          );
        }
      }),
      // Found by chance: a column loses its name.
      {
        numRuns: 60,
        examples: seeds.map((seed) => [
          seed,
          [
            [611464864, 81],
            [961219346, 9],
          ],
        ]),
      },
    );
  });
});

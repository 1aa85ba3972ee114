import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/index.ts';
import { detected, fileOf, look, readAll, readOnly, refusals } from './reading.ts';

const json = (value: unknown) => fileOf(JSON.stringify(value), 'x.json');

describe('records are found in JSON of any shape', () => {
  const shapes: readonly {
    readonly means: string;
    readonly value: unknown;
    readonly path: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly unknown[])[];
  }[] = [
    {
      means: 'an array of objects',
      value: [
        { a: 1, b: 'x' },
        { a: 2, c: true },
      ],
      path: '/',
      columns: ['a', 'b', 'c'],
      rows: [
        [1, 'x', null],
        [2, null, true],
      ],
    },
    {
      means: 'the answer of a CKAN data store: fields are about the records',
      value: {
        success: true,
        result: { fields: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], records: [{ a: 1, b: 2, c: 3 }] },
      },
      path: '/result/records',
      columns: ['a', 'b', 'c'],
      rows: [[1, 2, 3]],
    },
    {
      means: 'SensorThings: value, nested members flattened, lists kept',
      value: { value: [{ '@iot.id': 1, unit: { name: 'm', symbol: 'm' }, tags: ['x'] }] },
      path: '/value',
      columns: ['@iot.id', 'unit_name', 'unit_symbol', 'tags'],
      rows: [[1, 'm', 'm', ['x']]],
    },
    {
      means: 'columns and rows',
      value: {
        columns: ['tram', 'pH'],
        rows: [
          ['A', 7],
          ['B', 6],
        ],
      },
      path: '/rows',
      columns: ['tram', 'pH'],
      rows: [
        ['A', 7],
        ['B', 6],
      ],
    },
    {
      means: 'Socrata: names far above the rows',
      value: {
        meta: { view: { columns: [{ fieldName: 'id' }, { fieldName: 'v' }] } },
        data: [
          [1, 2],
          [3, 4],
        ],
      },
      path: '/data',
      columns: ['id', 'v'],
      rows: [
        [1, 2],
        [3, 4],
      ],
    },
    {
      means: 'a first row of names',
      value: {
        values: [
          ['tram', 'pH'],
          ['A', 7],
          ['B', 6],
        ],
      },
      path: '/values',
      columns: ['tram', 'pH'],
      rows: [
        ['A', 7],
        ['B', 6],
      ],
    },
    {
      means: 'records by their number',
      value: { _default: { 1: { a: 1 }, 2: { a: 2 }, 3: { a: 3 } } },
      path: '/_default',
      columns: ['key', 'a'],
      rows: [
        ['1', 1],
        ['2', 2],
        ['3', 3],
      ],
    },
    {
      means: 'one object without lists is one record',
      value: { tram: 'A', do: { pH: 7 } },
      path: '/',
      columns: ['tram', 'do_pH'],
      rows: [['A', 7]],
    },
  ];
  for (const { means, value, path, columns, rows } of shapes) {
    test(means, async () => {
      const read = await readOnly(json(value));
      assert.match(detected(read.layer, 'record-path') ?? '', new RegExp(`^${path} \\(`));
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }

  test('several lists are layers to choose from', async () => {
    const { layers } = await look(json({ tram: [{ ma: 1 }, { ma: 2 }], do: [{ v: 1 }, { v: 2 }, { v: 3 }] }));
    assert.deepEqual(
      layers.map(({ id }) => id),
      ['/do', '/tram'],
    );
  });
  test('a steward gives a path, into records too: the outer members go along', async () => {
    const value = {
      tram: [
        { ma: 'A', do: [{ v: 1 }, { v: 2 }] },
        { ma: 'B', do: [{ v: 3 }] },
      ],
    };
    for (const records of ['/tram/*/do', '$.tram[*].do[*]', 'tram/*/do']) {
      const { layer, rows } = await readOnly(json(value), {}, { choices: [{ records }] });
      assert.deepEqual(layer.columns, ['tram_ma', 'v']);
      assert.deepEqual(rows, [
        ['A', 1],
        ['A', 2],
        ['B', 3],
      ]);
    }
  });
  test('a path that is not there', async () => {
    const { refused } = await look(json([{ a: 1 }]), {}, { choices: [{ records: '/nowhere' }] });
    assert.deepEqual(
      refused.map(({ problem }) => problem.code),
      ['layer-not-found'],
    );
  });
  test('whole numbers beyond 2^53 stay exact; digits in texts and fractions stay as they are', async () => {
    const { rows } = await readOnly(
      fileOf('[{"a":9007199254740993,"b":"12345678901234567890","c":1.2345678901234567,"d":1e3}]', 'x.json'),
    );
    assert.deepEqual(rows, [['9007199254740993', '12345678901234567890', 1.2345678901234567, 1000]]);
  });
  test('one object a line', async () => {
    const { layer, rows, positions } = await readOnly(fileOf('{"a":1}\n\n{"a":2,"b":{"c":3}}\n', 'x.json'));
    assert.equal(layer.format, 'jsonl');
    assert.deepEqual(rows, [
      [1, null],
      [2, 3],
    ]);
    assert.deepEqual(positions, [1, 3]);
  });
});

describe('geometry in JSON', () => {
  const hole = [
    [1, 1],
    [2, 1],
    [2, 2],
    [1, 2],
    [1, 1],
  ];
  const outer = [
    [0, 0],
    [0, 5],
    [5, 5],
    [5, 0],
    [0, 0],
  ];
  const far = [
    [10, 0],
    [10, 5],
    [15, 5],
    [15, 0],
    [10, 0],
  ];
  const shapes = [
    { esri: { x: 1, y: 2 }, is: { type: 'Point', coordinates: [1, 2] } },
    { esri: { x: 'NaN', y: 'NaN' }, is: null },
    { esri: { points: [[1, 2]] }, is: { type: 'MultiPoint', coordinates: [[1, 2]] } },
    {
      esri: {
        paths: [
          [
            [0, 0],
            [1, 1],
          ],
        ],
      },
      is: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    },
    {
      esri: { rings: [hole, outer, far] },
      is: { type: 'MultiPolygon', coordinates: [[outer.toReversed(), hole.toReversed()], [far.toReversed()]] },
    },
  ];
  for (const { esri, is } of shapes) {
    test(`ArcGIS: ${Object.keys(esri).join(', ')}`, async () => {
      const answer = {
        spatialReference: { wkid: 102100, latestWkid: 3857 },
        features: [{ attributes: { a: 1 }, geometry: esri }],
      };
      const { layer, rows, geometries } = await readOnly(json(answer));
      assert.deepEqual(layer.crs, { kind: 'epsg', code: 'EPSG:3857' });
      assert.deepEqual([layer.columns, rows, geometries], [['a'], [[1]], [is]]);
    });
  }
  test('a member that is always a GeoJSON geometry is the shape of its record', async () => {
    const point = { type: 'Point', coordinates: [105, 10] };
    const { layer, rows, geometries } = await readOnly(
      json([
        { a: 1, location: point },
        { a: 2, location: null },
      ]),
    );
    assert.deepEqual([layer.columns, rows, geometries], [['a'], [[1], [2]], [point, null]]);
  });
});

describe('JSON that is cut, damaged or built to hurt', () => {
  const cases = [
    { text: '[{"a":1},{"a":', is: 'truncated-file' },
    { text: '[{"a":1}}', is: 'damaged-file' },
    { text: '[{"a":1}] x', is: 'damaged-file' },
    { text: `[{"a":${'['.repeat(100)}`, is: 'json-too-deep' },
    { text: '[1, 2, 3]', is: 'plain-json' },
    { text: '{}', is: 'plain-json' },
  ];
  for (const { text, is } of cases) {
    test(`${text.slice(0, 30)}: ${is}`, async () => {
      assert.deepEqual(await refusals(fileOf(text, 'x.json')), [`x.json: ${is}`]);
    });
  }
  test('a record that is no JSON is refused alone', async () => {
    for (const wrong of ['{"a":nil}', '']) {
      const { rows, rejected } = await readOnly(fileOf(`[{"a":1},${wrong},{"a":3}]`, 'x.json'));
      assert.deepEqual(rows, [[1], [3]]);
      assert.deepEqual(
        rejected.map(({ position, reason }) => [position, reason]),
        [[2, 'invalid-json']],
      );
    }
  });
  test('records come out as they went in, however the text is cut into pieces', async () => {
    const record = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(fc.integer(), fc.string(), fc.boolean()), {
      minKeys: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 70_000 }),
        async (records, pad) => {
          const file = fileOf(`{"pad":"${'x'.repeat(pad)}","data":${JSON.stringify(records, null, 1)}}`, 'x.json');
          const { layer, rows } = await readOnly(file, {}, { choices: [{ records: '/data' }] });
          const back = rows.map((row) =>
            Object.fromEntries(
              layer.columns.flatMap((column, index) => (row[index] === null ? [] : [[column, row[index]]])),
            ),
          );
          assert.deepEqual(
            back,
            records.map((one) => ({ ...one })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
  test('random bytes that begin like JSON', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('{', '[', '[{', '{"a":['),
        async (bytes, start) => {
          const file = fileOf(Buffer.concat([Buffer.from(start), bytes]), 'x.json');
          const { layers } = await look(file);
          for (const layer of layers) {
            await readAll(file, layer).catch((error: unknown) => assert.ok(error instanceof Problem, String(error)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

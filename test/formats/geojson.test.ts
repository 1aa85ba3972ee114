import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { JsonWalk } from '../../src/formats/json/json-walk.ts';
import { detected, fileOf, readOnly, refusals } from './reading.ts';

const point = (x: number, y = 10) => ({ type: 'Point', coordinates: [x, y] });
const feature = (properties: unknown, geometry: unknown = point(105)) => ({ type: 'Feature', properties, geometry });
const collection = (features: unknown[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });

describe('GeoJSON documents: RFC 7946', () => {
  test('columns are all property names in the order they first occur', async () => {
    const { layer, rows } = await readOnly(
      collection([feature({ a: 1 }), feature({ b: 'x', a: null }), feature(null)]),
    );
    assert.deepEqual(layer.columns, ['a', 'b']);
    assert.deepEqual(rows, [
      [1, null],
      [null, 'x'],
      [null, null],
    ]);
  });
  test('nested values are kept as they are', async () => {
    const { rows } = await readOnly(collection([feature({ a: { b: [1, { c: 2 }] } })]));
    assert.deepEqual(rows, [[{ b: [1, { c: 2 }] }]]);
  });
  test('names such as constructor and __proto__ are only names', async () => {
    const text =
      '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"__proto__":1,"constructor":2}},{"type":"Feature","geometry":null,"properties":{}}]}';
    const { layer, rows } = await readOnly(text);
    assert.deepEqual(layer.columns, ['__proto__', 'constructor']);
    assert.deepEqual(rows, [
      [1, 2],
      [null, null],
    ]);
  });
  test('ids, and geometries without coordinates as null', async () => {
    const features = [
      { ...feature({}), id: '01' },
      { ...feature({}, { type: 'Polygon', coordinates: [] }), id: 2 },
      feature({}, null),
    ];
    const { geometries, ids, positions } = await readOnly(collection(features));
    assert.deepEqual(geometries, [point(105), null, null]);
    assert.deepEqual(ids, ['01', 2, null]);
    assert.deepEqual(positions, [1, 2, 3]);
  });

  const crs = { crs: { type: 'name', properties: { name: 'EPSG:3405' } } };
  const documents = [
    { means: 'features last', text: collection([feature({ a: 1 })], crs), is: 'EPSG:3405 (legacy-crs-member)' },
    {
      means: 'features first',
      text: JSON.stringify({ features: [feature({ a: 1 })], type: 'FeatureCollection', ...crs }),
      is: 'EPSG:3405 (legacy-crs-member)',
    },
    {
      means: 'another member named features deeper',
      text: JSON.stringify({ type: 'FeatureCollection', meta: { features: [1] }, features: [feature({ a: 1 })] }),
      is: 'OGC:CRS84 (rfc7946-default)',
    },
    { means: 'a byte order mark', text: `\ufeff${collection([feature({ a: 1 })])}`, is: 'OGC:CRS84 (rfc7946-default)' },
    { means: 'a single feature', text: JSON.stringify(feature({ a: 1 }), null, 2), is: 'OGC:CRS84 (rfc7946-default)' },
    {
      means: 'UTF-16 as Windows tools write',
      text: Buffer.from(`\ufeff${collection([feature({ a: 1 })])}`, 'utf16le'),
      is: 'OGC:CRS84 (rfc7946-default)',
    },
  ];
  for (const { means, text, is } of documents) {
    test(means, async () => {
      const { layer, rows, geometries } = await readOnly(text);
      assert.deepEqual(rows, [[1]]);
      assert.deepEqual(geometries, [point(105)]);
      assert.equal(detected(layer, 'crs'), is);
    });
  }
  test('a bare geometry is one record', async () => {
    const geometry = {
      type: 'GeometryCollection',
      geometries: [
        point(1),
        {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    };
    const { rows, geometries } = await readOnly(JSON.stringify(geometry));
    assert.deepEqual(rows, [[]]);
    assert.deepEqual(geometries, [geometry]);
  });
  test('an empty collection is an empty layer', async () => {
    assert.equal((await readOnly(collection([]))).layer.empty, true);
  });
});

describe('one bad feature is one rejected record', () => {
  const bad = [
    { text: '{"type":"Feature","properties":{"a":NaN},"geometry":null}', is: 'invalid-json' },
    { text: '17', is: 'not-a-feature' },
    { text: 'null', is: 'not-a-feature' },
    { text: '{"type":"Thing"}', is: 'not-a-feature' },
    { text: '{"type":"Feature","properties":[],"geometry":null}', is: 'not-a-feature' },
    { text: '{"type":"Feature","properties":{},"geometry":{"type":"Circle"}}', is: 'invalid-geometry' },
    {
      text: '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":["1","2"]}}',
      is: 'invalid-geometry',
    },
    {
      text: '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[1,2],[3,4]]}}',
      is: 'invalid-geometry',
    },
  ];
  for (const { text, is } of bad) {
    test(`${is}: ${text}`, async () => {
      const good = JSON.stringify(feature({ a: 1 }));
      const { rows, rejected } = await readOnly(`{"type":"FeatureCollection","features":[${good},${text},${good}]}`);
      assert.equal(rows.length, 2);
      assert.deepEqual(
        rejected.map(({ position, reason, raw }) => [position, reason, raw]),
        [[2, is, text]],
      );
    });
  }
});

describe('newline-delimited features and text sequences (RFC 8142)', () => {
  const line = (number: number) => JSON.stringify(feature({ n: number }));
  const files = [
    { means: 'one a line', text: `${line(1)}\n${line(2)}\n`, positions: [1, 2] },
    { means: 'blank lines, CRLF, no last line end', text: `${line(1)}\r\n\r\n${line(2)}`, positions: [1, 3] },
    { means: 'record separators', text: `\x1e${line(1)}\n\x1e${line(2)}\n`, positions: [1, 2] },
    {
      means: 'record separators before texts of several lines',
      text: `\x1e${JSON.stringify(feature({ n: 1 }), null, 1)}\n\x1e${line(2)}\n`,
      positions: [1, 2],
    },
  ];
  for (const { means, text, positions } of files) {
    test(means, async () => {
      const read = await readOnly(text);
      assert.equal(read.layer.format, 'geojsonl');
      assert.deepEqual(read.rows, [[1], [2]]);
      assert.deepEqual(read.positions, positions);
    });
  }
  test('a bad line is rejected, the others are read', async () => {
    const { rows, rejected } = await readOnly(`${line(1)}\n{"type":\n${line(3)}\n`);
    assert.deepEqual(rows, [[1], [3]]);
    assert.deepEqual(
      rejected.map(({ position, reason }) => [position, reason]),
      [[2, 'invalid-json']],
    );
  });
});

describe('JSON that is refused', () => {
  const refused = [
    {
      means: 'cut inside a feature',
      text: collection([feature({ a: 1 }), feature({ a: 2 })]).slice(0, -40),
      is: 'truncated-file',
    },
    { means: 'cut before the last brackets', text: collection([feature({ a: 1 })]).slice(0, -2), is: 'truncated-file' },
    { means: 'cut in the last line', text: `${JSON.stringify(feature({}))}\n{"type":"Fea`, is: 'truncated-file' },
    { means: 'brackets that do not match', text: '{"type":"FeatureCollection","features":[}', is: 'damaged-file' },
    { means: 'something after the end', text: `${collection([])}x`, is: 'damaged-file' },
    { means: 'TopoJSON', text: '{"type":"Topology","objects":{}}', is: 'plain-json' },
    {
      means: 'nesting without end',
      text: `{"type":"FeatureCollection","features":[${'['.repeat(100_000)}`,
      is: 'json-too-deep',
    },
    {
      means: 'nesting in a line',
      text: `${JSON.stringify(feature({}))}\n${'['.repeat(100)}${']'.repeat(100)}\n`,
      is: 'json-too-deep',
    },
  ];
  for (const { means, text, is } of refused) {
    test(means, async () => assert.deepEqual(await refusals(fileOf(text, 'x.json')), [`x.json: ${is}`]));
  }
  test('a feature beyond the limit is rejected; columns are bounded', async () => {
    const { rejected } = await readOnly(collection([feature({ a: 'x'.repeat(2_000) }), feature({ a: 1 })]), {
      recordBytes: 1_000,
    });
    assert.deepEqual(
      rejected.map(({ position, reason }) => [position, reason]),
      [[1, 'record-too-long']],
    );
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index]));
    assert.deepEqual(await refusals(fileOf(collection([feature(many)]), 'x.json'), { columns: 10 }), [
      'x.json: too-many-columns',
    ]);
  });
});

test('elements come out whole from any pieces of the stream', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue({ maxDepth: 4 })),
      fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      (elements, others, first, piece) => {
        const { features: _, ...more } = others;
        const root = first ? { features: elements, ...more } : { ...more, features: elements };
        const bytes = Buffer.from(JSON.stringify(root, null, piece % 3));
        const found: unknown[] = [];
        const walk = new JsonWalk(
          'x',
          { recordBytes: 100_000, jsonDepth: 64 },
          {
            element: (text) => found.push(JSON.parse(text.toString('utf8'))),
            elementTooLong: () => assert.fail('too long'),
          },
          { path: '/features', isArray: true },
        );
        for (let at = 0; at < bytes.length; at += piece) walk.pushAll(bytes.subarray(at, at + piece));
        assert.equal(walk.ended, true);
        assert.deepEqual(found, JSON.parse(JSON.stringify(elements)));
        assert.deepEqual(JSON.parse(walk.skeleton!.toString('utf8')), {
          ...JSON.parse(JSON.stringify(more)),
          features: [],
        });
      },
    ),
    { numRuns: 300 },
  );
});

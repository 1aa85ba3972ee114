import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Position } from '../../src/kernel/index.ts';
import { sameness } from './gdal.ts';
import { detected, fileOf, look, readAll, readOnly, refusals, zipOf } from './reading.ts';

type Content = Record<string, Buffer | string>;

const int = (value: number, big = false): Buffer => {
  const bytes = Buffer.alloc(4);
  if (big) bytes.writeInt32BE(value);
  else bytes.writeInt32LE(value);
  return bytes;
};
const doubles = (...values: readonly number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);

function shpHeader(type: number, bytes: number): Buffer {
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE(bytes / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(type, 32);
  return header;
}

function shp(type: number, shapes: readonly Buffer[]): Buffer {
  const records = shapes.map((shape, index) =>
    Buffer.concat([int(index + 1, true), int(shape.length / 2, true), shape]),
  );
  const body = Buffer.concat(records);
  return Buffer.concat([shpHeader(type, 100 + body.length), body]);
}

/** Index of records that stand at these offsets (bytes) with these content lengths. */
function shx(entries: readonly (readonly [number, number])[]): Buffer {
  const body = entries.map(([offset, length]) => Buffer.concat([int(offset / 2, true), int(length / 2, true)]));
  return Buffer.concat([shpHeader(1, 100 + entries.length * 8), ...body]);
}

const nullShape = int(0);
const pointShape = (x: number, y: number): Buffer => Buffer.concat([int(1), doubles(x, y)]);

function partsShape(type: number, parts: readonly Position[][], heights: number | null = null): Buffer {
  const all = parts.flat();
  let from = 0;
  const starts = parts.map((part) => int((from += part.length) - part.length));
  const z = heights === null ? [] : [doubles(heights, heights), doubles(...all.map(() => heights))];
  return Buffer.concat([
    int(type),
    doubles(0, 0, 0, 0),
    int(parts.length),
    int(all.length),
    ...starts,
    doubles(...all.flatMap(([x, y]) => [x!, y!])),
    ...z,
  ]);
}

function square(x: number, y: number, size: number, clockwise: boolean): Position[] {
  const ring = [
    [x, y],
    [x, y + size],
    [x + size, y + size],
    [x + size, y],
    [x, y],
  ];
  return clockwise ? ring : ring.toReversed();
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly decimals?: number;
  readonly flags?: number;
}

/** A table; cells stand as bytes, padded with blanks, a deleted record begins with `*`. */
function dbf(
  fields: readonly Field[],
  rows: readonly (readonly (string | Buffer)[])[],
  { version = 3, ldid = 0, deleted = [] as readonly number[], claimed = rows.length } = {},
): Buffer {
  const recordLength = 1 + fields.reduce((sum, { length }) => sum + length, 0);
  const header = Buffer.alloc(32);
  header[0] = version;
  header.set([125, 1, 2], 1);
  header.writeUInt32LE(claimed, 4);
  header.writeUInt16LE(33 + fields.length * 32, 8);
  header.writeUInt16LE(recordLength, 10);
  header[29] = ldid;
  const described = fields.map(({ name, type, length, decimals = 0, flags = 0 }) => {
    const field = Buffer.alloc(32);
    field.write(name, 0, 11, 'latin1');
    field.write(type, 11, 'latin1');
    field[16] = length;
    field[17] = decimals;
    field[18] = flags;
    return field;
  });
  const records = rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const bytes = Buffer.alloc(fields[column]!.length, ' ');
      (Buffer.isBuffer(cell) ? cell : Buffer.from(cell)).copy(bytes);
      return bytes;
    });
    return Buffer.concat([Buffer.from(deleted.includes(index) ? '*' : ' '), ...cells]);
  });
  return Buffer.concat([header, ...described, Buffer.from([0x0d]), ...records, Buffer.from([0x1a])]);
}

const ten: Field = { name: 'TEN', type: 'C', length: 10 };
const points = () => shp(1, [pointShape(105, 10), pointShape(106, 11)]);
const table = () => dbf([ten], [['A'], ['B']]);
const zipped = async (content: Content) => fileOf(await zipOf(content), 'lop.zip');

describe('a shapefile is what stands under one name', () => {
  test('with everything, in a sub-folder, in any case', async () => {
    const prj = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984"]]';
    const content = { 'A/Lop.shp': points(), 'A/LOP.DBF': table(), 'A/lop.Prj': prj, 'A/lop.cpg': 'UTF-8' };
    const { layer, rows, geometries } = await readOnly(
      await zipped({
        ...content,
        'A/lop.shx': shx([
          [100, 20],
          [128, 20],
        ]),
        'A/lop.sbn': 'x',
        'A/lop.shp.xml': '<a/>',
      }),
    );
    assert.deepEqual(
      [layer.format, layer.title, layer.crs, layer.columns],
      ['shapefile', 'Lop', { kind: 'wkt', wkt: prj }, ['TEN']],
    );
    assert.deepEqual(rows, [['A'], ['B']]);
    assert.deepEqual(geometries[1], { type: 'Point', coordinates: [106, 11] });
    assert.equal(detected(layer, 'stated-encoding'), 'UTF-8 (hint-only)');
  });
  test('a lone .shp is geometry without attributes', async () => {
    const { layer, rows, geometries } = await readOnly(fileOf(points(), 'lop.shp'));
    assert.deepEqual([layer.columns, layer.crs, rows], [[], undefined, [[], []]]);
    assert.equal(geometries.length, 2);
    assert.equal(detected(layer, 'attributes'), '0 (no-dbf-beside)');
  });
  test('a lone .dbf is a table, a lone .shx is nothing', async () => {
    const file = await zipped({
      'a.dbf': table(),
      'b.shx': shx([
        [100, 20],
        [128, 20],
      ]),
      'c.prj': 'GEOGCS["x"]',
    });
    const { layers, refused } = await look(file);
    assert.deepEqual(refused, []);
    assert.deepEqual(
      layers.map(({ format, entry }) => [format, entry]),
      [['dbf', ['a.dbf']]],
    );
  });
  test('two in one folder are two layers', async () => {
    const file = await zipped({ 'a.shp': points(), 'a.dbf': table(), 'b.shp': points(), 'b.dbf': table() });
    const { layers } = await look(file);
    assert.deepEqual(
      layers.map(({ id }) => id),
      ['a.shp', 'b.shp'],
    );
    assert.deepEqual((await readAll(file, layers[1]!)).rows, [['A'], ['B']]);
  });
  test('dead records that the index passes over are not read', async () => {
    const three = shp(1, [pointShape(1, 1), pointShape(2, 2), pointShape(3, 3)]);
    const index = shx([
      [156, 20],
      [128, 20],
    ]);
    const { layer, geometries } = await readOnly(await zipped({ 'a.shp': three, 'a.shx': index, 'a.dbf': table() }));
    assert.deepEqual(
      geometries.map((place) => (place as { coordinates: number[] }).coordinates[0]),
      [3, 2],
    );
    assert.equal(detected(layer, 'order'), '2 (read-by-index)');
  });
});

describe('shapes', () => {
  const [outer, hole] = [square(0, 0, 10, true), square(2, 2, 4, false)];
  const [island, away] = [square(3, 3, 1, true), square(20, 20, 5, true)];
  const right = { type: 'MultiPolygon', coordinates: [[outer, hole], [island], [away]] } as const;
  const cases = [
    { means: 'as the format promises', rings: [outer, hole, island, away], mended: undefined },
    { means: 'the hole first', rings: [hole, away, island, outer], mended: undefined },
    { means: 'all clockwise', rings: [outer, hole.toReversed(), island, away], mended: '1 (holes-told-by-place)' },
    {
      means: 'all turned round',
      rings: [outer, hole, island, away].map((ring) => ring.toReversed()),
      mended: '1 (holes-told-by-place)',
    },
    {
      means: 'rings not closed',
      rings: [outer, hole, island, away].map((ring) => ring.slice(0, -1)),
      mended: undefined,
    },
  ];
  for (const { means, rings, mended } of cases) {
    test(`holes, an island and a part far away: ${means}`, async () => {
      const { layer, geometries } = await readOnly(fileOf(shp(5, [partsShape(5, rings)])));
      assert.deepEqual(sameness(geometries[0] as never), sameness(right as never));
      assert.equal(detected(layer, 'rings-mended'), mended);
    });
  }
  test('null shapes and shapes without positions have no geometry', async () => {
    const { layer, geometries } = await readOnly(
      fileOf(shp(5, [nullShape, partsShape(5, []), partsShape(5, [outer])])),
    );
    assert.deepEqual(
      geometries.map((place) => place !== null),
      [false, false, true],
    );
    assert.equal(detected(layer, 'null-shapes'), '1 (read-without-geometry)');
  });
  test('heights are kept', async () => {
    const { geometries } = await readOnly(
      fileOf(
        shp(13, [
          partsShape(
            13,
            [
              [
                [1, 2],
                [3, 4],
              ],
            ],
            7,
          ),
        ]),
      ),
    );
    assert.deepEqual(geometries[0], {
      type: 'LineString',
      coordinates: [
        [1, 2, 7],
        [3, 4, 7],
      ],
    });
  });
  test('measures are told and not kept', async () => {
    const shape = Buffer.concat([int(21), doubles(1, 2, 55)]);
    const { layer, geometries } = await readOnly(fileOf(shp(21, [shape])));
    assert.deepEqual(geometries[0], { type: 'Point', coordinates: [1, 2] });
    assert.equal(detected(layer, 'measures'), '1 (not-kept)');
  });
  test('a shape of nonsense is one rejected record', async () => {
    const bad = partsShape(5, [outer]);
    bad.writeInt32LE(1_000_000, 40);
    const { rows, rejected } = await readOnly(
      await zipped({ 'a.shp': shp(5, [bad, partsShape(5, [outer])]), 'a.dbf': table() }),
    );
    assert.deepEqual(rows, [['B']]);
    assert.deepEqual(
      rejected.map(({ position, reason, raw }) => [position, reason, raw]),
      [[1, 'invalid-geometry', '{"TEN":"A"}']],
    );
  });
  test('bodies are refused with words', async () =>
    assert.deepEqual(await refusals(fileOf(shp(31, []), 'nha.shp')), ['nha.shp: geometry-kind-not-read']));
  test('thousands of rings inside one another end', async () => {
    const rings = Array.from({ length: 6_000 }, (_, index) =>
      square(index, index, 20_000 - 2 * index, index % 2 === 0),
    );
    const { geometries } = await readOnly(fileOf(shp(5, [partsShape(5, rings)])));
    assert.equal((geometries[0] as { type: string }).type, 'MultiPolygon');
  });
});

describe('both files go together by their order', () => {
  const cases = [
    { means: 'more shapes than rows', shapes: 3, rows: 2, says: ['shapes-without-row', '1 (read-without-attributes)'] },
    { means: 'more rows than shapes', shapes: 2, rows: 3, says: ['rows-without-shape', '1 (read-without-geometry)'] },
  ] as const;
  for (const { means, shapes, rows, says } of cases) {
    test(means, async () => {
      const content = {
        'a.shp': shp(
          1,
          Array.from({ length: shapes }, (_, index) => pointShape(index, index)),
        ),
        'a.dbf': dbf(
          [ten],
          Array.from({ length: rows }, (_, index) => [`r${index}`]),
        ),
      };
      const read = await readOnly(await zipped(content));
      assert.deepEqual(
        read.rows.map(([name]) => name),
        ['r0', 'r1', rows === 3 ? 'r2' : null],
      );
      assert.deepEqual(
        read.geometries.map((place) => place !== null),
        [true, true, shapes === 3],
      );
      assert.equal(detected(read.layer, says[0]), says[1]);
    });
  }
  test('a deleted row takes its shape along', async () => {
    const content = { 'a.shp': points(), 'a.dbf': dbf([ten], [['A'], ['B']], { deleted: [0] }) };
    const { layer, rows, positions } = await readOnly(await zipped(content));
    assert.deepEqual([rows, positions], [[['B']], [2]]);
    assert.equal(detected(layer, 'deleted-records'), '1 (marked-deleted-not-read)');
  });
});

describe('cells of a table', () => {
  const one = async (field: Partial<Field>, cell: string | Buffer, options = {}, beside: Content = {}) => {
    const content = dbf([{ name: 'X', type: 'C', length: 10, ...field }], [[cell]], options);
    const { rows, layer } = await readOnly(await zipped({ 'a.dbf': content, ...beside }));
    return { cell: rows[0]![0], layer };
  };
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const float = doubles(1.5);
  const fpt = Buffer.concat([
    Buffer.from([0, 0, 0, 9, 0, 0, 0, 64]),
    Buffer.alloc(504),
    Buffer.from([0, 0, 0, 1, 0, 0, 0, 5]),
    Buffer.from('Sông '),
    Buffer.alloc(60),
  ]);
  const dbt = Buffer.concat([Buffer.alloc(512), Buffer.from('ghi chú\x1a\x1a')]);
  const moment = Buffer.concat([int(2_460_000), int(3_600_000)]);
  const cases: {
    means: string;
    field: Partial<Field>;
    cell: string | Buffer;
    is: unknown;
    options?: object;
    beside?: Content;
  }[] = [
    { means: 'text keeps blanks before it', field: {}, cell: '  Xã', is: '  Xã' },
    { means: 'blank text is none', field: {}, cell: '', is: null },
    { means: 'zeros pad as well', field: {}, cell: 'A\0\0', is: 'A' },
    { means: 'UTF-8 without being told', field: { length: 30 }, cell: 'Phường Ninh Kiều', is: 'Phường Ninh Kiều' },
    { means: 'anything else byte for byte', field: {}, cell: latin('Ph­êng'), is: 'Ph­êng' },
    {
      means: 'bytes that windows-1252 leaves free',
      field: {},
      cell: Buffer.from([0x81, 0x8d, 0x90, 0x41]),
      is: '\x81\x8d\x90A',
    },
    { means: 'a number', field: { type: 'N' }, cell: '    -12.50', is: -12.5 },
    { means: 'a number with comma stays text', field: { type: 'N' }, cell: '     12,50', is: '12,50' },
    {
      means: 'more digits than a number holds',
      field: { type: 'N', length: 19 },
      cell: '1234567890123456789',
      is: '1234567890123456789',
    },
    { means: 'a number that did not fit', field: { type: 'N' }, cell: '**********', is: null },
    { means: 'exponents', field: { type: 'F', length: 20 }, cell: ' 1.25000000000e+003', is: 1250 },
    { means: 'a date', field: { type: 'D', length: 8 }, cell: '20250131', is: '2025-01-31' },
    { means: 'no date', field: { type: 'D', length: 8 }, cell: '00000000', is: null },
    { means: 'an odd date stays', field: { type: 'D', length: 8 }, cell: '31/01/25', is: '31/01/25' },
    { means: 'true', field: { type: 'L', length: 1 }, cell: 'Y', is: true },
    { means: 'false', field: { type: 'L', length: 1 }, cell: 'f', is: false },
    { means: 'neither', field: { type: 'L', length: 1 }, cell: '?', is: null },
    { means: 'FoxPro integer', field: { type: 'I', length: 4 }, cell: int(-7), is: -7, options: { version: 0x30 } },
    { means: 'FoxPro double', field: { type: 'B', length: 8 }, cell: float, is: 1.5, options: { version: 0x30 } },
    {
      means: 'FoxPro money',
      field: { type: 'Y', length: 8 },
      cell: Buffer.concat([int(12_345_600), int(0)]),
      is: 1234.56,
      options: { version: 0x30 },
    },
    {
      means: 'FoxPro moment',
      field: { type: 'T', length: 8 },
      cell: moment,
      is: '2023-02-24T01:00:00',
      options: { version: 0x30 },
    },
    {
      means: 'memo of FoxPro',
      field: { type: 'M', length: 4 },
      cell: int(8),
      is: 'Sông',
      options: { version: 0x30 },
      beside: { 'a.fpt': fpt },
    },
    {
      means: 'memo of dBase III',
      field: { type: 'M' },
      cell: '         1',
      is: 'ghi chú',
      options: { version: 0x83 },
      beside: { 'a.dbt': dbt },
    },
    { means: 'memo that nobody sent', field: { type: 'M' }, cell: '         1', is: null, options: { version: 0x83 } },
  ];
  for (const { means, field, cell, is, options, beside } of cases) {
    test(means, async () => assert.deepEqual((await one(field, cell, options, beside)).cell, is));
  }
  test('a missing memo file is told', async () => {
    const { layer } = await one({ type: 'M' }, '         1', { version: 0x83 });
    assert.equal(detected(layer, 'memos-missing'), '1 (memo-file-not-sent)');
  });
  test('a letter cut at the end of its field is told', async () => {
    const { layer, cell } = await one({ length: 12 }, Buffer.from('Xã Mỹ Phướ'));
    assert.equal(cell, 'Xã Mỹ Ph\ufffd');
    assert.equal(detected(layer, 'cut-cells'), '1 (last-character-cut)');
  });
  test('a null of Visual FoxPro', async () => {
    const fields = [
      { name: 'X', type: 'I', length: 4, flags: 2 },
      { name: '_NullFlags', type: '0', length: 1, flags: 5 },
    ];
    const { rows, layer } = await readOnly(
      fileOf(
        dbf(
          fields,
          [
            [int(5), Buffer.from([1])],
            [int(6), Buffer.from([0])],
          ],
          { version: 0x30 },
        ),
      ),
    );
    assert.deepEqual([layer.columns, rows], [['X'], [[null], [6]]]);
  });
});

describe('what is cut short is refused, wherever', () => {
  test('a table with fewer records than it says', async () =>
    assert.deepEqual(await refusals(fileOf(dbf([ten], [['A']], { claimed: 5 }), 'a.dbf')), ['a.dbf: truncated-file']));
  test('a table with a huge count', async () =>
    assert.deepEqual(await refusals(fileOf(dbf([ten], [['A']], { claimed: 0xffffffff }), 'a.dbf')), [
      'a.dbf: truncated-file',
    ]));
  test('shapes', async () => {
    const whole = points();
    for (let length = 4; length < whole.length; length += 1) {
      const [refusal] = await refusals(fileOf(whole.subarray(0, length), 'a.shp'));
      assert.match(refusal ?? '', /a\.shp: (truncated-file|damaged-file)/, `${length}`);
    }
  });
  test('the table beside shapes', async () => {
    const file = await zipped({ 'a.shp': points(), 'a.dbf': table().subarray(0, -12) });
    assert.deepEqual(await refusals(file), ['lop.zip/a.shp: truncated-file']);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { crsOfCoordSys } from '../../src/formats/mif/coord-sys.ts';
import { detected, fileOf, readOnly, refusals, zipOf } from './reading.ts';

const head = (columns = '1\n  TEN Char(30)', more = '') =>
  `Version 300\nCharset "WindowsLatin1"\nDelimiter ","\n${more}Columns ${columns}\nData\n\n`;

async function pair(objects: string, mid: string | Buffer, header = head()) {
  return readOnly(fileOf(await zipOf({ 'xa.mif': header + objects, 'XA.MID': mid }), 'xa.zip'));
}

describe('MapInfo CoordSys', () => {
  const meters = '+x_0=500000 +y_0=0';
  const cases: { clause: string; is: string | null }[] = [
    { clause: 'Earth Projection 1, 104', is: '+proj=longlat +datum=WGS84 +no_defs' },
    { clause: 'Earth', is: '+proj=longlat +datum=WGS84 +no_defs' },
    {
      clause: 'Earth Projection 8, 104, "m", 105.5, 0, 0.9999, 500000, 0',
      is: `+proj=tmerc +lon_0=105.5 +lat_0=0 +k=0.9999 ${meters} +datum=WGS84 +units=m +no_defs`,
    },
    {
      clause: 'Earth Projection 2008, 104, "m", 105, 0, 0.9996, 500000, 0 Bounds (0, 0) (1000000, 2000000)',
      is: `+proj=tmerc +lon_0=105 +lat_0=0 +k=0.9996 ${meters} +datum=WGS84 +units=m +no_defs`,
    },
    {
      clause:
        'Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278, 0, "m", 105.75, 0, 0.9999, 500000, 0',
      is: `+proj=tmerc +lon_0=105.75 +lat_0=0 +k=0.9999 ${meters} +ellps=WGS84 +towgs84=-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278 +units=m +no_defs`,
    },
    {
      clause: 'Earth Projection 8, 999, 3, 1, 2, 3, "m", 105, 0, 1, 500000, 0',
      is: `+proj=tmerc +lon_0=105 +lat_0=0 +k=1 ${meters} +ellps=krass +towgs84=1,2,3,0,0,0,0 +units=m +no_defs`,
    },
    {
      clause: 'Earth Projection 3, 104, "m", 105, 10, 11, 21, 500000, 0',
      is: `+proj=lcc +lon_0=105 +lat_0=10 +lat_1=11 +lat_2=21 ${meters} +datum=WGS84 +units=m +no_defs`,
    },
    {
      clause: 'Earth Projection 8, 104, "km", 105, 0, 0.9999, 500, 0',
      is: `+proj=tmerc +lon_0=105 +lat_0=0 +k=0.9999 ${meters} +datum=WGS84 +units=km +no_defs`,
    },
    { clause: 'NonEarth Units "m" Bounds (0, 0) (1, 1)', is: null },
    { clause: 'Earth Projection 8, 77, "m", 105, 0, 1, 0, 0', is: null },
    { clause: 'Earth Projection 8, 104, "m", 105', is: null },
    { clause: 'Earth Projection 3008, 104, "m", 105, 0, 1, 0, 0 Affine Units "m", 1, 0, 0, 0, 1, 0', is: null },
  ];
  for (const { clause, is } of cases) {
    test(clause, () => {
      const expected = is === null ? { kind: 'text', text: `CoordSys ${clause}` } : { kind: 'proj4', proj4: is };
      assert.deepEqual(crsOfCoordSys(clause), expected);
    });
  }
});

describe('MapInfo objects', () => {
  const square = '4\n0 0\n0 2\n2 2\n2 0\n';
  const ring = [
    [0, 0],
    [0, 2],
    [2, 2],
    [2, 0],
    [0, 0],
  ];
  const cases: { means: string; text: string; is: unknown }[] = [
    { means: 'none', text: 'None\n', is: null },
    {
      means: 'a point with its symbol',
      text: 'Point 1 2\n    Symbol (35,0,12)\n',
      is: { type: 'Point', coordinates: [1, 2] },
    },
    {
      means: 'a line',
      text: 'Line 0 0 1 1\n    Pen (1,2,0)\n',
      is: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    },
    {
      means: 'a polyline',
      text: 'Pline 2\n0 0\n1 1\n    Smooth\n',
      is: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    },
    {
      means: 'a polyline of two parts',
      text: 'Pline Multiple 2\n  2\n0 0\n1 1\n  2\n2 2\n3 3\n',
      is: {
        type: 'MultiLineString',
        coordinates: [
          [
            [0, 0],
            [1, 1],
          ],
          [
            [2, 2],
            [3, 3],
          ],
        ],
      },
    },
    {
      means: 'a region whose ring is open',
      text: `Region 1\n  ${square}    Center 1 1\n`,
      is: { type: 'Polygon', coordinates: [ring] },
    },
    {
      means: 'a region with a hole that winds the same way',
      text: `Region 2\n  ${square}  4\n0.5 0.5\n0.5 1\n1 1\n1 0.5\n`,
      is: {
        type: 'Polygon',
        coordinates: [
          ring,
          [
            [0.5, 0.5],
            [0.5, 1],
            [1, 1],
            [1, 0.5],
            [0.5, 0.5],
          ],
        ],
      },
    },
    {
      means: 'several points',
      text: 'Multipoint 2\n0 0\n1 1\n',
      is: {
        type: 'MultiPoint',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    },
    {
      means: 'a rectangle',
      text: 'Rect 0 0 2 1\n',
      is: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [2, 0],
            [2, 1],
            [0, 1],
            [0, 0],
          ],
        ],
      },
    },
    {
      means: 'a collection',
      text: 'Collection 2\nPline 2\n0 0\n1 1\nMultipoint 1\n3 3\n',
      is: {
        type: 'GeometryCollection',
        geometries: [
          {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
          { type: 'MultiPoint', coordinates: [[3, 3]] },
        ],
      },
    },
  ];
  for (const { means, text, is } of cases) {
    test(means, async () => {
      const { geometries, rows } = await pair(`${text}Point 9 9\n`, '"A"\n"B"\n');
      assert.deepEqual(geometries, [is, { type: 'Point', coordinates: [9, 9] }]);
      assert.deepEqual(rows, [['A'], ['B']]);
    });
  }
  test('labels are left out with their rows and counted', async () => {
    const label = 'Text\n    "Region 5"\n    0 0 1 1\n    Font ("Arial",0,0,0)\n';
    const { layer, rows, positions } = await pair(`Point 1 1\n${label}Point 2 2\n`, '"A"\n"B"\n"C"\n');
    assert.deepEqual(
      [rows, positions],
      [
        [['A'], ['C']],
        [1, 3],
      ],
    );
    assert.equal(detected(layer, 'text-objects'), '1 (labels-not-read)');
  });
  test('a transformation of the header', async () => {
    const { geometries } = await pair('Point 1 2\n', '"A"\n', head(undefined, 'Transform 10,0,5,7\n'));
    assert.deepEqual(geometries, [{ type: 'Point', coordinates: [15, 9] }]);
  });
  test('an unfinished object is a file cut short', async () => {
    const file = fileOf(`${head()}Region 1\n  5\n0 0\n`, 'xa.mif');
    assert.deepEqual(await refusals(file), ['xa.mif: truncated-file']);
  });
  test('a count of nonsense is damage', async () => {
    const file = fileOf(`${head()}Pline 99999999999\n0 0\n`, 'xa.mif');
    assert.deepEqual(await refusals(file), ['xa.mif: damaged-file']);
  });
});

describe('MapInfo rows', () => {
  const cells = async (types: string, row: string | Buffer) => {
    const columns = types.split(';').map((type, index) => `  C${index} ${type}`);
    const { rows } = await pair('None\n', row, head(`${columns.length}\n${columns.join('\n')}`));
    return rows[0];
  };
  const cases = [
    { means: 'marks in quotes', types: 'Char(9);Integer', row: '"a,""b""",7', is: ['a,"b"', 7] },
    { means: 'a line end in quotes', types: 'Char(9);Integer', row: '"a\nb",7', is: ['a\nb', 7] },
    { means: 'numbers', types: 'Decimal(9,2);Float;SmallInt', row: '1.50,-2.5e3,', is: [1.5, -2500, null] },
    {
      means: 'dates and times',
      types: 'Date;DateTime;Time',
      row: '20250131,20250131083000000,083000000',
      is: ['2025-01-31', '2025-01-31T08:30:00', '08:30:00'],
    },
    { means: 'truth', types: 'Logical;Logical', row: 'T,F', is: [true, false] },
    { means: 'fewer cells than columns', types: 'Char(9);Integer', row: '"a"', is: ['a', null] },
    {
      means: 'a font encoding, byte for byte',
      types: 'Char(30)',
      row: Buffer.from('"Ph­êng An Héi"', 'latin1'),
      is: ['Ph­êng An Héi'],
    },
    { means: 'UTF-8 whatever the header says', types: 'Char(30)', row: '"Phường An Hội"', is: ['Phường An Hội'] },
  ];
  for (const { means, types, row, is } of cases) {
    test(means, async () => assert.deepEqual(await cells(types, row), is));
  }
  test('a .mif alone is geometry without attributes', async () => {
    const { layer, rows } = await readOnly(fileOf(`${head()}Point 1 1\n`, 'xa.mif'));
    assert.deepEqual([layer.columns, rows], [[], [[]]]);
    assert.equal(detected(layer, 'attributes'), '0 (no-mid-beside)');
  });
});

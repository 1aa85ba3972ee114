import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readSrsName } from '../../src/formats/gml/srs-name.ts';
import { detected, fileOf, look, readAll, readOnly, refusals, zipOf } from './reading.ts';

const kml = (body: string, encoding = 'UTF-8') =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${body}</Document></kml>`;
const placemark = (inside: string) => `<Placemark>${inside}</Placemark>`;
const point = '<Point><coordinates>105,10,0</coordinates></Point>';
const data = (name: string, value: string) => `<Data name="${name}"><value>${value}</value></Data>`;

describe('KML', () => {
  test('columns come from elements, data and schemas; heights of nought are left out', async () => {
    const { layer, rows, geometries, ids } = await readOnly(
      fileOf(
        kml(
          '<Schema id="s"><SimpleField name="dt" type="double"/></Schema>' +
            `<Placemark id="p1"><name>A</name><description><![CDATA[<table><tr><td>1</td></tr></table>]]></description>${point}` +
            `<ExtendedData>${data('ma', '01')}<SchemaData schemaUrl="#s"><SimpleData name="dt">1.50</SimpleData></SchemaData></ExtendedData></Placemark>` +
            placemark(`<name>B</name>${point}`),
        ),
        'a.kml',
      ),
    );
    assert.deepEqual(layer.columns, ['name', 'description', 'ma', 'dt']);
    assert.deepEqual(rows, [
      ['A', '<table><tr><td>1</td></tr></table>', '01', 1.5],
      ['B', null, null, null],
    ]);
    assert.deepEqual(geometries[0], { type: 'Point', coordinates: [105, 10] });
    assert.deepEqual(ids, ['p1', null]);
    assert.deepEqual(layer.crs?.kind === 'epsg' && layer.crs.code, 'EPSG:4326');
  });
  test('HTML that nobody put into CDATA, and entities of HTML', async () => {
    const { rows } = await readOnly(
      fileOf(kml(placemark(`<description><b>Đất</b>&nbsp;ở</description>${point}`)), 'a.kml'),
    );
    assert.deepEqual(rows, [['<b>Đất</b>\u00a0ở']]);
  });
  const places = [
    {
      means: 'blanks after commas',
      text: '105, 10, 5 106 , 11 , 6',
      is: [
        [105, 10, 5],
        [106, 11, 6],
      ],
    },
    {
      means: 'line ends between',
      text: '\n105,10\n106,11\n',
      is: [
        [105, 10],
        [106, 11],
      ],
    },
  ];
  for (const { means, text, is } of places) {
    test(`positions with ${means}`, async () => {
      const line = `<LineString><coordinates>${text}</coordinates></LineString>`;
      const { geometries } = await readOnly(fileOf(kml(placemark(line)), 'a.kml'));
      assert.deepEqual(geometries, [{ type: 'LineString', coordinates: is }]);
    });
  }
  test('several geometries of one placemark', async () => {
    const both = `<MultiGeometry>${point}<MultiGeometry>${point}</MultiGeometry></MultiGeometry>`;
    const { geometries } = await readOnly(fileOf(kml(placemark(both)), 'a.kml'));
    assert.deepEqual(geometries, [
      {
        type: 'MultiPoint',
        coordinates: [
          [105, 10],
          [105, 10],
        ],
      },
    ]);
  });
  test('a position that is none rejects its record', async () => {
    const bad = '<Point><coordinates>kinh độ,10</coordinates></Point>';
    const { rows, rejected } = await readOnly(
      fileOf(kml(placemark(`<name>A</name>${bad}`) + placemark(point)), 'a.kml'),
    );
    assert.deepEqual(
      [rows.length, rejected.map(({ position, reason }) => [position, reason])],
      [1, [[1, 'invalid-geometry']]],
    );
  });
  test('folders of one shape are one layer with a column of folders', async () => {
    const folder = (name: string) => `<Folder><name>${name}</name>${placemark(`<name>A</name>${point}`)}</Folder>`;
    const { layer, rows } = await readOnly(fileOf(kml(folder('Xã A') + folder('Xã B')), 'a.kml'));
    assert.deepEqual(layer.columns, ['folder', 'name']);
    assert.deepEqual(
      rows.map(([name]) => name),
      ['Xã A', 'Xã B'],
    );
  });
  test('folders of different data are layers', async () => {
    const folder = (name: string, ...keys: string[]) =>
      `<Folder><name>${name}</name>${placemark(`${point}<ExtendedData>${keys.map((key) => data(key, key)).join('')}</ExtendedData>`)}</Folder>`;
    const file = fileOf(kml(folder('Trạm', 'ma', 'loai') + folder('Đường', 'ten', 'dai', 'rong')), 'a.kml');
    const { layers } = await look(file);
    assert.deepEqual(
      layers.map(({ id, columns }) => [id, columns]),
      [
        ['Trạm', ['ma', 'loai']],
        ['Đường', ['ten', 'dai', 'rong']],
      ],
    );
    assert.deepEqual((await readAll(file, layers[1]!)).rows, [['ten', 'dai', 'rong']]);
  });
  test('links and overlays are told, not followed', async () => {
    const link = '<NetworkLink><name>x</name><Link><href>http://localhost/</href></Link></NetworkLink>';
    const { layer } = await readOnly(fileOf(kml(link + placemark(point)), 'a.kml'));
    assert.equal(detected(layer, 'NetworkLink'), '1 (not-read)');
  });
  test('a KMZ has the name of its archive, its icons are no data', async () => {
    const zip = await zipOf({
      'doc.kml': kml(placemark(point)),
      'files/icon.png': Buffer.from('\x89PNG\r\n', 'latin1'),
    });
    const file = fileOf(zip, 'Tram do.kmz');
    const { layers, refused } = await look(file);
    assert.deepEqual([layers.map(({ title }) => title), refused], [['Tram do'], []]);
  });
  test('one cell in a font encoding does not spoil the others', async () => {
    const [before, after] = kml(placemark(`<name>Xã</name>${point}`) + placemark(`<name>#</name>${point}`)).split('#');
    const bytes = Buffer.concat([Buffer.from(before!), Buffer.from('Ph­êng', 'latin1'), Buffer.from(after!)]);
    const { rows } = await readOnly(fileOf(bytes, 'a.kml'));
    assert.deepEqual(rows, [['Xã'], ['Ph­êng']]);
  });
  test('entities of its own are refused: they are the door to bombs', async () => {
    const bomb = kml('').replace('<kml', '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml');
    assert.deepEqual(await refusals(fileOf(bomb, 'a.kml')), ['a.kml: unsafe-xml']);
  });
});

describe('srsName: OGC 09-048r5, 07-036 D.1.1', () => {
  const cases = [
    ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4326', true],
    ['urn:x-ogc:def:crs:EPSG:6.9:4326', 'EPSG:4326', true],
    ['http://www.opengis.net/def/crs/EPSG/0/4326', 'EPSG:4326', true],
    ['http://www.opengis.net/gml/srs/epsg.xml#4326', 'EPSG:4326', false],
    ['EPSG:4326', 'EPSG:4326', false],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', false],
    ['http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'EPSG:4326', false],
    ['urn:ogc:def:crs:EPSG::3405', 'EPSG:3405', false],
    ['urn:ogc:def:crs:EPSG::5897', 'EPSG:5897', false],
    ['urn:ogc:def:crs:EPSG::4756', 'EPSG:4756', true],
    ['urn:ogc:def:crs:EPSG::3857', 'EPSG:3857', false],
    ['urn:ogc:def:crs:EPSG::31467', 'EPSG:31467', true],
  ] as const;
  for (const [name, code, northFirst] of cases) {
    test(name, () => assert.deepEqual(readSrsName(name), { crs: { kind: 'epsg', code }, northFirst }));
  }
  test('anything else stays as it stands', () =>
    assert.deepEqual(readSrsName('urn:adv:crs:DE_DHDN'), {
      crs: { kind: 'text', text: 'urn:adv:crs:DE_DHDN' },
      northFirst: false,
    }));
});

describe('GML', () => {
  const collection = (members: string) =>
    `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="urn:a">${members}</wfs:FeatureCollection>`;
  const member = (inside: string) => `<wfs:member><a:Xa gml:id="x">${inside}</a:Xa></wfs:member>`;
  const place = (geometry: string) => `<a:hinh>${geometry}</a:hinh>`;
  const one = async (geometry: string) => {
    const { geometries, rejected } = await readOnly(fileOf(collection(member(place(geometry))), 'a.gml'));
    return geometries[0] ?? rejected[0]?.detail;
  };
  const ring = '<gml:LinearRing><gml:posList>0 0 0 2 2 2 0 0</gml:posList></gml:LinearRing>';
  const square = [
    [0, 0],
    [0, 2],
    [2, 2],
    [0, 0],
  ];
  const line = (list: string) => `<gml:LineStringSegment><gml:posList>${list}</gml:posList></gml:LineStringSegment>`;
  const cases: { means: string; text: string; is: unknown }[] = [
    {
      means: 'pos, latitude first',
      text: '<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>10 105</gml:pos></gml:Point>',
      is: { type: 'Point', coordinates: [105, 10] },
    },
    {
      means: 'pos, longitude first',
      text: '<gml:Point srsName="EPSG:4326"><gml:pos>105 10</gml:pos></gml:Point>',
      is: { type: 'Point', coordinates: [105, 10] },
    },
    {
      means: 'heights',
      text: '<gml:LineString srsDimension="3"><gml:posList>1 2 3 4 5 6</gml:posList></gml:LineString>',
      is: {
        type: 'LineString',
        coordinates: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    },
    {
      means: 'coordinates with marks of their own',
      text: '<gml:LineString><gml:coordinates decimal="," cs=";" ts=" ">1,5;2 3;4,5</gml:coordinates></gml:LineString>',
      is: {
        type: 'LineString',
        coordinates: [
          [1.5, 2],
          [3, 4.5],
        ],
      },
    },
    {
      means: 'coord of GML 2',
      text: '<gml:Point><gml:coord><gml:X>1</gml:X><gml:Y>2</gml:Y></gml:coord></gml:Point>',
      is: { type: 'Point', coordinates: [1, 2] },
    },
    {
      means: 'a polygon with a hole',
      text: `<gml:Polygon><gml:exterior>${ring}</gml:exterior><gml:interior>${ring}</gml:interior></gml:Polygon>`,
      is: { type: 'Polygon', coordinates: [square, square] },
    },
    {
      means: 'boundaries of GML 2',
      text: `<gml:Polygon><gml:outerBoundaryIs>${ring}</gml:outerBoundaryIs></gml:Polygon>`,
      is: { type: 'Polygon', coordinates: [square] },
    },
    {
      means: 'a surface of one patch',
      text: `<gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior>${ring}</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>`,
      is: { type: 'Polygon', coordinates: [square] },
    },
    {
      means: 'surfaces',
      text: `<gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior>${ring}</gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface>`,
      is: { type: 'MultiPolygon', coordinates: [[square]] },
    },
    {
      means: 'a curve of two segments',
      text: `<gml:Curve><gml:segments>${line('0 0 1 1')}${line('1 1 2 0')}</gml:segments></gml:Curve>`,
      is: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
          [2, 0],
        ],
      },
    },
    {
      means: 'a ring of curves, one turned round',
      text: `<gml:Polygon><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments>${line('0 0 0 2 2 2')}</gml:segments></gml:Curve></gml:curveMember><gml:curveMember><gml:OrientableCurve orientation="-"><gml:baseCurve><gml:Curve><gml:segments>${line('0 0 2 2')}</gml:segments></gml:Curve></gml:baseCurve></gml:OrientableCurve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>`,
      is: { type: 'Polygon', coordinates: [square] },
    },
    { means: 'a body is told', text: '<gml:Solid/>', is: 'Solid' },
    {
      means: 'a piece that stands elsewhere is told',
      text: '<gml:Curve><gml:segments/><gml:curveMember href="#a"/></gml:Curve>',
      is: 'xlink:href',
    },
  ];
  for (const { means, text, is } of cases) test(means, async () => assert.deepEqual(await one(text), is));

  test('an arc passes through its three positions', async () => {
    const arc =
      '<gml:Curve><gml:segments><gml:Arc><gml:posList>1 0 0 1 -1 0</gml:posList></gml:Arc></gml:segments></gml:Curve>';
    const { coordinates } = (await one(arc)) as { coordinates: number[][] };
    assert.ok(coordinates.length > 30);
    for (const [x, y] of coordinates) assert.ok(Math.abs(Math.hypot(x!, y!) - 1) < 1e-9 && y! > -1e-9);
  });
  test('a corner without numbers rejects its record', async () => {
    const corner = '<gml:LineString><gml:coord><gml:X>5</gml:X></gml:coord></gml:LineString>';
    assert.equal(await one(corner), '5');
  });
  test('nested properties, units, links and names that come twice', async () => {
    const inside =
      '<gml:name>A</gml:name><gml:name>B</gml:name><a:dt uom="ha">5</a:dt><a:chu><a:ChuSoHuu><a:ten>X</a:ten></a:ChuSoHuu></a:chu><a:loai xlink:href="urn:1"/><a:trong/>';
    const { layer, rows, ids } = await readOnly(fileOf(collection(member(inside)), 'a.gml'));
    assert.deepEqual(Object.fromEntries(layer.columns.map((column, index) => [column, rows[0]![index]])), {
      name: 'A',
      'name (2)': 'B',
      'dt.uom': 'ha',
      dt: '5',
      'chu.ten': 'X',
      loai: 'urn:1',
    });
    assert.deepEqual([ids, layer.hasGeometry, layer.crs], [['x'], false, undefined]);
  });
  test('the system of the box around counts where the geometry names none', async () => {
    const bounds = '<gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"/></gml:boundedBy>';
    const { layer, geometries } = await readOnly(
      fileOf(collection(bounds + member(place('<gml:Point><gml:pos>10 105</gml:pos></gml:Point>'))), 'a.gml'),
    );
    assert.deepEqual(geometries, [{ type: 'Point', coordinates: [105, 10] }]);
    assert.deepEqual(layer.crs, { kind: 'epsg', code: 'EPSG:4326' });
    assert.equal(detected(layer, 'axis-order'), 'yx (defined-by-srs-name)');
  });
  test('types of features are layers', async () => {
    const file = fileOf(
      collection(
        `<wfs:member><a:Xa><a:ten>A</a:ten></a:Xa></wfs:member><wfs:member><a:Song><a:dai>1</a:dai></a:Song></wfs:member>`,
      ),
      'a.gml',
    );
    const { layers } = await look(file);
    assert.deepEqual(
      layers.map(({ id, columns }) => [id, columns]),
      [
        ['Xa', ['ten']],
        ['Song', ['dai']],
      ],
    );
  });
  test('an answer without features is refused with a reason', async () =>
    assert.deepEqual(await refusals(fileOf(collection(''), 'a.gml')), ['a.gml: no-features']));
});

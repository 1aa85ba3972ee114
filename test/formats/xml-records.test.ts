import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { Problem } from '../../src/kernel/index.ts';
import { detected, fileOf, look, readAll, readOnly, refusals } from './reading.ts';

const xml = (text: string) => fileOf(`<?xml version="1.0"?>${text}`, 'x.xml');

describe('records in XML: the element that repeats', () => {
  const documents = [
    {
      means: 'children and attributes become columns',
      text: '<ds><tram ma="A"><ten>Tân Châu</ten><v u="m">1</v></tram><tram ma="B"><ten>Châu Đốc</ten></tram></ds>',
      path: '/ds/tram',
      columns: ['ma', 'ten', 'v_u', 'v'],
      rows: [
        ['A', 'Tân Châu', 'm', '1'],
        ['B', 'Châu Đốc', null, null],
      ],
    },
    {
      means: 'the most records win; what stands around them goes along',
      text: '<r><tram><ma>A</ma><do t="1">5</do><do t="2">6</do></tram><tram><ma>B</ma><do t="1">7</do><do t="2">8</do><do t="3">9</do></tram></r>',
      path: '/r/tram/do',
      columns: ['tram_ma', 't', 'do'],
      rows: [
        ['A', '1', '5'],
        ['A', '2', '6'],
        ['B', '1', '7'],
        ['B', '2', '8'],
        ['B', '3', '9'],
      ],
    },
    {
      means: 'wrappers around each record',
      text: '<r><m><x><a>1</a><b>2</b></x></m><m><x><a>3</a><b>4</b></x></m></r>',
      path: '/r/m/x',
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
    {
      means: 'elements that come twice are a list; prefixes, nil and CDATA',
      text: '<r xmlns:n="n"><n:x><n:a>1</n:a><n:a>2</n:a><b xsi:nil="true"/></n:x><n:x><n:a>3</n:a><b><![CDATA[<y>]]></b></n:x></r>',
      path: '/r/x',
      columns: ['a', 'b'],
      rows: [
        [['1', '2'], null],
        ['3', '<y>'],
      ],
    },
  ];
  for (const { means, text, path, columns, rows } of documents) {
    test(means, async () => {
      const read = await readOnly(xml(text));
      assert.equal(detected(read.layer, 'record-path'), `${path} (most-records)`);
      assert.deepEqual(read.layer.columns, columns);
      assert.deepEqual(read.rows, rows);
    });
  }
  test('a steward gives a path', async () => {
    const text = '<r><tram><ma>A</ma><do t="1">5</do><do t="2">6</do></tram><tram><ma>B</ma></tram></r>';
    for (const records of ['/r/tram', 'tram']) {
      const { rows } = await readOnly(xml(text), {}, { choices: [{ records }] });
      assert.deepEqual(rows, [
        ['A', ['1', '2'], ['5', '6']],
        ['B', null, null],
      ]);
    }
  });
  test('the declared encoding', async () => {
    const text = '<?xml version="1.0" encoding="windows-1258"?><r><x a="1"><b>Đà</b></x><x a="2"><b>é</b></x></r>';
    const { rows } = await readOnly(fileOf(iconv.encode(text, 'windows-1258'), 'x.xml'));
    assert.deepEqual(
      rows.map(([, cell]) => String(cell).normalize()),
      ['Đà', 'é'],
    );
  });
});

describe('measurements in standard forms', () => {
  test('WaterML 1: one row a value, site and variable along, the mark of no value is none', async () => {
    const { layer, rows } = await readOnly(
      xml(
        '<timeSeriesResponse xmlns="http://www.cuahsi.org/waterML/1.1/"><timeSeries><sourceInfo><siteName>Trạm</siteName><siteCode>T1</siteCode></sourceInfo><variable><variableCode>H</variableCode><noDataValue>-9999</noDataValue></variable><values><value dateTime="2025-01-01T00:00:00">1.5</value><value dateTime="2025-01-01T01:00:00">-9999.0</value></values></timeSeries></timeSeriesResponse>',
      ),
    );
    assert.equal(layer.format, 'waterml');
    assert.deepEqual(layer.columns, ['site_name', 'site_code', 'variable_code', 'no_data_value', 'time', 'value']);
    assert.deepEqual(rows, [
      ['Trạm', 'T1', 'H', '-9999', '2025-01-01T00:00:00', '1.5'],
      ['Trạm', 'T1', 'H', '-9999', '2025-01-01T01:00:00', null],
    ]);
  });
  test('WaterML 2: points of a series with the observation around them', async () => {
    const point = (time: string, value: string) =>
      `<wml2:point><wml2:MeasurementTVP><wml2:time>${time}</wml2:time>${value}</wml2:MeasurementTVP></wml2:point>`;
    const { layer, rows } = await readOnly(
      xml(
        `<om:OM_Observation xmlns:wml2="http://www.opengis.net/waterml/2.0"><om:observedProperty xlink:href="H"/><om:featureOfInterest xlink:href="T1"/><om:result><wml2:MeasurementTimeseries><wml2:defaultPointMetadata><wml2:uom code="m"/></wml2:defaultPointMetadata>${point('t1', '<wml2:value>1</wml2:value>')}${point('t2', '<wml2:value xsi:nil="true"/>')}</wml2:MeasurementTimeseries></om:result></om:OM_Observation>`,
      ),
    );
    assert.deepEqual(layer.columns, ['unit', 'time', 'value']);
    assert.deepEqual(rows, [
      ['m', 't1', '1'],
      ['m', 't2', null],
    ]);
  });
  test('TOA5: names with units, records from line 5, the station as a column', async () => {
    const text =
      '"TOA5","Trạm 1","CR300","4720","std","CPU:x","13058","Bang"\r\n"TIMESTAMP","RECORD","AirT_Avg"\r\n"TS","RN","Deg C"\r\n"","","Avg"\r\n"2025-01-01 00:00:00",1,25.5\r\n"2025-01-01 00:10:00",2,"NAN"\r\n';
    const { layer, rows, positions } = await readOnly(text);
    assert.equal(layer.format, 'toa5');
    assert.deepEqual(layer.columns, ['TIMESTAMP', 'RECORD', 'AirT_Avg (Deg C)', 'station']);
    assert.deepEqual(rows[0], ['2025-01-01 00:00:00', '1', '25.5', 'Trạm 1']);
    assert.deepEqual(positions, [5, 6]);
  });
  test('TOA5 cut inside its header', async () => {
    assert.deepEqual(await refusals(fileOf('"TOA5","T"\r\n"TS"\r\n', 'x.dat')), ['x.dat: truncated-file']);
  });
});

describe('XML that is no table', () => {
  const documents = [
    { text: '<a><b>1</b></a>', is: 'no-records-in-xml' },
    {
      text: '<csw:GetRecordByIdResponse xmlns:g="http://www.opengis.net/gml"><x a="1"/></csw:GetRecordByIdResponse>',
      is: 'metadata-not-data',
    },
    {
      text: '<!DOCTYPE WMT_MS_Capabilities SYSTEM "w" [<!ELEMENT V EMPTY>]><WMT_MS_Capabilities><x/></WMT_MS_Capabilities>',
      is: 'metadata-not-data',
    },
    {
      text: '<s:Envelope xmlns:g="http://www.opengis.net/gml"><s:Body><GetFeatureOfInterest/></s:Body></s:Envelope>',
      is: 'no-records-in-xml',
    },
    { text: '<gmd:MD_Metadata><x a="1" b="2"/><x a="1" b="2"/></gmd:MD_Metadata>', is: 'metadata-not-data' },
    { text: '<WFS_Capabilities><x a="1" b="2"/><x a="1" b="2"/></WFS_Capabilities>', is: 'metadata-not-data' },
    { text: '<!DOCTYPE r [<!ENTITY a "b">]><r><x a="1" b="2"/></r>', is: 'unsafe-xml' },
    { text: '<r><x a="1" b="2"/><x a="1"', is: 'truncated-file' },
  ];
  for (const { text, is } of documents) {
    test(`${text.slice(0, 40)}: ${is}`, async () => assert.deepEqual(await refusals(xml(text)), [`x.xml: ${is}`]));
  }
  test('a mark of UTF-16 before text that is none does not hide what the file is', async () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><WMS_Capabilities><x/></WMS_Capabilities>';
    const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text)]);
    assert.deepEqual(await refusals(fileOf(marked, 'x.xml')), ['x.xml: metadata-not-data']);
  });
  const texts = [
    {
      text: '-- dump\nSET standard_conforming_strings = OFF;\nCREATE TABLE a (b);\nINSERT INTO a VALUES (1);\n',
      is: 'format-not-recognised',
    },
    {
      text: '# a graph\n@prefix dct: <http://purl.org/dc/terms/> .\n<a> dct:title "x" ;\n dct:b "y" .\n',
      is: 'format-not-recognised',
    },
    { text: 'SMRO01 YRBK 171200\r\r\nAAXX 17121\r\r\n15015 02997 21201=\r\r\n', is: 'format-not-recognised' },
    { text: 'wis2box:\n  retention: 30\n  topic: a\nmcf:\n  version: 1\n', is: 'format-not-recognised' },
  ];
  for (const { text, is } of texts) {
    test(`${text.slice(0, 20)}: ${is}`, async () =>
      assert.deepEqual(await refusals(fileOf(text, 'x.txt')), [`x.txt: ${is}`]));
  }
  test('cut anywhere and with bytes changed: a problem or rows, never a crash', async () => {
    const whole = Buffer.from(`<?xml version="1.0"?><r>${'<x a="1"><b>chữ</b><c d="2"/></x>'.repeat(20)}</r>`);
    const change = fc.record({ cut: fc.nat(whole.length), at: fc.nat(whole.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(change, async ({ cut, at, byte }) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        const file = fileOf(bytes.subarray(0, cut), 'x.xml');
        const { layers } = await look(file);
        for (const layer of layers) {
          await readAll(file, layer).catch((error: unknown) => assert.ok(error instanceof Problem, String(error)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

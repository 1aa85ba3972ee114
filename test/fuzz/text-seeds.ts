import { single, type Seed } from './seed.ts';

const lines = (...texts: string[]): Buffer => Buffer.from(texts.join('\r\n') + '\r\n', 'utf8');
const text = (...pieces: string[]): Buffer => Buffer.from(pieces.join('\n'), 'utf8');

/** Kinds of text files, written here: small, so that most changes meet what the reader looks at. */
export function textSeeds(): Seed[] {
  return [...tables(), ...jsonSeeds(), ...xmlSeeds(), ...sheetSeeds(), ...mapSeeds()];
}

function tables(): Seed[] {
  return [
    single('csv', 'a.csv', lines('Mã;Tên;Giá trị', 'A1;"Trạm ""số"" 1";1.234,5', 'A2;"hai\r\ndòng";-', 'A3;x;7')),
    single(
      'csv',
      'b.csv',
      lines('# ghi chú', 'time,pm25,lon,lat', '2025-01-01 08:00,12.5,105.78,10.03', '1/2/2025,N/A,,'),
    ),
    single('csv', 'c.txt', Buffer.from('BÁO CÁO\t\t\r\n\t\t\r\nTT\tTên\tm3\r\n1\tPh\u00ad\u00eang\t2\r\n', 'latin1')),
    single('csv', 'd.csv', Buffer.from('\ufeffa,b\n"x",1\n"y\n",2\n', 'utf16le')),
    single(
      'toa5',
      'a.dat',
      lines(
        '"TOA5","ST","CR1000","1","v","p","2","T"',
        '"TIMESTAMP","RECORD","AirT"',
        '"TS","RN","Deg C"',
        '"","","Avg"',
        '"2025-01-01 00:10:00",1,25.5',
        '"2025-01-01 00:20:00",2,"NAN"',
      ),
    ),
    single(
      'layout',
      'CT_KCN_NUO001_20260415103500.txt',
      lines('pH\t7.12\t-\t20260415103500\t00', 'COD\t48,3\tmg/L\t20260415103500\t02'),
    ),
  ];
}

function jsonSeeds(): Seed[] {
  const feature = (x: string, a: string): string =>
    `{"type":"Feature","id":${a},"geometry":${x},"properties":{"a":${a},"t":"Ấp \\u0035 \\"x\\""}}`;
  const point = '{"type":"Point","coordinates":[105.5,10.25,3]}';
  const area = '{"type":"MultiPolygon","coordinates":[[[[1,2],[3,2],[3,4],[1,2]]],[[[5,5],[6,5],[6,6],[5,5]]]]}';
  const crs = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3405"}}';
  return [
    single(
      'geojson',
      'a.geojson',
      text(
        `{"type":"FeatureCollection",${crs},"features":[`,
        `${feature(point, '1')},`,
        `${feature(area, '2')},`,
        `${feature('null', '3')}]}`,
      ),
    ),
    single(
      'geojson',
      'b.geojson',
      text(`{"type":"GeometryCollection","geometries":[${point},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`),
    ),
    single('geojsonl', 'c.geojsonl', lines(feature(point, '1'), feature(area, '2'), feature('null', '3'))),
    single('json', 'd.json', text('{"meta":{"n":2},"results":[{"a":1,"b":{"c":"x"}},{"a":null,"b":{"c":"y"}}]}')),
    single('json', 'e.json', text('[["ma","ten"],["A",1.5],["B",-2e3]]')),
    single(
      'json',
      'f.json',
      text(
        '{"fields":[{"name":"a","type":"esriFieldTypeDate"}],"geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4326},"features":[{"attributes":{"a":1577836800000},"geometry":{"rings":[[[1,2],[3,4],[3,2],[1,2]]]}}]}',
      ),
    ),
    single('jsonl', 'g.jsonl', lines('{"a":1,"b":[1,2]}', '{"a":"x","c":{"d":null}}', '{"a":true}')),
  ];
}

function xmlSeeds(): Seed[] {
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  return [
    single(
      'xml',
      'a.xml',
      text(head, '<r><v t="1"><a>1</a><b>x &amp; y</b></v><v t="2"><a>2</a></v><v><![CDATA[z]]></v></r>'),
    ),
    single(
      'waterml',
      'b.xml',
      text(
        head,
        '<timeSeriesResponse xmlns="http://www.cuahsi.org/waterML/1.1/"><timeSeries><sourceInfo><siteName>Cần Thơ</siteName><geoLocation><geogLocation><latitude>10.03</latitude><longitude>105.78</longitude></geogLocation></geoLocation></sourceInfo><variable><variableName>Water level</variableName><unit><unitCode>m</unitCode></unit><noDataValue>-9999</noDataValue></variable><values><value dateTime="2025-01-01T00:00:00" censorCode="nc">1.25</value><value dateTime="2025-01-01T01:00:00">-9999</value></values></timeSeries></timeSeriesResponse>',
      ),
    ),
    single(
      'waterml',
      'c.xml',
      text(
        head,
        '<wml2:Collection xmlns:wml2="http://www.opengis.net/waterml/2.0" xmlns:om="http://www.opengis.net/om/2.0"><wml2:observationMember><om:OM_Observation><om:result><wml2:MeasurementTimeseries><wml2:point><wml2:MeasurementTVP><wml2:time>2025-01-01T00:00:00+07:00</wml2:time><wml2:value>3.5</wml2:value></wml2:MeasurementTVP></wml2:point></wml2:MeasurementTimeseries></om:result></om:OM_Observation></wml2:observationMember></wml2:Collection>',
      ),
    ),
  ];
}

function sheetSeeds(): Seed[] {
  return [
    single(
      'xml-sheet',
      'a.xml',
      text(
        '<?xml version="1.0"?>',
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">Mã</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">Số</Data></Cell></Row><Row ss:Index="3"><Cell ss:MergeAcross="1"><Data ss:Type="String">A1</Data></Cell><Cell><Data ss:Type="Number">1.5</Data></Cell></Row><Row><Cell><Data ss:Type="DateTime">2025-07-01T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>',
      ),
    ),
    single(
      'html',
      'b.xls',
      text(
        '<html><head><meta charset="utf-8"></head><body><table border=1><tr><th rowspan=2>Mã<th colspan="2">Số</tr><tr><td>a<td>b</tr><tr><td>A1<td>1,5<td>&nbsp;2</tr></table><table><tr><td>x</td></tr><tr><td>y</td></tr></table></body></html>',
      ),
    ),
    single(
      'fods',
      'c.fods',
      text(
        '<?xml version="1.0"?>',
        '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:p>Mã</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>Số</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>A<text:s text:c="2"/>1</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>',
      ),
    ),
  ];
}

function mapSeeds(): Seed[] {
  return [
    single(
      'kml',
      'a.kml',
      text(
        '<?xml version="1.0"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>A</name><Schema id="s"><SimpleField name="ma" type="string"/></Schema><Folder><name>F</name><Placemark id="p1"><name>Ấp 1</name><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="ma">01</SimpleData></SchemaData><Data name="n"><value>5</value></Data></ExtendedData><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>105,10 106,10 106,11 105,10</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>105.5,10.1 105.6,10.1 105.6,10.2 105.5,10.1</coordinates></LinearRing></innerBoundaryIs></Polygon><Point><coordinates>105.1,10.1,0</coordinates></Point></MultiGeometry></Placemark><Placemark><name>B</name><description><![CDATA[<table><tr><td>ma</td><td>02</td></tr></table>]]></description><LineString><coordinates>105,10 106,11</coordinates></LineString></Placemark></Folder></Document></kml>',
      ),
    ),
    single(
      'gml',
      'a.gml',
      text(
        '<?xml version="1.0"?>',
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="a"><wfs:member><a:T gml:id="t1"><a:ma>01</a:ma><a:g><gml:MultiSurface srsName="urn:ogc:def:crs:EPSG::4326" srsDimension="2"><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>10 105 10 106 11 106 10 105</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember></gml:MultiSurface></a:g></a:T></wfs:member><wfs:member><a:T gml:id="t2"><a:ma/><a:g><gml:Curve srsName="http://www.opengis.net/gml/srs/epsg.xml#3405"><gml:segments><gml:Arc><gml:posList>0 0 1 1 2 0</gml:posList></gml:Arc></gml:segments></gml:Curve></a:g></a:T></wfs:member></wfs:FeatureCollection>',
      ),
    ),
    single(
      'gml',
      'b.gml',
      text(
        '<?xml version="1.0"?>',
        '<ogr:FeatureCollection xmlns:ogr="o" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><ogr:x fid="1"><ogr:geometryProperty><gml:Polygon srsName="EPSG:4326"><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates decimal="." cs="," ts=" ">105,10 106,10 106,11 105,10</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon></ogr:geometryProperty><ogr:t>x</ogr:t></ogr:x></gml:featureMember></ogr:FeatureCollection>',
      ),
    ),
    {
      format: 'mif',
      name: 'a.mif',
      parts: [
        {
          name: 'a.mif',
          bytes: lines(
            'Version 300',
            'Charset "Neutral"',
            'Delimiter ","',
            'CoordSys Earth Projection 8, 104, "m", 105.5, 0, 0.9999, 500000, 0',
            'Columns 2',
            '  ma Char(10)',
            '  so Decimal(10,2)',
            'Data',
            '',
            'Point 500000 1100000',
            '    Symbol (35,0,10)',
            'Region  2',
            '  4',
            '0 0',
            '1 0',
            '1 1',
            '0 0',
            '  4',
            '0.1 0.1',
            '0.2 0.1',
            '0.2 0.2',
            '0.1 0.1',
            '    Pen (1,2,0)',
            '    Center 0.5 0.5',
            'Pline 2',
            '0 0',
            '1 1',
            'None',
          ),
        },
        { name: 'a.mid', bytes: lines('"A1",1.5', '"x ""y""",-2', ',', '"b",0') },
      ],
    },
    single(
      'gdal',
      'a.dxf',
      lines(
        '0',
        'SECTION',
        '2',
        'ENTITIES',
        '0',
        'POINT',
        '8',
        '0',
        '10',
        '105.5',
        '20',
        '10.25',
        '0',
        'TEXT',
        '8',
        'chu',
        '10',
        '1',
        '20',
        '2',
        '40',
        '1',
        '1',
        'Thua 5',
        '0',
        'ENDSEC',
        '0',
        'EOF',
      ),
    ),
  ];
}

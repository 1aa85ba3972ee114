import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { CrsBook, inverseOf, resolveCrs, transformOf, type SourceCrs } from '../../src/harmonise/index.ts';
import type { LayerCrs } from '../../src/formats/index.ts';
import { loadPacks, type PackSet } from '../../src/packs/index.ts';

let packs: PackSet;
let book: CrsBook;
before(async () => {
  packs = await loadPacks('packs');
  book = new CrsBook(packs.packs);
});

const wgs84 = 'SPHEROID["WGS_1984",6378137.0,298.257223563]';
const greenwich = 'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]';

/** A .prj as Esri's programs write it. */
function esri(name: string, datum: string, meridian: number, scale: number, more = ''): string {
  const geographic = `GEOGCS["GCS",DATUM["${datum}",${wgs84}${more}],${greenwich}]`;
  const grid = `PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}]`;
  return `PROJCS["${name}",${geographic},PROJECTION["Transverse_Mercator"],${grid},PARAMETER["Scale_Factor",${scale}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;
}

const turned = '-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278';
const unturned = '-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278';
const wkt2 = `PROJCRS["VN-2000 / TM-3 105-30",BASEGEOGCRS["VN-2000",DATUM["Vietnam 2000",ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["TM-3",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",105.5],PARAMETER["Scale factor at natural origin",0.9999],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]]]`;

const wkt = (text: string): LayerCrs => ({ kind: 'wkt', wkt: text });
const proj = (text: string): LayerCrs => ({ kind: 'proj4', proj4: text });
const mapinfo = (text: string): LayerCrs => ({ kind: 'text', text });

const statements: readonly { means: string; stated: LayerCrs; is: string | null; rather?: string }[] = [
  {
    means: 'Esri .prj of TM-3',
    stated: wkt(esri('VN_2000_TM-3_zone_482', 'D_Vietnam_2000', 105, 0.9999)),
    is: 'EPSG:5897',
  },
  {
    means: 'Esri .prj of UTM',
    stated: wkt(esri('VN_2000_UTM_Zone_48N', 'D_Vietnam_2000', 105, 0.9996)),
    is: 'EPSG:3405',
  },
  { means: 'a datum called VN_2000', stated: wkt(esri('x', 'D_VN_2000', 104.75, 0.9999)), is: 'EPSG:9208' },
  { means: 'a datum called VN-2000', stated: wkt(esri('x', 'VN-2000', 108.25, 0.9999)), is: 'EPSG:9217' },
  {
    means: 'parameters of its own are not looked at',
    stated: wkt(esri('x', 'D_VN_2000', 105.5, 0.9999, `,TOWGS84[${unturned}]`)),
    is: 'EPSG:9209',
  },
  {
    means: 'a nameless datum with the known shift',
    stated: wkt(esri('x', 'unknown', 105.5, 0.9999, `,TOWGS84[${turned}]`)),
    is: 'EPSG:9209',
  },
  { means: 'WKT 2', stated: wkt(wkt2), is: 'EPSG:9209' },
  { means: 'a meridian that has no code', stated: wkt(esri('x', 'D_Vietnam_2000', 106.3333333333, 0.9999)), is: null },
  {
    means: 'an authority in the text',
    stated: wkt(
      `PROJCS["any",GEOGCS["g",DATUM["d",${wgs84}],${greenwich}],PROJECTION["Transverse_Mercator"],UNIT["metre",1],AUTHORITY["EPSG","9210"]]`,
    ),
    is: 'EPSG:9210',
  },
  {
    means: 'WGS 84 with a TM-3 grid is VN-2000',
    stated: wkt(esri('x', 'D_WGS_1984', 105.5, 0.9999)),
    is: null,
    rather: 'EPSG:9209',
  },
  {
    means: 'WGS 84 with UTM is what it says',
    stated: wkt(esri('WGS_1984_UTM_Zone_48N', 'D_WGS_1984', 105, 0.9996)),
    is: 'EPSG:32648',
  },
  {
    means: 'degrees of WGS 84',
    stated: wkt(`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",${wgs84}],${greenwich}]`),
    is: 'OGC:CRS84',
  },
  {
    means: 'degrees of VN-2000',
    stated: wkt(`GEOGCS["GCS_VN_2000",DATUM["D_Vietnam_2000",${wgs84}],${greenwich}]`),
    is: 'EPSG:4756',
  },
  {
    means: 'web mercator',
    stated: wkt(
      `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",${wgs84}],${greenwich}],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]`,
    ),
    is: 'EPSG:3857',
  },
  {
    means: 'HN-72',
    stated: wkt(
      'PROJCS["Hanoi_1972_GK_Zone_18",GEOGCS["GCS_Hanoi_1972",DATUM["D_Hanoi_1972",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",18500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",105.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]',
    ),
    is: 'EPSG:2044',
  },
  {
    means: 'RD New as Esri writes it',
    stated: wkt(
      'PROJCS["Amersfoort_RD_New",GEOGCS["GCS_Amersfoort",DATUM["D_Amersfoort",SPHEROID["Bessel_1841",6377397.155,299.1528128]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Double_Stereographic"],PARAMETER["latitude_of_origin",52.15616055555555],UNIT["Meter",1]]',
    ),
    is: 'EPSG:28992',
  },
  {
    means: 'ETRS89 / UTM 32N',
    stated: wkt(esri('ETRS_1989_UTM_Zone_32N', 'D_ETRS_1989', 9, 0.9996)),
    is: 'EPSG:25832',
  },
  { means: 'a code', stated: { kind: 'epsg', code: 'EPSG:27700' }, is: 'EPSG:27700' },
  { means: 'a URN', stated: { kind: 'epsg', code: 'urn:ogc:def:crs:EPSG::9208' }, is: 'EPSG:9208' },
  { means: 'a withdrawn code', stated: { kind: 'epsg', code: 'EPSG:6957' }, is: 'EPSG:5897' },
  {
    means: 'proj4 with the turned signs',
    stated: proj(
      `+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${turned} +units=m +no_defs`,
    ),
    is: 'EPSG:9210',
  },
  {
    means: 'proj4 with signs that were not turned',
    stated: proj(
      `+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +towgs84=${unturned} +units=m`,
    ),
    is: 'EPSG:9210',
  },
  {
    means: "proj4 without a shift is WGS 84, and that is nobody's grid",
    stated: proj('+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m'),
    is: null,
    rather: 'EPSG:9210',
  },
  {
    means: 'MapInfo with datum 104',
    stated: mapinfo('CoordSys Earth Projection 8, 104, "m", 105.5, 0, 0.9999, 500000, 0'),
    is: null,
    rather: 'EPSG:9209',
  },
  {
    means: 'MapInfo with seven parameters',
    stated: mapinfo(
      'CoordSys Earth Projection 8, 9999, 28, -191.90441429, -39.30318279, -111.45032835, 0.00928836, -0.01975479, 0.00427372, 0.252906278, 0, "m", 105.5, 0, 0.9999, 500000, 0 Bounds (0, 0) (1000000, 2000000)',
    ),
    is: 'EPSG:9209',
  },
  {
    means: 'MapInfo with three parameters',
    stated: mapinfo(
      'CoordSys Earth Projection 8, 999, 28, -192.873, -39.382, -111.202, "m", 105, 0, 0.9996, 500000, 0',
    ),
    is: 'EPSG:3405',
  },
  { means: 'MapInfo with degrees', stated: mapinfo('CoordSys Earth Projection 1, 104'), is: 'OGC:CRS84' },
];

describe('what files say of their reference system', () => {
  for (const { means, stated, is, rather } of statements) {
    test(means, () => {
      const found = resolveCrs(book, stated);
      assert.ok(found, 'understood');
      assert.equal(found.crs.code, is);
      assert.equal(found.rather?.code, rather);
    });
  }
  for (const text of [
    '',
    'NonEarth Units "m"',
    'PROJCS[',
    'LOCAL_CS["x"]',
    '+proj=nonsense',
    'EPSG:1',
    '{"type":"x"}',
    'a:b',
    'GEOGCS["x",PRIMEM["Paris",2.33]]',
  ]) {
    test(`nothing is made of ${JSON.stringify(text)}`, () => {
      assert.equal(resolveCrs(book, { kind: 'text', text }), null);
    });
  }
  test('a meridian without a code gets the parameters of the packs', () => {
    const found = resolveCrs(book, wkt(esri('x', 'D_Vietnam_2000', 106.5 + 1e-3, 0.9999, `,TOWGS84[${unturned}]`)))!;
    assert.match(found.crs.definition, new RegExp(turned.replaceAll('.', '\\.')));
    assert.deepEqual([found.crs.method, found.crs.errorMetres], ['EPSG:6960', 1]);
  });
  test('any text is answered or refused, never a crash', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void resolveCrs(book, { kind: 'text', text })));
    const pieces = fc.constantFrom(
      'PROJCS[',
      'GEOGCS[',
      '"x"',
      ',',
      ']',
      '1e9',
      'DATUM[',
      'UNIT["m",1]',
      '+proj=tmerc ',
      '+lon_0=x ',
      'Earth Projection 8,',
      '(',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 30 }),
        (parts) => void resolveCrs(book, { kind: 'wkt', wkt: parts.join('') }),
      ),
    );
  });
});

/** Metres between two positions in degrees. */
function metres(one: readonly number[], other: readonly number[]): number {
  const shrink = Math.cos((one[1]! * Math.PI) / 180);
  return Math.hypot((one[0]! - other[0]!) * shrink, one[1]! - other[1]!) * 111_320;
}

describe('transformation', () => {
  test('there and back is the same all over Vietnam: to 2 mm, old datums to 1 cm; the height, which plane positions do not carry, is what is lost', () => {
    const place = fc.tuple(
      fc.double({ min: 102, max: 110, noNaN: true }),
      fc.double({ min: 8, max: 23.5, noNaN: true }),
    );
    const systems = book.definitions.filter(
      ({ datum, proj4 }) => datum !== 'osgb-36' && !/zone=(?:1\d|3\d|55)\b|sterea/.test(proj4),
    );
    assert.ok(systems.length >= 30, String(systems.length));
    for (const system of systems.map((each) => book.take(each))) {
      const there = inverseOf(system);
      const bound = system.errorMetres! > 1 ? 1e-2 : 2e-3;
      const back = transformOf(system) ?? ((x: number, y: number) => [x, y] as const);
      fc.assert(
        fc.property(place, (position) => {
          const away = metres(position, back(...there(...position)));
          assert.ok(away < bound, `${system.code}: ${away} m`);
        }),
        { numRuns: 60 },
      );
    }
  });
  test('systems of other countries hold at home', () => {
    const homes: Record<string, [number, number]> = {
      'EPSG:27700': [-1.5, 53],
      'EPSG:28992': [5.4, 52.1],
      'EPSG:25832': [9.2, 48.8],
      'EPSG:26915': [-93, 45],
      'EPSG:28355': [147, -37],
    };
    for (const [code, position] of Object.entries(homes)) {
      const system = book.take(book.named(code)!);
      assert.ok(metres(position, transformOf(system)!(...inverseOf(system)(...position))) < 1e-3, code);
    }
  });
  test('each system agrees with its datum: one set of parameters', () => {
    for (const definition of book.definitions) {
      const datum = book.datum(definition.datum)!;
      assert.ok(datum, definition.code);
      const parameters = /\+towgs84=(\S+)/.exec(definition.proj4)?.[1] ?? '';
      assert.equal(parameters, datum.toWgs84, definition.code);
    }
  });
  test('the error of old systems is stated', () => {
    const bounds = (code: string): Partial<SourceCrs> => book.take(book.named(code)!);
    assert.deepEqual([bounds('EPSG:2044').errorMetres, bounds('EPSG:2044').method], [5, 'EPSG:1544']);
    assert.deepEqual([bounds('EPSG:3148').errorMetres, bounds('EPSG:3148').method], [44, 'EPSG:1542']);
    assert.equal(bounds('EPSG:5897').errorMetres, 1);
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** A valid small file, or several that belong together; what stands in a zip is mutated inside of it. */
export interface Seed {
  /** Format that it is a sample of: its own readers are reached by mutations of it. */
  readonly format: string;
  readonly name: string;
  readonly parts: readonly { readonly name: string; readonly bytes: Buffer }[];
}

const largestSeed = 64 * 1024;

/** Every sample the project has, beside those that GDAL makes of a few features where it is installed. */
export function seedsOf(root: string, folder: string): Seed[] {
  return [...textSeeds(), ...fixtureSeeds(root), ...gdalSeeds(folder)];
}

function single(format: string, name: string, bytes: Buffer): Seed {
  return { format, name, parts: [{ name, bytes }] };
}

/** Kinds of text files, written here. */
function textSeeds(): Seed[] {
  const lines = (...texts: string[]): Buffer => Buffer.from(texts.join('\r\n') + '\r\n', 'utf8');
  return [
    single('csv', 'a.csv', lines('Mã;Tên;Giá trị', 'A1;"Trạm ""số"" 1";1.234,5', 'A2;"hai\r\ndòng";-', 'A3;x;7')),
    single(
      'csv',
      'b.csv',
      lines('# ghi chú', 'time,pm25,lon,lat', '2025-01-01 08:00,12.5,105.78,10.03', '1/2/2025,N/A,,'),
    ),
    single('geojsonl', 'c.geojsonl', lines('{"type":"Feature","geometry":null,"properties":{"a":1}}')),
    single(
      'json',
      'd.json',
      Buffer.from('{"meta":{"n":2},"results":[{"a":1,"b":{"c":"x"}},{"a":null,"b":{"c":"y"}}]}'),
    ),
    single(
      'xml',
      'e.xml',
      Buffer.from('<?xml version="1.0"?><r><v t="1"><a>1</a><b>x</b></v><v t="2"><a>2</a></v></r>'),
    ),
    single(
      'toa5',
      'f.dat',
      lines(
        '"TOA5","ST","CR1000","1","v","p","2","T"',
        '"TIMESTAMP","RECORD","AirT"',
        '"TS","RN","Deg C"',
        '"","","Avg"',
        '"2025-01-01 00:10:00",1,25.5',
      ),
    ),
  ];
}

/** Files under test/fixtures and examples, by their ending. */
function fixtureSeeds(root: string): Seed[] {
  return ['test/fixtures', 'examples'].flatMap((place) =>
    readdirSync(join(root, place), { recursive: true })
      .map((name) => join(root, place, String(name)))
      .filter((path) => statSync(path).isFile() && statSync(path).size <= largestSeed)
      .filter((path) =>
        /\.(csv|tsv|txt|xlsx|xls|ods|fods|parquet|geojson|gml|kml|xml|dbf|mif|zip|gpkg|fgb|dat)$/.test(path),
      )
      .map((path) => single(extname(path).slice(1), basename(path), readFileSync(path))),
  );
}

const drivers = [
  { format: 'shapefile', driver: 'ESRI Shapefile', file: 's.shp' },
  { format: 'gpkg', driver: 'GPKG', file: 's.gpkg' },
  { format: 'flatgeobuf', driver: 'FlatGeobuf', file: 's.fgb' },
  { format: 'gml', driver: 'GML', file: 's.gml' },
  { format: 'kml', driver: 'KML', file: 's.kml' },
  { format: 'mif', driver: 'MapInfo File', file: 's.mif' },
] as const;

/** Areas with a hole and with parts, and attributes of every kind. */
function sampleAreas(): object[] {
  const square = (x: number, size: number) => [
    [x, 10],
    [x + size, 10],
    [x + size, 10 + size],
    [x, 10 + size],
    [x, 10],
  ];
  return [0, 1, 2].map((index) => ({
    type: 'Feature',
    properties: {
      ma: `0${index}`,
      ten: index === 1 ? null : 'Phường Ninh Kiều',
      so: index,
      thuc: index / 4,
      ngay: '2025-07-01',
    },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [[square(105 + index, 0.5), square(105.1 + index, 0.1).toReversed()], [square(107 + index, 0.2)]],
    },
  }));
}

function gdalSeeds(folder: string): Seed[] {
  const source = join(folder, 'source.geojson');
  writeFileSync(source, JSON.stringify({ type: 'FeatureCollection', features: sampleAreas() }));
  return drivers.flatMap(({ format, driver, file }) => {
    const place = join(folder, format);
    mkdirSync(place, { recursive: true });
    spawnSync('ogr2ogr', ['-f', driver, join(place, file), source], { stdio: 'ignore' });
    if (!existsSync(join(place, file))) return [];
    const parts = readdirSync(place).map((name) => ({ name, bytes: readFileSync(join(place, name)) }));
    return [{ format, name: file, parts }];
  });
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { recognise } from '../../src/formats/recognise.ts';
import { single, type Seed } from './seed.ts';
import { partsOfZip } from './stored-zip.ts';
import { textSeeds } from './text-seeds.ts';

const largestFixture = 24 * 1024;
const largestReal = 8 * 1024;

/** Every small sample the project has, small real files where they are, and what GDAL makes of a few features. */
export function seedsOf(root: string, folder: string, data: string): Seed[] {
  return [...textSeeds(), ...fixtureSeeds(root), ...realSeeds(data).filter(isRead), ...gdalSeeds(folder)];
}

/** What is refused whole, such as a bulletin, tells nothing of a reader. */
function isRead({ parts, archive }: Seed): boolean {
  return archive !== undefined || recognise(parts[0]!.bytes).kind === 'layers';
}

/** Files under test/fixtures and examples. What office files hold is changed inside of them. */
function fixtureSeeds(root: string): Seed[] {
  const paths = ['test/fixtures', 'examples'].flatMap((place) => filesUnder(join(root, place), largestFixture));
  return paths.filter((path) => /\.(csv|xlsx|xls|ods|fods|parquet|geojson|zip)$/.test(path)).map(seedOfFile);
}

/** Small files of those that agencies and projects really published; their neighbours come along. */
function realSeeds(data: string): Seed[] {
  const places = ['data/vector', 'data/tabular_quirks', 'data/hydromet', 'data/air', 'data/qc', 'domain/monitoring'];
  return places
    .map((place) => join(data, place))
    .filter((place) => existsSync(place))
    .flatMap((place) => filesUnder(place, largestReal))
    .filter((path) => /\.(csv|txt|dbf|geojson|gml|json|xml|zip|parquet)$/.test(path) && !path.endsWith('.shp.xml'))
    .map((path) => (path.endsWith('.dbf') ? shapefileSeed(path) : seedOfFile(path)));
}

function filesUnder(folder: string, largest: number): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= largest)
    .toSorted();
}

function seedOfFile(path: string): Seed {
  const bytes = readFileSync(path);
  const name = basename(path);
  const ending = extname(path).slice(1);
  if (!bytes.subarray(0, 2).equals(Buffer.from('PK'))) return single(formatOf(bytes, ending), name, bytes);
  const parts = partsOfZip(bytes);
  return { format: ending, name, parts, archive: name };
}

function formatOf(bytes: Buffer, ending: string): string {
  const recognised = recognise(bytes);
  if (recognised.kind !== 'layers') return ending;
  return recognised.format === 'geojson' && ending !== 'geojson' ? 'json' : recognised.format;
}

function shapefileSeed(dbf: string): Seed {
  const stem = basename(dbf, '.dbf');
  const parts = ['shp', 'dbf', 'shx', 'prj', 'cpg']
    .map((ending) => ({ name: `${stem}.${ending}`, path: join(dirname(dbf), `${stem}.${ending}`) }))
    .filter(({ path }) => existsSync(path))
    .map(({ name, path }) => ({ name, bytes: readFileSync(path) }));
  return { format: 'shapefile', name: parts[0]!.name, parts };
}

/** A bare pragma makes pages small, so that most changes meet what is read. */
const smallPages = ['--config', 'OGR_SQLITE_PRAGMA', 'page_size=512', '-lco', 'SPATIAL_INDEX=NO'];
const drivers = [
  { format: 'shapefile', driver: 'ESRI Shapefile', files: ['s.shp', 's.dbf', 's.shx', 's.prj'], options: [] },
  { format: 'dbf', driver: 'ESRI Shapefile', files: ['s.dbf'], options: [] },
  { format: 'gpkg', driver: 'GPKG', files: ['s.gpkg'], options: smallPages },
  { format: 'fgb', driver: 'FlatGeobuf', files: ['s.fgb'], options: [] },
  { format: 'fgb', driver: 'FlatGeobuf', files: ['s.fgb'], options: ['-lco', 'SPATIAL_INDEX=NO'] },
  { format: 'gml', driver: 'GML', files: ['s.gml'], options: [] },
  { format: 'kml', driver: 'KML', files: ['s.kml'], options: [] },
  { format: 'mif', driver: 'MapInfo File', files: ['s.mif', 's.mid'], options: ['-dsco', 'FORMAT=MIF'] },
] as const;

function gdalSeeds(folder: string): Seed[] {
  const source = join(folder, 'source.geojson');
  writeFileSync(source, JSON.stringify({ type: 'FeatureCollection', features: sampleAreas() }));
  return drivers.flatMap(({ format, driver, files, options }, index) => {
    const place = join(folder, String(index));
    mkdirSync(place, { recursive: true });
    const target = join(place, format === 'dbf' ? 's.shp' : files[0]);
    spawnSync('ogr2ogr', ['-f', driver, ...options, target, source], { stdio: 'ignore' });
    if (!files.every((name) => existsSync(join(place, name)))) return [];
    const parts = files.map((name) => ({ name, bytes: readFileSync(join(place, name)) }));
    return [{ format, name: files[0], parts }];
  });
}

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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run, tryRun } from '../support/programs.ts';

/** A format that `ogr2ogr` writes from the sample, and reads as our reader does. */
export interface MapFormat {
  readonly name: string;
  readonly file: string;
  readonly driver: string;
  readonly options: readonly string[];
}

const limitMs = 10 * 60_000;
const xy = (driver: string, file: string, name: string, options: readonly string[] = []): MapFormat => ({
  name,
  file,
  driver,
  options,
});

export const mapFormats: readonly MapFormat[] = [
  xy('ESRI Shapefile', 'sample.shp.zip', 'shapefile', ['-lco', 'ENCODING=UTF-8']),
  xy('GPKG', 'sample.gpkg', 'gpkg'),
  xy('FlatGeobuf', 'sample.fgb', 'fgb'),
  xy('MapInfo File', 'sample.mif', 'mif', ['-dsco', 'FORMAT=MIF']),
  xy('KML', 'sample.kml', 'kml'),
  xy('GML', 'sample.gml', 'gml'),
  xy('ODS', 'sample.ods', 'ods'),
];

/** Writes the sample in a format; the path, or null where this GDAL cannot. MIF and MID go into one zip. */
export async function writeMapFile(format: MapFormat, geojson: string, folder: string): Promise<string | null> {
  const path = join(folder, format.file);
  const made = await run('ogr2ogr', ['-f', format.driver, path, geojson, '-nln', 'sample', ...format.options], {
    limitMs,
  });
  if (made.code !== 0 || !existsSync(path)) return null;
  if (format.name !== 'mif') return path;
  const zip = join(folder, 'sample-mif.zip');
  const parts = [path, path.replace(/mif$/, 'mid')];
  return tryRun('python3', ['-m', 'zipfile', '-c', zip, ...parts]) === null ? null : zip;
}

/** Seconds that `ogr2ogr` takes to read a file into its memory, the start of the program included. */
export async function timeOgrReading(path: string): Promise<number> {
  const source = path.endsWith('-mif.zip') ? `/vsizip/${path}` : path;
  const { code, seconds, stderr } = await run('ogr2ogr', ['-f', 'Memory', 'none', source], { limitMs });
  if (code !== 0) throw new Error(`ogr2ogr could not read ${path}: ${stderr.slice(-1_000)}`);
  return seconds;
}

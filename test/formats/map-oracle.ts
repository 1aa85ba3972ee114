import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Geometry } from '../../src/kernel/index.ts';
import type { Cell, InputFile } from '../../src/formats/index.ts';
import { newFolder, ogr2ogr, sameness, type OracleFeature } from './gdal.ts';
import { sampleFile, type SampleKind } from './map-samples.ts';
import { fileAt, folderAt, readOnly } from './reading.ts';

export interface MapFormat {
  readonly format: string;
  readonly driver: string;
  readonly ending: string;
  readonly options?: readonly string[];
  /** What GDAL needs to be told when it reads. */
  readonly openOptions?: readonly string[];
  readonly kinds?: readonly SampleKind[];
  /** Formats that cannot keep a record without geometry. */
  readonly nullEvery?: number;
  /** MapInfo has no empty numbers: GDAL reads nought. */
  readonly emptyIsZero?: boolean;
  /** Heights of nought are left out here. */
  readonly flat?: boolean;
  /** Columns that only one of the two gives. */
  readonly leftOut?: readonly string[];
}

/** Columns that GDAL adds to every KML. */
export const kmlOnly = [
  ...['Name', 'description', 'timestamp', 'begin', 'end', 'altitudeMode', 'tessellate', 'extrude', 'visibility'],
  ...['drawOrder', 'icon', 'id'],
];

export const formats: readonly MapFormat[] = [
  { format: 'shapefile', driver: 'ESRI Shapefile', ending: 'shp', options: ['-lco', 'ENCODING=UTF-8'] },
  {
    format: 'mif',
    driver: 'MapInfo File',
    ending: 'mif',
    options: ['-dsco', 'FORMAT=MIF', '-lco', 'ENCODING=UTF-8'],
    emptyIsZero: true,
  },
  {
    format: 'kml',
    driver: 'LIBKML',
    ending: 'kml',
    leftOut: [...kmlOnly, 'ngay'],
    flat: true,
  },
  { format: 'fgb', driver: 'FlatGeobuf', ending: 'fgb' },
  { format: 'fgb', driver: 'FlatGeobuf', ending: 'fgb', options: ['-lco', 'SPATIAL_INDEX=NO'] },
  { format: 'gpkg', driver: 'GPKG', ending: 'gpkg' },
  { format: 'gml', driver: 'GML', ending: 'gml', options: ['-dsco', 'FORMAT=GML2'], leftOut: ['fid', 'gml_id'] },
  { format: 'gml', driver: 'GML', ending: 'gml', options: ['-dsco', 'FORMAT=GML3'], leftOut: ['fid', 'gml_id'] },
  { format: 'gml', driver: 'GML', ending: 'gml', options: ['-dsco', 'FORMAT=GML3.2'], leftOut: ['fid', 'gml_id'] },
  { format: 'gdal', driver: 'MapInfo File', ending: 'tab', options: ['-lco', 'ENCODING=UTF-8'] },
  { format: 'gdal', driver: 'OpenFileGDB', ending: 'gdb', kinds: ['points'] },
  { format: 'gdal', driver: 'DXF', ending: 'dxf', nullEvery: 0, options: ['-select', ''] },
];

export async function written(of: MapFormat, kind: SampleKind): Promise<{ file: InputFile; path: string }> {
  const folder = newFolder();
  const path = join(folder, `${kind}.${of.ending}`);
  ogr2ogr('-f', of.driver, ...(of.options ?? []), path, sampleFile(kind, of.nullEvery));
  return { file: await packed(folder, path), path };
}

/** One file as it is, several as a zip. */
export function packed(folder: string, path: string): Promise<InputFile> {
  return readdirSync(folder).length === 1 && statSync(path).isFile() ? Promise.resolve(fileAt(path)) : folderAt(folder);
}

/** Every record of a file has the attributes and the place that GDAL gives it. */
export async function assertSameAsGdal(file: InputFile, expected: readonly OracleFeature[], of: Partial<MapFormat>) {
  const read = await readOnly(file);
  assert.deepEqual(read.rejected, []);
  assert.equal(read.rows.length, expected.length);
  const columns = read.layer.columns.filter((column) => !of.leftOut?.includes(column));
  expected.forEach((feature, index) => {
    const ours = Object.fromEntries(
      columns.map((name) => [name, plain(read.rows[index]![read.layer.columns.indexOf(name)])]),
    );
    const theirs = { ...Object.fromEntries(columns.map((name) => [name, ''])), ...plainProperties(feature, of) };
    assert.deepEqual(ours, theirs, `attributes of record ${index + 1}`);
    const place = read.layer.hasGeometry ? read.geometries[index] : null;
    const expected = of.flat && feature.geometry ? flattened(feature.geometry) : feature.geometry;
    assert.deepEqual(sameness(place as never), sameness(expected), `geometry of record ${index + 1}`);
  });
}

function flattened(geometry: Geometry): Geometry {
  const text = JSON.stringify(geometry);
  return JSON.parse(text.replace(/(\[-?[\d.e-]+,-?[\d.e-]+),0(?:\.0)?\]/g, '$1]')) as Geometry;
}

function plainProperties({ properties }: OracleFeature, of: Partial<MapFormat>): Record<string, string> {
  const kept = Object.entries(properties).filter(([name]) => !of.leftOut?.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, of.emptyIsZero && value === 0 ? '' : plain(value as Cell)]),
  );
}

/** Programs write dates and empty cells in different ways. */
function plain(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return JSON.stringify(cell);
  return String(cell)
    .replace(/^(-?\d+)\.0$/, '$1')
    .replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
    .replace(/^(.{10})T00:00:00(Z|\.000Z)?$/, '$1');
}

import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Geometry } from '../../src/kernel/index.ts';
import type { Cell, InputFile } from '../../src/formats/index.ts';
import { featuresByGdal, newFolder, ogr2ogr, sameness, skipWithoutGdal, type OracleFeature } from './gdal.ts';
import { sampleFile, sampleKinds, type SampleKind } from './map-samples.ts';
import { fileAt, folderAt, readOnly } from './reading.ts';

interface MapFormat {
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
const kmlOnly = [
  ...['Name', 'description', 'timestamp', 'begin', 'end', 'altitudeMode', 'tessellate', 'extrude', 'visibility'],
  ...['drawOrder', 'icon', 'id'],
];

const formats: readonly MapFormat[] = [
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

async function written(of: MapFormat, kind: SampleKind): Promise<{ file: InputFile; path: string }> {
  const folder = newFolder();
  const path = join(folder, `${kind}.${of.ending}`);
  ogr2ogr('-f', of.driver, ...(of.options ?? []), path, sampleFile(kind, of.nullEvery));
  return { file: await packed(folder, path), path };
}

/** One file as it is, several as a zip. */
function packed(folder: string, path: string): Promise<InputFile> {
  return readdirSync(folder).length === 1 && statSync(path).isFile() ? Promise.resolve(fileAt(path)) : folderAt(folder);
}

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skipReal = skipWithoutGdal || (existsSync(join(folder, 'data')) ? false : `no real files: LIENTHONG_TEST_DATA`);

describe('a layer reads as GDAL reads it', { skip: skipWithoutGdal }, () => {
  for (const [index, format] of formats.entries()) {
    for (const kind of format.kinds ?? sampleKinds) {
      test(`${index + 1}: ${format.format} ${format.options?.at(-1) ?? ''}, ${kind}`, async () => {
        const { file, path } = await written(format, kind);
        await assertSameAsGdal(file, featuresByGdal(path, undefined, format.openOptions), format);
      });
    }
  }
});

describe('real files read as GDAL reads them', { skip: skipReal }, () => {
  const files = [
    { path: 'vector/regional_plan_bw', main: 'ikg.shp' },
    { path: 'vector/districts_mekong_delta', main: 'Districts_Mekong_delta.shp', encoding: 'UTF-8' },
    { path: 'vector/legacy/hanoi_xa_utf8_vn2000utm48', main: 'xa.shp', encoding: 'UTF-8' },
    { path: 'vector/legacy/canTho_xa_tcvn3_vn2000tm3_105', main: 'xa.shp', encoding: 'CP1252' },
    { path: 'vector/salinity_basins_sea.kml', main: '', leftOut: [...kmlOnly, 'Description'] },
    { path: 'vector/coastal_segments_sea.fgb', main: '' },
    { path: 'vector/provinces34.fgb', main: '' },
    { path: 'vector/parcels_nrw_etrs89utm32.gpkg', main: '' },
    { path: 'vector/river_discharge_salinity_sea.gpkg', main: '' },
    { path: 'vector/wastewater_discharge_minnesota.gpkg', main: '' },
    { path: 'vector/estuary_basins_sea.gml', main: '', leftOut: ['gml_id'] },
    { path: 'vector/rivers_osgb_inspire.gml', main: '', leftOut: ['fid', 'gml_id'] },
    { path: 'vector/rivers_osgb_inspire_nosrs.gml', main: '', leftOut: ['fid', 'gml_id'] },
    { path: 'vector/wards_86_vinh_long_2025.kml', main: '', leftOut: [...kmlOnly, 'Description', 'name'] },
    // GDAL gives the bytes of its texts as they stand, which JSON cannot hold.
    { path: 'vector/legacy/vinhLong_xa_tcvn3_mapinfo', main: 'xa.mif', leftOut: ['TEN_XA', 'LOAI'] },
    { path: 'vector/legacy/vinhLong_xa_vni_vn2000tm3_noprj', main: 'xa.shp', encoding: 'CP1252' },
  ];
  for (const { path, main, encoding, leftOut } of files) {
    test(path, async () => {
      const at = join(folder, 'data', path);
      const isFile = main === '';
      const options = encoding ? ['-oo', `ENCODING=${encoding}`] : [];
      await assertSameAsGdal(
        isFile ? fileAt(at) : await packed(at, join(at, main)),
        featuresByGdal(join(at, main), undefined, options),
        leftOut ? { leftOut } : {},
      );
    });
  }
});

async function assertSameAsGdal(file: InputFile, expected: readonly OracleFeature[], of: Partial<MapFormat>) {
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

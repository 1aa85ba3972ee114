import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
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
  /** Columns that only one of the two gives. */
  readonly leftOut?: readonly string[];
}

const formats: readonly MapFormat[] = [
  { format: 'shapefile', driver: 'ESRI Shapefile', ending: 'shp', options: ['-lco', 'ENCODING=UTF-8'] },
];

async function written(of: MapFormat, kind: SampleKind): Promise<{ file: InputFile; path: string }> {
  const folder = newFolder();
  const path = join(folder, `${kind}.${of.ending}`);
  ogr2ogr('-f', of.driver, ...(of.options ?? []), path, sampleFile(kind, of.nullEvery));
  return { file: await packed(folder, path), path };
}

/** One file as it is, several as a zip. */
function packed(folder: string, path: string): Promise<InputFile> {
  return readdirSync(folder).length === 1 ? Promise.resolve(fileAt(path)) : folderAt(folder);
}

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skipReal = skipWithoutGdal || (existsSync(join(folder, 'data')) ? false : `no real files: LIENTHONG_TEST_DATA`);

describe('a layer reads as GDAL reads it', { skip: skipWithoutGdal }, () => {
  for (const format of formats) {
    for (const kind of format.kinds ?? sampleKinds) {
      test(`${format.format}, ${kind}`, async () => {
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
    { path: 'vector/legacy/vinhLong_xa_vni_vn2000tm3_noprj', main: 'xa.shp', encoding: 'CP1252' },
  ];
  for (const { path, main, encoding } of files) {
    test(path, async () => {
      const at = join(folder, 'data', path);
      const options = encoding ? ['-oo', `ENCODING=${encoding}`] : [];
      await assertSameAsGdal(await packed(at, join(at, main)), featuresByGdal(join(at, main), undefined, options), {});
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
    assert.deepEqual(sameness(place as never), sameness(feature.geometry), `geometry of record ${index + 1}`);
  });
}

function plainProperties({ properties }: OracleFeature, of: Partial<MapFormat>): Record<string, string> {
  const kept = Object.entries(properties).filter(([name]) => !of.leftOut?.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value as Cell)]));
}

/** Programs write dates and empty cells in different ways. */
function plain(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'object') return JSON.stringify(cell);
  return String(cell)
    .replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3')
    .replace(/^(.{10})T00:00:00(Z|\.000Z)?$/, '$1');
}

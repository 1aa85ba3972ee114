import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../src/kernel/index.ts';
import { inspect, readLayer, type ReaderLimits } from '../../src/formats/index.ts';
import { newFolder, ogr2ogr } from './gdal.ts';
import { sampleFile, type SampleKind } from './map-samples.ts';
import { fileOf, workFolder, zipOf } from './reading.ts';

/** A whole file of a format, with what stands beside it; the named part is the one that is spoiled. */
export interface Subject {
  readonly name: string;
  readonly driver: string;
  readonly files: readonly string[];
  readonly kind?: SampleKind;
  readonly options?: readonly string[];
  /** GDAL leaves records without geometry out of FlatGeobuf. */
  readonly nullEvery?: number;
}

export const subjects: readonly Subject[] = [
  { name: 'shp', driver: 'ESRI Shapefile', files: ['shp', 'shx', 'dbf'] },
  { name: 'shx', driver: 'ESRI Shapefile', files: ['shx', 'shp', 'dbf'] },
  { name: 'dbf', driver: 'ESRI Shapefile', files: ['dbf'] },
  { name: 'dbf beside shp', driver: 'ESRI Shapefile', files: ['dbf', 'shp', 'shx'] },
  { name: 'mif', driver: 'MapInfo File', files: ['mif', 'mid'], options: ['-dsco', 'FORMAT=MIF'] },
  { name: 'mid', driver: 'MapInfo File', files: ['mid', 'mif'], options: ['-dsco', 'FORMAT=MIF'] },
  { name: 'kml', driver: 'KML', files: ['kml'] },
  { name: 'gml', driver: 'GML', files: ['gml'] },
  { name: 'fgb', driver: 'FlatGeobuf', files: ['fgb'], nullEvery: 0 },
  { name: 'gpkg', driver: 'GPKG', files: ['gpkg'] },
];

export function wholeOf({ driver, files, kind = 'areas', options = [], nullEvery }: Subject): Record<string, Buffer> {
  const folder = newFolder();
  const main = files.find((ending) => !/^(shx|mid|dbf)$/.test(ending)) ?? 'shp';
  ogr2ogr('-f', driver, ...options, join(folder, `a.${main}`), sampleFile(kind, nullEvery));
  return Object.fromEntries(files.map((ending) => [`a.${ending}`, readFileSync(join(folder, `a.${ending}`))]));
}

/** Reads to the end; what goes wrong must be a Problem. Says how many records came and what was wrong. */
export async function readWhatever(files: Record<string, Buffer>, limits: Partial<ReaderLimits> = {}) {
  const names = Object.keys(files);
  const content = names.length === 1 ? files[names[0]!]! : await zipOf(files);
  const file = fileOf(content, names.length === 1 ? names[0]! : 'a.zip');
  const options = { workFolder, limits: { unpackedBytes: 50_000_000, ...limits } };
  const problems: string[] = [];
  let records = 0;
  try {
    const { layers, refused } = await inspect(file, options);
    problems.push(...refused.map(({ problem }) => problem.code));
    for (const layer of layers) {
      try {
        for await (const batch of readLayer(file, layer, options)) {
          records += batch.rows.length + (batch.rejected?.length ?? 0);
          assert.equal(batch.rows.length, batch.positions.length);
          for (const row of batch.rows) assert.equal(row.length, layer.columns.length);
          if (layer.hasGeometry) assert.equal(batch.geometries?.length, batch.rows.length);
        }
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problems.push(error.code);
      }
    }
  } finally {
    rmSync(file.path, { force: true });
  }
  return { records, problems };
}

export function spoiled(files: Record<string, Buffer>, bytes: Buffer): Record<string, Buffer> {
  const [first] = Object.keys(files);
  return { ...files, [first!]: bytes };
}

export const firstOf = (files: Record<string, Buffer>): Buffer => Object.values(files)[0]!;

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Problem } from '../../src/kernel/index.ts';
import { inspect, readLayer, type ReaderLimits } from '../../src/formats/index.ts';
import { newFolder, ogr2ogr, skipWithoutGdal } from './gdal.ts';
import { sampleFile, type SampleKind } from './map-samples.ts';
import { fileOf, workFolder, zipOf } from './reading.ts';

/** A whole file of a format, with what stands beside it; the named part is the one that is spoiled. */
interface Subject {
  readonly name: string;
  readonly driver: string;
  readonly files: readonly string[];
  readonly kind?: SampleKind;
  readonly options?: readonly string[];
  /** GDAL leaves records without geometry out of FlatGeobuf. */
  readonly nullEvery?: number;
}

const subjects: readonly Subject[] = [
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

const thorough = process.env['LIENTHONG_TEST_ALL'] ? 20 : 1;

function wholeOf({ driver, files, kind = 'areas', options = [], nullEvery }: Subject): Record<string, Buffer> {
  const folder = newFolder();
  const main = files.find((ending) => !/^(shx|mid|dbf)$/.test(ending)) ?? 'shp';
  ogr2ogr('-f', driver, ...options, join(folder, `a.${main}`), sampleFile(kind, nullEvery));
  return Object.fromEntries(files.map((ending) => [`a.${ending}`, readFileSync(join(folder, `a.${ending}`))]));
}

/** Reads to the end; what goes wrong must be a Problem. Says how many records came and what was wrong. */
async function readWhatever(files: Record<string, Buffer>, limits: Partial<ReaderLimits> = {}) {
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

function spoiled(files: Record<string, Buffer>, bytes: Buffer): Record<string, Buffer> {
  const [first] = Object.keys(files);
  return { ...files, [first!]: bytes };
}

const firstOf = (files: Record<string, Buffer>): Buffer => Object.values(files)[0]!;

describe('every reader of maps', { skip: skipWithoutGdal }, () => {
  for (const subject of subjects) {
    describe(subject.name, () => {
      const files = skipWithoutGdal ? {} : wholeOf(subject);

      test('whole, it gives its records', async () => {
        assert.deepEqual(await readWhatever(files), { records: 20, problems: [] });
      });

      test('cut short anywhere, it is refused or gives what is there', async () => {
        const bytes = firstOf(files);
        const step = Math.max(1, Math.floor(bytes.length / (25 * thorough)));
        for (let length = 0; length < bytes.length; length += step) {
          const { records, problems } = await readWhatever(spoiled(files, bytes.subarray(0, length)));
          assert.ok(problems.length > 0 || records > 0, `${length} bytes gave nothing and no reason`);
        }
      });

      test('with huge counts in its head', async () => {
        const bytes = firstOf(files);
        for (let at = 8; at < Math.min(bytes.length - 4, 160); at += thorough > 1 ? 2 : 6) {
          for (const value of [0xffffffff, 0x7fffffff]) {
            const changed = Buffer.from(bytes);
            if (at % 12 !== 2) changed.writeUInt32LE(value, at);
            else changed.writeUInt32BE(value, at);
            await readWhatever(spoiled(files, changed));
          }
        }
      });

      test('with bytes changed anywhere', async () => {
        const bytes = firstOf(files);
        const change = fc.record({ at: fc.nat(bytes.length - 1), byte: fc.nat(255) });
        await fc.assert(
          fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
            const changed = Buffer.from(bytes);
            for (const { at, byte } of changes) changed[at] = byte;
            await readWhatever(spoiled(files, changed));
          }),
          { numRuns: 40 * thorough },
        );
      });

      test('with any one byte of a later part changed', async () => {
        const bytes = firstOf(files);
        const step = Math.max(1, Math.floor(bytes.length / (30 * thorough)));
        for (let at = 0; at < bytes.length; at += step) {
          const changed = Buffer.from(bytes);
          changed[at] = 10;
          await readWhatever(spoiled(files, changed));
        }
      });

      test('with nonsense behind its beginning', async () => {
        const bytes = firstOf(files);
        await fc.assert(
          fc.asyncProperty(fc.nat(200), fc.uint8Array({ maxLength: 400 }), async (kept, nonsense) => {
            await readWhatever(spoiled(files, Buffer.concat([bytes.subarray(0, kept + 8), nonsense])));
          }),
          { numRuns: 25 * thorough },
        );
      });

      test('keeps to the limits', async () => {
        const few = await readWhatever(files, { columns: 2 });
        assert.deepEqual([...new Set(few.problems)], ['too-many-columns']);
        const short = await readWhatever(files, { recordBytes: 30 });
        assert.ok(short.records <= 20);
      });
    });
  }

  test('nothing is left behind', () => {
    assert.deepEqual(
      readdirSync(workFolder).filter((name) => name.startsWith('reading-')),
      [],
    );
  });
});

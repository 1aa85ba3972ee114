import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { skipWithoutGdal } from './gdal.ts';
import { firstOf, readWhatever, spoiled, subjects, wholeOf } from './map-subjects.ts';
import { workFolder } from './reading.ts';

/** Spoiled in every way they are read by `every-map-reader.slow.test.ts`. */
describe('every reader of maps', { skip: skipWithoutGdal }, () => {
  for (const subject of subjects) {
    describe(subject.name, () => {
      const files = skipWithoutGdal ? {} : wholeOf(subject);

      test('whole, it gives its records', async () => {
        assert.deepEqual(await readWhatever(files), { records: 20, problems: [] });
      });

      test('cut short in the middle, it is refused or gives what is there', async () => {
        const bytes = firstOf(files);
        for (const share of [0, 0.3, 0.9]) {
          const length = Math.floor(bytes.length * share);
          const { records, problems } = await readWhatever(spoiled(files, bytes.subarray(0, length)));
          assert.ok(problems.length > 0 || records > 0, `${length} bytes gave nothing and no reason`);
        }
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

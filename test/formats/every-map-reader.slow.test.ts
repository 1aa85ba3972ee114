import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { skipWithoutGdal } from './gdal.ts';
import { firstOf, readWhatever, spoiled, subjects, wholeOf } from './map-subjects.ts';
import { workFolder } from './reading.ts';

describe('every reader of maps, of files that are spoiled', { skip: skipWithoutGdal }, () => {
  for (const subject of subjects) {
    describe(subject.name, () => {
      const files = skipWithoutGdal ? {} : wholeOf(subject);

      test('cut short anywhere, it is refused or gives what is there', async () => {
        const bytes = firstOf(files);
        const step = Math.max(1, Math.floor(bytes.length / 500));
        for (let length = 0; length < bytes.length; length += step) {
          const { records, problems } = await readWhatever(spoiled(files, bytes.subarray(0, length)));
          assert.ok(problems.length > 0 || records > 0, `${length} bytes gave nothing and no reason`);
        }
      });

      test('with huge counts in its head', async () => {
        const bytes = firstOf(files);
        for (let at = 8; at < Math.min(bytes.length - 4, 160); at += 2) {
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
          { numRuns: 800 },
        );
      });

      test('with any one byte of a later part changed', async () => {
        const bytes = firstOf(files);
        const step = Math.max(1, Math.floor(bytes.length / 600));
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
          { numRuns: 500 },
        );
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

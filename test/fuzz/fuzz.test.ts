import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Schedule } from './schedule.ts';
import { seedsOf } from './seeds.ts';
import { bytesOf, tryInput } from './try-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const seeds = seedsOf('.', folder, process.env['LIENTHONG_TEST_DATA'] ?? '../shared');
const schedule = new Schedule(seeds.filter(({ format }) => format !== 'gdal'));

describe('mutated files through every reader', () => {
  test('own seeds are sound: each is read as it is', async () => {
    const own = seedsOf('.', folder, 'no such folder').filter((seed) => seed.format !== 'gdal');
    for (const { format, name, parts, archive } of own) {
      const outcome = await tryInput({ parts, ...(archive ? { archive } : {}) }, folder, {});
      assert.equal(outcome, 'read', `${format} ${name}`);
    }
  });
  test('a number stands for the same bytes each time', () => {
    for (const number of [0, 77, 123_456]) {
      assert.ok(bytesOf(schedule.input(number).input).equals(bytesOf(schedule.input(number).input)));
    }
  });
  test('the first inputs meet every format and none gets anything but data or a refusal', async () => {
    const met = new Set<string>();
    for (let number = 0; number < 400; number++) {
      const { seed, input, choices } = schedule.input(number);
      const outcome = await tryInput(input, folder, { choices });
      assert.equal(typeof outcome, 'string', `${number}: ${JSON.stringify(outcome)}`);
      met.add(seed.format);
    }
    assert.deepEqual(
      [...new Set(seeds.map(({ format }) => format))].filter((format) => !met.has(format)),
      ['gdal'],
    );
  });
});

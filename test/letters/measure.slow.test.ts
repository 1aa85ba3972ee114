import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { Score } from './measure.ts';
import { measureLetters } from './report.ts';

const folder = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skip = existsSync(join(folder, 'data')) ? false : `there is no real data at ${folder} (LIENTHONG_TEST_DATA)`;

/** What docs/letters.md promises, held a little below what was measured. */
describe('all names of administrative units, and 100,000 right cells', { skip }, () => {
  let measured: Awaited<ReturnType<typeof measureLetters>>;
  before(async () => (measured = await measureLetters(folder)));
  const share = ({ words, right }: Score) => right / words;

  test('of whole columns at least 99.5 % of the words come back, whether a list knows the names or not', () => {
    const low = measured.results.flatMap(({ name, whole, unlisted }) =>
      [whole, unlisted]
        .filter((score) => share(score) < 0.995)
        .map((score) => `${name}: ${score.right} of ${score.words}`),
    );
    assert.deepEqual(low, []);
  });
  test('of columns of 50 and 10 cells at least 97 %', () => {
    const low = measured.results.filter(({ fifty, ten }) => share(fifty) < 0.97 || share(ten) < 0.97);
    assert.deepEqual(
      low.map(({ name }) => name),
      [],
    );
  });
  test('no right cell is changed, in its column or alone', () => {
    const { beyondAscii, changed, changedAlone } = measured.right;
    assert.ok(beyondAscii >= 100_000, `${beyondAscii} cells`);
    assert.deepEqual({ changed, changedAlone }, { changed: [], changedAlone: [] });
  });
  test('nor one of the texts held back', () => {
    const { beyondAscii, changed, changedAlone } = measured.held;
    assert.ok(beyondAscii >= 10_000, `${beyondAscii} cells`);
    assert.deepEqual({ changed, changedAlone }, { changed: [], changedAlone: [] });
  });
  test('of the names held back at least 98 % come right', () => {
    const low = measured.heldNames.filter((score) => share(score) < 0.98).map(({ name }) => name);
    assert.deepEqual(low, []);
  });
  test('what stands beside a legacy cell is not touched', () => {
    assert.deepEqual(
      measured.results.filter(({ disturbed }) => disturbed > 0),
      [],
    );
  });
});

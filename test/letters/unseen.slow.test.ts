import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { createLetters, type LetterEncoding, type Letters } from '../../src/harmonise/index.ts';
import { convertColumn, measureColumns, writings } from './measure.ts';
import { shippedLetters } from './shipped.ts';

const languages = (
  'vi fr de pt es it nl da sv nb fi is et lv lt pl cs sk sl hr hu ro tr az sq eu ca gl cy ga mt af id ms sw en ha yo ig wo ' +
  'fo kl lb rm br fy gd se smn ee ff uz haw nv gn qu ku tk to mi'
).split(' ');

/** Names of time zones, amounts and dates as ICU writes them: a list that nothing was made with but this test. */
function columnsOf(language: string): string[][] {
  const zoneName = (timeZone: string, timeZoneName: 'long' | 'longGeneric'): string =>
    new Intl.DateTimeFormat(language, { timeZone, timeZoneName })
      .formatToParts(0)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const zones = Intl.supportedValuesOf('timeZone').flatMap((zone) => [
    zoneName(zone, 'long'),
    zoneName(zone, 'longGeneric'),
  ]);
  const amounts = Intl.supportedValuesOf('unit').flatMap((unit) =>
    [1, 2, 5].map((count) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    ),
  );
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
  const days = Array.from({ length: 400 }, (_, at) => day.format(at * 86_400_000));
  return [zones, amounts, days].map((cells) => [...new Set(cells)]);
}

describe('names of time zones, amounts and dates', () => {
  let letters: Letters;
  let encodings: readonly LetterEncoding[];
  before(async () => {
    ({ letters, encodings } = await shippedLetters());
  });

  test('stay as they are in 60 languages', (t) => {
    const columns = languages.flatMap(columnsOf);
    const changed = columns.flatMap((cells) => {
      const converted = convertColumn(cells, letters);
      return cells.filter((cell, at) => cell.normalize('NFC') !== converted[at]);
    });
    t.diagnostic(`${columns.flat().length} cells`);
    assert.deepEqual(changed, []);
  });

  test('come back from TCVN3, VNI and VISCII, also where a Macintosh showed them, in 99 of 100 words', (t) => {
    const unlisted = createLetters(encodings);
    for (const writing of writings(encodings).filter(({ name }) => /^(?:tcvn3|vni|viscii)(?:$| read)/.test(name))) {
      const scores = columnsOf('vi').map((cells) => measureColumns(cells, 0, writing, unlisted));
      const [right, words] = [
        scores.reduce((sum, each) => sum + each.right, 0),
        scores.reduce((sum, each) => sum + each.words, 0),
      ];
      t.diagnostic(`${writing.name}: ${right} of ${words}`);
      assert.ok(right >= words * 0.99, `${writing.name}: ${right} of ${words}`);
    }
  });
});

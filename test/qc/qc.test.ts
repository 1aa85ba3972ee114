import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import {
  hasQcFiles,
  kindsTable,
  measureKinds,
  ourBest,
  riverSeries,
  spanSeries,
  spansTable,
  type KindFigures,
} from './index.ts';
import { grossRanges, ours, sigmas } from './detectors.ts';
import { scoreSpans } from './score.ts';

const testData = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skip = hasQcFiles(testData) ? false : `LIENTHONG_TEST_DATA: no labelled series in ${testData}/data/qc`;

describe('quality control on series that people labelled', { skip }, () => {
  let figures: readonly KindFigures[];
  before(() => {
    figures = measureKinds(riverSeries(testData));
  });

  test('every kind with 20 labels is found at least as well as by the better baseline', () => {
    const counted = figures.filter(({ labels }) => labels >= 20);
    assert.deepEqual(
      counted.map(({ kind }) => kind),
      ['F', 'H', 'L'],
    );
    for (const each of counted) {
      const [own, other] = [ourBest(each).f1, Math.max(each.range.f1, each.sigma.f1)];
      assert.ok(own >= other, `${each.kind}: ${own} beside ${other}`);
    }
  });

  test('drift and "other" are found better even with thresholds from the first third of the series', () => {
    for (const each of figures.filter(({ kind }) => kind === 'H' || kind === 'L')) {
      const other = Math.max(each.range.f1, each.sigma.f1);
      assert.ok(each.early.f1 > 2 * other, `${each.kind}: ${each.early.f1} beside ${other}`);
    }
  });

  test('every marked span holds a flag, and no more false alarms than with rolling 3 sigma stand outside on the real ones', () => {
    for (const series of spanSeries(testData)) {
      const own = scoreSpans(series, ours(3));
      assert.equal(own.found, series.windows.length, series.name);
      if (series.name.startsWith('art_')) continue;
      for (const detect of [grossRanges[2]!, sigmas[4]!]) {
        assert.ok(own.falseAlarms < scoreSpans(series, detect).falseAlarms, series.name);
      }
    }
  });

  test('docs/quality-control.md shows what is measured (mend with `npm run qc`)', () => {
    const document = cells(readFileSync('docs/quality-control.md', 'utf8'));
    for (const table of [kindsTable(figures), spansTable(spanSeries(testData))]) {
      for (const line of table.split('\n').filter((each) => !each.startsWith('| ---'))) {
        assert.ok(document.includes(cells(line)), line);
      }
    }
  });
});

/** Without the blanks that lay a table out. */
function cells(text: string): string {
  return text.replace(/ +/g, ' ');
}

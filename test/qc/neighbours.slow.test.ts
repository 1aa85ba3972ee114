import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { hasStations, measureNeighbours, neighboursTable, plantedStations } from './index.ts';
import type { NeighbourFigures } from './neighbours-table.ts';

const testData = process.env['LIENTHONG_TEST_DATA'] ?? '../shared';
const skip = hasStations(testData) ? false : `LIENTHONG_TEST_DATA: no stations in ${testData}/data/air`;

describe('stations held against those around them, with faults planted in them', { skip }, () => {
  let figures: readonly NeighbourFigures[];
  before(async () => {
    figures = await measureNeighbours('Temperature', plantedStations(testData, 'Temperature'));
  });

  test('an offset as large as two deviations, and a drift to it, are found better than by both baselines', () => {
    for (const kind of ['offset of 2 deviations', 'drift to 2 deviations in a week']) {
      const found = figures.find((each) => each.kind === kind)!;
      assert.ok(found.neighbours.f1 > Math.max(found.range.f1, found.sigma.f1), JSON.stringify(found));
    }
  });

  test('docs/quality-control.md shows what is measured (mend with `npm run qc`)', () => {
    const document = cells(readFileSync('docs/quality-control.md', 'utf8'));
    for (const line of neighboursTable(figures).split('\n').slice(2)) assert.ok(document.includes(cells(line)), line);
  });
});

/** Without the blanks that lay a table out. */
const cells = (text: string): string => text.replace(/ +/g, ' ');

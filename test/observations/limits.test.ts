import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { packParts, packsFolder } from '../../src/modules.ts';
import { findLimits, keepsTo, limitSetsOf, observationExamples, type LimitSet } from '../../src/observations/index.ts';
import { loadPacks, testPacks, type PackSet } from '../../src/packs/index.ts';
import { goodFiles, packFolder } from '../packs/pack-folder.ts';

let packs: PackSet;
let sets: LimitSet[];
before(async () => {
  packs = await loadPacks(packsFolder, { parts: packParts });
  sets = limitSetsOf(packs);
});

test('the examples of the packs hold: days, classes, factors, what decides nothing', async () => {
  const results = await testPacks(packs, { parts: observationExamples });
  const own = results.filter(({ file }) => file.endsWith('/thresholds.yaml'));
  assert.equal(own.filter(({ outcome }) => outcome === 'passed').length, 10);
  assert.equal(own.length, 10);
});

describe('limits are looked up', () => {
  test('by parameter, kind of station, averaging and day, with the standard that says so', () => {
    const found = findLimits(sets, { parameter: 'o3', stationType: '4', on: '2026-03-01' });
    assert.deepEqual(
      found.map(({ averaging, max, set }) => [averaging, max, set.sources[0]!.title]),
      [
        ['PT1H', 200, 'QCVN 05:2023/BTNMT (Thông tư 01/2023/TT-BTNMT)'],
        ['PT8H', 120, 'QCVN 05:2023/BTNMT (Thông tư 01/2023/TT-BTNMT)'],
      ],
    );
    assert.deepEqual(findLimits(sets, { parameter: 'o3', stationType: '1', on: '2026-03-01' }), []);
  });

  test('a value at the limit keeps to it', () => {
    const [limit] = findLimits(sets, { parameter: 'so2', averaging: 'PT1H', on: '2026-03-01' });
    assert.deepEqual([keepsTo(limit!, 350), keepsTo(limit!, 350.1)], [true, false]);
  });

  test('limits of samples only are asked with null', () => {
    const found = findLimits(sets, { parameter: 'ph', medium: 'groundwater', averaging: null, on: '2026-03-01' });
    assert.deepEqual(
      found.map(({ min, max }) => [min, max]),
      [[5.8, 8.5]],
    );
  });
});

const file = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'domain', 'standards', 'thresholds.csv');
const skip = existsSync(file) ? false : `LIENTHONG_TEST_DATA: no ${file}`;

test('every figure of the reference list with an upper limit is in the packs, as sure as it is there', { skip }, () => {
  const limits = sets.flatMap((set) => set.limits.map((limit) => ({ ...limit, set })));
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((row) => /,<=,/.test(row) && !row.includes('LAeq'));
  for (const standard of ['05:2023', '08:2023', '09:2023', '10:2023', '40:2011', '14:2008']) {
    const listed = rows.filter((row) => row.startsWith(`QCVN ${standard}`));
    const own = limits.filter(
      ({ set, max, min }) => set.title.vi.includes(standard) && max !== undefined && min === undefined,
    );
    const figures = (all: readonly (number | string)[]) => all.map(Number).sort((a, b) => a - b);
    assert.deepEqual(
      figures(own.map(({ max }) => max!)),
      figures(listed.map((row) => /,<=,([^,]+),/.exec(row)![1]!)),
      standard,
    );
    const unsure = listed.filter((row) => /,(memory|inferred[^,]*),/.test(row)).length;
    assert.equal(own.filter(({ confidence }) => confidence === 'M').length, unsure, standard);
  }
});

test('a pack is refused for limits that say nothing or name what is not there', async (t) => {
  const folder = await packFolder(t, {
    ...goodFiles,
    'rain/thresholds/rain.yaml': `title: { vi: Mưa, en: Rain }
sources: [{ title: A law, confidence: V }]
medium: rain
stationTypes: ['9']
from: '2020-01-01'
parameters: [{ parameter: rain, title: { vi: Mưa, en: Rain } }]
limits:
  - { parameter: rain, unit: mm, confidence: V }
  - { parameter: hail, unit: inch, class: heavy, min: 3, max: 2, confidence: V }
`,
  });
  const set = await loadPacks(folder, { parts: packParts });
  const reasons = set.refused.flatMap(({ faults }) => faults.map(({ line, reason }) => `${line}: ${reason.en}`));
  assert.deepEqual(reasons.sort(), [
    '4: The list vn-core/station-types has no type "9".',
    '8: A limit needs min or max, and min must not exceed max.',
    '9: A limit needs min or max, and min must not exceed max.',
    '9: The parameter "hail" is not among the parameters of this file. Add it or mend the name.',
    '9: The unit lists have no unit "inch". Use one of their UCUM codes.',
    '9: There is no class "heavy" under classes of this file.',
  ]);
});

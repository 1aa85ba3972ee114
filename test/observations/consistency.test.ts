import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { packParts, packsFolder } from '../../src/modules.ts';
import {
  createConsistencyJudge,
  hintsOf,
  parameterNamed,
  qualityRulesOf,
  type QualityRules,
} from '../../src/observations/index.ts';
import { loadPacks, type PackSet } from '../../src/packs/index.ts';
import { goodFiles, packFolder } from '../packs/pack-folder.ts';

describe('what packs know of parameters', () => {
  let rules: QualityRules;
  before(async () => {
    const packs: PackSet = await loadPacks(packsFolder, { parts: packParts });
    rules = qualityRulesOf(packs).find(({ id }) => id === 'vn-air/ambient-air')!;
  });

  test('a series is known by the symbol of its station file, in any case', () => {
    assert.equal(parameterNamed(rules, 'PM2,5')?.parameter, 'pm25');
    assert.equal(parameterNamed(rules, 'pm2.5')?.parameter, 'pm25');
    assert.equal(parameterNamed(rules, 'VHg'), null);
  });

  test('hints are in milliseconds and in the unit of the parameter', () => {
    const hints = hintsOf(parameterNamed(rules, 'RH')!);
    assert.deepEqual([hints.physical, hints.mayStand], [[0, 105], 86_400_000]);
  });

  test('fine dust above all dust makes both suspect; what no rule can tell is left out', () => {
    const judge = createConsistencyJudge([rules]);
    const { flags, broken } = judge(
      new Map([
        ['pm25', 80],
        ['pm10', 40],
        ['co', 900],
      ]),
    );
    assert.deepEqual(
      [...flags],
      [
        ['pm25', 3],
        ['pm10', 3],
      ],
    );
    assert.deepEqual(
      broken.map(({ rule }) => rule),
      ['pm25-at-most-pm10'],
    );
    assert.deepEqual(
      [
        ...judge(
          new Map([
            ['pm25', 30],
            ['pm10', 40],
          ]),
        ).flags,
      ],
      [
        ['pm25', 1],
        ['pm10', 1],
      ],
    );
    assert.deepEqual([...judge(new Map([['pm25', 30]])).flags], []);
  });
});

test('a pack is refused for an unknown parameter, unit or condition, and for memory that fails values', async (t) => {
  const folder = await packFolder(t, {
    ...goodFiles,
    'rain/quality/gauges.yaml': `title: { vi: Mưa, en: Rain }
sources: [{ title: A law, confidence: V }]
parameters:
  - { parameter: rain, unit: furlong }
consistency:
  - id: rain-fits-hail
    title: { vi: Mưa, en: Rain }
    condition: 'rain >= 0'
    concerns: [hail]
    flag: fail
    source: { title: A guess, confidence: M }
`,
  });
  const set = await loadPacks(folder, { parts: packParts });
  const reasons = set.refused.flatMap(({ faults }) => faults.map(({ line, reason }) => `${line}: ${reason.en}`));
  assert.deepEqual(reasons.sort(), [
    '10: What is from memory (M) decides nothing. Find a source, or use the milder flag.',
    '4: The unit lists have no unit "furlong". Use one of their UCUM codes.',
    '9: The parameter "hail" is not among the parameters of this file. Add it or mend the name.',
  ]);
});

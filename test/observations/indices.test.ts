import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { packParts, packsFolder } from '../../src/modules.ts';
import {
  computeIndex,
  explainIndex,
  indicesOf,
  neededUnits,
  observationExamples,
  type IndexDefinition,
} from '../../src/observations/index.ts';
import { loadPacks, testPacks, type PackSet } from '../../src/packs/index.ts';
import { goodFiles, packFolder } from '../packs/pack-folder.ts';

const hour = 3_600_000;
let packs: PackSet;
let air: IndexDefinition;
let water: IndexDefinition;
before(async () => {
  packs = await loadPacks(packsFolder, { parts: packParts });
  [air, water] = ['vn-air/vn-aqi', 'vn-water/vn-wqi'].map((id) => indicesOf(packs).find((each) => each.id === id)!) as [
    IndexDefinition,
    IndexDefinition,
  ];
});

/** Hourly means that end at `at`, the last one the newest. */
function hours(at: number, values: readonly (number | null)[]): Map<number, number> {
  const known = values.map((value, i) => [at - (values.length - 1 - i) * hour, value] as const);
  return new Map(known.filter((each): each is [number, number] => each[1] !== null));
}

test('the examples of the packs hold: vectors of the decisions and what is insufficient', async () => {
  const results = await testPacks(packs, { parts: observationExamples });
  const own = results.filter(({ file }) => /indices|water/.test(file) && file.includes('tests/'));
  assert.ok(own.filter(({ outcome }) => outcome === 'passed').length >= 17);
  assert.deepEqual(
    own.filter(({ outcome }) => outcome === 'failed'),
    [],
  );
});

const domain = join(process.env['LIENTHONG_TEST_DATA'] ?? '../shared', 'domain', 'indices');
const skip = existsSync(domain) ? false : `LIENTHONG_TEST_DATA: no ${domain}`;

describe('beside the reference files', { skip }, () => {
  const reference = (file: string) => JSON.parse(readFileSync(join(domain, file), 'utf8'));

  test('break points and levels of the air index are those of the decision', () => {
    const { BP, I, levels } = reference('vn_aqi.json');
    const names: Record<string, string> = { 'PM2.5': 'pm25' };
    for (const [name, values] of Object.entries(BP as Record<string, (number | null)[]>)) {
      const points = values.flatMap((value, i) => (value === null ? [] : [[value, I[i]]]));
      assert.deepEqual(air.scales[names[name] ?? name.toLowerCase()]!.points, points, name);
    }
    assert.deepEqual(
      air.levels.map(({ from, title }) => [from, title.vi]),
      levels.map((level: { from: number; vi: string }) => [level.from, level.vi]),
    );
  });

  test('all 24 eight-hour means of the vector, and the greatest', () => {
    const vector = reference('vn_aqi.json').vectors.find((each: { kind: string }) => each.kind === 'o3_8h');
    const at = Date.UTC(2026, 2, 1, 17);
    const result = computeIndex(air, 'day', { at, hourly: new Map([['o3', hours(at, vector.hourly_from_18h)]]) });
    const step = result.steps.find((each) => each.step === 'reduce' && each.input === 'o3_8h_max');
    assert.ok(step?.step === 'reduce');
    // The vector's hours are rounded to a tenth themselves.
    step.used.forEach(({ value }, i) => assert.ok(Math.abs(value - vector.expected_8h_from_01h[i]) <= 0.1, `${i}`));
    assert.equal(step.used.length, 24);
    assert.ok(Math.abs(step.value! - vector.expected_max) <= 0.0501);
  });

  test('every point of the tables of the water index', () => {
    const { tables, q } = reference('vn_wqi.json');
    const names: Record<string, string> = {
      'Cr6+': 'cr6',
      Coliform_MPN100mL: 'coliform',
      Ecoli_MPN100mL: 'e_coli',
      DO_percent: 'do',
    };
    for (const [name, table] of Object.entries(tables as Record<string, { BP?: number[]; q?: number[] }>)) {
      if (!table.BP) continue;
      const input = names[name] ?? name.toLowerCase().replace('-', '_');
      table.BP.forEach((value, i) => {
        // Where two points stand at one value the notes of the table say which counts: the step is tested in the pack.
        if (table.BP!.filter((each) => each === value).length > 1) return;
        const { subIndices } = computeIndex(water, 'sample', { reduced: new Map([[input, value]]) });
        assert.equal(subIndices[input], (table.q ?? q)[i], `${name} at ${value}`);
      });
    }
  });
});

describe('an index can be followed', () => {
  test('why 137: each step with its numbers, in both languages', () => {
    const at = Date.UTC(2026, 2, 1, 3);
    const hourly = new Map([
      ['pm25', hours(at, Array(12).fill(72.2))],
      ['no2', hours(at, [150])],
    ]);
    const result = computeIndex(air, 'hour', { at, hourly });
    assert.deepEqual([result.value, result.level?.title.vi, result.deciding], [137, 'Kém', 'pm25']);
    const lines = explainIndex(air, result);
    assert.deepEqual(
      lines.map(({ en }) => en),
      [
        'PM2.5: weighted mean of 12 hours, w = 1 (2 of the newest 3 needed) = 72.2',
        'PM2.5: 72.2 ug/m3 lies between 50 (index 100) and 80 (index 150): index 137',
        'NO2: mean of the hour = 150',
        'NO2: 150 ug/m3 lies between 100 (index 50) and 200 (index 100): index 75',
        'Greatest of pm25_nowcast 137, no2_1h 75 = 137',
        '137 rounded = 137',
        '137: level Poor (unhealthy for sensitive groups)',
        'By Quyết định 1459/QĐ-TCMT ngày 12/11/2019',
      ],
    );
    assert.equal(lines[1]!.vi, 'PM2,5: 72,2 ug/m3 nằm giữa 50 (chỉ số 100) và 80 (chỉ số 150): chỉ số 137');
  });

  test('without fine or coarse dust there is no index and it says why', () => {
    const at = 0;
    const result = computeIndex(air, 'hour', { at, hourly: new Map([['no2', hours(at, [150])]]) });
    assert.deepEqual([result.value, result.level, result.subIndices['no2_1h']], [null, null, 75]);
    assert.ok(explainIndex(air, result).some(({ vi }) => vi === 'Chưa đủ dữ liệu: cần ít nhất một trong PM10, PM2,5.'));
  });

  test('a mean of 24 hours needs 18 of them; a negative value is none', () => {
    const of = (values: readonly (number | null)[]) =>
      computeIndex(air, 'day', { at: 0, hourly: new Map([['pm10', hours(0, values)]]) }).value;
    assert.equal(of([...Array<null>(6).fill(null), ...Array<number>(18).fill(60)]), 55);
    assert.equal(of([...Array<null>(7).fill(null), ...Array<number>(17).fill(60)]), null);
    assert.equal(of([...Array<number>(7).fill(-1), ...Array<number>(17).fill(60)]), null);
  });

  test('the level is read from the rounded index', () => {
    const level = (value: number) => computeIndex(air, 'hour', { reduced: new Map([['pm10_nowcast', value]]) });
    assert.deepEqual([level(50.9).value, level(50.9).level?.title.en], [50, 'Good']);
    assert.deepEqual([level(51).value, level(51).level?.title.en], [51, 'Moderate']);
  });

  test('oxygen is taken in mg/l with the temperature of the water, and shown as per cent', () => {
    const units = neededUnits(water.forms[0]!);
    assert.deepEqual(
      [units.get('do'), units.get('temperature'), units.get('coliform')],
      ['mg/L', 'Cel', '{MPN}/(100.mL)'],
    );
    const { steps } = computeIndex(water, 'sample', {
      sample: new Map([
        ['do', 8],
        ['temperature', 20],
      ]),
    });
    const step = steps.find((each) => each.step === 'percent');
    assert.ok(step?.step === 'percent' && Math.abs(step.whole - 9.022) < 0.001 && Math.abs(step.result - 88.67) < 0.01);
  });

  test('more of a pollutant never gives a lower index, and it stays between 0 and 500', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 2000, noNaN: true }),
        (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
            (value) => computeIndex(air, 'hour', { reduced: new Map([['pm25_nowcast', value]]) }).value!,
          );
          assert.ok(low! <= high! && low! >= 0 && high! <= 500);
        },
      ),
    );
  });
});

test('a pack is refused where its index does not hang together', async (t) => {
  const folder = await packFolder(t, {
    ...goodFiles,
    'rain/indices/wetness.yaml': `version: 1.0.0
title: { vi: Ẩm, en: Wetness }
sources: [{ title: A law, confidence: V }]
parameters:
  - { parameter: rain, title: { vi: Mưa, en: Rain } }
scales:
  rain: { points: [[5, 0], [5, 50]] }
forms:
  - id: day
    title: { vi: Ngày, en: Day }
    inputs:
      - { id: rain_day, parameter: hail, unit: inch, reduce: { kind: hour }, scale: hail }
    combine: { how: maximum, needs: [[snow]] }
levels:
  - { from: 10, title: { vi: Ướt, en: Wet }, colour: '#0000ff' }
  - { from: 0, title: { vi: Khô, en: Dry }, colour: '#ffff00' }
`,
  });
  const set = await loadPacks(folder, { parts: packParts });
  const reasons = set.refused.flatMap(({ faults }) => faults.map(({ line, reason }) => `${line}: ${reason.en}`));
  assert.deepEqual(reasons.sort(), [
    '12: The parameter "hail" is not among the parameters of this file. Add it or mend the name.',
    '12: The unit lists have no unit "inch". Use one of their UCUM codes.',
    '12: There is no scale "hail" under scales of this file.',
    '13: This form of the index has no input, parameter or group "snow".',
    '16: Levels must stand from low to high. Put them in order.',
    '7: The points of a scale must rise by value. Put them in order.',
  ]);
});

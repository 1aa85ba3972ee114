import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  createJudge,
  deriveThresholds,
  judgeSeries,
  lookBack,
  packTests,
  qualityTests,
  readTests,
  unpackTests,
  type JudgedObservation,
  type QualityTest,
  type Thresholds,
  type Verdict,
} from '../../src/observations/index.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Numbers that look random and are the same every time. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A slowly wandering series with noise, one value an hour. */
function wandering(count: number, seed = 7, level = 50): { at: number; value: number }[] {
  const random = randoms(seed);
  let walk = level;
  return Array.from({ length: count }, (_, i) => {
    walk += 0.2 * (random() - 0.5) + (level - walk) / 200;
    return { at: i * hour, value: Math.round((walk + random() + random()) * 100) / 100 };
  });
}

const history = wandering(4000);
const thresholds = deriveThresholds(history, { physical: [0, null], utcOffset: 420 });

function changed(from: number, to: number, change: (value: number, place: number) => number | null) {
  return wandering(1000, 11).map(({ at, value }, place): JudgedObservation => ({
    at,
    value: place >= from && place < to ? change(value, place) : value,
  }));
}

function flagsOf(verdict: Verdict | undefined): Partial<Record<QualityTest, number>> {
  return readTests(verdict!.tests);
}

/** One by one, keeping the state as text between batches; amended verdicts take the place of the first ones. */
function streamed(
  observations: readonly JudgedObservation[],
  limits: Thresholds,
  cuts: ReadonlySet<number>,
): Verdict[] {
  let judge = createJudge(limits);
  const verdicts = new Map<number, Verdict>();
  observations.forEach((observation, place) => {
    if (cuts.has(place)) judge = createJudge(limits, JSON.parse(JSON.stringify(judge.state())));
    const { verdict, amended } = judge.judge(observation);
    verdicts.set(observation.at, verdict);
    if (amended) verdicts.set(amended.at, amended.verdict);
  });
  return [...verdicts.values()];
}

describe('one value is judged', () => {
  test('an ordinary series passes, but for the rarest values', () => {
    const { verdicts } = judgeSeries(wandering(1000, 11), thresholds);
    assert.ok(verdicts.filter(({ flag }) => flag === 1).length >= 985);
    assert.ok(verdicts.every(({ flag }) => flag !== 4));
  });

  const table: readonly {
    readonly title: string;
    readonly series: readonly JudgedObservation[];
    readonly at: number;
    readonly test: QualityTest;
    readonly flag: number;
  }[] = [
    { title: 'what is impossible fails', series: changed(500, 501, () => -3), at: 500, test: 'range', flag: 4 },
    {
      title: 'what its history never saw is suspect',
      series: changed(500, 501, () => 75),
      at: 500,
      test: 'range',
      flag: 3,
    },
    {
      title: 'a value far from both neighbours is a spike',
      series: changed(500, 501, (v) => v + 4.5),
      at: 500,
      test: 'spike',
      flag: 3,
    },
    { title: 'one that is very far fails', series: changed(500, 501, (v) => v + 30), at: 500, test: 'spike', flag: 4 },
    {
      title: 'the value after a spike is not one',
      series: changed(500, 501, (v) => v + 30),
      at: 501,
      test: 'rate',
      flag: 1,
    },
    { title: 'a large step is suspect', series: changed(500, 999, (v) => v + 12), at: 500, test: 'rate', flag: 3 },
    {
      title: 'what stays after a lone step is suspect',
      series: changed(500, 999, (v) => v + 12),
      at: 530,
      test: 'rate',
      flag: 3,
    },
    {
      title: 'until it has stayed for three days',
      series: changed(500, 999, (v) => v + 12),
      at: 580,
      test: 'rate',
      flag: 1,
    },
    { title: 'or has come back', series: changed(500, 520, (v) => v + 12), at: 530, test: 'rate', flag: 1 },
    {
      title: 'a thousandth of the level is a change of unit',
      series: changed(500, 999, (v) => v / 1000),
      at: 530,
      test: 'scale',
      flag: 3,
    },
    {
      title: 'a value that stands still is suspect',
      series: changed(500, 520, () => 50.5),
      at: 510,
      test: 'flat',
      flag: 3,
    },
    { title: 'and fails when it goes on', series: changed(500, 540, () => 50.5), at: 535, test: 'flat', flag: 4 },
    {
      title: 'a signal that hardly moves is attenuated',
      series: changed(500, 560, (_, i) => 50.5 + (i % 2) / 100),
      at: 530,
      test: 'attenuated',
      flag: 3,
    },
    {
      title: 'a daily wave where there was none is suspect',
      series: changed(400, 900, (v, i) => v + 3 * Math.sin((2 * Math.PI * i) / 24)),
      at: 600,
      test: 'wave',
      flag: 3,
    },
    { title: 'nothing measured is missing', series: changed(500, 501, () => null), at: 500, test: 'range', flag: 9 },
  ];
  for (const { title, series, at, test: name, flag } of table) {
    test(`${name}: ${title}`, () => {
      const { verdicts } = judgeSeries(series, thresholds);
      assert.equal(flagsOf(verdicts[at])[name], flag, `${name} in ${verdicts[at]!.tests}`);
      if (flag === 3 || flag === 4) assert.ok(verdicts[at]!.flag >= flag);
    });
  }

  test('gap: a silence is told with the next value and does not make it worse', () => {
    const series = wandering(1000, 11).filter((_, place) => place < 500 || place >= 530);
    const { verdicts } = judgeSeries(series, thresholds);
    assert.equal(flagsOf(verdicts[500]).gap, 3);
    assert.equal(verdicts[500]!.flag, 1);
  });

  test('climatology: a value of noon at midnight is suspect', () => {
    const daily = (place: number) => 20 + 10 * Math.sin((2 * Math.PI * place) / 24) + (place % 7) / 10;
    const limits = deriveThresholds(Array.from({ length: 2000 }, (_, i) => ({ at: i * hour, value: daily(i) })));
    const series = Array.from({ length: 48 }, (_, i) => ({ at: i * hour, value: i === 42 ? 29 : daily(i) }));
    assert.equal(flagsOf(judgeSeries(series, limits).verdicts[42]).climatology, 3);
    assert.equal(flagsOf(judgeSeries(series, limits).verdicts[6]).climatology, 1);
  });

  test('what the device does not call a measurement is not judged and leaves no trace', () => {
    const series = wandering(300, 11);
    const judge = createJudge(thresholds);
    series.slice(0, 200).forEach((each) => judge.judge(each));
    const { verdict } = judge.judge({ at: series[200]!.at, value: 900, measured: false });
    assert.deepEqual([verdict.flag, verdict.tests], [2, '2'.repeat(qualityTests.length)]);
    assert.equal(judge.judge(series[201]!).verdict.flag, 1);
  });

  test('a value that comes late is held against its own limits only, and the state stays as it was', () => {
    const judge = createJudge(thresholds);
    history.slice(0, 100).forEach((each) => judge.judge(each));
    const before = JSON.stringify(judge.state());
    const { verdict } = judge.judge({ at: 50 * hour, value: -1 });
    assert.deepEqual([flagsOf(verdict).range, flagsOf(verdict).rate], [4, 2]);
    assert.equal(JSON.stringify(judge.state()), before);
  });

  test('with too short a history only what is known beforehand counts', () => {
    const limits = deriveThresholds(history.slice(0, 100), { physical: [0, 100] });
    assert.equal(limits.basis, null);
    const { verdicts } = judgeSeries(
      [
        { at: 0, value: 5 },
        { at: hour, value: 99 },
        { at: 2 * hour, value: 101 },
      ],
      limits,
    );
    assert.deepEqual(
      verdicts.map(({ flag }) => flag),
      [1, 1, 4],
    );
  });

  test('a change of unit in one value of twenty of the history is still told', () => {
    const mixed = history.map((each, place) => (place % 1000 < 50 ? { ...each, value: each.value * 10 } : each));
    const limits = deriveThresholds(mixed, { physical: [0, null], utcOffset: 420 });
    const { verdicts } = judgeSeries(
      changed(500, 600, (v) => v * 10),
      limits,
    );
    assert.ok(verdicts.slice(500, 600).every(({ flag }) => flag >= 3));
    assert.ok(verdicts.slice(0, 500).filter(({ flag }) => flag >= 3).length < 10);
  });

  test('rain: months of 0 with showers are ordinary, a shower like others too', () => {
    const random = randoms(21);
    const rain = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        at: i * hour,
        value: random() < 0.04 ? Math.round(-80 * Math.log(1 - random() * 0.99)) / 10 : 0,
      }));
    const limits = deriveThresholds(rain(8000), { physical: [0, 500], mayStand: 60 * day });
    const { verdicts } = judgeSeries(rain(4000), limits);
    assert.ok(verdicts.filter(({ flag }) => flag >= 3).length < 40);
  });

  test('a direction that goes from 359 to 1 makes no step, and may get stuck', () => {
    const random = randoms(9);
    const north = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        at: i * hour,
        value: (360 + Math.round(60 * (random() - 0.5))) % 360,
      }));
    const limits = deriveThresholds(north(3000), { physical: [0, 360], circular: true });
    const stuck = north(300).map((each, place) => (place >= 200 ? { ...each, value: 17 } : each));
    const { verdicts } = judgeSeries(stuck, limits);
    assert.ok(verdicts.slice(0, 200).every(({ flag }) => flag === 1));
    assert.equal(verdicts[250]!.flag, 4);
  });

  test('bad values in the history, one in a hundred, hardly move the limits', () => {
    const random = randoms(5);
    const dirty = history.map((each) => (random() < 0.01 ? { ...each, value: random() * 5000 } : each));
    const limits = deriveThresholds(dirty, { physical: [0, null], utcOffset: 420 });
    const { verdicts } = judgeSeries(
      changed(500, 501, (v) => v + 400),
      limits,
    );
    assert.ok(verdicts[500]!.flag >= 3);
    assert.ok(verdicts.filter(({ flag }) => flag >= 3).length < 15);
  });
});

/** Series with steps, spikes, still values, missing ones and gaps, from a seed. */
const anySeries = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 50, max: 400 }))
  .map(([seed, count]): JudgedObservation[] => {
    const random = randoms(seed);
    let [at, level, still] = [0, 50, 0];
    return Array.from({ length: count }, () => {
      at += random() < 0.02 ? 9 * hour : Math.round((0.5 + random()) * hour);
      if (random() < 0.02) level += 40 * (random() - 0.5);
      still = random() < 0.02 ? 15 : Math.max(0, still - 1);
      const noise = still > 0 ? 0 : random() + random();
      const spike = random() < 0.02 ? 60 * (random() - 0.5) : 0;
      return { at, value: random() < 0.02 ? null : level + noise + spike };
    });
  });

describe('one by one or all at once', () => {
  test('the flags are the same however a series is cut into batches', () => {
    fc.assert(
      fc.property(anySeries, fc.uniqueArray(fc.nat(400), { maxLength: 30 }), (series, cuts) => {
        const whole = judgeSeries(series, thresholds).verdicts;
        assert.deepEqual(streamed(series, thresholds, new Set(cuts)), whole);
      }),
      { numRuns: 60 },
    );
  });

  test('a part judged with what precedes it gets the flags of the whole', () => {
    const { observations: least, milliseconds } = lookBack(thresholds);
    const series = changed(300, 306, (v) => v + 12).map((each, i) => (i % 97 === 0 ? { ...each, value: 80 } : each));
    for (const start of [500, 612, 777, 901]) {
      const from = series[start]!.at - milliseconds;
      const before = series.slice(0, start).filter(({ at }, place) => at >= from || place >= start - least);
      const part = judgeSeries(series.slice(start), thresholds, before);
      assert.deepEqual(part.verdicts, judgeSeries(series, thresholds).verdicts.slice(start));
    }
  });

  test('the first value of a part may decide about the last before it', () => {
    const series = changed(500, 501, (v) => v + 30);
    const { amended } = judgeSeries(series.slice(501), thresholds, series.slice(0, 501));
    assert.equal(amended?.at, series[500]!.at);
    assert.equal(flagsOf(amended?.verdict).spike, 4);
  });

  test('the state stays small', () => {
    const judge = createJudge(thresholds);
    for (const each of wandering(5000, 13)) judge.judge(each);
    assert.ok(JSON.stringify(judge.state()).length < 2000);
  });

  test('the word of the tests goes into an integer column and comes back', () => {
    const flag = fc.constantFrom('1', '2', '3', '4', '9');
    const length = qualityTests.length;
    fc.assert(
      fc.property(fc.array(flag, { minLength: length, maxLength: length }), (digits) => {
        const packed = packTests(digits.join(''));
        assert.ok(packed >= 0 && packed < 2 ** 31);
        assert.equal(unpackTests(packed), digits.join(''));
      }),
    );
    assert.equal(packTests('2'.repeat(length)), 0);
  });
});

test('three days are how long a shift is held', () => assert.equal(thresholds.hold, 3 * day));

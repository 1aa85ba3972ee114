import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareScales, describeIssue, profileLayer, scaleIssue } from '../../src/harmonise/index.ts';
import { batchOf, layerOf, streamOf } from '../harmonise/support.ts';
import { randomOf } from './measure.ts';

/** Hourly dust with a daily course and noise, in µg/m³. */
function dust(rows: number, seed = 7): number[] {
  const random = randomOf(seed);
  return Array.from({ length: rows }, (_, hour) => {
    const daily = 30 + 12 * Math.sin((hour * Math.PI) / 12);
    return Number((daily * (0.8 + 0.4 * random())).toFixed(2));
  });
}

/** Traces that vary over more than a factor of ten from one row to the next, as bacteria and metals do. */
function traces(rows: number, seed = 3): number[] {
  const random = randomOf(seed);
  const normal = () => random() + random() + random() + random() - 2;
  return Array.from({ length: rows }, () => Number((10 ** (1.2 + 0.9 * normal())).toFixed(2)));
}

async function profile(columns: readonly string[], rows: readonly (readonly (string | number)[])[]) {
  return profileLayer(layerOf(columns), streamOf(batchOf(rows)));
}

describe('stretches in another unit', () => {
  for (const [factor, offset, column] of [
    [0.001, 0, 'Bụi'],
    [10, 0, 'Bụi'],
    [60, 0, 'Q'],
    [1, 273.15, 'Nhiệt độ'],
    [1.8, 32, 'Nhiệt độ (°C)'],
  ] as const) {
    test(`rows 200 to 259 of 600, × ${factor} + ${offset}`, async () => {
      // Temperatures of a warm country: 24 to 30 °C.
      const course = dust(600).map((value) => (column.startsWith('Nhiệt') ? 22 + value / 5 : value));
      const values = course.map((value, at) => (at >= 200 && at < 260 ? value * factor + offset : value));
      const { scales } = await profile(
        [column],
        values.map((value) => [Number(value.toPrecision(6))]),
      );
      assert.equal(scales?.length, 1);
      const [found] = scales;
      assert.ok(Math.abs(found!.from - 202) <= 6 && Math.abs(found!.to - 261) <= 6, `${found!.from} to ${found!.to}`);
      assert.ok(Math.abs(found!.factor * factor - 1) < 1e-9);
      assert.match(describeIssue(scaleIssue(found!), 'vi'), /Chưa đổi gì/);
      assert.match(describeIssue(scaleIssue(found!), 'en'), /Nothing was changed/);
    });
  }
  for (const power of [-2, -1, 1, 2]) {
    test(`traces × 10^${power}: the place of the last digit tells it where the size alone does not`, async () => {
      const values = traces(600).map((value, at) => (at >= 200 && at < 300 ? value * 10 ** power : value));
      const { scales } = await profile(
        ['Vi khuẩn'],
        values.map((value) => [Number(value.toPrecision(9))]),
      );
      const [found] = scales ?? [];
      assert.ok(found && Math.abs(Math.log10(found.factor) + power) < 1e-9, JSON.stringify(scales));
      assert.ok(Math.abs(found.from - 202) <= 6 && Math.abs(found.to - 301) <= 6, `${found.from} to ${found.to}`);
    });
  }

  test('of one station only: the finding names it', async () => {
    const a = dust(300, 1);
    const b = dust(300, 2);
    const rows = a.flatMap((value, at) => [
      ['A', at >= 120 && at < 180 ? value / 1000 : value],
      ['B', b[at]!],
    ]);
    const { scales } = await profile(['Trạm', 'Bụi'], rows);
    assert.deepEqual([scales?.length, scales?.[0]?.series, scales?.[0]?.factor], [1, { Trạm: 'A' }, 1000]);
  });
});

describe('what is no change of unit', () => {
  const calm: Record<string, (number | string)[][]> = {
    'a daily course': dust(600).map((value) => [value]),
    zeros: dust(600).map((value, at) => [at % 50 < 25 ? 0 : value]),
    'a season that swells': dust(900).map((value, at) => [value * (1 + 9 * Math.sin((at * Math.PI) / 900) ** 2)]),
    'day and night': dust(900).map((value, at) => [at % 24 < 12 ? value : value * 10]),
    'a flood, written with three digits throughout': dust(900).map((value, at) => [
      Number(
        (value * (at >= 300 && at < 420 ? 10 ** Math.min(1, (at - 300) / 12, (419 - at) / 12) : 1)).toPrecision(3),
      ),
    ]),
    traces: traces(900).map((value) => [value]),
    'traces, a third of them written more finely': traces(900).map((value, at) => [
      at >= 300 && at < 600 ? Number((value + 0.001).toFixed(3)) : value,
    ]),
    'sixty times as much of what does not go by the hour': dust(600).map((value, at) => [
      at < 450 ? value : value * 60,
    ]),
    'two things told apart by a text': dust(600).map((value, at) => [
      at < 300 ? value : value * 10,
      at < 300 ? 'bụi' : 'sạn',
    ]),
  };
  for (const [name, rows] of Object.entries(calm)) {
    test(name, async () => {
      const { scales } = await profile(rows[0]!.length === 2 ? ['Giá trị', 'Ghi'] : ['Giá trị'], rows);
      assert.equal(scales, undefined);
    });
  }
});

test('a delivery a thousand times as high as the one before is pointed out, an equal one is not', async () => {
  const before = await profile(['Bụi'], dust(200).map((value) => [value / 1000])); // prettier-ignore
  const now = await profile(['Bụi'], dust(200, 9).map((value) => [value])); // prettier-ignore
  const [found] = compareScales(before, now);
  assert.deepEqual([found?.scope, found?.factor], ['delivery', 0.001]);
  assert.deepEqual(compareScales(before, before), []);
});

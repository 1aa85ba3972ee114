import type { Db } from '../../kernel/index.ts';
import { sumsOf, valuesOf, type StoredSum, type StoredValue, type TimeRange } from '../read/series-values.ts';
import { mostPoints, resolutionFor, type Resolution } from './span.ts';

/** A point of a chart; `at` in milliseconds since 1970: the moment, or the start of what was summed up. */
export interface ChartPoint {
  readonly at: number;
  /** Null: nothing was measured then, or what was sent counts for nothing (calibration, failed). */
  readonly value: number | null;
  /** What was sent, where it does not count. */
  readonly sent?: number | null;
  readonly min?: number;
  readonly max?: number;
  /** Worst flag of the values in it. */
  readonly flag: number;
  readonly status: number;
  readonly received: number;
}

export interface Chart extends TimeRange {
  readonly resolution: Resolution;
  readonly points: readonly ChartPoint[];
}

interface Drawn {
  readonly id: number;
  readonly everySeconds: number | null;
}

/** The points of a series over a time, from its values or from sums made of them: bounded whatever the time. */
export async function chartOf(db: Db, series: Drawn, range: TimeRange, approvedOnly: boolean): Promise<Chart> {
  let resolution = resolutionFor(range, series.everySeconds);
  if (resolution.grain === 'raw') {
    const values = await valuesOf(db, series.id, range, { approvedOnly, limit: mostPoints + 1 });
    if (values.length <= mostPoints) return { ...range, resolution, points: values.map(pointOfValue) };
    // More came than its interval promises.
    resolution = { grain: 'hour', merged: 1, stepMs: 3_600_000 };
  }
  const { grain, merged, stepMs } = resolution;
  if (grain === 'raw') throw new Error('The values themselves were drawn already.');
  const sums = await sumsOf(db, series.id, grain, range, { approvedOnly, limit: mostPoints * merged + merged });
  return { ...range, resolution, points: mergedSums(sums, merged, stepMs!, range.from).map(pointOfSum) };
}

function pointOfValue({ at, value, flag, status }: StoredValue): ChartPoint {
  const counts = status === 0 && flag !== 4 && flag !== 9;
  return { at, value: counts ? value : null, ...(counts ? {} : { sent: value }), flag, status, received: 1 };
}

function pointOfSum({ start, mean, min, max, received, measured, good }: StoredSum): ChartPoint {
  const flag = measured === 0 ? 9 : good < measured ? 3 : 1;
  return {
    at: start,
    value: mean,
    ...(min !== null && { min }),
    ...(max !== null && { max }),
    flag,
    status: 0,
    received,
  };
}

/** Several sums one after another as one; each keeps the weight of its values. */
function mergedSums(sums: readonly StoredSum[], merged: number, stepMs: number, from: number): StoredSum[] {
  if (merged === 1) return [...sums];
  const places = new Map<number, StoredSum[]>();
  for (const sum of sums) {
    const place = Math.floor((sum.start - from) / stepMs);
    places.set(place, [...(places.get(place) ?? []), sum]);
  }
  return [...places.values()].map((group) => group.reduce(joined));
}

function joined(one: StoredSum, other: StoredSum): StoredSum {
  const measured = one.measured + other.measured;
  const total = (one.mean ?? 0) * one.measured + (other.mean ?? 0) * other.measured;
  const least = other.min !== null && (one.min === null || other.min < one.min) ? other : one;
  const greatest = other.max !== null && (one.max === null || other.max > one.max) ? other : one;
  return {
    start: one.start,
    received: one.received + other.received,
    measured,
    good: one.good + other.good,
    mean: measured === 0 ? null : total / measured,
    min: least.min,
    minAt: least.minAt,
    max: greatest.max,
    maxAt: greatest.maxAt,
  };
}

import type { IndexInput, IndexStep, Reduction } from './model.ts';

/** Hourly means by the end of their hour (milliseconds since 1970). */
export type Hourly = ReadonlyMap<number, number>;

type Used = { at: number; value: number };
type Reduced = Pick<Extract<IndexStep, { step: 'reduce' }>, 'used' | 'weight' | 'value'>;

const hour = 3_600_000;

/** One value of the hourly means that end at `at`, or null when too few are there. */
export function reduceHours(input: IndexInput, hourly: Hourly, at: number): Extract<IndexStep, { step: 'reduce' }> {
  const about = { step: 'reduce', input: input.id, parameter: input.parameter, how: input.reduce } as const;
  return { ...about, ...reduce(input.reduce, hourly, at) };
}

function reduce(how: Reduction, hourly: Hourly, at: number): Reduced {
  switch (how.kind) {
    case 'sample':
      return { used: [], value: null };
    case 'hour':
      return single(lastHours(hourly, at, 1));
    case 'mean':
      return enough(lastHours(hourly, at, how.hours), how.least, mean);
    case 'maximum':
      return enough(lastHours(hourly, at, how.hours), how.least, greatest);
    case 'maximum-of-means':
      return enough(means(how, hourly, at), how.least, greatest);
    case 'weighted':
      return weighted(how, hourly, at);
  }
}

/** Oldest first. A negative concentration is no measurement. */
function lastHours(hourly: Hourly, at: number, count: number): Used[] {
  const used: Used[] = [];
  for (let back = count - 1; back >= 0; back--) {
    const value = hourly.get(at - back * hour);
    if (value !== undefined && value >= 0) used.push({ at: at - back * hour, value });
  }
  return used;
}

function single(used: readonly Used[]): Reduced {
  return { used, value: used[0]?.value ?? null };
}

function enough(used: readonly Used[], least: number, of: (values: readonly number[]) => number): Reduced {
  return { used, value: used.length < Math.max(1, least) ? null : of(used.map(({ value }) => value)) };
}

function means(how: Extract<Reduction, { kind: 'maximum-of-means' }>, hourly: Hourly, at: number): Used[] {
  return Array.from({ length: how.hours }, (_, i) => at - (how.hours - 1 - i) * hour).flatMap((end) => {
    const { value } = enough(lastHours(hourly, end, how.mean), how.leastOfMean, mean);
    return value === null ? [] : [{ at: end, value }];
  });
}

/**
 * NowCast: weight w = smallest / greatest of the hours, at least `floor`. Above the floor the values are weighted by w⁰, w¹,
 * w² … from the newest and divided by the sum of the weights; at the floor they are the sum of floor¹·c₁ + floor²·c₂ + …,
 * which is not divided. Missing hours weigh nothing.
 */
function weighted(how: Extract<Reduction, { kind: 'weighted' }>, hourly: Hourly, at: number): Reduced {
  const used = lastHours(hourly, at, how.hours);
  const newest = used.filter((each) => each.at > at - how.of * hour).length;
  if (newest < how.least) return { used, value: null };
  const values = used.map(({ value }) => value);
  const top = greatest(values);
  if (top === 0) return { used, weight: 1, value: 0 };
  const weight = Math.max(Math.min(...values) / top, how.floor);
  let [sum, weights] = [0, 0];
  for (const each of used) {
    const share = weight ** ((at - each.at) / hour);
    sum += share * each.value;
    weights += share;
  }
  return { used, weight, value: weight > how.floor ? sum / weights : sum * how.floor };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function greatest(values: readonly number[]): number {
  return Math.max(...values);
}

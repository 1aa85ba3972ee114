/** Middle value; of an even number of values the mean of the middle two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Value below which the share `q` (0..1) of the values lies, between two neighbours by proportion; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  return low + (high - low) * (place - Math.floor(place));
}

/** Ratios are averaged by their product: twice as fast and half as fast make one. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Rounded to so many digits that count: 1234.5 → 1230, 0.012345 → 0.0123. */
export function digits(value: number, count = 3): number {
  return Number.isFinite(value) ? Number(value.toPrecision(count)) : value;
}

export const secondsSince = (started: number): number => (performance.now() - started) / 1_000;

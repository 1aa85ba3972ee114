/**
 * Ids of observations, which SensorThings wants as numbers below 2⁵³ (JSON's exact ones), without a column or an index
 * of their own: the series' number × 2³² + seconds since 1970. What cannot be told so (a fraction of a second, before
 * 1970 or after 2106, a second value at one moment) stands in `observation_extra`, with ids below 2³² of its own.
 */
const secondsSpan = 2 ** 32;

/** Series are numbered below this, so that their observations' ids stay below 2⁵³. */
export const maxSeries = 2 ** 21 - 1;

export type ObservationKey =
  | { readonly kind: 'regular'; readonly series: number; readonly at: number }
  | { readonly kind: 'extra'; readonly id: number };

/** Whether a moment (milliseconds since 1970) can stand in the table of regular observations. */
export function isRegularMoment(at: number): boolean {
  return at >= 0 && at % 1000 === 0 && at / 1000 < secondsSpan;
}

export function observationId(series: number, at: number): number {
  return series * secondsSpan + at / 1000;
}

/** Null where the number is no id. */
export function observationKey(id: number): ObservationKey | null {
  if (!Number.isSafeInteger(id) || id < 1) return null;
  if (id < secondsSpan) return { kind: 'extra', id };
  return { kind: 'regular', series: Math.floor(id / secondsSpan), at: (id % secondsSpan) * 1000 };
}

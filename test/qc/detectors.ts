import { deriveThresholds } from '../../src/observations/quality/derive-thresholds.ts';
import { judgeSeries } from '../../src/observations/quality/judge-series.ts';
import { quantile, sortedNumbers } from '../../src/observations/quality/statistics.ts';
import type { LabelledSeries } from './labelled-series.ts';

/** For each value of a series whether it is marked. */
export type Detector = (series: LabelledSeries) => readonly boolean[];

/** Ours: thresholds from the first `share` of the series, whose labels are not looked at; marked from this flag on. */
export function ours(least: 3 | 4, share = 1): Detector {
  return (series) => {
    const history = series.values.slice(0, Math.ceil(series.values.length * share));
    const thresholds = deriveThresholds(
      history.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }])),
      { utcOffset: 0, ...series.hints },
    );
    return judgeSeries(series.values, thresholds).verdicts.map(({ flag }) => flag >= least && flag <= 4);
  };
}

/** What lies outside what is physically possible. */
export const physicalRange: Detector = ({ values, hints }) => {
  const [low, high] = hints.physical ?? [null, null];
  return values.map(
    ({ value }) => value !== null && ((low !== null && value < low) || (high !== null && value > high)),
  );
};

/** What lies outside all but a share of the values at each end, or outside what is possible. */
export function quantileRange(share: number): Detector {
  return (series) => {
    const sorted = sortedNumbers(series.values.flatMap(({ value }) => (value === null ? [] : [value])));
    const [low, high] = [quantile(sorted, share), quantile(sorted, 1 - share)];
    const impossible = physicalRange(series);
    return series.values.map(
      ({ value }, place) => value !== null && (impossible[place]! || value < low || value > high),
    );
  };
}

/** What is further than three standard deviations from the mean of so many values before it. */
export function rollingSigma(count: number): Detector {
  return ({ values }) => {
    const window: number[] = [];
    return values.map(({ value }) => {
      if (value === null) return false;
      const marked = window.length >= Math.min(count, 10) && isFar(value, window);
      window.push(value);
      if (window.length > count) window.shift();
      return marked;
    });
  };
}

function isFar(value: number, window: readonly number[]): boolean {
  const mean = window.reduce((sum, each) => sum + each, 0) / window.length;
  const variance = window.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (window.length - 1);
  return Math.abs(value - mean) > 3 * Math.sqrt(variance);
}

/** Each baseline with several settings: the one that serves it best counts. */
export const grossRanges: readonly Detector[] = [physicalRange, ...[0.001, 0.005, 0.01].map(quantileRange)];
export const sigmas: readonly Detector[] = [12, 24, 50, 100, 288].map(rollingSigma);

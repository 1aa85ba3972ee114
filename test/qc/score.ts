import type { Detector } from './detectors.ts';
import type { LabelledSeries } from './labelled-series.ts';

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * How well a detector finds one kind of anomaly in the series that have it. A mark on an ordinary value is a false alarm
 * for every kind of that series; a mark on another kind counts neither way.
 */
export function scoreKind(kind: string, all: readonly LabelledSeries[], detect: Detector): Score {
  let [found, missed, falseAlarms] = [0, 0, 0];
  for (const series of all.filter(({ values }) => values.some((each) => each.kind === kind))) {
    const marks = detect(series);
    series.values.forEach((each, place) => {
      if (each.kind === kind && marks[place]) found += 1;
      else if (each.kind === kind) missed += 1;
      else if (each.kind === '' && marks[place]) falseAlarms += 1;
    });
  }
  return scoreOf(found, missed, falseAlarms);
}

function scoreOf(found: number, missed: number, falseAlarms: number): Score {
  const marked = found + falseAlarms;
  return {
    precision: marked === 0 ? 0 : found / marked,
    recall: found / (found + missed),
    f1: (2 * found) / (2 * found + missed + falseAlarms),
  };
}

/** The setting of a baseline that serves it best for this kind. */
export function bestScore(kind: string, all: readonly LabelledSeries[], detectors: readonly Detector[]): Score {
  const scores = detectors.map((detect) => scoreKind(kind, all, detect));
  return scores.reduce((best, score) => (score.f1 > best.f1 ? score : best));
}

export function countOf(kind: string, all: readonly LabelledSeries[]): number {
  return all.reduce((sum, { values }) => sum + values.filter((each) => each.kind === kind).length, 0);
}

export function kindsOf(all: readonly LabelledSeries[]): string[] {
  return [...new Set(all.flatMap(({ values }) => values.map(({ kind }) => kind)))].filter((kind) => kind !== '').sort();
}

export interface SpanScore {
  /** Marked spans in which something was found. */
  readonly found: number;
  /** Marks outside the spans, for each thousand ordinary values. */
  readonly falseAlarms: number;
}

export function scoreSpans(series: LabelledSeries, detect: Detector): SpanScore {
  const marks = detect(series);
  const within = (from: number, to: number) =>
    series.values.some(({ at }, place) => at >= from && at <= to && marks[place]);
  const ordinary = series.values.filter(({ kind }) => kind === '').length;
  const wrong = series.values.filter(({ kind }, place) => kind === '' && marks[place]).length;
  return {
    found: series.windows.filter(([from, to]) => within(from, to)).length,
    falseAlarms: (1000 * wrong) / ordinary,
  };
}

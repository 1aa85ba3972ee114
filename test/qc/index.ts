import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { grossRanges, ours, sigmas } from './detectors.ts';
import {
  hasQcFiles,
  kindNames,
  readSeries,
  riverSeries,
  spanSeries,
  type Columns,
  type LabelledSeries,
} from './labelled-series.ts';
import { bestScore, countOf, kindsOf, scoreKind, scoreSpans, type Score } from './score.ts';

export { hasQcFiles, riverSeries, spanSeries };
export { measureNeighbours, neighboursTable } from './neighbours-table.ts';
export { hasStations, plantedParameters, plantedStations } from './planted-stations.ts';

export interface KindFigures {
  readonly kind: string;
  readonly labels: number;
  /** Ours from flag 3 on, ours with flag 4 only, ours with thresholds from the first third of the series. */
  readonly suspect: Score;
  readonly fail: Score;
  readonly early: Score;
  readonly range: Score;
  readonly sigma: Score;
}

/** How well each kind of anomaly is found by the judge and by both baselines. */
export function measureKinds(all: readonly LabelledSeries[]): KindFigures[] {
  return kindsOf(all).map((kind) => ({
    kind,
    labels: countOf(kind, all),
    suspect: scoreKind(kind, all, ours(3)),
    fail: scoreKind(kind, all, ours(4)),
    early: scoreKind(kind, all, ours(3, 1 / 3)),
    range: bestScore(kind, all, grossRanges),
    sigma: bestScore(kind, all, sigmas),
  }));
}

/** The better of our two levels: a kind that is impossible is to fail, one that is doubtful to be suspect. */
export function ourBest({ suspect, fail }: KindFigures): Score {
  return fail.f1 > suspect.f1 ? fail : suspect;
}

export function kindsTable(figures: readonly KindFigures[]): string {
  const rows = figures.map((each) => {
    const name = kindNames[each.kind] ? `${each.kind} ${kindNames[each.kind]}` : each.kind;
    const scores = [each.suspect, each.fail, each.early, each.range, each.sigma].map(show);
    return `| ${[name, String(each.labels), ...scores, remark(each)].join(' | ')} |`;
  });
  return [
    '| kind | labels | ours, 3 or 4 | ours, 4 only | ours, from the first third | gross range | rolling 3 sigma | best |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function show({ precision, recall, f1 }: Score): string {
  const two = (share: number) => share.toFixed(2).replace('0.', '.');
  return `${two(precision)} / ${two(recall)} / **${f1.toFixed(2)}**`;
}

function remark(each: KindFigures): string {
  const [own, other] = [ourBest(each).f1, Math.max(each.range.f1, each.sigma.f1)];
  if (each.labels < 20) return 'too few to tell';
  if (own > other) return 'ours';
  return own === other ? 'equal' : 'baseline';
}

export function spansTable(all: readonly LabelledSeries[]): string {
  const rows = all.map((series) => {
    const spans = [ours(3), grossRanges[2]!, sigmas[4]!].map((detect) => {
      const { found, falseAlarms } = scoreSpans(series, detect);
      return `${found} / ${falseAlarms.toFixed(1)}`;
    });
    const points = [
      scoreKind('window', [series], ours(3)),
      bestScore('window', [series], grossRanges),
      bestScore('window', [series], sigmas),
    ].map(({ f1 }) => f1.toFixed(2));
    return `| ${[series.name, series.windows.length, ...spans, points.join(' / ')].join(' | ')} |`;
  });
  return [
    '| series | spans | ours | gross range (0.5 %) | 3 sigma (288) | F1 over values: ours / range / sigma |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The table of one CSV file that is labelled value by value. */
export function measureFile(path: string, columns: Columns): string {
  return kindsTable(measureKinds([readSeries(basename(path), readFileSync(path, 'utf8'), columns)]));
}

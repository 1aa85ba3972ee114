import { bestScore, countOf, kindsOf, scoreKind, type Score } from './score.ts';
import { grossRanges, sigmas } from './detectors.ts';
import type { LabelledSeries } from './labelled-series.ts';
import { neighbourMarks } from './neighbour-marks.ts';

export interface NeighbourFigures {
  readonly parameter: string;
  readonly kind: string;
  readonly labels: number;
  readonly neighbours: Score;
  readonly range: Score;
  readonly sigma: Score;
}

/** How well the neighbour test finds what was planted in stations of one parameter, and how well both baselines do. */
export async function measureNeighbours(
  parameter: string,
  all: readonly LabelledSeries[],
): Promise<NeighbourFigures[]> {
  const marks = await neighbourMarks(all);
  const own = new Map(all.map((series, place) => [series, marks[place]!]));
  return kindsOf(all).map((kind) => ({
    ...{ parameter, kind, labels: countOf(kind, all) },
    neighbours: scoreKind(kind, all, (series) => own.get(series)!),
    range: bestScore(kind, all, grossRanges),
    sigma: bestScore(kind, all, sigmas),
  }));
}

export function neighboursTable(figures: readonly NeighbourFigures[]): string {
  return [
    '| parameter | planted | hours | neighbours | gross range | rolling 3 sigma |',
    '| --- | --- | --- | --- | --- | --- |',
    ...figures.map(({ parameter, kind, labels, neighbours, range, sigma }) => {
      const scores = [neighbours, range, sigma].map(
        ({ precision, recall, f1 }) => `${share(precision)} / ${share(recall)} / **${f1.toFixed(2)}**`,
      );
      return `| ${[parameter, kind, labels, ...scores].join(' | ')} |`;
    }),
  ].join('\n');
}

const share = (value: number): string => value.toFixed(2).replace('0.', '.');

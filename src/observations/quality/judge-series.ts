import { createJudge, type JudgedObservation } from './judge.ts';
import { memory } from './signals.ts';
import type { Thresholds } from './thresholds.ts';
import type { Verdict } from './verdict.ts';

export interface SeriesVerdicts {
  /** One for each observation, in the order given. */
  readonly verdicts: readonly Verdict[];
  /** The last of `before`, when the first observation decides about it. */
  readonly amended: { readonly at: number; readonly verdict: Verdict } | null;
}

/**
 * Judges a span of a series again, after late, repeated or corrected values: `before` are the observations that precede
 * it (see `lookBack`), `observations` the span in the order of time, each moment once with the value that counts now.
 * Gives the flags that a judge gives who sees the same observations one by one.
 */
export function judgeSeries(
  observations: readonly JudgedObservation[],
  thresholds: Thresholds,
  before: readonly JudgedObservation[] = [],
): SeriesVerdicts {
  const judge = createJudge(thresholds);
  for (const observation of before) judge.judge(observation);
  const verdicts: Verdict[] = [];
  const places = new Map<number, number>();
  let earlier: SeriesVerdicts['amended'] = null;
  observations.forEach((observation, place) => {
    const { verdict, amended } = judge.judge(observation);
    verdicts.push(verdict);
    places.set(observation.at, place);
    if (!amended) return;
    const at = places.get(amended.at);
    if (at === undefined) earlier = amended;
    else verdicts[at] = amended.verdict;
  });
  return { verdicts, amended: earlier };
}

/** How much of the past a span needs for the same flags as in one piece: so many observations and so long, whichever is more. */
export interface LookBack {
  readonly observations: number;
  readonly milliseconds: number;
}

export function lookBack({ hold, flat, attenuated, gap }: Thresholds): LookBack {
  const still = flat ? (flat.fail ?? flat.suspect) : 0;
  return {
    // After so many the local scale has forgotten where it began (to less than a millionth).
    observations: 15 * memory,
    milliseconds: 2 * hold + Math.max(still, attenuated?.window ?? 0) + gap,
  };
}

/** How long after a changed observation flags may change: judge that far again. */
export function lookAhead(thresholds: Thresholds): LookBack {
  return lookBack(thresholds);
}

import { isBelieved, nextShift, type Shift, type Step } from './held-shift.ts';
import { above, below, climatologyFlag, rangeFlag } from './limits.ts';
import { copySignals, emptySignals, takeIn, type Signals, type SignalState } from './signals.ts';
import type { Thresholds } from './thresholds.ts';
import {
  allAt,
  missingVerdict,
  qualityFlags,
  readTests,
  verdictOf,
  type QualityFlag,
  type TestFlags,
  type Verdict,
} from './verdict.ts';

const { pass, notEvaluated, suspect, fail } = qualityFlags;

/** One value of a series as the judge sees it. */
export interface JudgedObservation {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** In the unit of the series; null: nothing was measured. */
  readonly value: number | null;
  /** false: the device says that this is no measurement (calibration, fault, maintenance). */
  readonly measured?: boolean;
}

/** All that is kept between two observations of a series. Plain JSON of bounded size: it is stored with the series. */
export interface JudgeState {
  readonly layout: 1;
  /** Latest moment taken in. */
  latest: number | null;
  signals: SignalState;
  shift: Shift | null;
  /** The last value and its word, when it went so far from the one before that only the next can tell whether it stood out. */
  open: { at: number; tests: string } | null;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The value before, when this one shows that it stood out or did not: its verdict from now on. */
  readonly amended: { readonly at: number; readonly verdict: Verdict } | null;
}

export interface SeriesJudge {
  /** Takes observations in the order of their time. One that is not later than all before is held against the limits of
   * single values only and changes nothing: judge the span again with `judgeSeries`. */
  judge(observation: JudgedObservation): Judgement;
  /** A copy to store. */
  state(): JudgeState;
}

/** A judge of one series, new or from the state that an earlier one left. */
export function createJudge(thresholds: Thresholds, state?: JudgeState): SeriesJudge {
  const own = state ? copyOf(state) : newState();
  return { judge: (observation) => judgeOne(own, observation, thresholds), state: () => copyOf(own) };
}

function newState(): JudgeState {
  return { layout: 1, latest: null, signals: emptySignals(), shift: null, open: null };
}

function copyOf({ signals, shift, open, ...rest }: JudgeState): JudgeState {
  return { ...rest, signals: copySignals(signals), shift: shift && { ...shift }, open: open && { ...open } };
}

function judgeOne(state: JudgeState, observation: JudgedObservation, thresholds: Thresholds): Judgement {
  const { at, value } = observation;
  const late = state.latest !== null && at <= state.latest;
  if (value === null || !Number.isFinite(value)) {
    if (!late) state.latest = at;
    return { verdict: missingVerdict, amended: null };
  }
  const flags = allAt(notEvaluated);
  if (observation.measured === false) {
    if (!late) state.latest = at;
    return { verdict: verdictOf(flags), amended: null };
  }
  flags.range = rangeFlag(value, thresholds.range);
  flags.climatology = climatologyFlag(at, value, thresholds.climatology);
  if (late) return { verdict: verdictOf(flags), amended: null };
  flags.gap = gapFlag(state.latest, at, thresholds);
  state.latest = at;
  // What is impossible says nothing about what comes after it.
  if (flags.range === fail) return { verdict: verdictOf(flags), amended: null };
  const start = state.signals.last?.value ?? value;
  const signals = takeIn(state.signals, at, value, settingsOf(thresholds));
  const amended = closeOpen(state, signals, thresholds);
  judgeSignals(flags, signals, thresholds);
  judgeShift(state, flags, stepOf(at, value, start, signals), thresholds);
  flags.spike = spikeSoFar(signals, thresholds);
  const verdict = verdictOf(flags);
  if (flags.spike === notEvaluated && thresholds.spike && signals.reach !== null)
    state.open = { at, tests: verdict.tests };
  return { verdict, amended };
}

export function settingsOf(thresholds: Thresholds) {
  const { interval, gap, noise, flat, attenuated } = thresholds;
  return { interval, gap, noise, tolerance: flat?.tolerance ?? 0, window: attenuated?.window ?? 0 };
}

function gapFlag(latest: number | null, at: number, { gap }: Thresholds): QualityFlag {
  if (latest === null) return notEvaluated;
  return at - latest > gap ? suspect : pass;
}

function judgeSignals(flags: TestFlags, signals: Signals, { rate, flat, attenuated, wave }: Thresholds): void {
  flags.rate = above(signals.step === null ? null : Math.abs(signals.step), rate);
  flags.flat = above(signals.still, flat);
  flags.attenuated = below(signals.spread, attenuated);
  flags.wave = above(signals.wave, wave);
}

/** Whether the value before stood out is known now. */
function closeOpen(state: JudgeState, signals: Signals, { spike }: Thresholds): Judgement['amended'] {
  const { open } = state;
  if (!open) return null;
  state.open = null;
  const flag = above(signals.spike, spike);
  return flag === notEvaluated
    ? null
    : { at: open.at, verdict: verdictOf({ ...allAt(notEvaluated), ...readTests(open.tests), spike: flag }) };
}

/** A value near the one before cannot stand out, whatever comes next. */
function spikeSoFar({ reach }: Signals, { spike }: Thresholds): QualityFlag {
  return spike !== null && reach !== null && reach < spike.suspect ? pass : notEvaluated;
}

function stepOf(at: number, value: number, start: number, { step, prior }: Signals): Step {
  return { at, value, start, size: Math.abs(step ?? 0), prior };
}

function judgeShift(state: JudgeState, flags: TestFlags, step: Step, thresholds: Thresholds): void {
  if (thresholds.shift === null) return;
  const { shift, back } = nextShift(state.shift, step, thresholds.shift, thresholds);
  state.shift = shift;
  if (back && flags.rate === suspect) flags.rate = pass;
  if (!shift || !isBelieved(shift)) flags.scale = pass;
  else {
    flags.rate = flags.rate === fail ? fail : suspect;
    flags.scale = shift.factor === null ? pass : suspect;
  }
}

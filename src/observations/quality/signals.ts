import { followWave, type WaveState } from './daily-wave.ts';

/** What the judge remembers of a series: small, of fixed size, and plain JSON. */
export interface SignalState {
  /** Last observation with a value, and when it was. */
  last: { at: number; value: number } | null;
  /** The one before, while no gap lies between. */
  before: { at: number; value: number } | null;
  /** Local scale of steps: their mean size over about `memory` observations, large ones cut. */
  scale: number | null;
  /** The scale that the last value was measured with. */
  measure: number;
  /** Values that stand still: since when, between which ends. */
  run: { since: number; low: number; high: number } | null;
  /** Ends of the values in each part of the window, oldest first: start, lowest, highest. */
  parts: [number, number, number][];
  wave: WaveState | null;
}

/** What one observation looks like beside those before it; null: cannot be told. */
export interface Signals {
  /** Milliseconds since the last value. */
  readonly elapsed: number | null;
  /** Step from the last value, in local scales, with its sign. */
  readonly step: number | null;
  /** Distance from the last value in local scales, however long ago: how far the value can stand out at most. */
  readonly reach: number | null;
  /** Size of the step before it as a share of this step. */
  readonly prior: number | null;
  /** Distance of the last value from the nearer of its two neighbours, when it stands out from both; in the local scales
   * of its time. */
  readonly spike: number | null;
  /** Milliseconds for which the values have stood still, with this one. */
  readonly still: number;
  /** Greatest less smallest value over the window, once it is full. */
  readonly spread: number | null;
  /** Share of the last days' variation that goes up and down once a day. */
  readonly wave: number | null;
}

export interface SignalSettings {
  readonly interval: number;
  readonly gap: number;
  readonly noise: number;
  readonly tolerance: number;
  readonly window: number;
}

/** Observations over which the local scale is remembered. */
export const memory = 20;
/** A step counts towards the local scale with at most so many scales, so that one outlier does not blunt the next. */
const cut = 4;
/** Parts into which the window of the spread is divided. */
const partsOfWindow = 8;

export function emptySignals(): SignalState {
  return { last: null, before: null, scale: null, measure: 0, run: null, parts: [], wave: null };
}

/** A copy whose changes leave this one alone. */
export function copySignals({ last, before, run, parts, wave, ...numbers }: SignalState): SignalState {
  return {
    ...numbers,
    last: last && { ...last },
    before: before && { ...before },
    run: run && { ...run },
    parts: parts.map(([start, low, high]) => [start, low, high]),
    wave: wave && { ...wave },
  };
}

/** Takes one value in, later than all before it, and tells what it looks like. Changes the state. */
export function takeIn(state: SignalState, at: number, value: number, settings: SignalSettings): Signals {
  const { last, before } = state;
  const elapsed = last ? at - last.at : null;
  const near = last !== null && elapsed! <= settings.gap;
  const scale = Math.max(state.scale ?? 0, settings.noise);
  const out = near && before ? standsOut(before.value, last.value, value) : null;
  // The way back from a value that stood out is no step of its own.
  const from = out ? nearer(value, last!.value, before!.value) : last?.value;
  const step = near ? (value - from!) / (scale * stretch(elapsed!, settings.interval)) : null;
  const prior = near && before ? Math.abs((last.value - before.value) / (value - last.value)) : null;
  const spike = out === null ? null : out / state.measure;
  const reach = near ? Math.abs(value - last.value) / scale : null;
  const still = stillFor(state, at, value, settings.tolerance, near);
  const spread = spreadOf(state, at, value, settings.window, near);
  const { state: wave, share } = followWave(state.wave, at, value);
  state.wave = wave;
  remember(state, at, value, near, step, scale);
  return { elapsed, step, reach, prior, spike, still, spread, wave: share };
}

/** A random walk goes as far as the root of its time: a step across three intervals may be larger. */
function stretch(elapsed: number, interval: number): number {
  return Math.sqrt(Math.max(1, elapsed / interval));
}

function standsOut(before: number, middle: number, after: number): number {
  const [left, right] = [middle - before, middle - after];
  return left * right > 0 ? Math.min(Math.abs(left), Math.abs(right)) : 0;
}

function nearer(value: number, one: number, other: number): number {
  return Math.abs(value - one) < Math.abs(value - other) ? one : other;
}

function stillFor(state: SignalState, at: number, value: number, tolerance: number, near: boolean): number {
  const { run } = state;
  const low = Math.min(run?.low ?? value, value);
  const high = Math.max(run?.high ?? value, value);
  if (run && near && high - low <= tolerance) {
    run.low = low;
    run.high = high;
    return at - run.since;
  }
  state.run = { since: at, low: value, high: value };
  return 0;
}

function spreadOf(state: SignalState, at: number, value: number, window: number, near: boolean): number | null {
  if (window <= 0) return null;
  const { parts } = state;
  if (!near) parts.length = 0;
  const length = window / partsOfWindow;
  const newest = parts.at(-1);
  if (newest && at - newest[0] < length) {
    newest[1] = Math.min(newest[1], value);
    newest[2] = Math.max(newest[2], value);
  } else parts.push([at, value, value]);
  while (parts.length > 1 && parts[1]![0] <= at - window) parts.shift();
  if (at - parts[0]![0] < window - length) return null;
  let [low, high] = [Infinity, -Infinity];
  for (const part of parts) {
    low = Math.min(low, part[1]);
    high = Math.max(high, part[2]);
  }
  return high - low;
}

function remember(
  state: SignalState,
  at: number,
  value: number,
  near: boolean,
  step: number | null,
  scale: number,
): void {
  if (step !== null) {
    const size = Math.min(Math.abs(step), cut) * scale;
    state.scale = state.scale === null ? size : state.scale + (size - state.scale) / memory;
  }
  state.measure = scale;
  state.before = near ? state.last : null;
  state.last = { at, value };
}

import { isBelieved, nextShift, type Shift } from './held-shift.ts';
import { isWithin, partOfDay } from './limits.ts';
import { emptySignals, takeIn, type SignalSettings } from './signals.ts';
import { median, quantile, sortedNumbers } from './statistics.ts';
import type { Limits, Span, ThresholdHints, Thresholds } from './thresholds.ts';

export interface HistoricValue {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Below so many values nothing is derived: a limit from a handful of values is a guess. */
const enough = 200;
/** Share of ordinary values that may reach a limit before the margin is added. */
const rare = 1 / 1000;
const margin = 1.5;
/** How far such a limit may lie above what nineteen of twenty stay under. */
const mostOverUsual = 10;
/** Distance of the fence from the 90 % quantile, in distances of that from the median. */
const fenceAt = 8;
/** Smallest step, in local scales, that can be a shift; and how long a series usually goes between two of them. */
const leastShift = 6;
const shiftEvery = 90 * day;

/**
 * Limits of a series from its history, bad values included: everything is told by medians, quantiles and counts, which a
 * small share of bad values does not move. With fewer than 200 values only the hints count.
 */
export function deriveThresholds(history: readonly HistoricValue[], hints: ThresholdHints = {}): Thresholds {
  const physical = hints.physical ?? [null, null];
  const values = inOrder(history).filter(({ value }) => Number.isFinite(value) && isWithin(value, physical));
  const bare = fromHints(hints, values);
  if (values.length < enough) return bare;
  if (hints.circular)
    return { ...bare, basis: basisOf(values), flat: circularStillness(values, bare, hints.mayStand ?? 0) };
  const steps = stepsOf(values, bare.gap);
  if (steps.length < enough / 2) return bare;
  const noise = noiseOf(steps, hints.resolution ?? 0);
  const settings: SignalSettings = {
    interval: bare.interval,
    gap: bare.gap,
    noise,
    tolerance: (hints.resolution ?? 0) / 2,
    window: Math.max(6 * hour, 12 * bare.interval),
  };
  const seen = gather(values, settings);
  const climatology = climatologyOf(values, bare.interval, hints.utcOffset ?? 420);
  return {
    ...bare,
    basis: basisOf(values),
    noise,
    range: { fail: physical, suspect: narrower(hints.usual ?? [null, null], usualRange(values, physical)) },
    climatology,
    spike: largest(seen.spikes, 6, 3),
    rate: largest(seen.steps, 8, null),
    // Where the hour tells the level, the same hour of other days tells a wrong one better than the step that led there.
    shift: climatology ? null : shiftFrom(seen.shifts, values.at(-1)!.at - values[0]!.at),
    wave: waveFrom(seen.waves),
    flat: { ...stillness(seen.runs, bare.interval, hints.mayStand ?? 0), tolerance: settings.tolerance },
    attenuated: leastSpread(seen.spreads, noise, settings.window),
  };
}

function basisOf(values: readonly HistoricValue[]): Thresholds['basis'] {
  return { from: values[0]!.at, to: values.at(-1)!.at, count: values.length };
}

/** Of a direction, where 359 lies beside 0, only how long it stands still can be told from plain numbers. */
function circularStillness(values: readonly HistoricValue[], bare: Thresholds, mayStand: number): Thresholds['flat'] {
  const settings = { interval: bare.interval, gap: bare.gap, noise: bare.noise, tolerance: bare.noise / 2, window: 0 };
  return { ...stillness(gather(values, settings).runs, bare.interval, mayStand), tolerance: settings.tolerance };
}

function fromHints(hints: ThresholdHints, values: readonly HistoricValue[]): Thresholds {
  const interval = hints.interval ?? usualInterval(values);
  return {
    layout: 1,
    basis: null,
    interval,
    gap: 5 * interval,
    range: { fail: hints.physical ?? [null, null], suspect: hints.usual ?? [null, null] },
    climatology: null,
    noise: hints.resolution ?? 0,
    spike: null,
    rate: null,
    shift: null,
    wave: null,
    hold: holdFor(interval),
    flat: null,
    attenuated: null,
    factors: hints.factors ?? [10, 100, 1000],
  };
}

function holdFor(interval: number): number {
  return Math.max(3 * day, 6 * interval);
}

function inOrder(history: readonly HistoricValue[]): HistoricValue[] {
  return [...history].sort((one, other) => one.at - other.at);
}

function usualInterval(values: readonly HistoricValue[]): number {
  const times = values.slice(1).map(({ at }, index) => at - values[index]!.at);
  const usual = median(times.filter((time) => time > 0));
  return Number.isFinite(usual) ? usual : hour;
}

function stepsOf(values: readonly HistoricValue[], gap: number): number[] {
  const steps: number[] = [];
  for (let i = 1; i < values.length; i++) {
    const [last, next] = [values[i - 1]!, values[i]!];
    if (next.at - last.at <= gap) steps.push(Math.abs(next.value - last.value));
  }
  return steps;
}

/** Half the ordinary step, and at least a small one that is not zero: what a step is measured with in a quiet time. */
function noiseOf(steps: readonly number[], resolution: number): number {
  const moving = sortedNumbers(steps.filter((step) => step > 0));
  if (moving.length === 0) return resolution;
  return Math.max(0.5 * 1.4826 * median(steps), quantile(moving, 0.25), resolution);
}

interface Gathered {
  readonly steps: number[];
  readonly spikes: number[];
  /** Length of each run of still values. */
  readonly runs: number[];
  readonly spreads: number[];
  /** Sizes of the steps after which the values stayed quiet at another level. */
  readonly shifts: number[];
  readonly waves: number[];
}

/** Lets the history pass the same eyes as later observations. */
function gather(values: readonly HistoricValue[], settings: SignalSettings): Gathered {
  const state = emptySignals();
  const seen: Gathered = { steps: [], spikes: [], runs: [], spreads: [], shifts: [], waves: [] };
  let run = 0;
  const following = { hold: holdFor(settings.interval), factors: [], noise: settings.noise };
  let [shift, told]: [Shift | null, Shift | null] = [null, null];
  for (const { at, value } of values) {
    const start = state.last?.value ?? value;
    const { step, prior, spike, still, spread, wave } = takeIn(state, at, value, settings);
    ({ shift } = nextShift(shift, { at, value, start, size: Math.abs(step ?? 0), prior }, leastShift, following));
    if (shift && shift !== told && isBelieved(shift)) seen.shifts.push((told = shift).size);
    if (wave !== null) seen.waves.push(wave);
    if (step !== null) seen.steps.push(Math.abs(step));
    if (spike !== null) seen.spikes.push(spike);
    if (spread !== null) seen.spreads.push(spread);
    if (still < run || run === 0) seen.runs.push(0);
    run = still;
    seen.runs[seen.runs.length - 1] = run;
  }
  return seen;
}

/** From which size on a step that stays is a shift: so rare that a person can look at each. */
function shiftFrom(sizes: readonly number[], length: number): number {
  const allowed = Math.max(1, Math.round(length / shiftEvery));
  const sorted = [...sizes].sort((one, other) => other - one);
  return sorted.length > allowed ? Math.max(leastShift, (sorted[allowed - 1]! + sorted[allowed]!) / 2) : leastShift;
}

/** Only for series of which the daily wave is not a part. */
function waveFrom(shares: readonly number[]): Limits | null {
  if (shares.length < enough) return null;
  const sorted = sortedNumbers(shares);
  const ordinary = quantile(sorted, 0.5);
  if (ordinary > 0.15) return null;
  return { suspect: Math.max(0.5, 6 * ordinary), fail: null };
}

/** Above what all but one in a thousand reach, with a margin; never below `least`. */
function largest(sizes: readonly number[], least: number, failAt: number | null): Limits | null {
  if (sizes.length < enough / 2) return null;
  const sorted = sortedNumbers(sizes);
  // Bad values may be more than one in a thousand, but hardly one in twenty. Where most are 0 (rain) the others count.
  const bound = mostOverUsual * quantile(sortedNumbers(sizes.filter((size) => size > 0)), 0.95);
  const suspect = Math.max(least, Math.min(margin * quantile(sorted, 1 - rare), bound || 0));
  return { suspect, fail: failAt === null ? null : failAt * suspect };
}

function stillness(runs: readonly number[], interval: number, mayStand: number): Limits {
  const usual = quantile(sortedNumbers(runs), 0.995);
  const suspect = Math.max(6 * interval, 3 * usual, mayStand);
  return { suspect, fail: 3 * suspect };
}

function leastSpread(spreads: readonly number[], noise: number, window: number): Thresholds['attenuated'] {
  if (spreads.length < enough / 2) return null;
  const suspect = 0.3 * quantile(sortedNumbers(spreads), 0.01);
  // A spread of the size of the noise is what a quiet day looks like.
  return suspect > noise / 2 ? { window, suspect, fail: null } : null;
}

/** Both tails: cut where a few values lie far off from all others, otherwise the last thousandth. */
function usualRange(values: readonly HistoricValue[], physical: Span): Span {
  const sorted = sortedNumbers(values.map(({ value }) => value));
  const mirrored = sorted.map((value) => -value).reverse();
  const low = -upperEnd(mirrored);
  const high = upperEnd(sorted);
  return narrower(physical, [low, high]);
}

function upperEnd(sorted: Float64Array): number {
  return Math.min(farOff(sorted) ?? quantile(sorted, 1 - rare), fence(sorted));
}

/** What no ordinary tail reaches, even when one value in twenty is bad. None where a fifth of the values stand at the end. */
function fence(sorted: Float64Array): number {
  if (sorted[0] === quantile(sorted, 0.2)) return Infinity;
  const [middle, shoulder] = [quantile(sorted, 0.5), quantile(sorted, 0.9)];
  return shoulder > middle ? shoulder + fenceAt * (shoulder - middle) : Infinity;
}

/** The middle of an empty stretch that parts at most 3 % of the values from the others; null: there is none. */
function farOff(sorted: Float64Array): number | null {
  const span = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  if (span === 0) return null;
  const shoulder = quantile(sorted, 0.9);
  for (let i = Math.max(1, Math.floor(sorted.length * 0.97)); i < sorted.length; i++) {
    const [below, above] = [sorted[i - 1]!, sorted[i]!];
    // In a long tail the values thin out step by step: a stretch that is short beside the tail parts nothing.
    if (above - below > Math.max(0.35 * span, 0.5 * (below - shoulder))) return (below + above) / 2;
  }
  return null;
}

function narrower([low, high]: Span, [otherLow, otherHigh]: Span): Span {
  return [tighter(low, otherLow, Math.max), tighter(high, otherHigh, Math.min)];
}

function tighter(one: number | null, other: number | null, choose: (a: number, b: number) => number): number | null {
  return one === null ? other : other === null ? one : choose(one, other);
}

/** Spans by hour, where the hour tells at least a third of the variation and there are two weeks to learn from. */
function climatologyOf(
  values: readonly HistoricValue[],
  interval: number,
  utcOffset: number,
): Thresholds['climatology'] {
  const parts = 24;
  const length = values.at(-1)!.at - values[0]!.at;
  if (interval > hour || length < 7 * day) return null;
  const byPart: number[][] = Array.from({ length: parts }, () => []);
  for (const { at, value } of values) byPart[partOfDay(at, utcOffset, parts)]!.push(value);
  if (byPart.some((part) => part.length < 20) || explained(byPart) < 1 / 3) return null;
  return { utcOffset, spans: byPart.map(spanOfPart) };
}

/** Share of the (robust) variation that lies between the parts and not within them. */
function explained(byPart: readonly number[][]): number {
  const all = byPart.flat();
  const middle = median(all);
  const total = mean(all.map((value) => Math.abs(value - middle)));
  const within = mean(
    byPart.flatMap((part) => {
      const own = median(part);
      return part.map((value) => Math.abs(value - own));
    }),
  );
  return total === 0 ? 0 : 1 - within / total;
}

function spanOfPart(values: readonly number[]): Span {
  const sorted = sortedNumbers(values);
  const [low, high] = [quantile(sorted, 0.1), quantile(sorted, 0.9)];
  return [low - (high - low), high + (high - low)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

import type { Thresholds } from './thresholds.ts';

/**
 * A step that stays. A flood or a plume goes on moving after its first large step; an instrument that was moved, fouled or
 * fell dry gives quiet values at another level. Such values are suspect until they come back or the time is over.
 */
export interface Shift {
  /** Where the series was before, and where the step led. */
  readonly start: number;
  readonly first: number;
  readonly at: number;
  /** Of the step, in local scales. */
  readonly size: number;
  low: number;
  high: number;
  /** Values since the step; the shift is believed once there are `believedAfter`. */
  seen: number;
  /** Factor by which the series seems to be multiplied, once believed. */
  factor: number | null;
}

const believedAfter = 4;
/** A step is alone when the steps beside it are at most so large a share of it: a rising flood takes several. */
const alone = 0.4;
/** Share of the step within which the values after it must stay. */
const quiet = 0.5;
/** Share of the step at which the series counts as back. */
const back = 0.25;
/** How near the ratio of levels must be to a factor, as a ratio. */
const factorTolerance = 1.35;

/** One value with the value before it, and the size of the step between them in local scales. */
export interface Step {
  readonly at: number;
  readonly value: number;
  readonly start: number;
  readonly size: number;
  /** Size of the step before as a share of this one; null: not known. */
  readonly prior: number | null;
}

/** What a step makes of the shift that a series is in. */
export interface Followed {
  readonly shift: Shift | null;
  /** This step led back to where the series was before. */
  readonly back: boolean;
}

/** Follows a shift by one step, or begins one when the step is at least `least` and alone. */
export function nextShift(shift: Shift | null, step: Step, least: number, settings: ShiftSettings): Followed {
  if (shift && isBack(shift, step.value)) return { shift: null, back: true };
  const followed = shift && followShift(shift, step, settings);
  if (followed) return { shift: followed, back: false };
  const begins = step.size >= least && (step.prior ?? 0) <= alone;
  return { shift: begins ? beginShift(step) : null, back: false };
}

export type ShiftSettings = Pick<Thresholds, 'hold' | 'factors' | 'noise'>;

function beginShift({ at, value, start, size }: Step): Shift {
  return { start, first: value, at, size, low: value, high: value, seen: 0, factor: null };
}

/** The shift after one more value; null when it is over. */
function followShift(shift: Shift, { at, value }: Step, settings: ShiftSettings): Shift | null {
  if (at - shift.at > settings.hold) return null;
  if (isBelieved(shift)) return shift;
  shift.low = Math.min(shift.low, value);
  shift.high = Math.max(shift.high, value);
  shift.seen += 1;
  if (shift.seen === 1 && Math.abs(value - shift.first) > alone * Math.abs(shift.first - shift.start)) return null;
  if (shift.high - shift.low > quiet * Math.abs(shift.first - shift.start)) return null;
  if (isBelieved(shift)) shift.factor = factorOf(shift, settings);
  return shift;
}

export function isBelieved(shift: Shift): boolean {
  return shift.seen >= believedAfter;
}

function isBack({ start, first }: Shift, value: number): boolean {
  return (value - start) / (first - start) <= back;
}

function factorOf({ start, low, high }: Shift, { factors, noise }: ShiftSettings): number | null {
  const now = (low + high) / 2;
  // Beside zero every ratio is possible.
  if (Math.abs(start) <= 3 * noise && Math.abs(now) <= 3 * noise) return null;
  const ratio = now / start;
  for (const factor of factors) {
    for (const one of [factor, 1 / factor]) {
      const off = ratio / one;
      if (off < factorTolerance && off > 1 / factorTolerance) return one;
    }
  }
  return null;
}

/** Two ends of what is allowed; null: this end is open. */
export type Span = readonly [number | null, number | null];

/** From which size on a test says suspect, and from which fail; `fail` null: the test never fails. */
export interface Limits {
  readonly suspect: number;
  readonly fail: number | null;
}

/**
 * What the observations of one series are held against. Plain data: stored with a version for each series, made by
 * `deriveThresholds` and changed by people. A test whose limits are null is not evaluated.
 */
export interface Thresholds {
  /** Of this layout, not of the numbers. */
  readonly layout: 1;
  /** What the limits were derived from; null: nothing but hints. Moments in milliseconds since 1970. */
  readonly basis: { readonly from: number; readonly to: number; readonly count: number } | null;
  /** Usual time between two observations, in milliseconds. */
  readonly interval: number;
  /** A longer silence before an observation is a gap; steps across it are not judged. Milliseconds. */
  readonly gap: number;
  readonly range: { readonly fail: Span; readonly suspect: Span };
  /** Span by part of the day in local time; null where the hour does not tell the value. */
  readonly climatology: { readonly utcOffset: number; readonly spans: readonly Span[] } | null;
  /** Scale of ordinary steps below which a step is never counted as large; in the unit of the series. */
  readonly noise: number;
  /** Distance of a single value from both neighbours, in local scales. */
  readonly spike: Limits | null;
  /** Step from the value before, in local scales. */
  readonly rate: Limits | null;
  /** Step, in local scales, from which on quiet values after it are a shift. */
  readonly shift: number | null;
  /** A shift: for how long what follows is suspect unless it comes back. Milliseconds. */
  readonly hold: number;
  /** How long values may stay within `tolerance`. Milliseconds. */
  readonly flat: (Limits & { readonly tolerance: number }) | null;
  /** Least spread (greatest less smallest value) over `window` milliseconds. */
  readonly attenuated: (Limits & { readonly window: number }) | null;
  /** Share of the variation that goes up and down once a day, for series that usually do not. */
  readonly wave: Limits | null;
  /** Factors by which a change of unit multiplies a series. */
  readonly factors: readonly number[];
}

/** What is known of a series before it has a history: from the pack, the sensor, the station. */
export interface ThresholdHints {
  /** What nature and instrument allow; anything beyond fails. */
  readonly physical?: Span;
  /** What is rare enough for a second look. */
  readonly usual?: Span;
  /** Smallest difference that the instrument tells. */
  readonly resolution?: number;
  /** Agreed time between two observations, in milliseconds. */
  readonly interval?: number;
  /** Minutes by which local time is ahead of UTC. */
  readonly utcOffset?: number;
  /** How long a value may really stand still (a dry gauge, no rain), in milliseconds: shorter runs are never judged. */
  readonly mayStand?: number;
  /** The values go round, as directions do: differences of numbers mean nothing. */
  readonly circular?: boolean;
  /** Factors of unit changes that are possible for the quantity. */
  readonly factors?: readonly number[];
}

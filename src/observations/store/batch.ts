import type { Receipt, Refusal } from '../../ledger/index.ts';
import type { MatchedSeries, Reading, ReadingCounts } from '../model.ts';
import type { Mode, Outcome } from './entry.ts';

/** Readings of one network that came together. All of them are durable, or none, when `take` has answered. */
export interface Batch {
  readonly network: string;
  readonly door: Receipt['door'];
  /** Id of the caller. */
  readonly sender: string;
  readonly mode: Mode;
  /** The sender's own name for the delivery; the same again is answered from its receipt. */
  readonly key?: string;
  /** Checksum of the kept file. */
  readonly file?: string;
  /** A delivery in several batches: all but the last one say so, and name its receipt from the second on. */
  readonly receipt?: number;
  readonly isOpen?: boolean;
  readonly readings: readonly Reading[];
  /** Place of each reading in what was sent, for its refusal; by default its place in `readings`, from 1. */
  readonly positions?: readonly number[];
  /** What could not be read as readings. */
  readonly refusals?: readonly Refusal[];
  /**
   * Makes the reading at this place of `readings` once more, where its series (`gone`) has been removed or defined
   * otherwise since it was matched: of a series that stands now. Throws a Problem where the door refuses it; without this all of them are refused.
   */
  readonly again?: (place: number, gone: MatchedSeries) => Promise<Reading>;
}

export interface Taken {
  readonly receipt: number;
  readonly counts: ReadingCounts;
  /** One for each reading, in order; null: in quarantine. Empty where an earlier receipt of this key answers. */
  readonly outcomes: readonly ({ readonly outcome: Outcome; readonly id: number } | null)[];
  /** True where a delivery of this key was there already. */
  readonly isRepeated: boolean;
}

/** What takes batches in: the intake itself, or what gathers some for it. */
export interface TakesBatches {
  take(batch: Batch): Promise<Taken>;
}

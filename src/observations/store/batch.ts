import type { AuditSlip } from '../../access/index.ts';
import type { Receipt, Refusal } from '../../ledger/index.ts';
import type { MatchedSeries, Reading, ReadingCounts } from '../model.ts';
import type { PlaceMark } from '../series/decided-places.ts';
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
  /**
   * By what the sender was let in, as it is remembered: looked at again when the readings are stored. Where it is not so
   * any more `take` throws `NotAsRemembered`, with nothing stored.
   */
  readonly asRemembered?: PlaceMark;
  /** Entered in the audit log with the readings, where they are stored in one statement. */
  readonly slip?: AuditSlip | null;
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

/** What a sender was let in by has changed, or the readings are such that it is not looked at again: he asks anew. */
export class NotAsRemembered extends Error {}

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

/** The intake of a door that says beforehand that something is coming. */
export interface ExpectsBatches extends TakesBatches {
  /** A batch is about to come: what waits is stored with it, or a few milliseconds later without. The answer ends that. */
  expect(): () => void;
}

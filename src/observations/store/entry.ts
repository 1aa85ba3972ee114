import type { Reading } from '../model.ts';

/**
 * What becomes of a reading whose series has a value at that moment already: `upsert` replaces it and keeps what it was
 * (deliveries of stations come again and are corrected); `create` adds a second one (a plain SensorThings POST).
 */
export type Mode = 'upsert' | 'create';

export type Outcome = 'inserted' | 'updated' | 'unchanged' | 'duplicate';

/** A reading on its way into the store, with what the judge said of it and, afterwards, what became of it. */
export interface Entry {
  readonly reading: Reading;
  readonly mode: Mode;
  readonly receipt: number;
  readonly sender: string;
  flag: number;
  tests: number;
  outcome: Outcome | null;
  /** The observation's id; 0 before it is stored. */
  id: number;
}

let [lastAt, lastMoment] = [Number.NaN, ''];

/** ISO 8601 in UTC. Many readings in a row are of one moment: it is written once. */
export function momentOf(at: number): string {
  if (at !== lastAt) [lastAt, lastMoment] = [at, new Date(at).toISOString()];
  return lastMoment;
}

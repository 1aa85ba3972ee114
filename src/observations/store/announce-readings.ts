import { emit, type Db } from '../../kernel/index.ts';
import type { Opened } from './intake.ts';
import type { Entry } from './entry.ts';

/** One event for at most so many stored readings: subscribers get values, not addresses to fetch them from. */
const readingsPerEvent = 1_000;

/** `data` of an event `observations.stored`. */
export interface StoredReadings {
  readonly network: string;
  readonly receipt: number;
  /**
   * Series, id, moment in milliseconds, value, flag, device state, 1 where an earlier value was changed, 1 where the
   * observation has more than its number (an interval, a result time, a text …).
   */
  readonly readings: readonly (readonly [number, number, number, number | null, number, number, 0 | 1, 0 | 1])[];
}

/** Tells of every stored or changed reading, within the transaction. */
export async function announceReadings(tx: Db, opened: readonly Opened[]): Promise<void> {
  for (const { batch, receipt, entries } of opened) {
    const stored = entries.filter(({ outcome }) => outcome === 'inserted' || outcome === 'updated');
    for (let from = 0; from < stored.length; from += readingsPerEvent) {
      const readings = stored.slice(from, from + readingsPerEvent).map(lineOf);
      const data: StoredReadings = { network: batch.network, receipt, readings };
      await emit(tx, 'observations.stored', `/networks/${batch.network}`, data);
    }
  }
}

function lineOf({ reading, id, flag, outcome }: Entry): StoredReadings['readings'][number] {
  const { series, at, value, status, detail } = reading;
  return [series, id, at, value, flag, status ?? 0, outcome === 'updated' ? 1 : 0, detail ? 1 : 0];
}

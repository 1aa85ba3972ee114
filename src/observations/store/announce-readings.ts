import { emitEach, type Db } from '../../kernel/index.ts';
import type { Opened } from './batch-receipts.ts';
import type { Entry } from './entry.ts';
import { lineOf, type StoredReadings } from './stored-readings.ts';

/** One event for at most so many stored readings: subscribers get values, not addresses to fetch them from. */
const readingsPerEvent = 1_000;

/** Tells of every stored or changed reading, within the transaction. */
export async function announceReadings(tx: Db, opened: readonly Opened[]): Promise<void> {
  const events: { subject: string; data: StoredReadings }[] = [];
  for (const { batch, receipt, entries } of opened) {
    const stored = entries.filter(({ outcome }) => outcome === 'inserted' || outcome === 'updated');
    for (let from = 0; from < stored.length; from += readingsPerEvent) {
      const lines = stored
        .slice(from, from + readingsPerEvent)
        .map(entryLine)
        .join('\n');
      events.push({ subject: `/networks/${batch.network}`, data: { network: batch.network, receipt, lines } });
    }
  }
  await emitEach(tx, 'observations.stored', events);
}

export function entryLine({ reading, id, flag, outcome }: Entry): string {
  const { series, at, value, status = 0, detail } = reading;
  return lineOf({
    series,
    id,
    at,
    value,
    flag,
    status,
    isChanged: outcome === 'updated',
    hasMore: detail !== undefined,
  });
}

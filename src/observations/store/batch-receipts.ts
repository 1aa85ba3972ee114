import type { Db } from '../../kernel/index.ts';
import {
  addToReceipts,
  openReceipt,
  receiptOfKey,
  resetReceipt,
  type Receipt,
  type Refusal,
} from '../../ledger/index.ts';
import { flags, type ReadingCounts } from '../model.ts';
import type { Batch, Taken } from './batch.ts';
import type { Entry } from './entry.ts';
import type { Sifted } from './sift.ts';

/** A batch whose receipt is open; `known`: a delivery of this key has been taken before. */
export interface Opened extends Sifted {
  readonly receipt: number;
  readonly known: Receipt | null;
  readonly entries: readonly Entry[];
}

export async function openAll(tx: Db, sifted: readonly Sifted[], now: Date): Promise<Opened[]> {
  const opened: Opened[] = [];
  // Single readings of one sender share a receipt: theirs would weigh more than they do.
  const shared = new Map<string, number>();
  for (const each of sifted) {
    const { network, door, sender, key, file, receipt: given } = each.batch;
    const before = key === undefined || given !== undefined ? null : await receiptOfKey(tx, network, key);
    // One that broke off is counted from the start again: what it stored is unchanged now.
    const known = before?.closedAt ? before : null;
    if (before && !known) await resetReceipt(tx, before.id);
    const together = JSON.stringify([network, door, sender]);
    const isShared = key === undefined && file === undefined && given === undefined && !each.batch.isOpen;
    let receipt = given ?? before?.id ?? (isShared ? shared.get(together) : undefined);
    if (receipt === undefined) {
      const receivedAt = now.toISOString();
      receipt = await openReceipt(tx, { network, door, sender, key: key ?? null, receivedAt, file: file ?? null });
      if (isShared) shared.set(together, receipt);
    }
    const { mode } = each.batch;
    const id = receipt;
    const entries = known
      ? []
      : each.accepted.map((reading): Entry => ({
          reading,
          mode,
          receipt: id,
          sender,
          flag: flags.notEvaluated,
          tests: 0,
          outcome: null,
          id: 0,
        }));
    opened.push({ ...each, receipt, known, entries });
  }
  return opened;
}

/** Batches that share a receipt are counted in it together. */
export async function closeAll(tx: Db, opened: readonly Opened[], now: Date): Promise<Taken[]> {
  const additions = new Map<
    number,
    { id: number; counts: ReadingCounts; refusals: Refusal[]; closedAt: string | null }
  >();
  const taken = opened.map((each): Taken => {
    const { batch, receipt, known, entries, refusals, places } = each;
    if (known) return { receipt, counts: known, outcomes: [], isRepeated: true };
    const counts = countsOf(batch, entries, refusals);
    const others = additions.get(receipt);
    additions.set(receipt, {
      id: receipt,
      counts: others ? sumOf(others.counts, counts) : counts,
      refusals: [...(others?.refusals ?? []), ...refusals],
      closedAt: batch.isOpen ? null : now.toISOString(),
    });
    const outcomes = places.map((place) => {
      if (place < 0) return null;
      const { outcome, id } = entries[place]!;
      return { outcome: outcome!, id };
    });
    return { receipt, counts, outcomes, isRepeated: false };
  });
  await addToReceipts(tx, [...additions.values()]);
  return taken;
}

function sumOf(a: ReadingCounts, b: ReadingCounts): ReadingCounts {
  return {
    read: a.read + b.read,
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    duplicates: a.duplicates + b.duplicates,
    quarantined: a.quarantined + b.quarantined,
  };
}

function countsOf(batch: Batch, entries: readonly Entry[], refusals: readonly Refusal[]): ReadingCounts {
  const counts = { inserted: 0, updated: 0, unchanged: 0, duplicates: 0 };
  for (const { outcome } of entries) {
    if (outcome === 'duplicate') counts.duplicates++;
    else if (outcome) counts[outcome]++;
  }
  const unread = batch.refusals?.length ?? 0;
  return { read: batch.readings.length + unread, ...counts, quarantined: refusals.length };
}

import type { Db } from '../../kernel/index.ts';
import { isRegularMoment, observationId } from '../observation-id.ts';
import type { Entry } from './entry.ts';
import { writeDetails } from './write-details.ts';
import { writeExtras } from './write-extras.ts';
import { writeRegular } from './write-regular.ts';
import { writeState } from './write-state.ts';

/**
 * Stores entries in a transaction: values, what is rare beside them, what is known of their series. Each entry gets its
 * outcome and id. Of several for one series and moment the last is stored; the others are duplicates where they are
 * equal, else earlier versions of it.
 */
export async function writeEntries(tx: Db, entries: readonly Entry[], now: Date): Promise<void> {
  const extras: Entry[] = [];
  const rounds = inRounds(entries, extras);
  const regular: Entry[] = [];
  for (const round of rounds) {
    const taken = await writeRegular(tx, round, now);
    extras.push(...taken);
    const lost = new Set(taken);
    const stored = round.filter((entry) => !lost.has(entry));
    await writeDetails(tx, stored);
    regular.push(...stored);
  }
  await writeExtras(tx, extras);
  await writeState(tx, [...regular, ...extras], new Set(extras));
}

/** A round holds one entry for a series and moment: what comes again goes into the next, unless it says the same. */
function inRounds(entries: readonly Entry[], extras: Entry[]): Entry[][] {
  const rounds: { entries: Entry[]; keys: Map<number, Entry> }[] = [];
  for (const entry of entries) {
    const { series, at } = entry.reading;
    if (!isRegularMoment(at)) {
      extras.push(entry);
      continue;
    }
    const key = observationId(series, at);
    const before = rounds.findLast((round) => round.keys.has(key))?.keys.get(key);
    if (before && entry.mode === 'upsert' && isEqual(before, entry)) {
      entry.outcome = 'duplicate';
      continue;
    }
    let round = rounds.find((each) => !each.keys.has(key));
    if (!round) rounds.push((round = { entries: [], keys: new Map() }));
    round.entries.push(entry);
    round.keys.set(key, entry);
  }
  return rounds.map((round) => round.entries);
}

function isEqual({ reading: a }: Entry, { reading: b }: Entry): boolean {
  return a.value === b.value && (a.status ?? 0) === (b.status ?? 0) && !a.detail && !b.detail;
}

import { isUniqueViolation, Problem, recordProblem, type Clock, type Db, type Log } from '../../kernel/index.ts';
import {
  addToReceipts,
  openReceipt,
  receiptOfKey,
  resetReceipt,
  type Receipt,
  type Refusal,
} from '../../ledger/index.ts';
import { flags, type Reading, type ReadingCounts } from '../model.ts';
import { isRegularMoment } from '../observation-id.ts';
import { observationProblem } from '../problems.ts';
import { amendValues } from './amend-values.ts';
import { announceReadings } from './announce-readings.ts';
import { momentOf, type Entry, type Mode, type Outcome } from './entry.ts';
import { holdSeries, matchedAgain, refuseGone, SeriesGone } from './gone-series.ts';
import type { Judge } from './judge.ts';
import { Partitions } from './partitions.ts';
import { writeEntries } from './write-entries.ts';

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
   * Makes the reading at this place of `readings` once more, where its series (`gone`) has been removed since it was
   * matched: of a series that stands now. Throws a Problem where the door refuses it; without this all of them are refused.
   */
  readonly again?: (place: number, gone: number) => Promise<Reading>;
}

export interface Taken {
  readonly receipt: number;
  readonly counts: ReadingCounts;
  /** One for each reading, in order; null: in quarantine. Empty where an earlier receipt of this key answers. */
  readonly outcomes: readonly ({ readonly outcome: Outcome; readonly id: number } | null)[];
  /** True where a delivery of this key was there already. */
  readonly isRepeated: boolean;
}

interface Waiting {
  readonly batch: Batch;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (error: unknown) => void;
}

export interface IntakeOptions {
  readonly store: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly judge: Judge;
  /** Told after each commit. */
  readonly onStored: () => void;
  /** Readings that may wait before a batch is turned away; default 400,000. */
  readonly maxWaiting?: number;
}

const groupReadings = 20_000;
/** A series may be removed again while its readings are matched anew. */
const mostMatches = 3;
const futureMs = 24 * 3_600_000;
const earliest = Date.UTC(1600, 0);

/**
 * The one way into the store. Batches that wait while others are written go together in one transaction, so single
 * readings cost a share of a commit; what fails in company is tried alone, so that nobody fails for another.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #partitions: Partitions;
  #waiting: Waiting[] = [];
  #waitingReadings = 0;
  #working: Promise<void> | null = null;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#partitions = new Partitions(options.store);
  }

  get waitingReadings(): number {
    return this.#waitingReadings;
  }

  /** Throws Problem `intake-full`, with nothing stored, where too much waits. */
  take(batch: Batch): Promise<Taken> {
    const { maxWaiting = 400_000 } = this.#options;
    if (this.#waitingReadings > 0 && this.#waitingReadings + batch.readings.length > maxWaiting) {
      return Promise.reject(observationProblem('intake-full', { waiting: this.#waitingReadings }));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#waitingReadings += batch.readings.length;
      this.#working ??= this.#work();
    });
  }

  /** Waits for what was taken. */
  async stop(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that arrived together are all in the queue after one turn.
      await new Promise<void>((resolve) => setImmediate(resolve));
      const group = this.#nextGroup();
      await this.#write(group);
      for (const { batch } of group) this.#waitingReadings -= batch.readings.length;
    }
    this.#working = null;
  }

  #nextGroup(): Waiting[] {
    let readings = 0;
    let count = 0;
    for (const { batch } of this.#waiting) {
      if (count > 0 && readings + batch.readings.length > groupReadings) break;
      readings += batch.readings.length;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const taken = await this.#store(group.map(({ batch }) => batch));
      group.forEach(({ resolve }, place) => resolve(taken[place]!));
    } catch (error) {
      if (group.length === 1) return this.#again(group[0]!, error);
      for (const waiting of group) await this.#write([waiting]);
    }
  }

  /** Another node may have stored the same moments, or opened the same receipt, between our look and our write. */
  async #again(waiting: Waiting, error: unknown): Promise<void> {
    if (!isUniqueViolation(error)) return waiting.reject(error);
    try {
      const [taken] = await this.#store([waiting.batch]);
      waiting.resolve(taken!);
    } catch (second) {
      waiting.reject(second);
    }
  }

  async #store(batches: readonly Batch[]): Promise<Taken[]> {
    const now = this.#options.clock.now();
    let sifted = batches.map((batch) => sift(batch, now));
    await this.#partitions.ensure(regularMoments(sifted));
    for (let matches = 0; ; matches++) {
      try {
        const taken = await this.#storeSifted(sifted, now);
        this.#options.onStored();
        return taken;
      } catch (error) {
        if (!(error instanceof SeriesGone) || matches === mostMatches) throw error;
        const again: Sifted[] = [];
        for (const each of sifted) again.push(await siftAgain(each, error.series));
        sifted = again;
      }
    }
  }

  #storeSifted(accepted: readonly Sifted[], now: Date): Promise<Taken[]> {
    const { store, judge } = this.#options;
    return store.transaction(async (tx) => {
      await holdSeries(tx);
      const opened = await openAll(tx, accepted, now);
      const entries = opened.flatMap((each) => each.entries);
      const judged = await judge.judge(tx, entries);
      refuseGone(entries, (series) => judged.series.has(series));
      await writeEntries(tx, entries, now);
      await amendValues(tx, judged);
      const answers = await closeAll(tx, opened, now);
      await announceReadings(tx, opened);
      return answers;
    });
  }
}

interface Sifted {
  readonly batch: Batch;
  readonly accepted: readonly Reading[];
  /** Place in `accepted` of each reading of the batch; -1: refused. */
  readonly places: readonly number[];
  readonly refusals: readonly Refusal[];
}

/** Takes out what no clock could have shown. */
function sift(batch: Batch, now: Date): Sifted {
  const accepted: Reading[] = [];
  const refusals = [...(batch.refusals ?? [])];
  const places = batch.readings.map((reading, place) => {
    const refused = refusedMoment(reading.at, now);
    if (refused === null) return accepted.push(reading) - 1;
    refusals.push(refusal(batch, reading, place, refused));
    return -1;
  });
  return { batch, accepted, places, refusals };
}

/** Matches what is of series that are gone once more, by the batch's own way. */
async function siftAgain(sifted: Sifted, gone: ReadonlySet<number>): Promise<Sifted> {
  const { batch } = sifted;
  if (!sifted.accepted.some(({ series }) => gone.has(series))) return sifted;
  const accepted: Reading[] = [];
  const refusals = [...sifted.refusals];
  const places: number[] = [];
  for (const [place, before] of sifted.places.entries()) {
    let reading = before < 0 ? null : sifted.accepted[before]!;
    if (reading && gone.has(reading.series)) {
      const found = await matchedAgain(reading, batch.again && ((gone) => batch.again!(place, gone)));
      if (found instanceof Problem) refusals.push(refusal(batch, reading, place, found));
      reading = found instanceof Problem ? null : found;
    }
    places.push(reading ? accepted.push(reading) - 1 : -1);
  }
  return { batch, accepted, places, refusals };
}

/** Problem `reading-in-future` or `reading-out-of-calendar` for a moment (milliseconds since 1970); null where it can be. */
export function refusedMoment(at: number, now: Date): Problem | null {
  const latest = now.getTime() + futureMs;
  if (at <= latest && at >= earliest) return null;
  const time = Number.isFinite(at) ? momentOf(at) : String(at);
  return observationProblem(at > latest ? 'reading-in-future' : 'reading-out-of-calendar', { time });
}

function refusal(batch: Batch, reading: Reading, place: number, problem: Problem): Refusal {
  const position = batch.positions?.[place] ?? place + 1;
  return { position, raw: JSON.stringify(reading), problem: recordProblem(problem) };
}

function* regularMoments(sifted: readonly Sifted[]): Generator<number> {
  for (const { accepted } of sifted) for (const { at } of accepted) if (isRegularMoment(at)) yield at;
}

/** A batch whose receipt is open; `known`: a delivery of this key has been taken before. */
export interface Opened extends Sifted {
  readonly receipt: number;
  readonly known: Receipt | null;
  readonly entries: readonly Entry[];
}

async function openAll(tx: Db, sifted: readonly Sifted[], now: Date): Promise<Opened[]> {
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
async function closeAll(tx: Db, opened: readonly Opened[], now: Date): Promise<Taken[]> {
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

import { isUniqueViolation, type Clock, type Db, type Log } from '../../kernel/index.ts';
import { observationProblem } from '../problems.ts';
import { amendValues } from './amend-values.ts';
import { announceReadings } from './announce-readings.ts';
import { NotAsRemembered, type Batch, type ExpectsBatches, type Taken } from './batch.ts';
import { closeAll, openAll } from './batch-receipts.ts';
import { holdSeries, refuseGone, SeriesGone } from './gone-series.ts';
import type { Judge } from './judge.ts';
import { Partitions } from './partitions.ts';
import { regularMoments, sift, siftAgain, type Sifted } from './sift.ts';
import { storeAtOnce } from './store-at-once.ts';
import { writeEntries } from './write-entries.ts';

/** Batches that are stored together or not at all: one, or some that must keep their order. */
interface Waiting {
  readonly batches: readonly Batch[];
  readonly readings: number;
  readonly resolve: (taken: readonly Taken[]) => void;
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
/** So long is waited for a batch that is expected, and not at all once so many readings wait. */
const expectedMs = 3;
const enoughReadings = 100;
/** A series may be removed again while its readings are matched anew. */
const mostMatches = 3;

/**
 * The one way into the store. Batches that wait while others are written go together in one transaction, so single
 * readings cost a share of a commit; what fails in company is tried alone, so that nobody fails for another.
 */
export class Intake implements ExpectsBatches {
  readonly #options: IntakeOptions;
  readonly #partitions: Partitions;
  #waiting: Waiting[] = [];
  #waitingReadings = 0;
  #working: Promise<void> | null = null;
  #expected = 0;
  #goOn: () => void = () => {};

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#partitions = new Partitions(options.store);
  }

  get waitingReadings(): number {
    return this.#waitingReadings;
  }

  /** Throws Problem `intake-full`, with nothing stored, where too much waits. */
  async take(batch: Batch): Promise<Taken> {
    return (await this.takeTogether([batch]))[0]!;
  }

  /** The same for several deliveries: all of them, in their order and by one transaction, or none. */
  takeTogether(batches: readonly Batch[]): Promise<readonly Taken[]> {
    const { maxWaiting = 400_000 } = this.#options;
    const readings = batches.reduce((sum, batch) => sum + batch.readings.length, 0);
    if (this.#waitingReadings > 0 && this.#waitingReadings + readings > maxWaiting) {
      return Promise.reject(observationProblem('intake-full', { waiting: this.#waitingReadings }));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batches, readings, resolve, reject });
      this.#waitingReadings += readings;
      this.#working ??= this.#work();
    });
  }

  expect(): () => void {
    this.#expected++;
    let hasCome = false;
    return () => {
      if (hasCome) return;
      hasCome = true;
      if (--this.#expected === 0) this.#goOn();
    };
  }

  /** Waits for what was taken. */
  async stop(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Requests that arrived together are all in the queue after one turn.
      await new Promise<void>((resolve) => setImmediate(resolve));
      await this.#expectedOnes();
      const group = this.#nextGroup();
      await this.#write(group);
      for (const each of group) this.#waitingReadings -= each.readings;
    }
    this.#working = null;
  }

  async #expectedOnes(): Promise<void> {
    if (this.#expected === 0 || this.#waitingReadings >= enoughReadings) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, expectedMs);
      this.#goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#goOn = () => {};
  }

  #nextGroup(): Waiting[] {
    let readings = 0;
    let count = 0;
    for (const each of this.#waiting) {
      if (count > 0 && readings + each.readings > groupReadings) break;
      readings += each.readings;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    try {
      const taken = await this.#store(group.flatMap(({ batches }) => batches));
      let place = 0;
      for (const { batches, resolve } of group) resolve(taken.slice(place, (place += batches.length)));
    } catch (error) {
      if (group.length === 1) return this.#again(group[0]!, error);
      for (const waiting of group) await this.#write([waiting]);
    }
  }

  /** Another node may have stored the same moments, or opened the same receipt, between our look and our write. */
  async #again(waiting: Waiting, error: unknown): Promise<void> {
    if (!isUniqueViolation(error)) return waiting.reject(error);
    try {
      waiting.resolve(await this.#store(waiting.batches));
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
        for (const each of sifted) again.push(await siftAgain(each, error));
        sifted = again;
      }
    }
  }

  async #storeSifted(accepted: readonly Sifted[], now: Date): Promise<Taken[]> {
    const { store, judge } = this.#options;
    const taken = await storeAtOnce(store, judge, accepted, now);
    if (taken) return taken;
    if (accepted.some(({ batch }) => batch.asRemembered)) throw new NotAsRemembered();
    return this.#storeInSteps(accepted, now);
  }

  #storeInSteps(accepted: readonly Sifted[], now: Date): Promise<Taken[]> {
    const { store, judge } = this.#options;
    return store.transaction(async (tx) => {
      await holdSeries(tx);
      const opened = await openAll(tx, accepted, now);
      const entries = opened.flatMap((each) => each.entries);
      const judged = await judge.judge(tx, entries);
      refuseGone(entries, judged.series);
      await writeEntries(tx, entries, now);
      await amendValues(tx, judged);
      const answers = await closeAll(tx, opened, now);
      await announceReadings(tx, opened);
      return answers;
    });
  }
}

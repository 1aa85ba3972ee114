import type { Refusal } from '../../ledger/index.ts';
import type { Reading } from '../model.ts';
import type { Batch, Intake, Taken } from './intake.ts';

const batchReadings = 10_000;

/**
 * A delivery of any length, handed on in batches under one receipt: while one is stored the next is read, and no more
 * than two are in memory. Sent again under the same key it goes on where it broke off, because what is there is
 * unchanged; once it is whole, the receipt answers.
 */
export class DeliveryInBatches {
  readonly #intake: Intake;
  readonly #head: Omit<Batch, 'readings' | 'receipt' | 'isOpen'>;
  #readings: Reading[] = [];
  #positions: number[] = [];
  #refusals: Refusal[] = [];
  #receipt: number | undefined;
  #storing: Promise<Taken> | null = null;
  #repeated: Taken | null = null;

  constructor(intake: Intake, head: Omit<Batch, 'readings' | 'receipt' | 'isOpen'>) {
    this.#intake = intake;
    this.#head = head;
  }

  /** True where an earlier delivery of this key was whole: nothing more need be read. */
  get isRepeated(): boolean {
    return this.#repeated !== null;
  }

  add(reading: Reading, position: number): void {
    this.#readings.push(reading);
    this.#positions.push(position);
  }

  refuse(refusal: Refusal): void {
    this.#refusals.push(refusal);
  }

  get isFull(): boolean {
    return this.#readings.length + this.#refusals.length >= batchReadings;
  }

  /** Stores what has been added while more is read. */
  async pass(): Promise<void> {
    await this.#settled();
    if (this.#repeated) return;
    this.#storing = this.#send(true);
    // Another one waits for it; until then its failure is nobody's.
    this.#storing.catch(() => {});
  }

  /** Stores the rest. The counts are of the whole delivery. */
  async end(): Promise<{ readonly receipt: number; readonly isRepeated: boolean }> {
    await this.#settled();
    const last = this.#repeated ?? (await this.#send(false));
    return { receipt: last.receipt, isRepeated: last.isRepeated };
  }

  async #settled(): Promise<void> {
    const taken = await this.#storing;
    this.#storing = null;
    if (!taken) return;
    this.#receipt = taken.receipt;
    if (taken.isRepeated) this.#repeated = taken;
  }

  #send(isOpen: boolean): Promise<Taken> {
    const batch: Batch = {
      ...this.#head,
      readings: this.#readings,
      positions: this.#positions,
      refusals: this.#refusals,
      isOpen,
      ...(this.#receipt !== undefined && { receipt: this.#receipt }),
    };
    this.#readings = [];
    this.#positions = [];
    this.#refusals = [];
    return this.#intake.take(batch);
  }
}

import { fill, type Language, type Problem } from '../../kernel/index.ts';
import type { Refusal } from '../../ledger/index.ts';
import type { MatchedSeries, Reading } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { Batch, Taken, TakesBatches } from './batch.ts';

const batchReadings = 10_000;

type Head = Omit<Batch, 'readings' | 'receipt' | 'isOpen' | 'again'>;
/** Makes a reading once more where its series has been removed or changed since it was matched. Throws a Problem where the door refuses it. */
export type Again = (gone: MatchedSeries) => Promise<Reading>;

export const byItself = (again: Again, gone: MatchedSeries): Promise<Reading> => again(gone);

/**
 * A delivery of any length, handed on in batches under one receipt: while one is stored the next is read, and no more
 * than two are in memory. Sent again under the same key it goes on where it broke off, because what is there is
 * unchanged; once it is whole, the receipt answers. `Source` is what a reading was made from, for `again`.
 */
export class DeliveryInBatches<Source> {
  readonly #intake: TakesBatches;
  readonly #head: Head;
  readonly #again: (source: Source, gone: MatchedSeries) => Promise<Reading>;
  #readings: Reading[] = [];
  #positions: number[] = [];
  #sources: Source[] = [];
  #refusals: Refusal[] = [];
  #receipt: number | undefined;
  #storing: Promise<Taken> | null = null;
  #repeated: Taken | null = null;
  /** Last line of what has been handed on. */
  #passedLine = 0;

  /** `again` is an `Again` of the source's reading. */
  constructor(intake: TakesBatches, head: Head, again: (source: Source, gone: MatchedSeries) => Promise<Reading>) {
    this.#intake = intake;
    this.#head = head;
    this.#again = again;
  }

  /** True where an earlier delivery of this key was whole: nothing more need be read. */
  get isRepeated(): boolean {
    return this.#repeated !== null;
  }

  add(reading: Reading, position: number, source: Source): void {
    this.#readings.push(reading);
    this.#sources.push(source);
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

  /**
   * Ends a delivery of which nothing more can be read: what has been passed stays, and its receipt says up to where; what
   * has not is forgotten. `isFinal`: nobody goes on with it. Null where nothing had been passed, and so nothing stays.
   */
  async breakOff(
    reason: Problem,
    isFinal: boolean,
  ): Promise<{ readonly receipt: number; readonly line: number } | null> {
    await this.#settled();
    const receipt = this.#receipt;
    if (receipt === undefined || this.#repeated) return null;
    this.#forget();
    const line = this.#passedLine;
    const said = (language: Language): Record<string, unknown> => {
      const why = fill(reason.type.detail, language, reason.parameters);
      return observationProblem('delivery-broke-off', { line, reason: why }).toDocument(language);
    };
    const problem = { code: 'delivery-broke-off', vi: said('vi'), en: said('en') };
    this.refuse({ position: line + 1, raw: '', problem });
    await this.#send(!isFinal);
    return { receipt, line };
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
    const sources = this.#sources;
    const batch: Batch = {
      ...this.#head,
      again: (place, gone) => this.#again(sources[place]!, gone),
      readings: this.#readings,
      positions: this.#positions,
      refusals: this.#refusals,
      isOpen,
      ...(this.#receipt !== undefined && { receipt: this.#receipt }),
    };
    for (const { position } of this.#refusals) this.#passedLine = Math.max(this.#passedLine, position ?? 0);
    for (const position of this.#positions) this.#passedLine = Math.max(this.#passedLine, position);
    this.#forget();
    return this.#intake.take(batch);
  }

  #forget(): void {
    this.#readings = [];
    this.#positions = [];
    this.#sources = [];
    this.#refusals = [];
  }
}

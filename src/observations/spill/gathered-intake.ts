import type { Batch, Taken, TakesBatches } from '../store/batch.ts';
import type { Intake } from '../store/intake.ts';

interface Handed<T> {
  readonly batch: Batch;
  readonly resolve: (taken: Taken) => void;
  readonly reject: (error: unknown) => void;
  readonly done: Promise<T>;
}

/** What is given up: nothing of it was stored. */
class NotTogether extends Error {}

/**
 * Gathers what several deliveries, read one after the other, hand to the intake, and stores it by one transaction in that
 * order. A delivery that hands on more than one batch does not go together with others.
 */
export class GatheredIntake<T> {
  readonly #intake: Intake;
  readonly #handed: Handed<T>[] = [];

  constructor(intake: Intake) {
    this.#intake = intake;
  }

  /** Reads a delivery up to its batch. False where it does not go together with others; nothing of it is stored then. */
  async add(read: (intake: TakesBatches) => Promise<T>): Promise<boolean> {
    let mine: Omit<Handed<T>, 'done'> | null = null;
    let isWhole = true;
    let hasHanded: () => void = () => {};
    const handing = new Promise<void>((resolve) => (hasHanded = resolve));
    const take = (batch: Batch): Promise<Taken> =>
      new Promise((resolve, reject) => {
        if (mine || batch.isOpen) {
          isWhole = false;
          reject(new NotTogether());
        } else {
          mine = { batch, resolve, reject };
        }
        hasHanded();
      });
    const done = read({ take });
    const ended = done.then(
      () => {},
      () => {},
    );
    await Promise.race([handing, ended]);
    const handed = mine as Omit<Handed<T>, 'done'> | null;
    if (handed && isWhole) this.#handed.push({ ...handed, done });
    else await ended;
    return handed !== null && isWhole;
  }

  /** How each of the deliveries ended, once all are durable. Throws where none is. */
  async store(): Promise<PromiseSettledResult<T>[]> {
    const handed = this.#handed;
    const ends = Promise.allSettled(handed.map(({ done }) => done));
    try {
      const taken = await this.#intake.takeTogether(handed.map(({ batch }) => batch));
      handed.forEach(({ resolve }, place) => resolve(taken[place]!));
    } catch (error) {
      for (const { reject } of handed) reject(error);
      await ends;
      throw error;
    }
    return ends;
  }

  /** Gives up what was gathered. */
  async leave(): Promise<void> {
    for (const { reject } of this.#handed) reject(new NotTogether());
    await Promise.allSettled(this.#handed.map(({ done }) => done));
  }
}

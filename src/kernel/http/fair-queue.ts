/**
 * Lets so many pieces of work run at once. What waits goes on in turn by caller: who asks for much waits for himself, and
 * does not keep others waiting.
 */
export class FairQueue {
  readonly #slots: number;
  readonly #mostWaiting: number;
  /** Callers with work that waits, in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #running = 0;

  constructor(slots: number, mostWaiting: number) {
    this.#slots = slots;
    this.#mostWaiting = mostWaiting;
  }

  /** Runs the work when it is its turn; null where already too much of this caller waits. */
  run<T>(caller: string, work: () => Promise<T>): Promise<T> | null {
    if (this.#running < this.#slots) {
      this.#running++;
      return this.#start(work);
    }
    const own = this.#waiting.get(caller) ?? [];
    if (own.length >= this.#mostWaiting) return null;
    const turn = new Promise<void>((resolve) => own.push(resolve));
    this.#waiting.set(caller, own);
    return turn.then(() => this.#start(work));
  }

  async #start<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  /** The place goes on to the next one who waits, so that nobody who comes meanwhile takes it. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#running--;
      return;
    }
    const [caller, own] = first;
    const resolve = own.shift()!;
    this.#waiting.delete(caller);
    // Behind the others: his next piece waits until each of them has had one.
    if (own.length > 0) this.#waiting.set(caller, own);
    resolve();
  }
}

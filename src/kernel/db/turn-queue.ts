import type { Lane } from '../db.ts';

interface Turn {
  readonly work: () => Promise<void>;
  readonly refuse: (error: Error) => void;
  readonly since: number;
}

/**
 * Gives the one connection of the embedded engine to one piece of work after the other: `request` first, then `run`,
 * then `idle`; first come, first served within a lane.
 *
 * A run's statement that has waited `maxRunWaitMs` goes before requests once, so that a load makes progress on a busy
 * node. Idle work starts only after the queue was empty for `quietMs`: it cannot be cut, and the next request of a
 * page usually follows within that time.
 */
export class TurnQueue {
  readonly #lanes: Record<Lane, Turn[]> = { request: [], run: [], idle: [] };
  readonly #maxRunWaitMs: number;
  readonly #quietMs: number;
  #busy = false;
  #closed: Error | null = null;
  #quietTimer: NodeJS.Timeout | undefined;

  constructor(maxRunWaitMs = 1_000, quietMs = 20) {
    this.#maxRunWaitMs = maxRunWaitMs;
    this.#quietMs = quietMs;
  }

  /** Waits for a turn, does the work and gives its result. */
  take<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise<T>((resolve, reject) => {
      this.#lanes[lane].push({
        work: () => work().then(resolve, reject),
        refuse: reject,
        since: performance.now(),
      });
      this.#next();
    });
  }

  /** Rejects all that wait and all that come later. */
  close(error: Error): void {
    this.#closed ??= error;
    clearTimeout(this.#quietTimer);
    for (const turns of Object.values(this.#lanes)) for (const turn of turns.splice(0)) turn.refuse(this.#closed);
  }

  #next(): void {
    if (this.#busy) return;
    const turn = this.#overdueRun() ?? this.#lanes.request.shift() ?? this.#lanes.run.shift();
    clearTimeout(this.#quietTimer);
    if (turn) this.#start(turn);
    else if (this.#lanes.idle.length > 0) this.#quietTimer = setTimeout(() => this.#startIdle(), this.#quietMs);
  }

  #overdueRun(): Turn | undefined {
    const first = this.#lanes.run[0];
    return first && performance.now() - first.since > this.#maxRunWaitMs ? this.#lanes.run.shift() : undefined;
  }

  #startIdle(): void {
    const turn = this.#lanes.idle.shift();
    if (turn) this.#start(turn);
  }

  #start(turn: Turn): void {
    this.#busy = true;
    void turn.work().finally(() => {
      this.#busy = false;
      this.#next();
    });
  }
}

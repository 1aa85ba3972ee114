import type { Lane } from '../db.ts';

interface Turn {
  readonly work: () => Promise<void>;
  readonly refuse: (error: Error) => void;
  readonly since: number;
}

/** What a run is given of the engine's time while requests never cease. */
const runShare = 1 / 4;
/** Time that a run can save up: after a long row of requests it does not keep them waiting for as long in turn. */
const mostSavedMs = 250;
/** Idle work waits for quiet, but no longer: a run publishes only after its indexes, also on a node that is never quiet. */
const maxIdleWaitMs = 1_000;

/**
 * Gives the one connection of the embedded engine to one piece of work after the other: `request` first, then `run`,
 * then `idle`; first come, first served within a lane.
 *
 * While statements of runs wait, every turn of a request saves up time for them, and once it suffices for a statement of
 * the usual length that goes first: a load keeps a quarter of a busy engine, in small pieces. Idle work starts only
 * after the queue was empty for `quietMs`, as it cannot be cut and the next request of a page usually follows within
 * that time, or when it has waited for a second.
 */
export class TurnQueue {
  readonly #lanes: Record<Lane, Turn[]> = { request: [], run: [], idle: [] };
  readonly #quietMs: number;
  #savedMs = 0;
  #usualRunMs = 1;
  #busy = false;
  #closed: Error | null = null;
  #quietTimer: NodeJS.Timeout | undefined;

  constructor(quietMs = 20) {
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
    clearTimeout(this.#quietTimer);
    const lane = this.#nextLane();
    if (lane) this.#start(lane);
    else if (this.#lanes.idle.length > 0) this.#quietTimer = setTimeout(() => this.#start('idle'), this.#quietMs);
  }

  #nextLane(): Lane | null {
    const { request, run, idle } = this.#lanes;
    if (idle[0] && performance.now() - idle[0].since > maxIdleWaitMs) return 'idle';
    if (run.length > 0 && (request.length === 0 || this.#savedMs >= Math.min(this.#usualRunMs, mostSavedMs))) {
      return 'run';
    }
    return request.length > 0 ? 'request' : null;
  }

  #start(lane: Lane): void {
    const turn = this.#lanes[lane].shift();
    if (!turn) return;
    this.#busy = true;
    const begun = performance.now();
    void turn.work().finally(() => {
      this.#account(lane, performance.now() - begun);
      this.#busy = false;
      this.#next();
    });
  }

  #account(lane: Lane, ms: number): void {
    if (lane === 'run') {
      this.#savedMs = Math.max(0, this.#savedMs - ms);
      this.#usualRunMs += (ms - this.#usualRunMs) / 4;
    } else if (lane === 'request' && this.#lanes.run.length > 0) {
      this.#savedMs = Math.min(mostSavedMs, this.#savedMs + (ms * runShare) / (1 - runShare));
    }
  }
}

import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';

/**
 * Calls `work` when woken and every `pollMs`, never twice at once; a wake during the work makes it go round again, after
 * `gatherMs` in which others may come: what came one by one is done together.
 */
export class Pump {
  readonly #work: () => Promise<void>;
  readonly #pollMs: number;
  readonly #log: Log;
  readonly #complaint: string;
  readonly #gatherMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = true;

  constructor(work: () => Promise<void>, pollMs: number, log: Log, complaint: string, gatherMs = 0) {
    // Whoever wakes it does not do the work: it belongs to no request.
    this.#work = AsyncResource.bind(work);
    this.#pollMs = pollMs;
    this.#log = log;
    this.#complaint = complaint;
    this.#gatherMs = gatherMs;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  wake(): void {
    this.#again = true;
    if (this.#stopped || this.#running) return;
    clearTimeout(this.#timer);
    this.#running = this.#rounds().finally(() => {
      this.#running = undefined;
      if (this.#again && !this.#stopped) this.wake();
    });
  }

  /** Waits for the work in hand. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #rounds(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#work().catch((error: unknown) => this.#log.warn({ err: error }, this.#complaint));
      if (this.#gatherMs > 0) await sleep(this.#gatherMs);
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.wake(), this.#pollMs);
  }
}

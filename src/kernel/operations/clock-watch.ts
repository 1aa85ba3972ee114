import type { Clock } from '../clock.ts';

/** A difference between wall clock and monotonic clock below this is slewing, not a jump. */
const jumpMs = 5_000;
const rememberMs = 24 * 3_600_000;

export interface ClockJump {
  readonly at: string;
  readonly seconds: number;
}

/**
 * Notices that the wall clock was set, or that the machine slept: then it moves against the monotonic clock. Looks when
 * asked, and remembers a jump for a day.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #monotonicMs: () => number;
  #offsetMs: number;
  #jump: { at: Date; seconds: number } | null = null;

  constructor(clock: Clock, monotonicMs: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#monotonicMs = monotonicMs;
    this.#offsetMs = this.#offset();
  }

  lastJump(): ClockJump | null {
    const now = this.#clock.now();
    const offset = this.#offset();
    const moved = offset - this.#offsetMs;
    if (Math.abs(moved) > jumpMs) {
      this.#jump = { at: now, seconds: Math.round(moved / 1000) };
      this.#offsetMs = offset;
    }
    if (this.#jump && now.getTime() - this.#jump.at.getTime() > rememberMs) this.#jump = null;
    return this.#jump && { at: this.#jump.at.toISOString(), seconds: this.#jump.seconds };
  }

  #offset(): number {
    return this.#clock.now().getTime() - this.#monotonicMs();
  }
}

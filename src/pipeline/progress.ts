import type { Clock, Db } from '../kernel/index.ts';
import { updateRun, type RunPhase } from '../ledger/index.ts';

const everyMs = 500;

/** Shares of the whole that the phases usually take; reading weighs most. */
const phases: Partial<Record<RunPhase, { from: number; share: number }>> = {
  reading: { from: 0, share: 0.6 },
  checking: { from: 0.6, share: 0.1 },
  comparing: { from: 0.7, share: 0.28 },
  publishing: { from: 0.98, share: 0.02 },
};

/** Where a run is and when it will end, written at most twice a second. */
export class Progress {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #run: number;
  readonly #total: number;
  readonly #report: (done: number, total: number | null) => void;
  readonly #started: number;
  #written = 0;
  #phase: RunPhase = 'reading';

  constructor(db: Db, clock: Clock, run: number, total: number, report: (done: number, total: number | null) => void) {
    this.#db = db;
    this.#clock = clock;
    this.#run = run;
    this.#total = Math.max(1, total);
    this.#report = report;
    this.#started = clock.now().getTime();
  }

  /** `done` of `total` steps of the phase; for reading, records of those that the profile counted. */
  async set(phase: RunPhase, done: number, total = this.#total): Promise<void> {
    const now = this.#clock.now().getTime();
    if (phase === this.#phase && now - this.#written < everyMs) return;
    this.#written = now;
    this.#phase = phase;
    const place = phases[phase] ?? { from: 0, share: 1 };
    const share = Math.min(1, place.from + place.share * Math.min(1, done / Math.max(1, total)));
    const left = share > 0.02 ? ((now - this.#started) / share) * (1 - share) : null;
    this.#report(Math.round(share * 1000), 1000);
    await updateRun(this.#db, this.#run, {
      phase,
      progress: {
        done: Math.round(share * this.#total),
        total: this.#total,
        endsAt: left === null ? null : new Date(now + left).toISOString(),
      },
    });
  }
}

import type { Clock } from '../clock.ts';
import { jobProblem } from './problems.ts';
import type { Job, JobContext, JobKind } from './model.ts';
import type { ProgressReport } from './progress.ts';

/** Why a running job was told to stop. */
export type StopReason = 'budget' | 'cancelled' | 'lost' | 'stopping';

/** How a run ended. `abandoned`: it was told to stop and did not in time; what it still does no longer counts. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'abandoned' };

/** One run of one job: its signal, time budget and progress. Knows nothing of the database. */
export class JobRun {
  readonly job: Job;
  readonly definition: JobKind;
  stopReason: StopReason | null = null;
  readonly #progress: ProgressReport;
  readonly #controller = new AbortController();
  readonly #graceMs: number;
  #abandon: () => void = () => {};
  #grace: NodeJS.Timeout | undefined;

  constructor(job: Job, definition: JobKind, progress: ProgressReport, graceMs: number) {
    this.job = job;
    this.definition = definition;
    this.#progress = progress;
    this.#graceMs = graceMs;
  }

  /** Tells the job to stop; the first reason stands. */
  stop(reason: StopReason): void {
    if (this.stopReason) return;
    this.stopReason = reason;
    this.#controller.abort(reason === 'budget' ? this.overBudget() : new Error(`The job was told to stop: ${reason}.`));
    this.#grace = setTimeout(() => this.#abandon(), this.#graceMs);
  }

  overBudget(): Error {
    return jobProblem('job-over-budget', { seconds: Math.round(this.definition.budgetMs / 1_000) });
  }

  async outcome(): Promise<Outcome> {
    const abandoned = new Promise<Outcome>((resolve) => {
      this.#abandon = () => resolve({ kind: 'abandoned' });
    });
    const budget = setTimeout(() => this.stop('budget'), Math.min(this.definition.budgetMs, 2 ** 31 - 1));
    try {
      return await Promise.race([this.#run(), abandoned]);
    } finally {
      clearTimeout(budget);
      clearTimeout(this.#grace);
      await this.#progress.close();
    }
  }

  async #run(): Promise<Outcome> {
    try {
      return { kind: 'done', result: await this.definition.run(this.#context()) };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  #context(): JobContext {
    const { id, payload, attempt } = this.job;
    return {
      id,
      payload,
      attempt,
      signal: this.#controller.signal,
      progress: (done, total) => this.#progress.report(done, total),
    };
  }
}

/** The pause before the next try: doubled each time, at most an hour. */
export function retryAt(clock: Clock, definition: JobKind, attempt: number): Date {
  const pauseMs = Math.min((definition.backoffMs ?? 10_000) * 2 ** (attempt - 1), 3_600_000);
  return new Date(clock.now().getTime() + pauseMs);
}

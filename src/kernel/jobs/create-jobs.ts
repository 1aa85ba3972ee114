import type { Db } from '../db.ts';
import { livenessOf, processIdentity } from '../db/index.ts';
import {
  claimJobs,
  describeFailure,
  finishJob,
  insertJob,
  jobChannel,
  pruneJobs,
  putBackJob,
  renewLeases,
  requestCancel,
  selectJob,
  selectJobs,
  storeProgress,
  takeOverJobs,
  workersOfRunning,
  type Claim,
} from './job-store.ts';
import { JobRun, retryAt, type Outcome } from './job-run.ts';
import type { Message } from '../i18n.ts';
import type { EnqueueOptions, Job, JobFilter, JobKind, Jobs, JobsOptions } from './model.ts';
import { ProgressReport } from './progress.ts';
import { Pump } from './pump.ts';
import { fireSchedules, putSchedule, removeSchedule } from './schedules.ts';

/** Finished jobs are kept so long for people to look at. */
const keepFinishedMs = 90 * 24 * 3_600_000;
const pruneEveryMs = 3_600_000;

/**
 * The node's one job runner, over the table `job` (see `kernelMigrations`). A job is leased to a runner, which renews
 * the lease as long as it lives; a lease that ran out, or whose process is dead, is taken over and the job runs again.
 */
export function createJobs(db: Db, options: JobsOptions): Jobs {
  return new JobRunner(db, options);
}

class JobRunner implements Jobs {
  readonly #db: Db;
  readonly #options: Required<JobsOptions>;
  readonly #kinds = new Map<string, JobKind>();
  readonly #runs = new Map<number, { run: JobRun; ended: Promise<void> }>();
  readonly #pump: Pump;
  #heartbeat: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  #lastPrune = 0;
  #stopping = false;

  constructor(db: Db, options: JobsOptions) {
    this.#db = db;
    this.#options = {
      ...options,
      workerId: options.workerId ?? processIdentity(),
      concurrency: options.concurrency ?? 3,
      pollMs: options.pollMs ?? 2_000,
      leaseMs: options.leaseMs ?? 30_000,
      graceMs: options.graceMs ?? 5_000,
    };
    this.#pump = new Pump(() => this.#work(), this.#options.pollMs, options.log, 'The job runner could not work.');
  }

  define<Payload>(kind: string, definition: JobKind<Payload>): void {
    if (this.#kinds.has(kind)) throw new Error(`The job kind ${kind} is defined twice.`);
    this.#kinds.set(kind, definition as JobKind);
  }

  titleOf(kind: string): Message | null {
    return this.#kinds.get(kind)?.title ?? null;
  }

  enqueue(db: Db, kind: string, payload: unknown, options: EnqueueOptions = {}): Promise<number> {
    return insertJob(db, kind, payload, options, this.#now());
  }

  async schedule(name: string, cron: string, kind: string, payload: unknown = null): Promise<void> {
    await putSchedule(this.#db, { name, cron, kind, payload }, this.#now());
  }

  unschedule(name: string): Promise<void> {
    return removeSchedule(this.#db, name);
  }

  get(id: number): Promise<Job | null> {
    return selectJob(this.#db, id);
  }

  list(filter: JobFilter = {}): Promise<Job[]> {
    return selectJobs(this.#db, filter);
  }

  async cancel(id: number): Promise<boolean> {
    return requestCancel(this.#db, id, this.#now());
  }

  async start(): Promise<void> {
    const { workerId, leaseMs } = this.#options;
    const workers = await workersOfRunning(this.#db);
    await this.#takeOver(workers.filter((worker) => worker === workerId || livenessOf(worker) === 'dead'));
    this.#unlisten = await this.#db.listen(jobChannel, (payload) => this.#onNotify(payload));
    this.#heartbeat = setInterval(() => void this.#beat(), leaseMs / 3);
    this.#pump.start();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#pump.stop();
    for (const { run } of this.#runs.values()) run.stop('stopping');
    await Promise.all([...this.#runs.values()].map(({ ended }) => ended));
    clearInterval(this.#heartbeat);
    await this.#unlisten?.();
  }

  #now(): Date {
    return this.#options.clock.now();
  }

  #onNotify(payload: string): void {
    const [word, id] = payload.split(' ');
    if (word === 'cancel' && id !== undefined) this.#runs.get(Number(id))?.run.stop('cancelled');
    else this.#pump.wake();
  }

  async #work(): Promise<void> {
    const kinds = [...this.#kinds.keys()];
    await fireSchedules(this.#db, kinds, this.#now());
    await this.#takeOver([]);
    await this.#prune();
    const free = this.#options.concurrency - this.#runs.size;
    if (free <= 0 || this.#stopping) return;
    const { workerId, leaseMs } = this.#options;
    for (const job of await claimJobs(this.#db, workerId, kinds, free, this.#now(), leaseMs)) this.#begin(job);
  }

  async #takeOver(deadWorkers: readonly string[]): Promise<void> {
    const ids = await takeOverJobs(this.#db, deadWorkers, this.#now());
    if (ids.length > 0) this.#options.log.warn({ jobs: ids }, 'Jobs of a stopped process were taken over.');
  }

  async #prune(): Promise<void> {
    const now = Date.now();
    if (now - this.#lastPrune < pruneEveryMs) return;
    this.#lastPrune = now;
    await pruneJobs(this.#db, new Date(this.#now().getTime() - keepFinishedMs));
  }

  /** A failure to renew is tried again at the next beat; three missed beats lose the lease. */
  async #beat(): Promise<void> {
    if (this.#runs.size === 0) return;
    try {
      const asked = [...this.#runs.keys()];
      const held = new Map<number, boolean>();
      for (const { id, cancelled } of await renewLeases(
        this.#db,
        this.#options.workerId,
        asked,
        this.#options.leaseMs,
      )) {
        held.set(id, cancelled);
      }
      for (const id of asked) {
        if (!held.has(id)) this.#runs.get(id)?.run.stop('lost');
        else if (held.get(id)) this.#runs.get(id)?.run.stop('cancelled');
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'Job leases could not be renewed.');
    }
  }

  #begin(job: Job): void {
    const claim: Claim = { id: job.id, worker: this.#options.workerId, attempt: job.attempt };
    const progress = new ProgressReport((report) =>
      storeProgress(this.#db, claim, report).catch((error: unknown) => {
        this.#options.log.warn({ job: job.id, err: error }, 'Progress of a job could not be stored.');
      }),
    );
    const run = new JobRun(job, this.#kinds.get(job.kind)!, progress, this.#options.graceMs);
    const ended = this.#complete(run, claim).catch((error: unknown) => {
      this.#options.log.error({ job: job.id, err: error }, 'The end of a job could not be stored; it will run again.');
    });
    this.#runs.set(job.id, { run, ended });
    void ended.finally(() => {
      this.#runs.delete(job.id);
      this.#pump.wake();
    });
  }

  async #complete(run: JobRun, claim: Claim): Promise<void> {
    const outcome = await run.outcome();
    if (outcome.kind === 'done') {
      return finishJob(this.#db, claim, { state: 'done', result: outcome.result ?? null }, this.#now());
    }
    if (outcome.kind === 'failed') this.#logFailure(run, outcome.error);
    switch (run.stopReason) {
      case 'cancelled':
        return finishJob(this.#db, claim, { state: 'cancelled' }, this.#now());
      case 'stopping':
        return this.#leave(outcome, claim);
      case 'lost':
        return;
      default:
        return this.#fail(run, outcome, claim);
    }
  }

  /** A job that did not end in time is left to its lease: it may still be at work until the process is gone. */
  async #leave(outcome: Outcome, claim: Claim): Promise<void> {
    if (outcome.kind === 'abandoned') return;
    await putBackJob(this.#db, claim, { runAt: this.#now(), counts: false, error: null });
  }

  async #fail(run: JobRun, outcome: Outcome, claim: Claim): Promise<void> {
    const { definition, job } = run;
    const error = describeFailure(run.stopReason === 'budget' ? run.overBudget() : failureOf(outcome));
    const again = outcome.kind === 'failed' && job.attempt <= (definition.retries ?? 0);
    if (!again) return finishJob(this.#db, claim, { state: 'failed', error }, this.#now());
    const runAt = retryAt(this.#options.clock, definition, job.attempt);
    await putBackJob(this.#db, claim, { runAt, counts: true, error });
  }

  #logFailure({ job, stopReason }: JobRun, error: unknown): void {
    if (stopReason !== null) return;
    this.#options.log.warn({ job: job.id, kind: job.kind, attempt: job.attempt, err: error }, 'A job failed.');
  }
}

function failureOf(outcome: Outcome): unknown {
  return outcome.kind === 'failed' ? outcome.error : undefined;
}

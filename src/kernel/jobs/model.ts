import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import type { Message } from '../i18n.ts';
import type { Log } from '../log.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** Why a job failed, for people: both languages where it was a Problem. */
export interface JobFailure {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

export interface Job<Payload = unknown> {
  readonly id: number;
  readonly kind: string;
  readonly key: string | null;
  readonly payload: Payload;
  readonly state: JobState;
  readonly priority: number;
  /** Not before; ISO 8601 in UTC, like all times here. */
  readonly runAt: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** How often it was started, crashes not counted. */
  readonly attempt: number;
  readonly progressDone: number | null;
  readonly progressTotal: number | null;
  /** From the measured rate; null before the second progress of a run. */
  readonly expectedEnd: string | null;
  readonly result: unknown;
  readonly error: JobFailure | null;
}

export interface JobContext<Payload = unknown> {
  readonly id: number;
  readonly payload: Payload;
  /** 1 at the first run; a run taken over after a crash keeps its number, since the crash was not the job's fault. */
  readonly attempt: number;
  /** Aborted when the time budget is used up, the job is cancelled, its lease is lost or the node stops. */
  readonly signal: AbortSignal;
  /** Tells how far the job is; stored at most every 500 ms. `total` null: not known. */
  progress(done: number, total: number | null): void;
}

/**
 * A kind of job. `run` may be called again with the same payload after a crash or a failure: what it has done already
 * it must find in the database.
 */
export interface JobKind<Payload = unknown> {
  /** What it does, for people. */
  readonly title: Message;
  /** After this time the signal is aborted; a job that then goes on for 5 s is given up as failed. */
  readonly budgetMs: number;
  /** How often a failed job runs again; default 0. */
  readonly retries?: number;
  /** Pause before the first retry, doubled for each further one up to an hour; default 10 s. */
  readonly backoffMs?: number;
  run(context: JobContext<Payload>): Promise<unknown>;
}

export interface EnqueueOptions {
  /** While a job of this kind and key is not finished, no second one is made: its id is given back. */
  readonly key?: string | undefined;
  readonly runAt?: Date | undefined;
  /** Higher goes first; default 0. */
  readonly priority?: number | undefined;
}

export interface JobsOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Names the runner; by default the process, so that the next start sees that it is dead. */
  readonly workerId?: string | undefined;
  /** Jobs at a time; default 3. */
  readonly concurrency?: number | undefined;
  /** How often to look without having been notified; default 2 s. */
  readonly pollMs?: number | undefined;
  /** Length of a lease; renewed at a third of it; default 30 s. */
  readonly leaseMs?: number | undefined;
  /** How long an aborted job may still take; default 5 s. */
  readonly graceMs?: number | undefined;
}

export interface JobFilter {
  readonly kind?: string | undefined;
  readonly key?: string | undefined;
  readonly state?: JobState | undefined;
  /** Only jobs older than this id: the next page. */
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}

export interface Jobs {
  define<Payload>(kind: string, definition: JobKind<Payload>): void;
  /** Null for a kind that this node does not know: another version's. */
  titleOf(kind: string): Message | null;
  /** Inside a transaction give its handle: the job is there when the rest is. Returns the job's id. */
  enqueue(db: Db, kind: string, payload: unknown, options?: EnqueueOptions): Promise<number>;
  /**
   * Enqueues `kind` at the times of a cron pattern, in Vietnam's time zone; the same name again replaces the earlier
   * pattern. Of times missed while no node ran, one is made up for. Throws Problem `invalid-schedule`.
   */
  schedule(name: string, cron: string, kind: string, payload?: unknown): Promise<void>;
  unschedule(name: string): Promise<void>;
  get(id: number): Promise<Job | null>;
  /** Newest first, at most `limit` (default 100). */
  list(filter?: JobFilter): Promise<Job[]>;
  /** False where the job has finished or does not exist. A running job is told by its signal. */
  cancel(id: number): Promise<boolean>;
  /** Takes over what dead processes left, then works. */
  start(): Promise<void>;
  /** Takes nothing new, tells running jobs to stop and waits for them; what does not end in time is resumed later. */
  stop(): Promise<void>;
}

import type { Db } from '../db.ts';
import { Problem } from '../problem.ts';
import { sql, type Sql } from '../sql.ts';
import type { EnqueueOptions, Job, JobFailure, JobFilter, JobState } from './model.ts';
import { jobProblem } from './problems.ts';

export const jobChannel = 'lienthong_job';
/** A job at which the program broke off so often is not taken over again: it may be the cause. */
const lostLimit = 5;

const columns = sql`id, kind, key, payload, state, priority, run_at as "runAt", created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt", attempt, progress_done as "progressDone",
  progress_total as "progressTotal", expected_end as "expectedEnd", result, error`;

/** A claim is this worker's as long as nobody took the job over; the attempt tells two claims by one worker apart. */
export interface Claim {
  readonly id: number;
  readonly worker: string;
  readonly attempt: number;
}

export async function insertJob(
  db: Db,
  kind: string,
  payload: unknown,
  options: EnqueueOptions,
  now: Date,
): Promise<number> {
  const json = JSON.stringify(payload ?? null);
  for (;;) {
    const [made] = await db.query<{ id: number }>(sql`
      insert into job (kind, key, payload, priority, run_at, created_at)
      values (${kind}, ${options.key ?? null}, ${json}::jsonb, ${options.priority ?? 0},
        ${options.runAt ?? now}, ${now})
      on conflict (kind, key) where state in ('waiting', 'running') do nothing
      returning id`);
    if (made) {
      await db.query(sql`select pg_notify(${jobChannel}, ${kind})`);
      return made.id;
    }
    const [known] = await db.query<{ id: number }>(sql`
      select id from job where kind = ${kind} and key = ${options.key} and state in ('waiting', 'running')`);
    if (known) return known.id;
  }
}

/** Takes up to `limit` waiting jobs that are due, the most urgent first; several runners never take the same one. */
export function claimJobs(
  db: Db,
  worker: string,
  kinds: readonly string[],
  limit: number,
  now: Date,
  leaseMs: number,
): Promise<Job[]> {
  return db.query<Job>(sql`
    update job set state = 'running', worker = ${worker}, lease_until = ${leaseEnd(leaseMs)}, attempt = attempt + 1,
      started_at = ${now}, progress_done = null, progress_total = null, expected_end = null, error = null
    where id in (
      select id from job
      where state = 'waiting' and run_at <= ${now} and kind = any (${kinds})
      order by priority desc, run_at, id
      limit ${limit}
      for update skip locked)
    returning ${columns}`);
}

/** Leases stand on the database's clock, the only one that all nodes share. */
function leaseEnd(leaseMs: number): Sql {
  return sql`clock_timestamp() + ${leaseMs}::float8 * interval '1 millisecond'`;
}

/**
 * Renews this worker's leases on the jobs that it works on, and on no other: one whose end could not be stored shall run
 * out. Gives the jobs that are still its own and whether each is to be cancelled.
 */
export function renewLeases(
  db: Db,
  worker: string,
  jobs: readonly number[],
  leaseMs: number,
): Promise<{ id: number; cancelled: boolean }[]> {
  return db.query(sql`
    update job set lease_until = ${leaseEnd(leaseMs)}
    where state = 'running' and worker = ${worker} and id = any(${[...jobs]}::int8[])
    returning id, cancel_requested as cancelled`);
}

/** Workers of running jobs, to see which of them are dead. */
export async function workersOfRunning(db: Db): Promise<string[]> {
  const rows = await db.query<{ worker: string }>(sql`select distinct worker from job where state = 'running'`);
  return rows.map((row) => row.worker);
}

/** Puts back jobs whose lease has run out or whose worker is dead; gives their ids. */
export async function takeOverJobs(db: Db, deadWorkers: readonly string[], now: Date): Promise<number[]> {
  const failure = JSON.stringify(describeFailure(jobProblem('job-lost', { count: lostLimit })));
  const rows = await db.query<{ id: number }>(sql`
    update job set worker = null, lease_until = null, lost = lost + 1, attempt = attempt - 1,
      state = case when cancel_requested then 'cancelled' when lost + 1 >= ${lostLimit} then 'failed' else 'waiting' end,
      error = case when not cancel_requested and lost + 1 >= ${lostLimit} then ${failure}::jsonb end,
      finished_at = case when cancel_requested or lost + 1 >= ${lostLimit} then ${now}::timestamptz end
    where state = 'running' and (lease_until < clock_timestamp() or worker = any (${deadWorkers}))
    returning id`);
  return rows.map((row) => row.id);
}

function ours({ id, worker, attempt }: Claim): Sql {
  return sql`id = ${id} and worker = ${worker} and attempt = ${attempt} and state = 'running'`;
}

/** Ends a job. Does nothing where the claim is no longer this worker's. */
export async function finishJob(
  db: Db,
  claim: Claim,
  end: { state: JobState; result?: unknown; error?: JobFailure },
  now: Date,
): Promise<void> {
  await db.query(sql`
    update job set state = ${end.state}, finished_at = ${now}, worker = null, lease_until = null, expected_end = null,
      result = ${end.result === undefined ? null : JSON.stringify(end.result)}::jsonb,
      error = ${end.error === undefined ? null : JSON.stringify(end.error)}::jsonb
    where ${ours(claim)}`);
}

/** Puts a job back for later; `counts` false: this run is not counted as an attempt. */
export async function putBackJob(
  db: Db,
  claim: Claim,
  later: { runAt: Date; counts: boolean; error: JobFailure | null },
): Promise<void> {
  await db.query(sql`
    update job set state = 'waiting', run_at = ${later.runAt}, worker = null, lease_until = null, expected_end = null,
      attempt = attempt - ${later.counts ? 0 : 1}::int4, error = ${later.error && JSON.stringify(later.error)}::jsonb
    where ${ours(claim)}`);
}

export async function storeProgress(
  db: Db,
  claim: Claim,
  progress: { done: number; total: number | null; expectedEnd: Date | null },
): Promise<void> {
  await db.query(sql`
    update job set progress_done = ${progress.done}, progress_total = ${progress.total},
      expected_end = ${progress.expectedEnd}
    where ${ours(claim)}`);
}

/** A waiting job ends here; a running one is marked, and its worker is told. */
export async function requestCancel(db: Db, id: number, now: Date): Promise<boolean> {
  const [row] = await db.query<{ state: JobState }>(sql`
    update job set cancel_requested = true,
      state = case state when 'waiting' then 'cancelled' else state end,
      finished_at = case state when 'waiting' then ${now}::timestamptz end
    where id = ${id} and state in ('waiting', 'running')
    returning state`);
  if (row?.state === 'running') await db.query(sql`select pg_notify(${jobChannel}, ${`cancel ${id}`})`);
  return row !== undefined;
}

export async function selectJob(db: Db, id: number): Promise<Job | null> {
  const rows = await db.query<Job>(sql`select ${columns} from job where id = ${id}`);
  return rows[0] ?? null;
}

export function selectJobs(db: Db, filter: JobFilter): Promise<Job[]> {
  const conditions = [
    filter.kind === undefined ? [] : [sql`kind = ${filter.kind}`],
    filter.key === undefined ? [] : [sql`key = ${filter.key}`],
    filter.state === undefined ? [] : [sql`state = ${filter.state}`],
    filter.before === undefined ? [] : [sql`id < ${filter.before}`],
  ].flat();
  const where = conditions.length > 0 ? sql`where ${sql.join(conditions, sql` and `)}` : sql.empty;
  return db.query<Job>(sql`select ${columns} from job ${where} order by id desc limit ${filter.limit ?? 100}`);
}

/** Removes jobs that finished before `before`, a piece at a time; gives how many. */
export async function pruneJobs(db: Db, before: Date): Promise<number> {
  const rows = await db.query(sql`
    delete from job where id in (select id from job where finished_at < ${before} order by finished_at limit 1000)`);
  return rows.affected;
}

export function describeFailure(error: unknown): JobFailure {
  if (error instanceof Problem) {
    const [vi, en] = (['vi', 'en'] as const).map((language) => String(error.toDocument(language)['detail']));
    return { code: error.code, vi: vi!, en: en! };
  }
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'internal', vi: text, en: text };
}

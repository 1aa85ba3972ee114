import { setTimeout as sleep } from 'node:timers/promises';
import { claimLease } from '../features/index.ts';
import { recordProblem, type Db } from '../kernel/index.ts';
import { unfinishedRuns, updateRun, type Run } from '../ledger/index.ts';
import { jobKinds, type PipelineContext } from './context.ts';
import { pipelineProblem } from './problems.ts';
import { sweepStages } from './stray-stages.ts';

const pollMs = 500;
const leavingMs = 50;

const jobKey = (run: number): string => `run-${run}`;
const jobKind = (run: Run): string => (run.kind === 'rollback' ? jobKinds.rollback : jobKinds.load);

/** Queues the job of a run; give the handle of the transaction that opens the run. */
export function enqueueRun(context: PipelineContext, tx: Db, run: Run): Promise<number> {
  return context.jobs.enqueue(tx, jobKind(run), { run: run.id }, { key: jobKey(run.id) });
}

/**
 * Runs of one collection are taken one at a time, in the order in which they were asked for: a later delivery may not
 * be overtaken and then overwritten by an earlier one. False: an earlier run has not ended; this one says for whom it
 * waits, gives its place among the jobs to others, and is called by `callNext`.
 */
export async function takeTurn(context: PipelineContext, run: Run, signal: AbortSignal): Promise<boolean> {
  const [first] = await unfinishedRuns(context.db, run.collection);
  if (first && first.id < run.id) {
    await updateRun(context.db, run.id, { phase: 'queued', statistics: { waitsForRun: first.id } });
    return false;
  }
  // Whoever holds the lease now has ended a moment ago, or died in another process: then it runs out.
  while ((await claimLease(context.db, run.collection, run.id)) !== null) {
    signal.throwIfAborted();
    await sleep(pollMs);
  }
  return true;
}

/** Calls the run that waits longest for this collection, unless one is at work. */
export async function callNext(context: PipelineContext, collection: string): Promise<void> {
  for (;;) {
    const [next] = await unfinishedRuns(context.db, collection);
    if (next?.state !== 'queued') return;
    const job = await context.jobs.get(await enqueueRun(context, context.db, next));
    // A running job of a queued run is just taking its turn, or just leaving: then it has to be called once more.
    if (job?.state !== 'running') return;
    await sleep(leavingMs);
  }
}

/**
 * The job `settle`: a run must not stay open when nobody works on it. Calls queued runs that were not called because
 * a process died between two steps, and ends as failed those whose job was given up after its last try. What ended runs
 * left behind goes.
 */
export async function settleRuns(context: PipelineContext): Promise<void> {
  const seen = new Set<string>();
  for (const run of await unfinishedRuns(context.db)) {
    if (seen.has(run.collection)) continue;
    seen.add(run.collection);
    if (run.state === 'running' && (await isGivenUp(context, run))) await giveUp(context, run);
    await callNext(context, run.collection);
  }
  await sweepStages(context);
}

async function isGivenUp(context: PipelineContext, run: Run): Promise<boolean> {
  const [last] = await context.jobs.list({ kind: jobKind(run), key: jobKey(run.id), limit: 1 });
  return last === undefined || last.state === 'failed' || last.state === 'cancelled';
}

async function giveUp(context: PipelineContext, run: Run): Promise<void> {
  context.log.error({ run: run.id }, 'a run was given up after its last try');
  await updateRun(context.db, run.id, {
    state: 'failed',
    phase: 'finished',
    problem: recordProblem(pipelineProblem('run-given-up', { run: run.id })),
    finishedAt: context.clock.now().toISOString(),
  });
}

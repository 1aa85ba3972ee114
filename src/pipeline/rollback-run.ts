import {
  discardDraft,
  findCollection,
  findEdition,
  forgetStale,
  isDirty,
  markDirty,
  nextEdition,
  publishDraft,
  releaseLease,
  renewLease,
  writeReversal,
  featureProblem,
  type Draft,
  type Reversal,
} from '../features/index.ts';
import { emit, recordProblem } from '../kernel/index.ts';
import { findRun, laterRuns, noCounts, openRun, updateRun, type Run, type RunCounts } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { pipelineProblem } from './problems.ts';
import { retireLater } from './retire-later.ts';
import { callNext, enqueueRun, takeTurn } from './turns.ts';
import { enterRun, enterRunRefusal } from './enter-run.ts';
import { isVerdict } from './verdict.ts';

const heartbeatMs = 8_000;

/**
 * Queues the undoing of a run: a run of its own that publishes a new edition equal to the one before. Throws Problem
 * `later-runs-stand-on-it` when others have published since.
 */
export async function startRollback(context: PipelineContext, id: number): Promise<Run> {
  const undone = await findRun(context.db, id);
  if (!undone) throw pipelineProblem('run-not-found', { run: id });
  await checkUndoable(context, undone);
  return context.db.transaction(async (tx) => {
    const run = await openRun(tx, context.clock, {
      kind: 'rollback',
      source: undone.source,
      delivery: null,
      dataset: undone.dataset,
      collection: undone.collection,
      order: { ...undone.order, undoes: undone.id },
    });
    await enqueueRun(context, tx, run);
    return run;
  });
}

async function checkUndoable(context: PipelineContext, undone: Run): Promise<void> {
  if (undone.edition === null || undone.state !== 'done')
    throw pipelineProblem('run-not-published', { run: undone.id });
  const later = await laterRuns(context.db, undone);
  if (later.length > 0) {
    throw featureProblem('later-runs-stand-on-it', { run: undone.id, later: later.map((run) => run.id).join(', ') });
  }
}

/** The job `rollback`. */
export async function rollbackRun(context: PipelineContext, id: number, signal: AbortSignal): Promise<void> {
  const run = await findRun(context.db, id);
  if (!run || (run.state !== 'queued' && run.state !== 'running')) return;
  if (!(await takeTurn(context, run, signal))) return;
  const heartbeat = setInterval(() => {
    renewLease(context.db, run.collection, run.id).catch(() => undefined);
  }, heartbeatMs);
  try {
    await reverse(context, run);
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await context.db.transaction(async (tx) => {
      await enterRunRefusal(tx, context, run, error);
      await updateRun(tx, run.id, {
        state: 'failed',
        phase: 'finished',
        problem: recordProblem(error),
        finishedAt: context.clock.now().toISOString(),
      });
    });
  } finally {
    clearInterval(heartbeat);
    await releaseLease(context.db, run.collection, run.id).catch(() => undefined);
    await callNext(context, run.collection).catch(() => undefined);
  }
}

async function reverse(context: PipelineContext, run: Run): Promise<void> {
  const db = context.db.lane('run');
  const undone = (await findRun(db, run.order.undoes!))!;
  await checkUndoable(context, undone);
  const collection = (await findCollection(db, run.collection))!;
  const draft: Draft = { run: run.id, collection, edition: await nextEdition(db, collection.id), isDirect: false };
  await updateRun(db, run.id, { state: 'running', phase: 'comparing', startedAt: context.clock.now().toISOString() });
  if (await isDirty(db, collection.id)) await discardDraft(db, draft);
  await markDirty(db, collection.id, true);
  const reversal = await writeReversal(db, draft, undone.baseEdition);
  const before = undone.baseEdition === null ? null : await findEdition(db, collection.id, undone.baseEdition);
  await db.transaction(async (tx) => {
    await publishDraft(tx, context.clock, draft, {
      base: collection.currentEdition,
      count: before?.count ?? 0,
      extent: before?.extent ?? null,
      period: before?.period ?? null,
      ...reversal,
    });
    await forgetStale(tx, collection.id, undone.id);
    await emit(tx, 'edition.published', collection.id, { edition: draft.edition, run: run.id });
    await retireLater(context, tx, collection.id, draft.edition);
    const counts = reversalCounts(reversal);
    await enterRun(tx, context, run, { counts, edition: draft.edition });
    await updateRun(tx, run.id, {
      state: 'done',
      phase: 'finished',
      counts,
      edition: draft.edition,
      baseEdition: collection.currentEdition,
      finishedAt: context.clock.now().toISOString(),
    });
  });
}

/** A rollback reads no file: what it brought back counts as stored, so that the laws of counts hold. */
function reversalCounts({ inserted, updated, deleted }: Reversal): RunCounts {
  const stored = inserted + updated;
  return { ...noCounts, read: stored, stored, inserted, updated, deleted };
}

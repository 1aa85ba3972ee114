import { noteFetch } from '../connect/index.ts';
import { findCollection, retireClosedRows } from '../features/index.ts';
import {
  DatabaseError,
  databaseProblem,
  isDiskFull,
  recordProblem,
  type JobContext,
  type ProblemRecord,
  type Route,
} from '../kernel/index.ts';
import { findRun, updateDelivery, updateRun } from '../ledger/index.ts';
import { jobKinds, type PipelineContext } from './context.ts';
import { inspectDelivery } from './inspection.ts';
import { loadRun } from './load-run.ts';
import { pipelineProblem } from './problems.ts';
import { rollbackRun } from './rollback-run.ts';
import { correctionRoutes } from './corrections/correction-routes.ts';
import { mappingRoutes } from './mapping-routes.ts';
import { readingRoutes } from './reading-routes.ts';
import { previewRoute } from './preview/preview-route.ts';
import { runRoutes } from './run-routes.ts';
import { sourceRowsRoute } from './source-rows-route.ts';
import { workListRoutes } from './work-list/work-list-routes.ts';
import { sourceRoutes } from './routes.ts';
import { fetchScheduled, loadAsBefore } from './schedule/fetch-scheduled.ts';
import { templateRoutes } from './template/template-routes.ts';
import { callNext, settleRuns } from './turns.ts';

const hourMs = 3_600_000;
const retries = 5;

/** Defines the pipeline's jobs; they resume by themselves after a crash. */
export function definePipelineJobs(context: PipelineContext): void {
  const { jobs } = context;
  jobs.define<{ source: string }>(jobKinds.fetch, {
    title: { vi: 'Lấy tệp mới từ nguồn', en: 'Fetch new files of a source' },
    budgetMs: 6 * hourMs,
    retries,
    run: (job) =>
      unlessHopeless(
        context,
        job,
        () => fetchScheduled(context, job.payload.source, job.signal),
        (problem) => noteFetch(context.db, context.clock, job.payload.source, problem),
      ),
  });
  jobs.define<{ delivery: number; thenLoad?: boolean }>(jobKinds.inspect, {
    title: { vi: 'Xem xét đợt gửi', en: 'Look into a delivery' },
    budgetMs: 6 * hourMs,
    retries,
    run: (job) =>
      unlessHopeless(
        context,
        job,
        async () => {
          await inspectDelivery(context, job.payload.delivery, job.signal, (done, total) => job.progress(done, total));
          if (job.payload.thenLoad) await loadAsBefore(context, job.payload.delivery);
        },
        (problem) => updateDelivery(context.db, job.payload.delivery, { state: 'refused', problem }),
      ),
  });
  jobs.define<{ run: number }>(jobKinds.load, {
    title: { vi: 'Nạp đợt gửi vào bộ dữ liệu', en: 'Load a delivery into its dataset' },
    budgetMs: 24 * hourMs,
    retries,
    run: (job) =>
      unlessHopeless(
        context,
        job,
        () => loadRun(context, job.payload.run, job.signal, (done, total) => job.progress(done, total)),
        (problem) => failRun(context, job.payload.run, problem),
      ),
  });
  jobs.define<{ run: number }>(jobKinds.rollback, {
    title: { vi: 'Hoàn tác một lần nạp', en: 'Roll a load back' },
    budgetMs: 24 * hourMs,
    retries,
    run: (job) =>
      unlessHopeless(
        context,
        job,
        () => rollbackRun(context, job.payload.run, job.signal),
        (problem) => failRun(context, job.payload.run, problem),
      ),
  });
  jobs.define(jobKinds.settle, {
    title: { vi: 'Kết thúc các lần nạp bị dừng giữa chừng', en: 'End loads that broke off' },
    budgetMs: hourMs,
    run: () => settleRuns(context),
  });
  jobs.define<{ collection: string }>(jobKinds.retire, {
    title: { vi: 'Dọn các phiên bản cũ', en: 'Clear old versions away' },
    budgetMs: 6 * hourMs,
    retries: 3,
    run: async (job) => {
      const collection = await findCollection(context.db, job.payload.collection);
      return collection ? retireClosedRows(context.db.lane('run'), context.clock, collection, job.signal) : 0;
    },
  });
}

/**
 * A fault that comes again whatever one does (the store refuses a value), or until a person makes room, ends the work
 * at once, any other after the last retry: nobody waits for a run that will never end.
 */
async function unlessHopeless(
  context: PipelineContext,
  job: Pick<JobContext, 'attempt' | 'signal'>,
  work: () => Promise<void>,
  giveUp: (problem: ProblemRecord) => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const isFull = isDiskFull(error);
    const isOver = job.attempt > retries || isFull || isRefusedValue(error);
    if (job.signal.aborted || !isOver) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    context.log.error({ error: error instanceof Error ? error.stack : reason }, 'a run broke off');
    await giveUp(recordProblem(isFull ? databaseProblem('disk-full') : pipelineProblem('run-broke-off', { reason })));
  }
}

/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation). */
function isRefusedValue(error: unknown): boolean {
  return error instanceof DatabaseError && /^2[23]/.test(error.code);
}

async function failRun(context: PipelineContext, id: number, problem: ProblemRecord): Promise<void> {
  const finishedAt = context.clock.now().toISOString();
  await updateRun(context.db, id, { state: 'failed', phase: 'finished', problem, finishedAt });
  const run = await findRun(context.db, id);
  if (run) await callNext(context, run.collection);
}

/** Looks every minute, and at once, after runs that nobody works on. */
export async function watchRuns(context: PipelineContext): Promise<void> {
  await context.jobs.schedule('settle-runs', '* * * * *', jobKinds.settle);
  await context.jobs.enqueue(context.db, jobKinds.settle, null, { key: 'at start' });
}

export function pipelineRoutes(context: PipelineContext): Route[] {
  return [
    ...sourceRoutes(context),
    ...mappingRoutes(context),
    previewRoute(context),
    ...readingRoutes(context),
    ...runRoutes(context),
    ...workListRoutes(context),
    sourceRowsRoute(context),
    ...correctionRoutes(context),
    ...templateRoutes(context),
  ];
}

export { jobKinds, type PipelineContext } from './context.ts';
export { pipelineProblems } from './problems.ts';
export { UploadGuard } from './upload-limits.ts';
export { uploadTaker } from './upload-taker.ts';
export { ownWorkFolder } from './work-folder.ts';
export { compileRule } from './compile-rule.ts';
export { harmoniseExample } from './harmonise-example.ts';
export { pipelineExpectations } from './expectations.ts';
export { pipelineDoctorChecks } from './stray-stages.ts';

export { standardTemplate } from './template/standard-template.ts';
export { layoutsPart } from './layouts-part.ts';

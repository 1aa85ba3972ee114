import { findCollection, retireClosedRows } from '../features/index.ts';
import type { Route } from '../kernel/index.ts';
import { jobKinds, type PipelineContext } from './context.ts';
import { inspectDelivery } from './inspection.ts';
import { loadRun } from './load-run.ts';
import { rollbackRun } from './rollback-run.ts';
import { runRoutes } from './run-routes.ts';
import { sourceRoutes } from './routes.ts';

const hourMs = 3_600_000;

/** Defines the pipeline's jobs; they resume by themselves after a crash. */
export function definePipelineJobs(context: PipelineContext): void {
  const { jobs } = context;
  jobs.define<{ delivery: number }>(jobKinds.inspect, {
    budgetMs: 6 * hourMs,
    retries: 3,
    run: (job) => inspectDelivery(context, job.payload.delivery, job.signal, (done, total) => job.progress(done, total)),
  });
  jobs.define<{ run: number }>(jobKinds.load, {
    budgetMs: 24 * hourMs,
    retries: 5,
    run: (job) => loadRun(context, job.payload.run, job.signal, (done, total) => job.progress(done, total)),
  });
  jobs.define<{ run: number }>(jobKinds.rollback, {
    budgetMs: 24 * hourMs,
    retries: 5,
    run: (job) => rollbackRun(context, job.payload.run, job.signal),
  });
  jobs.define<{ collection: string }>(jobKinds.retire, {
    budgetMs: 6 * hourMs,
    retries: 3,
    run: async (job) => {
      const collection = await findCollection(context.db, job.payload.collection);
      return collection ? retireClosedRows(context.db.lane('run'), collection, job.signal) : 0;
    },
  });
}

export function pipelineRoutes(context: PipelineContext): Route[] {
  return [...sourceRoutes(context), ...runRoutes(context)];
}

export { jobKinds, type PipelineContext } from './context.ts';
export { pipelineProblems } from './problems.ts';
export { compileRule } from './load-run.ts';
export { slugOf } from './start-runs.ts';
export { harmoniseExample } from './harmonise-example.ts';

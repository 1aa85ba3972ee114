import { describeIssue } from '../harmonise/index.ts';
import { route, type ApiRequest, type Parameter, type Reply, type Route } from '../kernel/index.ts';
import {
  findDelivery,
  findRun,
  laterRuns,
  listIssues,
  listRuns,
  updateRun,
  type Run,
  type RunState,
} from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { deliveryDocument, runDocument } from './documents.ts';
import { describeCounts } from './issue-counts.ts';
import { ownRun, runOfCaller } from './own-objects.ts';
import { afterParameter, defaultPage, largestPage, limitParameter, numberOf } from './paging.ts';
import { pipelineProblem } from './problems.ts';
import { callNext, enqueueRun } from './turns.ts';
import { rerun } from './rerun.ts';
import { startRollback } from './rollback-run.ts';

const filters: Parameter[] = (['source', 'collection', 'state'] as const).map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string' },
  description: { vi: `Chỉ các lượt có ${name} này`, en: `Only runs with this ${name}` },
}));

/** Runs, what their rules objected to, and what a person may do with them. */
export function runRoutes(context: PipelineContext): Route[] {
  const { db } = context;
  const runOf = (request: ApiRequest): Promise<Run> => ownRun(context, request);
  const action = (
    name: 'accept' | 'discard' | 'rerun' | 'rollback',
    summary: Route['summary'],
    act: (run: Run) => Promise<number>,
  ): Route =>
    route({
      method: 'POST',
      path: `/runs/{runId}/${name}`,
      operationId: `${name}Run`,
      tag: 'runs',
      summary,
      resource: 'run',
      formats: ['json'],
      access: ['steward'],
      response: { status: 202 },
      handle: async (request): Promise<Reply> => {
        const id = await act(await runOf(request));
        const run = (await findRun(db, id))!;
        return { location: `/runs/${id}`, status: 202, data: runDocument(request, run) };
      },
      formPage: async (request) => ({ resource: 'run', data: await runData(context, request, await runOf(request)) }),
    });
  return [
    route({
      method: 'GET',
      path: '/runs',
      operationId: 'getRuns',
      tag: 'runs',
      summary: { vi: 'Các lượt chạy', en: 'The runs' },
      resource: 'runs',
      formats: ['json'],
      access: ['steward'],
      parameters: [...filters, { ...afterParameter, name: 'before' }, limitParameter],
      handle: async (request) => {
        const limit = numberOf(request, 'limit', defaultPage);
        const state = request.query['state'] as RunState | undefined;
        const before = numberOf(request, 'before', 0);
        const runs = await listRuns(db, {
          ...(request.query['source'] ? { source: request.query['source'] } : {}),
          ...(request.query['collection'] ? { collection: request.query['collection'] } : {}),
          ...(state ? { states: [state] } : {}),
          ...(before > 0 ? { before } : {}),
          managedBy: request.caller,
          limit: Math.min(limit, largestPage),
        });
        return { resource: 'runs', data: { runs: runs.map((run) => runDocument(request, run)) } };
      },
    }),
    route({
      method: 'GET',
      path: '/runs/{runId}',
      operationId: 'getRun',
      audits: false,
      tag: 'runs',
      summary: { vi: 'Một lượt chạy', en: 'One run' },
      resource: 'run',
      formats: ['json'],
      access: 'signed-in',
      handle: async (request) => ({
        resource: 'run',
        data: await runData(context, request, await runOfCaller(context, request)),
      }),
    }),
    route({
      method: 'GET',
      path: '/runs/{runId}/issues',
      operationId: 'getIssues',
      tag: 'runs',
      summary: { vi: 'Lỗi dữ liệu của một lượt', en: 'Issues of a run' },
      resource: 'issues',
      formats: ['json'],
      access: ['steward'],
      parameters: [
        {
          name: 'rule',
          in: 'query',
          schema: { type: 'string' },
          description: { vi: 'Chỉ quy tắc này', en: 'Only this rule' },
        },
        afterParameter,
        limitParameter,
      ],
      handle: async (request) => ({
        resource: 'issues',
        data: await issuesData(context, request, await runOf(request)),
      }),
    }),
    action(
      'accept',
      { vi: 'Duyệt lượt đang chờ và công bố', en: 'Accept a waiting run and publish it' },
      async (run) => {
        if (run.state !== 'waiting') throw pipelineProblem('run-not-waiting', { run: run.id, state: run.state });
        const [newest] = await listRuns(db, { collection: run.collection, states: ['done'], limit: 1 });
        if (newest && newest.id > run.id && newest.edition !== null) {
          throw pipelineProblem('newer-run-published', { run: run.id, newer: newest.id });
        }
        await db.transaction(async (tx) => {
          await updateRun(tx, run.id, {
            state: 'queued',
            phase: 'queued',
            problem: null,
            order: { ...run.order, acceptLoss: true },
          });
          await enqueueRun(context, tx, run);
        });
        // The job that put the run into waiting may still be leaving: then the new one is made when it has left.
        await callNext(context, run.collection);
        return run.id;
      },
    ),
    action('discard', { vi: 'Bỏ lượt đang chờ', en: 'Discard a waiting run' }, async (run) => {
      if (run.state !== 'waiting') throw pipelineProblem('run-not-waiting', { run: run.id, state: run.state });
      await updateRun(db, run.id, { state: 'discarded' });
      return run.id;
    }),
    action('rerun', { vi: 'Chạy lại từ tệp đã giữ', en: 'Run again from the kept file' }, (run) => rerun(context, run)),
    action(
      'rollback',
      { vi: 'Hoàn tác một lượt đã công bố', en: 'Roll back a published run' },
      async (run) => (await startRollback(context, run.id)).id,
    ),
  ];
}

async function runData(context: PipelineContext, request: ApiRequest, run: Run) {
  const [issueCounts, delivery, later] = await Promise.all([
    describeCounts(context.db, run.id, request.language),
    run.delivery === null ? null : findDelivery(context.db, run.delivery),
    run.edition === null ? [] : laterRuns(context.db, run),
  ]);
  return {
    ...runDocument(request, run),
    file: delivery ? { ...deliveryDocument(request, { ...delivery, inspection: null }), layers: undefined } : null,
    issueCounts,
    canRollback: run.state === 'done' && run.edition !== null && later.length === 0,
  };
}

async function issuesData(context: PipelineContext, request: ApiRequest, run: Run) {
  const limit = Math.min(numberOf(request, 'limit', defaultPage), largestPage);
  const rule = request.query['rule'];
  const issues = await listIssues(context.db, run.id, {
    ...(rule ? { rule } : {}),
    after: numberOf(request, 'after', 0),
    limit,
  });
  return {
    run: run.id,
    collection: run.collection,
    counts: await describeCounts(context.db, run.id, request.language),
    issues: issues.map((issue) => ({ ...issue, sentence: describeIssue(issue, request.language) })),
    next: issues.length === limit ? issues.at(-1)!.number : null,
  };
}

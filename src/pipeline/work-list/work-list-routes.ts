import { endLinks, makeLink, readLink, workListDays } from '../../access/index.ts';
import { describeIssue } from '../../harmonise/index.ts';
import { representations, route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { correctionsSince, findRun, listQuarantine, type Run } from '../../ledger/index.ts';
import type { PipelineContext } from '../context.ts';
import { newerRun } from '../corrections/row-data.ts';
import { ownRun } from '../own-objects.ts';
import { afterParameter, defaultPage, largestPage, limitParameter, numberOf } from '../paging.ts';
import { pipelineProblem } from '../problems.ts';
import { quarantineWorkbook } from './quarantine-workbook.ts';

/** A workbook is held in memory, and nobody corrects more by hand. */
const mostInWorkbook = 10_000;

/** Rows in quarantine: to look at, to take away as a workbook, to hand to the person who keeps the file. */
export function workListRoutes(context: PipelineContext): Route[] {
  const common = { tag: 'runs', formats: ['json', 'xlsx'] as const, parameters: [afterParameter, limitParameter] };
  return [
    route({
      ...common,
      method: 'GET',
      path: '/runs/{runId}/quarantine',
      operationId: 'getQuarantine',
      summary: { vi: 'Các dòng bị cách ly', en: 'Rows in quarantine' },
      resource: 'quarantine',
      access: ['steward'],
      handle: async (request) => quarantineReply(context, request, await ownRun(context, request), null),
    }),
    route({
      method: 'POST',
      path: '/runs/{runId}/quarantine/links',
      operationId: 'shareQuarantine',
      audits: { action: 'grant' },
      tag: 'runs',
      summary: {
        vi: 'Tạo đường dẫn để người giữ tệp xem và tải các dòng cần sửa',
        en: 'Make a link with which the keeper of the file sees and takes the rows to correct',
      },
      resource: 'work-list-link',
      formats: ['json'],
      access: ['steward'],
      response: { status: 201 },
      handle: async (request) => {
        const { id } = await ownRun(context, request);
        // One link at a time: whoever makes another may have sent the first to the wrong person.
        await endLinks(context.db, 'work-list', { run: id });
        const code = await makeLink(context.db, context.clock, 'work-list', { run: id });
        const href = `${request.base}/work-list?code=${code}`;
        return { resource: 'work-list-link', status: 201, data: { run: id, href, days: workListDays } };
      },
    }),
    route({
      method: 'POST',
      path: '/runs/{runId}/quarantine/links/end',
      operationId: 'endSharedQuarantine',
      audits: { action: 'revoke' },
      tag: 'runs',
      summary: { vi: 'Thu hồi đường dẫn đã gửi', en: 'Take back the link that was sent' },
      resource: 'quarantine',
      formats: ['json'],
      access: ['steward'],
      response: { status: 303 },
      handle: async (request) => {
        const { id } = await ownRun(context, request);
        await endLinks(context.db, 'work-list', { run: id });
        return { location: `/runs/${id}/quarantine`, status: 303 };
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/work-list',
      operationId: 'getWorkList',
      audits: { action: 'read', always: true, path: 'secret' },
      summary: { vi: 'Các dòng cần sửa, xem bằng đường dẫn được gửi', en: 'Rows to correct, by a link that was sent' },
      resource: 'quarantine',
      access: 'public',
      parameters: [
        {
          name: 'code',
          in: 'query',
          required: true,
          schema: { type: 'string' },
          description: { vi: 'Mã của đường dẫn', en: 'Code of the link' },
        },
        ...common.parameters,
      ],
      handle: async (request) => {
        const code = request.query['code'] ?? '';
        const subject = await readLink<{ run: number }>(context.db, context.clock, 'work-list', code);
        const run = subject && (await findRun(context.db, subject.run));
        if (!run) throw pipelineProblem('work-list-gone', { days: workListDays });
        return quarantineReply(context, request, run, code);
      },
    }),
  ];
}

/** `code`: it is read by a link, so that nothing else of the run is for this reader. */
async function quarantineReply(
  context: PipelineContext,
  request: ApiRequest,
  run: Run,
  code: string | null,
): Promise<Reply> {
  if (request.format === 'xlsx') return workbookReply(context, request, run);
  const limit = Math.min(numberOf(request, 'limit', defaultPage), largestPage);
  const rows = await listQuarantine(context.db, run.id, { after: numberOf(request, 'after', 0), limit });
  return {
    resource: 'quarantine',
    rows: rows.length,
    ...(code === null ? {} : { headers: { 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } }),
    data: {
      run: run.id,
      collection: run.collection,
      isShared: code !== null,
      total: run.counts.quarantined,
      rows: rows.map((row) => ({
        ...row,
        issues: row.issues.map((issue) => ({ ...issue, sentence: describeIssue(issue, request.language) })),
      })),
      next: rows.length === limit ? rows.at(-1)!.number : null,
      ...(code === null ? await correctionsOf(context, run) : {}),
    },
  };
}

/** What a steward has corrected since this run, which another run would take up. */
async function correctionsOf(context: PipelineContext, run: Run) {
  const { delivery, order, startedAt } = run;
  if (delivery === null || startedAt === null) return { delivery, corrected: [], newerRun: null };
  return {
    delivery,
    corrected: await correctionsSince(context.db, { delivery, layer: order.layer }, startedAt),
    newerRun: await newerRun(context, run),
  };
}

async function workbookReply({ db }: PipelineContext, request: ApiRequest, run: Run): Promise<Reply> {
  const rows = await listQuarantine(db, run.id, { after: numberOf(request, 'after', 0), limit: mostInWorkbook });
  return {
    mediaType: representations.xlsx,
    body: await quarantineWorkbook(run, rows, request.language),
    rows: rows.length,
    headers: { 'content-disposition': `attachment; filename="${run.collection}-${run.id}.xlsx"` },
  };
}

import { route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import { findCorrection, listCorrections, endCorrection, type Correction } from '../../ledger/index.ts';
import type { PipelineContext } from '../context.ts';
import { ownDelivery, ownRun } from '../own-objects.ts';
import { largestPage } from '../paging.ts';
import { pipelineProblem } from '../problems.ts';
import { correctRow, type CorrectionBody } from './correct-row.ts';
import { rowData } from './row-data.ts';

const cell = { type: 'string', maxLength: 32_000 } as const;
const correctionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    cells: { type: 'object', additionalProperties: cell },
    // A form sends the names of its fields and their values side by side.
    names: { type: 'array', items: cell, maxItems: 2_000 },
    values: { type: 'array', items: cell, maxItems: 2_000 },
    reason: { type: 'string', minLength: 3, maxLength: 500 },
    rerun: { type: 'boolean' },
  },
} as const;

const rowPath = '/runs/{runId}/rows/{position}';

/** Cells of a delivered file that a steward corrects, and takes back. The kept bytes stay as they came. */
export function correctionRoutes(context: PipelineContext): Route[] {
  const { db } = context;
  return [
    route({
      method: 'GET',
      path: rowPath,
      operationId: 'getSourceRow',
      tag: 'runs',
      summary: {
        vi: 'Một dòng của tệp: các ô, vấn đề và những lần sửa',
        en: 'One row of the file: its cells, what is wrong with them, and its corrections',
      },
      resource: 'source-row',
      formats: ['json'],
      access: ['steward'],
      handle: async (request) => rowReply(context, request),
    }),
    route({
      method: 'POST',
      path: rowPath,
      operationId: 'correctRow',
      audits: { action: 'change' },
      tag: 'runs',
      summary: {
        vi: 'Sửa các ô của một dòng, kèm lý do; tệp gốc giữ nguyên',
        en: 'Correct cells of a row, with the reason; the file itself stays as it is',
      },
      resource: 'corrections',
      formats: ['json'],
      access: ['steward'],
      body: { kind: 'json', schema: correctionSchema },
      response: { status: 201 },
      handle: async (request) => {
        const run = await ownRun(context, request);
        const made = await correctRow(
          context,
          request.caller,
          run,
          positionOf(request),
          request.body as CorrectionBody,
        );
        return {
          location:
            made.rerun === null ? `/runs/${run.id}/quarantine#row-${positionOf(request)}` : `/runs/${made.rerun}`,
          status: 201,
          data: { delivery: run.delivery, corrections: made.corrections.map(correctionDocument), run: made.rerun },
        };
      },
      formPage: async (request) => rowReply(context, request),
    }),
    route({
      method: 'GET',
      path: '/deliveries/{deliveryId}/corrections',
      operationId: 'getCorrections',
      tag: 'sources',
      summary: { vi: 'Các ô đã sửa của một lần giao', en: 'The corrected cells of a delivery' },
      resource: 'corrections',
      formats: ['json'],
      access: ['steward'],
      handle: async (request) => ({ resource: 'corrections', data: await correctionsData(context, request) }),
    }),
    route({
      method: 'POST',
      path: '/deliveries/{deliveryId}/corrections/{correctionId}/revert',
      operationId: 'revertCorrection',
      audits: { action: 'change' },
      tag: 'sources',
      summary: {
        vi: 'Bỏ một lần sửa; áp dụng khi chạy lại',
        en: 'Take a correction back; it counts from the next run on',
      },
      resource: 'corrections',
      formats: ['json'],
      access: ['steward'],
      response: { status: 303 },
      handle: async (request): Promise<Reply> => {
        const delivery = await ownDelivery(context, request);
        const correction = await findCorrection(db, Number(request.params['correctionId']));
        if (correction?.delivery !== delivery.id) {
          throw pipelineProblem('correction-not-found', { correction: request.params['correctionId']! });
        }
        await endCorrection(db, context.clock, correction.id, request.caller.name);
        return { location: `/deliveries/${delivery.id}/corrections`, status: 303 };
      },
    }),
  ];
}

function positionOf(request: ApiRequest): number {
  const position = Number(request.params['position']);
  if (Number.isSafeInteger(position) && position > 0) return position;
  throw pipelineProblem('row-not-in-file', { run: request.params['runId']!, row: request.params['position']! });
}

async function rowReply(context: PipelineContext, request: ApiRequest) {
  const run = await ownRun(context, request);
  return { resource: 'source-row', data: await rowData(context, run, positionOf(request), request.language), rows: 1 };
}

async function correctionsData(context: PipelineContext, request: ApiRequest) {
  const delivery = await ownDelivery(context, request);
  const corrections = await listCorrections(context.db, delivery.id, { limit: largestPage });
  return {
    delivery: delivery.id,
    source: delivery.source,
    file: delivery.name,
    corrections: corrections.map(correctionDocument),
  };
}

export function correctionDocument({ madeBy: _, rowKey, ...correction }: Correction) {
  return { ...correction, isCarried: rowKey !== null };
}

import { route, type ApiRequest, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { networkToFill } from '../networks/network-access.ts';
import { keyParameter, nameParameter, takenReply } from '../receipts/taken-delivery.ts';
import type { SeriesBook } from '../series/series-book.ts';
import { storeOrSpill } from '../spill/keep-request.ts';
import type { SpillOrder } from '../spill/model.ts';
import type { Spill } from '../spill/spill.ts';
import type { Intake } from '../store/intake.ts';
import { parameterLists } from './bulk-columns.ts';
import { takeBulk } from './take-bulk.ts';

/** Values of many series in one stream, as CSV or NDJSON. */
export function bulkRoutes(context: ObservationsContext, intake: Intake, book: SeriesBook, spill: Spill): Route[] {
  const { db } = context;
  return [
    route({
      method: 'POST',
      path: '/networks/{networkId}/observations',
      operationId: 'takeObservations',
      tag: 'stations',
      summary: { vi: 'Đẩy nhiều số liệu một lần (CSV hoặc NDJSON)', en: 'Push many values at once (CSV or NDJSON)' },
      resource: 'receipt',
      formats: ['json'],
      access: 'signed-in',
      audits: { action: 'receive' },
      parameters: [
        keyParameter,
        nameParameter({
          vi: 'Tên tệp: .ndjson là NDJSON, còn lại là CSV',
          en: 'Name: .ndjson is NDJSON, all else CSV',
        }),
        {
          name: 'stamp',
          in: 'query',
          schema: { type: 'string', enum: ['instant', 'start', 'end'] },
          description: {
            vi: 'Thời gian của số liệu là thời điểm, đầu hay cuối khoảng đo; dùng cho chuỗi mới',
            en: 'Whether times are moments, or the start or end of the interval; for new series',
          },
        },
        {
          name: 'every',
          in: 'query',
          schema: { type: 'integer', minimum: 1, maximum: 31_622_400 },
          description: {
            vi: 'Số giây giữa hai số liệu; dùng cho chuỗi mới',
            en: 'Seconds between values; for new series',
          },
        },
      ],
      body: { kind: 'upload' },
      response: { status: 201 },
      outlivesDatabase: true,
      handle: async (request) => {
        const order = orderOf(request);
        return storeOrSpill(
          context.store,
          spill,
          request,
          { order, operation: 'takeObservations' },
          async ({ stream }) => {
            const network = await networkToFill(db, request);
            const { key, kind, stamp, everySeconds } = order;
            const bulk = {
              network: network.id,
              sender: request.caller.id,
              ...(key !== null && { key }),
              kind,
              traits: { parameters: parameterLists(context), stamp, everySeconds, about: {} },
              signal: request.signal,
            };
            const taken = await context.takeUpload(request, stream, (body) => takeBulk(intake, book, db, body, bulk));
            return takenReply(db, request, network.id, taken);
          },
        );
      },
    }),
  ];
}

function orderOf({ query, upload, header }: ApiRequest): Extract<SpillOrder, { door: 'bulk' }> {
  const { key, stamp, every } = query;
  const isJson = /\.(nd)?jsonl?$/i.test(upload?.name ?? '') || /ndjson|json/.test(header('content-type') ?? '');
  return {
    door: 'bulk',
    key: key ?? null,
    kind: isJson ? 'ndjson' : 'csv',
    stamp: (stamp as 'instant' | 'start' | 'end' | undefined) ?? 'instant',
    everySeconds: every === undefined ? null : Number(every),
  };
}

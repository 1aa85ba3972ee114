import type { FileLayout } from '../../formats/index.ts';
import { route, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { networkToFill } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { keyParameter, nameParameter, takenReply } from '../receipts/taken-delivery.ts';
import type { SeriesBook } from '../series/series-book.ts';
import type { Intake } from '../store/intake.ts';
import { takeBulk } from './take-bulk.ts';

/** Values of many series in one stream, as CSV or NDJSON. */
export function bulkRoutes(context: ObservationsContext, intake: Intake, book: SeriesBook): Route[] {
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
      handle: async (request) => {
        const network = await networkToFill(db, request);
        if (!request.upload) throw observationProblem('no-file');
        const { key, stamp, every } = request.query;
        const isJson =
          /\.(nd)?jsonl?$/i.test(request.upload.name) || /ndjson|json/.test(request.header('content-type') ?? '');
        const order = {
          network: network.id,
          sender: request.caller.id,
          ...(key !== undefined && { key }),
          kind: isJson ? ('ndjson' as const) : ('csv' as const),
          traits: {
            parameters: parameterLists(context),
            stamp: (stamp as 'instant' | 'start' | 'end' | undefined) ?? 'instant',
            everySeconds: every === undefined ? null : Number(every),
            about: {},
          },
          signal: request.signal,
        };
        const taken = await context.takeUpload(request, request.upload.stream, (stream) =>
          takeBulk(intake, book, db, stream, order),
        );
        return takenReply(db, request, network.id, taken);
      },
    }),
  ];
}

/** Every list of parameter names that a layout of the packs refers to: senders use the same symbols here. */
function parameterLists(context: ObservationsContext): string[] {
  const layouts = context.packs().part<FileLayout>('files');
  return [...new Set(layouts.flatMap(({ value }) => value.series?.parameters ?? []))];
}

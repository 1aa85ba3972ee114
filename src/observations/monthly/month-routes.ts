import { route, type ApiRequest, type Reply, type Route } from '../../kernel/index.ts';
import type { ObservationsContext } from '../model.ts';
import { readableNetwork, type NetworkView } from '../networks/networks.ts';
import { countWhole } from '../networks/within-limits.ts';
import { observationProblem } from '../problems.ts';
import { markOf, type MonthMark } from './month-mark.ts';
import { MonthFiles, type MonthFile, type OpenMonth } from './month-files.ts';
import { readMonth, type Month } from './month.ts';

const mediaType = 'application/vnd.apache.parquet';

/** A month of a network in one file; programs may read parts of it by ranges. */
export function monthRoutes(context: ObservationsContext, settled: () => Promise<void>): Route[] {
  const files = new MonthFiles(context.store, context.workFolder, context.monthFileBytes);
  return [
    route({
      method: 'GET',
      path: '/networks/{networkId}/months/{month}',
      operationId: 'getMonth',
      tag: 'stations',
      summary: { vi: 'Số liệu một tháng của mạng trạm (Parquet)', en: 'A month of a network as Parquet' },
      resource: 'month',
      formats: ['parquet'],
      access: 'public',
      audits: { action: 'export' },
      handle: async (request) => {
        const { view, month } = await asked(context, request);
        // What has just been stored is in the sums that tell whether the file is still right.
        await settled();
        const mark = await markOf(context.store, view.network.id, month, view.approvedOnly);
        if (!mark) throw observationProblem('month-empty', { network: view.network.id, month: month.name });
        return give(context, files, { request, view, month, mark });
      },
    }),
  ];
}

async function asked(
  { db }: ObservationsContext,
  request: ApiRequest,
): Promise<{ readonly view: NetworkView; readonly month: Month }> {
  const id = request.params['networkId']!;
  const view = await readableNetwork(db, request.caller, id, 'download');
  if (!view) throw observationProblem('network-not-found', { network: id });
  const named = request.params['month']!;
  const month = readMonth(named.replace(/\.parquet$/, ''));
  if (!month) throw observationProblem('no-month', { month: named });
  return { view, month };
}

interface Order {
  readonly request: ApiRequest;
  readonly view: NetworkView;
  readonly month: Month;
  readonly mark: MonthMark;
}

/** The whole file, or the part that the caller asks for (RFC 9110, 14). */
async function give(context: ObservationsContext, files: MonthFiles, order: Order): Promise<Reply> {
  const { view, month, mark } = order;
  const file = await files.open(view.network.id, month, view.approvedOnly, mark);
  try {
    const reply = await replyOf(context, order, file);
    if (!('body' in reply) || typeof reply.body === 'string') await file.handle.close();
    return reply;
  } catch (error) {
    await file.handle.close();
    throw error;
  }
}

async function replyOf(
  { db }: ObservationsContext,
  { request, view, month, mark }: Order,
  file: OpenMonth,
): Promise<Reply> {
  const headers = { etag: file.etag, 'accept-ranges': 'bytes' };
  if (request.header('if-none-match')?.includes(file.etag)) return { mediaType, body: '', headers };
  const range = rangeOf(request, file);
  if (range === 'none') {
    const body = '';
    return { mediaType, body, status: 416, headers: { ...headers, 'content-range': `bytes */${file.sizeBytes}` } };
  }
  // Parts after the first belong to a reading that has been counted.
  if (!range || range.start === 0) await countWhole(db, view, mark.rows);
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  return {
    mediaType,
    // Closes the file behind itself.
    body: file.handle.createReadStream({ start, end }),
    ...(range && { status: 206 }),
    headers: {
      ...headers,
      'content-length': String(end - start + 1),
      'content-disposition': `attachment; filename="${view.network.id}-${month.name}.parquet"`,
      ...(range && { 'content-range': `bytes ${start}-${end}/${file.sizeBytes}` }),
    },
    rows: mark.rows,
  };
}

/** Null: the whole. A range of several parts, or of another state of the file, is answered with the whole. */
function rangeOf(
  request: ApiRequest,
  { etag, sizeBytes: size }: MonthFile,
): { readonly start: number; readonly end: number } | 'none' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.header('range') ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return null;
  const state = request.header('if-range');
  if (state !== undefined && state !== etag) return null;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? 'none' : { start, end };
}

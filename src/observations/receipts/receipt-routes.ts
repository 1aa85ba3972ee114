import { route, type Parameter, type Route } from '../../kernel/index.ts';
import { findReceipt, listReceipts, listRefusals } from '../../ledger/index.ts';
import type { ObservationsContext } from '../model.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { isSpillId, type Spill } from '../spill/spill.ts';
import { spilledReply } from '../spill/spilled-reply.ts';
import { receiptDocument } from './receipt-document.ts';

const pageSize = 100;
const before: Parameter = {
  name: 'before',
  in: 'query',
  schema: { type: 'integer', minimum: 1 },
  description: { vi: 'Chỉ các biên nhận có số nhỏ hơn', en: 'Only receipts with a smaller number' },
};
const after: Parameter = {
  name: 'after',
  in: 'query',
  schema: { type: 'integer', minimum: 0 },
  description: { vi: 'Chỉ các số liệu bị giữ lại có số lớn hơn', en: 'Only refused values with a larger number' },
};

/** What came into a network, and what of it was refused. */
export function receiptRoutes({ db }: ObservationsContext, spill: Spill): Route[] {
  return [
    route({
      method: 'GET',
      path: '/networks/{networkId}/receipts',
      operationId: 'getReceipts',
      tag: 'stations',
      summary: { vi: 'Biên nhận số liệu của mạng trạm', en: 'Receipts of a network' },
      resource: 'receipts',
      formats: ['json'],
      access: 'signed-in',
      parameters: [before],
      handle: async (request) => {
        const network = await ownNetwork(db, request);
        const start = request.query['before'] === undefined ? null : Number(request.query['before']);
        const receipts = await listReceipts(db, network.id, start, pageSize);
        const last = receipts.length === pageSize ? receipts.at(-1)!.id : null;
        const data = {
          network: { id: network.id, title: network.title },
          receipts: receipts.map((receipt) => receiptDocument(request, receipt)),
          next: last === null ? null : `${request.base}/networks/${network.id}/receipts?before=${last}`,
        };
        return { resource: 'receipts', data };
      },
    }),
    route({
      method: 'GET',
      path: '/networks/{networkId}/receipts/{receiptId}',
      operationId: 'getReceipt',
      tag: 'stations',
      summary: { vi: 'Một biên nhận và số liệu bị giữ lại', en: 'One receipt and what was refused' },
      resource: 'receipt',
      formats: ['json'],
      access: 'signed-in',
      parameters: [after],
      outlivesDatabase: true,
      handle: async (request) => {
        const named = request.params['receiptId']!;
        if (isSpillId(named)) return spilledReply(db, spill, request, named);
        const network = await ownNetwork(db, request);
        const receipt = /^\d{1,9}$/.test(named) ? await findReceipt(db, network.id, Number(named)) : null;
        if (!receipt) throw observationProblem('receipt-not-found', { network: network.id, receipt: named });
        const start = Number(request.query['after'] ?? 0);
        const refusals = await listRefusals(db, receipt.id, start, pageSize);
        const document = receiptDocument(request, receipt);
        const next =
          refusals.length === pageSize ? `${String(document['url'])}?after=${refusals.at(-1)!.number}` : null;
        const refused = refusals.map(({ problem, ...refusal }) => ({ ...refusal, problem: problem[request.language] }));
        return { resource: 'receipt', data: { ...document, refused, next } };
      },
    }),
  ];
}

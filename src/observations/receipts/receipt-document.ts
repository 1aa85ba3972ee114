import type { ApiRequest } from '../../kernel/index.ts';
import type { Receipt } from '../../ledger/index.ts';

export function receiptDocument(request: ApiRequest, receipt: Receipt): Record<string, unknown> {
  return { ...receipt, url: `${request.base}/networks/${receipt.network}/receipts/${receipt.id}` };
}

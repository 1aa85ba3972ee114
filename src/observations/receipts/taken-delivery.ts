import type { ApiRequest, Db, Parameter, RedirectReply } from '../../kernel/index.ts';
import { findReceipt } from '../../ledger/index.ts';
import { receiptDocument } from './receipt-document.ts';

/** Name of what is delivered; what it tells differs from door to door. */
export const nameParameter = (description: Parameter['description']): Parameter => ({
  ...{ name: 'name', in: 'query', schema: { type: 'string', maxLength: 300 } },
  description,
});

/** The sender's own name for a delivery, by which the same one is recognised. */
export const keyParameter: Parameter = {
  name: 'key',
  in: 'query',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
  description: {
    vi: 'Tên riêng của lần giao: giao lại cùng tên thì không lưu thêm',
    en: 'Your own name for the delivery: the same again stores nothing more',
  },
};

/** What a delivery is answered with: its receipt, and whether it had come before. */
export async function takenReply(
  db: Db,
  request: ApiRequest,
  network: string,
  { receipt: id, isRepeated }: { readonly receipt: number; readonly isRepeated: boolean },
): Promise<RedirectReply> {
  const receipt = await findReceipt(db, network, id);
  const data = { ...receiptDocument(request, receipt!), isRepeated };
  return { status: 201, location: `${request.base}/networks/${network}/receipts/${id}`, data };
}

import { administersNode, type ApiRequest, type Db, type Reply } from '../../kernel/index.ts';
import { findReceipt } from '../../ledger/index.ts';
import { ownNetwork } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { receiptDocument } from '../receipts/receipt-document.ts';
import { waitingDocument } from './keep-request.ts';
import type { Spill } from './spill.ts';
import { findSettled } from './spilled-deliveries.ts';

/**
 * What has become of a delivery that was kept: it waits, is stored (with the numbers of its receipt) or was refused (with
 * the reason). For its sender and who looks after the network; while it waits also without the database.
 */
export async function spilledReply(db: Db, spill: Spill, request: ApiRequest, id: string): Promise<Reply> {
  const network = request.params['networkId']!;
  const waiting = await spill.find(id);
  if (waiting?.network === network) {
    const { caller } = request;
    if (waiting.sender !== caller.id && !administersNode(caller)) await ownNetwork(db, request);
    return { resource: 'receipt', data: waitingDocument(request, waiting), isOutsideStore: true };
  }
  const settled = await findSettled(db, id);
  if (settled?.sender !== request.caller.id) await ownNetwork(db, request);
  if (settled?.network !== network) throw observationProblem('receipt-not-found', { network, receipt: id });
  const receipt = settled.receipt === null ? null : await findReceipt(db, network, settled.receipt);
  const { door, sender, receivedAt, problem } = settled;
  const data = {
    ...(receipt ? receiptDocument(request, receipt) : { network, door, sender, receivedAt }),
    kept: id,
    state: problem ? 'refused' : 'stored',
    ...(problem && { problem: problem[request.language] }),
  };
  return { resource: 'receipt', data };
}

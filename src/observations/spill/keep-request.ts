import type { ApiRequest, Db, Reply, Upload } from '../../kernel/index.ts';
import { networkToFill } from '../networks/network-access.ts';
import { observationProblem } from '../problems.ts';
import { takenReply } from '../receipts/taken-delivery.ts';
import { spillMessages } from './messages.ts';
import type { SpilledMessage, SpillOrder } from './model.ts';
import { RetainedBody } from './retained-body.ts';
import { newSpillId, type Spill } from './spill.ts';
import { findSettled } from './spilled-deliveries.ts';

/**
 * Stores the upload of a request, or keeps it where the database is away and its sender has delivered into this network
 * lately. Problem `spill-full` where it cannot be kept; the sender then keeps it himself.
 */
export async function storeOrSpill(
  db: Db,
  spill: Spill,
  request: ApiRequest,
  { order, operation }: { readonly order: SpillOrder; readonly operation: string },
  store: (upload: Upload) => Promise<Reply>,
): Promise<Reply> {
  const { upload, caller } = request;
  const network = request.params['networkId']!;
  if (!upload) {
    // Who may not deliver hears no more of the network than that.
    await networkToFill(db, request);
    throw observationProblem('no-file');
  }
  const body = new RetainedBody(upload.stream);
  const keep = (): Promise<Reply> => keepUpload(db, spill, request, network, order, operation, body);
  if (spill.mustWait(network) && spill.senders.knows(caller.id, network)) return keep();
  try {
    const reply = await store({ ...upload, stream: body.stream() });
    spill.senders.remember(caller.id, network);
    return reply;
  } catch (error) {
    if (!body.isHeld || !spill.keepsAfter(error, caller.id, network)) throw error;
    return keep();
  }
}

async function keepUpload(
  db: Db,
  spill: Spill,
  request: ApiRequest,
  network: string,
  order: SpillOrder,
  operation: string,
  body: RetainedBody,
): Promise<Reply> {
  const { caller, url, address } = request;
  const id = newSpillId();
  const message = await spill.keep(async (folder) => {
    const whole = await body.again();
    if (!whole) throw new Error('More of it had been read than is held.');
    return folder.appendBody({ id, sender: caller.id }, whole, (bytes) => ({
      ...{ id, network, sender: caller.id, receivedAt: spill.now().toISOString(), order, bytes, payload: null },
      origin: {
        operation,
        via: caller.via,
        onBehalfOf: caller.memberships.map(({ organisation }) => organisation),
        target: url.pathname + url.search,
        address,
        agent: request.header('user-agent') ?? '',
      },
    }));
  });
  const settled = (await spill.turnOf(id)) ? await findSettled(db, id) : null;
  if (settled?.receipt != null && !settled.problem) {
    const taken = { receipt: settled.receipt, isRepeated: false };
    return { ...(await takenReply(db, request, network, taken)), isOutsideStore: true };
  }
  const document = waitingDocument(request, message);
  return { status: 202, location: String(document['url']), data: document, isOutsideStore: true };
}

/** What is told of a delivery that waits. */
export function waitingDocument(request: ApiRequest, message: SpilledMessage): Record<string, unknown> {
  const { id, network, sender, receivedAt, bytes, order } = message;
  return {
    ...{ id, network, door: order.door, sender, key: order.door === 'mqtt' ? null : order.key, receivedAt, bytes },
    ...{ state: 'waiting', detail: spillMessages.waits[request.language] },
    url: `${request.base}/networks/${network}/receipts/${id}`,
  };
}

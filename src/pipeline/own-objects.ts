import { mayManage, organisationsWhere, ownerBeforeSetUp, ownerOf } from '../access/index.ts';
import { getOwnSource } from '../connect/index.ts';
import type { ApiRequest, Caller } from '../kernel/index.ts';
import { findDelivery, findRun, type Delivery, type Run } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { pipelineProblem } from './problems.ts';

/** The delivery of the address, if the caller looks after its source; else Problem `delivery-not-found`. */
export async function ownDelivery(context: PipelineContext, request: ApiRequest): Promise<Delivery> {
  const named = request.params['deliveryId']!;
  const id = Number(named);
  const delivery = Number.isSafeInteger(id) ? await findDelivery(context.db, id) : null;
  if (delivery) {
    const isOwn = await getOwnSource(context.db, request.caller, delivery.source).catch(() => null);
    if (isOwn) return delivery;
  }
  throw pipelineProblem('delivery-not-found', { delivery: named });
}

/** The run of the address, if the caller looks after its dataset; else Problem `run-not-found`. */
export async function ownRun(context: PipelineContext, request: ApiRequest): Promise<Run> {
  const named = request.params['runId']!;
  const id = Number(named);
  const run = Number.isSafeInteger(id) ? await findRun(context.db, id) : null;
  if (run) {
    const owner = (await ownerOf(context.db, run.dataset)) ?? ownerBeforeSetUp;
    if (mayManage(request.caller, owner)) return run;
  }
  throw pipelineProblem('run-not-found', { run: named });
}

/**
 * Who shall own a new source: the organisation that is named, or the caller's only one. Throws Problem
 * `owner-needed` where that is not clear or not his.
 */
export function ownerFor(caller: Caller, named: string | undefined, nodeOwner: string): string {
  if (caller.kind === 'operator') return named ?? nodeOwner;
  const own = organisationsWhere(caller, ['steward']);
  const chosen = named ?? (own.length === 1 ? own[0] : undefined);
  if (chosen === undefined || !own.includes(chosen)) {
    throw pipelineProblem('owner-needed', { known: own.join(', ') });
  }
  return chosen;
}

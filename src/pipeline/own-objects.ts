import { decide, mayManage, organisationsWhere, ownerBeforeSetUp, ownerOf } from '../access/index.ts';
import { findSource, getOwnSource, type Source } from '../connect/index.ts';
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

/**
 * The delivery of the address, for who looks after its source and for who made it by a right to deliver into it; else
 * Problem `delivery-not-found`.
 */
export async function deliveredByCaller(context: PipelineContext, request: ApiRequest): Promise<Delivery> {
  const id = Number(request.params['deliveryId']);
  const delivery = Number.isSafeInteger(id) ? await findDelivery(context.db, id) : null;
  if (delivery && (await isOwnGift(context, request.caller, delivery))) return delivery;
  return ownDelivery(context, request);
}

/** A right to deliver holds what one has delivered oneself, and nothing of what others have. */
async function isOwnGift({ db }: PipelineContext, caller: Caller, delivery: Delivery): Promise<boolean> {
  if (caller.kind === 'public' || delivery.deliveredBy !== caller.id) return false;
  return (await decide(db, caller, 'write', delivery.source)) !== null;
}

/** The source of the address, for who looks after it or may deliver into it; else Problem `source-not-found`. */
export async function sourceToDeliver({ db }: PipelineContext, request: ApiRequest): Promise<Source> {
  const id = request.params['sourceId']!;
  const source = await findSource(db, id);
  const isGranted =
    source !== null && request.caller.mayWrite && (await decide(db, request.caller, 'write', id)) !== null;
  return source && isGranted ? source : getOwnSource(db, request.caller, id);
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

/** The run of the address, also for who made its delivery by a right to deliver. */
export async function runOfCaller(context: PipelineContext, request: ApiRequest): Promise<Run> {
  const id = Number(request.params['runId']);
  const run = Number.isSafeInteger(id) ? await findRun(context.db, id) : null;
  const delivery = run?.delivery ? await findDelivery(context.db, run.delivery) : null;
  return run && delivery && (await isOwnGift(context, request.caller, delivery)) ? run : ownRun(context, request);
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

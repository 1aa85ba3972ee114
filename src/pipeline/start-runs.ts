import { findResource, type Openness } from '../access/index.ts';
import { putDataset } from '../catalogue/index.ts';
import { keepMapping, rememberLayers, type Source } from '../connect/index.ts';
import { ensureCollection, type NewCollection } from '../features/index.ts';
import type { Caller } from '../kernel/index.ts';
import { openRun, type Delivery, type DeliveryKind, type Run } from '../ledger/index.ts';
import type { Standard, Text } from '../packs/index.ts';
import type { PipelineContext } from './context.ts';
import { inspectionOf } from './inspection.ts';
import { findLayer, planLayer, type LayerChoice, type Plan } from './plan-layer.ts';
import { enqueueRun } from './turns.ts';

export interface RunRequest {
  readonly layers: readonly LayerChoice[];
  readonly deliveryKind: DeliveryKind;
  readonly openness?: Openness | undefined;
  readonly title?: Text | undefined;
  readonly acceptLoss: boolean;
  /** Takes doubtful proposals and follows renamed columns, for every layer. */
  readonly acceptProposals: boolean;
  readonly caller: Caller;
}

/**
 * Decides for each chosen layer (asked, else remembered from the source, else proposed), enters dataset and
 * collections, and queues one run per layer. Throws Problems before anything is written.
 */
export async function startRuns(
  context: PipelineContext,
  source: Source,
  delivery: Delivery,
  request: RunRequest,
): Promise<Run[]> {
  const inspection = inspectionOf(delivery);
  const plans: Plan[] = [];
  for (const choice of request.layers) {
    const layer = findLayer(inspection.layers, choice.layer);
    const whole = { acceptProposals: request.acceptProposals, ...choice, caller: request.caller };
    plans.push(await planLayer(context, source, layer, whole, plans.length === 0));
  }
  // What the owner set since then stands: a delivery does not open what was closed.
  const classified = await findResource(context.db, source.id);
  const openness =
    request.openness ?? classified?.openness ?? (source.openness as Openness | null) ?? defaultOpenness(plans);
  await putDataset(context.db, context.clock, {
    id: source.id,
    title: request.title ?? source.title,
    source: source.id,
    owner: source.owner,
    openness,
    columnMarks: Object.fromEntries(plans.map((plan) => [plan.decision.collection, personalColumns(plan.standard)])),
  });
  await keepMappings(context, source, delivery, plans);
  const runs: Run[] = [];
  for (const plan of plans) runs.push(await queueRun(context, source, delivery, request, plan));
  await rememberLayers(
    context.db,
    source.id,
    plans.map((plan) => plan.decision),
  );
  return runs;
}

/** Mappings to a standard are kept by version with their source, so that a run can be understood years later. */
async function keepMappings(
  context: PipelineContext,
  source: Source,
  delivery: Delivery,
  plans: readonly Plan[],
): Promise<void> {
  for (const { decision, origin } of plans) {
    const { layer, standard, mapping } = decision;
    if (origin === null || standard === null) continue;
    const made = { source: source.id, layer, standard, mapping, origin, delivery: delivery.id };
    await keepMapping(context.db, context.clock, made);
  }
}

/** Personal data is not published openly unless the steward says so. */
function defaultOpenness(plans: readonly Plan[]): Openness {
  return plans.some((plan) => Object.keys(personalColumns(plan.standard)).length > 0) ? 'conditional' : 'open';
}

function personalColumns(standard: Standard): Record<string, string> {
  return Object.fromEntries(
    standard.properties.filter((property) => property.personal).map((property) => [property.name, 'personal']),
  );
}

async function queueRun(
  context: PipelineContext,
  source: Source,
  delivery: Delivery,
  request: RunRequest,
  plan: Plan,
): Promise<Run> {
  const collection: NewCollection = {
    id: plan.decision.collection,
    dataset: source.id,
    title: plan.title,
    standard: plan.standard,
  };
  await ensureCollection(context.db, context.clock, collection);
  return context.db.transaction(async (tx) => {
    const run = await openRun(tx, context.clock, {
      kind: 'load',
      source: source.id,
      delivery: delivery.id,
      dataset: source.id,
      collection: collection.id,
      order: {
        layer: plan.decision.layer,
        standard: plan.standard,
        mapping: plan.mapping,
        deliveryKind: request.deliveryKind,
        acceptLoss: request.acceptLoss,
        coordinates: plan.coordinates,
      },
    });
    await enqueueRun(context, tx, run);
    return run;
  });
}

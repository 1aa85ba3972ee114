import { findSource, type LayerDecision, type Source } from '../connect/index.ts';
import { findDrift, type Drift, type Mapping } from '../harmonise/index.ts';
import { findDelivery, listDeliveries, type Delivery } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import type { DeliveryInspection, InspectedLayer } from './inspection-model.ts';

/** So many deliveries back the last one that was looked through is sought. */
const lookedBack = 20;

/** What differs from the delivery before, layer by layer; empty for a source's first delivery. */
export async function driftOf(
  context: PipelineContext,
  delivery: Delivery,
  layers: readonly InspectedLayer[],
): Promise<Map<string, Drift>> {
  const found = new Map<string, Drift>();
  const source = await findSource(context.db, delivery.source);
  if (!source || source.layers.length === 0) return found;
  const before = await inspectionBefore(context, delivery);
  if (!before) return found;
  for (const now of layers) {
    const decision = decisionFor(source, now);
    const old = decision && layerBefore(before, decision, now);
    if (!decision || !old?.profile || !now.profile) continue;
    const drift = findDrift(
      { layer: old.layer, profile: old.profile },
      { layer: now.layer, profile: now.profile },
      decision.standard === null ? null : (decision.mapping as Mapping),
    );
    if (drift) found.set(now.layer.id, drift);
  }
  return found;
}

/** What was decided for this layer; a source that has always given one layer goes on with it, whatever it is called. */
export function decisionFor(source: Source, { layer }: InspectedLayer): LayerDecision | undefined {
  const same = source.layers.find((decision) => decision.layer === layer.id);
  if (same) return same;
  return source.layers.length === 1 && layer.entry.length <= 1 && layer.id === '' ? source.layers[0] : undefined;
}

/** What was found in the source's delivery before; null for the first. */
export async function inspectionBefore(
  context: PipelineContext,
  delivery: Delivery,
): Promise<DeliveryInspection | null> {
  const earlier = (await listDeliveries(context.db, delivery.source, lookedBack)).find(
    ({ id, state }) => id < delivery.id && state === 'inspected',
  );
  const whole = earlier ? await findDelivery(context.db, earlier.id) : null;
  return (whole?.inspection as DeliveryInspection | undefined) ?? null;
}

function layerBefore(
  before: DeliveryInspection,
  decision: LayerDecision,
  now: InspectedLayer,
): InspectedLayer | undefined {
  const filled = before.layers.filter(({ layer }) => !layer.empty);
  return (
    filled.find(({ layer }) => layer.id === now.layer.id) ??
    filled.find(({ layer }) => layer.id === decision.layer) ??
    (filled.length === 1 ? filled[0] : undefined)
  );
}

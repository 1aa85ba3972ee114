import { getSource } from '../connect/index.ts';
import type { Mapping } from '../harmonise/index.ts';
import { findDelivery, openRun, type Delivery, type Run } from '../ledger/index.ts';
import type { Standard } from '../packs/index.ts';
import { coordinatesOf } from './choose-places.ts';
import type { PipelineContext } from './context.ts';
import { inspectionOf } from './inspection.ts';
import { pipelineProblem } from './problems.ts';
import { enqueueRun } from './turns.ts';

/** The same delivery again, with the source's mapping, the pack's standard and the corrections as they are now: the id of its run. */
export async function rerun(context: PipelineContext, run: Run): Promise<number> {
  if (run.delivery === null || run.source === null) throw pipelineProblem('run-has-no-delivery', { run: run.id });
  const source = await getSource(context.db, run.source);
  const decision = source.layers.find((layer) => layer.collection === run.collection);
  const standard = decision?.standard ? context.packs().standard(decision.standard) : run.order.standard;
  const mapping = decision?.mapping ?? run.order.mapping;
  const delivery = await findDelivery(context.db, run.delivery);
  return context.db.transaction(async (tx) => {
    const again = await openRun(tx, context.clock, {
      kind: 'load',
      source: run.source,
      delivery: run.delivery,
      dataset: run.dataset,
      collection: run.collection,
      order: { ...run.order, standard, mapping, coordinates: coordinatesAgain(context, delivery, run, mapping) },
    });
    await enqueueRun(context, tx, again);
    return again.id;
  });
}

/** The mapping may have changed since: so may the reference system. */
function coordinatesAgain(context: PipelineContext, delivery: Delivery | null, run: Run, mapping: unknown) {
  const found = delivery && inspectionOf(delivery).layers.find(({ layer }) => layer.id === run.order.layer);
  if (!found) return run.order.coordinates ?? null;
  const { geometry } = mapping as Mapping;
  return coordinatesOf(context.packs(), found.layer, run.order.standard as Standard, geometry);
}

import { getSource, type LayerDecision, type Source } from '../connect/index.ts';
import type { ApiRequest } from '../kernel/index.ts';
import { listRuns, type Delivery } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { deliveryDocument, runDocument } from './documents.ts';
import { decisionFor } from './find-drift.ts';
import { inspectionOf } from './inspection.ts';
import { deliveredByCaller } from './own-objects.ts';
import { suggestStandards } from './propose.ts';

/** A delivery with all that its page offers: what was found, what was decided, what it seems to follow, its runs. */
export async function deliveryData(context: PipelineContext, request: ApiRequest) {
  const delivery = await deliveredByCaller(context, request);
  const source = await getSource(context.db, delivery.source);
  const runs = await listRuns(context.db, { source: source.id, limit: 200 });
  const standards = context
    .packs()
    .packs.flatMap((pack) =>
      pack.standards.map((standard) => ({ id: `${pack.id}/${standard.id}`, title: standard.title[request.language] })),
    );
  return {
    ...deliveryDocument(request, delivery),
    suggestions: suggestionsOf(context, request, delivery),
    decided: decidedFor(source, delivery),
    reading: source.reading,
    standards,
    runs: runs.filter((run) => run.delivery === delivery.id).map((run) => runDocument(request, run)),
  };
}

/** What was decided at earlier deliveries, under the names that the layers have in this one. */
function decidedFor(source: Source, delivery: Delivery): LayerDecision[] {
  if (delivery.state !== 'inspected') return [...source.layers];
  return inspectionOf(delivery).layers.flatMap((inspected) => {
    const decision = decisionFor(source, inspected);
    return decision ? [{ ...decision, layer: inspected.layer.id }] : [];
  });
}

/** The standards that each layer seems to follow, best first. */
function suggestionsOf(context: PipelineContext, request: ApiRequest, delivery: Delivery) {
  if (delivery.state !== 'inspected') return [];
  return inspectionOf(delivery).layers.flatMap((inspected) => {
    const found = inspected.profile ? suggestStandards(context.packs(), inspected) : [];
    return found.map(({ title, ...rest }) => ({ layer: inspected.layer.id, title: title[request.language], ...rest }));
  });
}

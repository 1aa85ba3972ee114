import { getSource, type Source } from '../../connect/index.ts';
import { findCollection } from '../../features/index.ts';
import { readLayer, type Layer, type RowBatch } from '../../formats/index.ts';
import { widenStandard } from '../../harmonise/index.ts';
import { route, type ApiRequest, type ResourceReply, type Route } from '../../kernel/index.ts';
import { correctionsInForce, type Delivery } from '../../ledger/index.ts';
import type { Standard } from '../../packs/index.ts';
import type { PipelineContext } from '../context.ts';
import { correctionsFor } from '../corrections/apply-corrections.ts';
import { decisionPage } from '../decision-page.ts';
import { harmoniserFor } from '../harmoniser-for.ts';
import { inputOf, inspectionOf } from '../inspection.ts';
import { ownDelivery } from '../own-objects.ts';
import { findLayer, planLayer, type Plan } from '../plan-layer.ts';
import { pipelineProblem } from '../problems.ts';
import { choicesOf, runsSchema, type RunsBody } from '../run-choices.ts';
import { previewDocument } from './preview-document.ts';
import { tryRows, type Trial } from './try-rows.ts';

/** Enough to meet what is common in a file, and tried in about a second. */
const limits = { rows: 10_000, cells: 1_000_000, bytes: 64 * 1024 ** 2, ms: 2_500 };
/** A file whose first rows take longer than this shows none. */
const patienceMs = 20_000;

/** What a run would store and what it would keep out, tried on the first rows of the kept file; nothing is written. */
export function previewRoute(context: PipelineContext): Route {
  return route({
    method: 'POST',
    path: '/deliveries/{deliveryId}/preview',
    operationId: 'previewRows',
    tag: 'sources',
    audits: { action: 'read' },
    summary: {
      vi: 'Xem trước các dòng đầu sau khi hài hoà theo lựa chọn này; không lưu gì',
      en: 'The first rows as this choice would harmonise them; nothing is stored',
    },
    resource: 'preview',
    formats: ['json'],
    access: ['steward'],
    body: { kind: 'json', schema: runsSchema },
    handle: (request) => preview(context, request),
    formPage: (request) => decisionPage(context, request),
  });
}

async function preview(context: PipelineContext, request: ApiRequest): Promise<ResourceReply> {
  const delivery = await ownDelivery(context, request);
  const source = await getSource(context.db, delivery.source);
  const { inspected, plan } = await planned(context, request, source, delivery);
  const standard = await standardInForce(context, plan);
  const trial = await tryLayer(context, delivery, inspected.layer, plan, standard, request.signal);
  const filled = inspectionOf(delivery).layers.filter(({ layer }) => !layer.empty);
  return {
    resource: 'preview',
    rows: trial.rows.length,
    data: {
      delivery: delivery.id,
      source: source.id,
      layer: inspected.layer.id,
      layerTitle: inspected.layer.title || delivery.name,
      layerIndex: filled.indexOf(inspected),
      layerRows: inspected.profile?.rows ?? null,
      ...previewDocument(plan, standard, trial, request.language),
      // The page stands above the form that asked, as it was filled in.
      ...(request.format === 'html' ? { typed: request.body, decision: await decisionPage(context, request) } : {}),
    },
  };
}

/** One layer is tried at a time: the one that is named, or the first. */
async function planned(context: PipelineContext, request: ApiRequest, source: Source, delivery: Delivery) {
  const body = request.body as RunsBody;
  const [choice] = choicesOf(body, delivery);
  const inspected = findLayer(inspectionOf(delivery).layers, choice?.layer ?? '');
  const whole = { acceptProposals: body.acceptProposals ?? false, ...choice!, caller: request.caller };
  return { inspected, plan: await planLayer(context, source, inspected, whole, true) };
}

/** A collection that is there already may know more columns, or other types, than this file. */
async function standardInForce(context: PipelineContext, { decision, standard }: Plan): Promise<Standard> {
  const collection = await findCollection(context.db, decision.collection);
  const widened = collection && widenStandard(collection.standard, standard);
  return widened?.ok ? widened.standard : standard;
}

async function tryLayer(
  context: PipelineContext,
  delivery: Delivery,
  layer: Layer,
  plan: Plan,
  standard: Standard,
  left: AbortSignal,
): Promise<Trial> {
  const patience = AbortSignal.timeout(patienceMs);
  const batches = readLayer(inputOf(context, delivery), layer, {
    workFolder: context.workFolder,
    ogr2ogr: context.ogr2ogr ?? null,
    signal: AbortSignal.any([left, patience]),
    batchRows: 1_000,
  });
  const rows = Math.min(limits.rows, Math.ceil(limits.cells / Math.max(1, layer.columns.length)));
  const harmoniser = harmoniserFor(context, standard, plan.mapping, layer);
  const of = { delivery: delivery.id, source: delivery.source, collection: plan.decision.collection, layer: layer.id };
  const { own, carried } = await correctionsInForce(context.db, of);
  const corrected = withCorrections(batches, correctionsFor(layer.columns, own, carried));
  try {
    return await tryRows(harmoniser, standard, corrected, { ...limits, rows });
  } catch (error) {
    throw patience.aborted ? pipelineProblem('preview-too-slow', { seconds: patienceMs / 1_000 }) : error;
  }
}

/** As a run would read them. */
async function* withCorrections(
  batches: AsyncIterable<RowBatch>,
  correct: ReturnType<typeof correctionsFor>,
): AsyncGenerator<RowBatch> {
  for await (const batch of batches) yield correct?.(batch).batch ?? batch;
}

import type { Source } from '../connect/index.ts';
import {
  describeCoordinates,
  describeCrsReason,
  type GeometryProposal,
  type SourceCoordinates,
} from '../harmonise/index.ts';
import { describeIssue, scaleIssue } from '../harmonise/index.ts';
import type { ApiRequest, Language, ProblemRecord } from '../kernel/index.ts';
import type { Delivery, Run } from '../ledger/index.ts';
import type { DeliveryInspection, InspectedLayer } from './inspection-model.ts';

/** Sources, deliveries and runs as the API shows them. */
export function sourceDocument(request: ApiRequest, source: Source) {
  return {
    id: source.id,
    title: source.title[request.language],
    transport: source.transport,
    location: source.location,
    delivery: source.deliveryKind,
    openness: source.openness,
    layers: source.layers,
    reading: source.reading,
    lastSha256: source.lastSha256,
    lastDeliveryAt: source.lastDeliveryAt,
    createdAt: source.createdAt,
    href: `${request.base}/sources/${source.id}`,
  };
}

export function deliveryDocument(request: ApiRequest, delivery: Delivery) {
  const inspection = delivery.inspection as DeliveryInspection | null;
  return {
    id: delivery.id,
    source: delivery.source,
    kind: delivery.kind,
    name: delivery.name,
    sha256: delivery.sha256,
    sizeBytes: delivery.sizeBytes,
    receivedAt: delivery.receivedAt,
    state: delivery.state,
    problem: problemFor(request, delivery.problem as ProblemRecord | null),
    layers: inspection?.layers.map((layer) => layerDocument(request, layer)) ?? null,
    refused: inspection?.refused.map(({ name, problem }) => ({ name, problem: problemFor(request, problem) })) ?? null,
    href: `${request.base}/deliveries/${delivery.id}`,
  };
}

function layerDocument({ language }: ApiRequest, { layer, profile, proposal, places, drift }: InspectedLayer) {
  return {
    ...layer,
    profile,
    proposal,
    drift: drift ?? null,
    scales: (profile?.scales ?? []).map((finding) => ({
      ...finding,
      sentence: describeIssue(scaleIssue(finding), language),
    })),
    places: places ? placesDocument(places, language) : null,
  };
}

/** What is proposed for the positions, each option with its reason in words. */
export function placesDocument({ mapping, stated, options, open }: GeometryProposal, language: Language) {
  return {
    mapping,
    stated,
    open,
    options: options.map(({ title, reason, detail, ...option }) => ({
      ...option,
      title: title[language],
      reason: describeCrsReason(reason, detail, language),
    })),
  };
}

export function runDocument(request: ApiRequest, run: Run) {
  return {
    id: run.id,
    kind: run.kind,
    source: run.source,
    delivery: run.delivery,
    dataset: run.dataset,
    collection: run.collection,
    layer: run.order.layer,
    deliveryKind: run.order.deliveryKind,
    undoes: run.order.undoes ?? null,
    state: run.state,
    phase: run.phase,
    progress: run.progress,
    counts: run.counts,
    edition: run.edition,
    baseEdition: run.baseEdition,
    statistics: run.statistics,
    coordinates: describeCoordinates(run.order.coordinates as SourceCoordinates | null, request.language),
    problem: problemFor(request, run.problem as ProblemRecord | null),
    createdAt: run.createdAt,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    href: `${request.base}/runs/${run.id}`,
  };
}

export function problemFor(request: ApiRequest, record: ProblemRecord | null): Record<string, unknown> | null {
  if (!record) return null;
  const document = record[request.language];
  return { ...document, type: `${request.base}${String(document['type'])}` };
}

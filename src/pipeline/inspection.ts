import { findSource, getSource } from '../connect/index.ts';
import { inspect, readLayer, type InputFile, type LeftOut } from '../formats/index.ts';
import { inferStandard, PlaceSample, profileLayer, sampled } from '../harmonise/index.ts';
import { Problem, recordProblem, type ProblemRecord } from '../kernel/index.ts';
import { findDelivery, updateDelivery, type Delivery } from '../ledger/index.ts';
import type { PipelineContext } from './context.ts';
import { layoutsOf } from './layouts-part.ts';
import { lettersOf } from './letters-of.ts';
import { driftOf } from './find-drift.ts';
import { molarFactorsOf, withScales } from './find-scales.ts';
import { unitCode } from './unit-code.ts';
import { noting, withLeftOut } from './left-out.ts';
import { pipelineProblem } from './problems.ts';
import { proposePlaces } from './propose-places.ts';
import { isVerdict } from './verdict.ts';
import type { DeliveryInspection, InspectedLayer } from './inspection-model.ts';

export function inputOf(context: PipelineContext, delivery: Delivery): InputFile {
  return { path: context.blobs.path(delivery.sha256), name: delivery.name, sizeBytes: delivery.sizeBytes };
}

/**
 * The job `inspect`: finds the layers of a delivery and profiles each. A file that cannot be read is refused with
 * words for the steward; nothing of it is stored besides its bytes.
 */
export async function inspectDelivery(
  context: PipelineContext,
  id: number,
  signal: AbortSignal,
  onProgress: (done: number, total: number | null) => void,
): Promise<void> {
  const delivery = await findDelivery(context.db, id);
  if (!delivery || delivery.state === 'inspected' || delivery.state === 'refused') return;
  await updateDelivery(context.db, id, { state: 'inspecting' });
  try {
    const inspection = await withDrift(context, delivery, await inspectFile(context, delivery, signal, onProgress));
    if (inspection.layers.every((layer) => layer.layer.empty)) throw nothingToLoad(delivery, inspection);
    await updateDelivery(context.db, id, { state: 'inspected', inspection });
  } catch (error) {
    if (!isVerdict(error)) throw error;
    await updateDelivery(context.db, id, { state: 'refused', problem: recordProblem(error) });
  }
}

async function withDrift(
  context: PipelineContext,
  delivery: Delivery,
  inspection: DeliveryInspection,
): Promise<DeliveryInspection> {
  const drifts = await driftOf(context, delivery, inspection.layers);
  const layers = inspection.layers.map((inspected) => {
    const drift = drifts.get(inspected.layer.id);
    return drift ? { ...inspected, drift } : inspected;
  });
  return { ...inspection, layers: await withScales(context, delivery, layers) };
}

function nothingToLoad(delivery: Delivery, inspection: DeliveryInspection): Problem {
  const [only] = inspection.refused;
  if (only && inspection.refused.length === 1 && inspection.layers.length === 0) return restore(only.problem);
  const problem = pipelineProblem('nothing-to-load', { name: delivery.name });
  return new Problem(problem.code, problem.type, problem.parameters, {
    members: {
      refused: inspection.refused.map(({ name, problem: { code, en, vi } }) => ({
        name,
        code,
        en: en['detail'],
        vi: vi['detail'],
      })),
    },
  });
}

/** A kept problem as an error again, word for word. */
function restore(record: ProblemRecord): Problem {
  const text = (name: string) => ({ vi: String(record.vi[name] ?? ''), en: String(record.en[name] ?? '') });
  return new Problem(record.code, {
    status: Number(record.vi['status'] ?? 422),
    title: text('title'),
    detail: text('detail'),
  });
}

async function inspectFile(
  context: PipelineContext,
  delivery: Delivery,
  signal: AbortSignal,
  onProgress: (done: number, total: number | null) => void,
): Promise<DeliveryInspection> {
  const file = inputOf(context, delivery);
  const source = await getSource(context.db, delivery.source);
  const unit = (text: string) => unitCode(context.packs(), text);
  const found = await inspect(file, {
    ...{ workFolder: context.workFolder, ogr2ogr: context.ogr2ogr ?? null, signal },
    choices: source.reading,
    layouts: layoutsOf(context.packs()),
    isUnit: (text) => unit(text) !== null,
  });
  const layers: InspectedLayer[] = [];
  const sourceHints = await hintsOf(context, delivery);
  const refused = found.refused.map(({ name, problem }) => ({ name, problem: recordProblem(problem) }));
  for (const layer of found.layers) {
    if (layer.empty) {
      layers.push({ layer, profile: null, proposal: null });
      continue;
    }
    try {
      const sample = new PlaceSample();
      const rows = readLayer(file, layer, {
        workFolder: context.workFolder,
        ogr2ogr: context.ogr2ogr ?? null,
        signal,
      });
      const leftOut: LeftOut[] = [];
      const profile = await profileLayer(layer, noting(sampled(rows, sample), leftOut), {
        signal,
        unit,
        letters: lettersOf(context.packs()),
        unitLists: context.packs().packs.flatMap((pack) => pack.codelists.filter((list) => list.units)),
        molarFactors: molarFactorsOf(context.packs()),
        onProgress: (rows) => onProgress(rows, null),
      });
      const title = layer.title || delivery.name;
      const hints = [delivery.name, ...layer.entry, layer.title, ...sourceHints];
      const places = proposePlaces(context.packs(), layer, profile, sample, hints);
      const names = { id: 'as-is', title: { vi: title, en: title } };
      const proposal = inferStandard(profile, layer, names, places?.mapping);
      layers.push({ layer: withLeftOut(layer, leftOut), profile, proposal, places });
    } catch (error) {
      if (!isVerdict(error)) throw error;
      refused.push({ name: layer.id || delivery.name, problem: recordProblem(error) });
    }
  }
  return { layers, refused };
}

/** What a source is called may say where its data lie. */
async function hintsOf(context: PipelineContext, { source: id }: Delivery): Promise<string[]> {
  const source = await findSource(context.db, id);
  if (!source) return [];
  const folder = source.location?.split(/[\\/]/).filter(Boolean).slice(-2) ?? [];
  return [id, source.title.vi, ...folder];
}

/** The inspection of a delivery that has one; throws Problems that say why there is none. */
export function inspectionOf(delivery: Delivery): DeliveryInspection {
  if (delivery.state === 'refused') throw pipelineProblem('delivery-refused', { delivery: delivery.id });
  if (delivery.state !== 'inspected') throw pipelineProblem('delivery-not-inspected', { delivery: delivery.id });
  return delivery.inspection as DeliveryInspection;
}

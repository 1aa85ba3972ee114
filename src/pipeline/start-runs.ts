import { findResource, type Openness } from '../access/index.ts';
import { putDataset } from '../catalogue/index.ts';
import {
  checkId,
  keepMapping,
  rememberLayers,
  type LayerDecision,
  type MappingOrigin,
  type Source,
} from '../connect/index.ts';
import { ensureCollection, findCollection, type NewCollection } from '../features/index.ts';
import { slugOf } from '../formats/index.ts';
import { chooseLetters, withoutFoundLetters, type Mapping, type SourceCoordinates } from '../harmonise/index.ts';
import type { Caller } from '../kernel/index.ts';
import { openRun, type Delivery, type DeliveryKind, type Run } from '../ledger/index.ts';
import type { Standard, Text } from '../packs/index.ts';
import { withAcceptedScales } from './accept-scales.ts';
import { coordinatesOf, withChosenCrs } from './choose-places.ts';
import type { PipelineContext } from './context.ts';
import { decisionFor } from './find-drift.ts';
import { inspectionOf, type InspectedLayer } from './inspection.ts';
import { lettersOf } from './letters-of.ts';
import { planMapping, type MappingChoice } from './plan-mapping.ts';
import { pipelineProblem } from './problems.ts';
import { enqueueRun } from './turns.ts';

/** What a steward decided for one layer; what is left out is proposed. */
export interface LayerChoice extends MappingChoice {
  readonly layer: string;
  readonly collection?: string | undefined;
  readonly title?: string | undefined;
  readonly standard?: string | undefined;
  readonly key?: readonly string[] | undefined;
  /** Legacy letters, where the guess is wrong: `COLUMN=ENCODING`, or `ENCODING` for all; `unicode`: none. */
  readonly letters?: readonly string[] | undefined;
  /** Reference system: `EPSG:9208`, proj4, WKT, or `stated` for what the file says. */
  readonly crs?: string | undefined;
  /** Brings numbers that seem to stand in another unit to that of the rest, as the inspection found them. */
  readonly acceptScales?: boolean | undefined;
}

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

interface Plan {
  readonly decision: LayerDecision;
  readonly coordinates: SourceCoordinates | null;
  readonly standard: Standard;
  readonly mapping: Mapping;
  /** Null for *as is*, whose mapping follows from the file each time. */
  readonly origin: MappingOrigin | null;
  readonly title: Text;
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

function findLayer(layers: readonly InspectedLayer[], id: string): InspectedLayer {
  const found = layers.find(({ layer }) => layer.id === id || layer.title === id);
  if (!found || found.layer.empty) {
    const known = layers.filter(({ layer }) => !layer.empty).map(({ layer }) => layer.id || layer.title);
    throw pipelineProblem('unknown-layer', { layer: id, known: known.join(', ') });
  }
  return found;
}

async function planLayer(
  context: PipelineContext,
  source: Source,
  inspected: InspectedLayer,
  choice: LayerChoice,
  isFirst: boolean,
): Promise<Plan> {
  const remembered = decisionFor(source, inspected);
  const collection =
    choice.collection ?? remembered?.collection ?? (await collectionName(context, source, inspected, isFirst));
  checkId(collection);
  const standardId = choice.standard ?? remembered?.standard ?? null;
  const shape =
    standardId === null
      ? shapeAsIs(inspected, choice.key ?? remembered?.key ?? [])
      : await shapeByStandard(context, inspected, standardId, choice, remembered, source.owner);
  const hasPositions = shape.mapping.geometry !== undefined && shape.mapping.geometry.from !== 'none';
  const before = hasPositions ? { crs: remembered?.crs ?? undefined, isMapping: shape.origin === 'followed' } : null;
  const geometry = withChosenCrs(inspected, shape.mapping.geometry, choice.crs || undefined, before);
  const mapping = { ...shape.mapping, ...(geometry ? { geometry } : {}) };
  const scales = choice.acceptScales ? (inspected.profile?.scales ?? []) : [];
  const title = choice.title ?? (isFirst ? null : inspected.layer.title);
  const letters = choice.letters ?? remembered?.letters ?? [];
  return {
    standard: shape.standard,
    origin: shape.origin,
    mapping: withAcceptedScales(chooseLetters(mapping, inspected, letters, lettersOf(context.packs())), scales),
    coordinates: coordinatesOf(context.packs(), inspected.layer, shape.standard, geometry),
    title: title ? { vi: title, en: title } : source.title,
    decision: {
      layer: inspected.layer.id,
      collection,
      standard: standardId === null ? null : fullId(shape.standard),
      mapping: standardId === null ? null : withoutFoundLetters(mapping),
      crs: choice.crs || (before?.crs ?? null),
      key: standardId === null ? shape.standard.key : [],
      letters,
    },
  };
}

/** The first layer's collection bears the source's id, others `ID-layer`. */
async function collectionName(
  context: PipelineContext,
  source: Source,
  inspected: InspectedLayer,
  isFirst: boolean,
): Promise<string> {
  const taken = source.layers.some((decision) => decision.collection === source.id);
  if (isFirst && !taken) return source.id;
  const slug = slugOf(inspected.layer.id || inspected.layer.title);
  for (let n = 1; ; n++) {
    const name = `${source.id}-${slug}`.slice(0, n === 1 ? 40 : 36).replace(/-+$/, '') + (n === 1 ? '' : `-${n}`);
    const known = await findCollection(context.db, name);
    if (!known || !source.layers.some((decision) => decision.collection === name)) return name;
  }
}

type Shape = Pick<Plan, 'standard' | 'mapping' | 'origin'>;

function shapeAsIs(inspected: InspectedLayer, key: readonly string[]): Shape {
  const { standard, mapping } = inspected.proposal!;
  const names = key.map((column) => propertyOf(inspected, mapping, column));
  const properties = standard.properties.map((property) =>
    names.includes(property.name) ? { ...property, required: true } : property,
  );
  return { standard: { ...standard, properties, key: names }, mapping, origin: null };
}

/** A key column may be given as it stands in the file or as the property it becomes. */
function propertyOf(inspected: InspectedLayer, mapping: Mapping, column: string): string {
  const field = mapping.fields.find((candidate) => candidate.column === column || candidate.target === column);
  if (!field) {
    throw pipelineProblem('key-not-found', {
      layer: inspected.layer.title,
      column,
      known: inspected.layer.columns.join(', '),
    });
  }
  return field.target;
}

async function shapeByStandard(
  context: PipelineContext,
  inspected: InspectedLayer,
  standardId: string,
  choice: LayerChoice,
  remembered: LayerDecision | undefined,
  owner: string,
): Promise<Shape> {
  const standard = context.packs().standard(standardId);
  const before =
    remembered?.standard === fullId(standard) || remembered?.standard === standardId ? remembered : undefined;
  return { standard, ...(await planMapping(context, inspected, standard, choice, before, owner)) };
}

const fullId = ({ pack, id }: Standard): string => `${pack}/${id}`;

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

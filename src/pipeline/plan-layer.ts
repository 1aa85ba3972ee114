import { checkId, type LayerDecision, type MappingOrigin, type Source } from '../connect/index.ts';
import { findCollection } from '../features/index.ts';
import { slugOf } from '../formats/index.ts';
import { chooseLetters, withoutFoundLetters, type Mapping, type SourceCoordinates } from '../harmonise/index.ts';
import type { Standard, Text } from '../packs/index.ts';
import { withAcceptedScales } from './accept-scales.ts';
import { coordinatesOf, withChosenCrs } from './choose-places.ts';
import type { PipelineContext } from './context.ts';
import { decisionFor } from './find-drift.ts';
import type { InspectedLayer } from './inspection-model.ts';
import { lettersOf } from './letters-of.ts';
import { planMapping, type MappingChoice } from './plan-mapping.ts';
import { pipelineProblem } from './problems.ts';

/** In place of a standard: the layer as it stands in the file, also where a standard was chosen before. */
const asIs = 'as-is';

/** What a steward decided for one layer; what is left out is proposed. */
export interface LayerChoice extends MappingChoice {
  readonly layer: string;
  readonly collection?: string | undefined;
  readonly title?: string | undefined;
  /** `pack/standard`, or `as-is`. */
  readonly standard?: string | undefined;
  readonly key?: readonly string[] | undefined;
  /** Legacy letters, where the guess is wrong: `COLUMN=ENCODING`, or `ENCODING` for all; `unicode`: none. */
  readonly letters?: readonly string[] | undefined;
  /** Reference system: `EPSG:9208`, proj4, WKT, or `stated` for what the file says. */
  readonly crs?: string | undefined;
  /** Brings numbers that seem to stand in another unit to that of the rest, as the inspection found them. */
  readonly acceptScales?: boolean | undefined;
}

/** All that a run of one layer needs, decided. */
export interface Plan {
  readonly decision: LayerDecision;
  readonly coordinates: SourceCoordinates | null;
  readonly standard: Standard;
  readonly mapping: Mapping;
  /** Null for *as is*, whose mapping follows from the file each time. */
  readonly origin: MappingOrigin | null;
  readonly title: Text;
}

/** The layer of this id or title. Throws Problem `unknown-layer`. */
export function findLayer(layers: readonly InspectedLayer[], id: string): InspectedLayer {
  const found = layers.find(({ layer }) => layer.id === id || layer.title === id);
  if (!found || found.layer.empty) {
    const known = layers.filter(({ layer }) => !layer.empty).map(({ layer }) => layer.id || layer.title);
    throw pipelineProblem('unknown-layer', { layer: id, known: known.join(', ') });
  }
  return found;
}

/**
 * Decides for one layer: as asked, else as remembered from the source, else as proposed. Writes nothing. `isFirst` of the
 * layers of its source. Throws the Problems of a choice that does not fit.
 */
export async function planLayer(
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
  const asked = choice.standard === asIs ? null : choice.standard;
  const standardId = asked === undefined ? (remembered?.standard ?? null) : asked;
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

export const fullId = ({ pack, id }: Standard): string => `${pack}/${id}`;

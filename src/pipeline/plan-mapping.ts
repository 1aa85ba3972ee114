import { mayManage } from '../access/index.ts';
import { findSource, listMappingVersions, type LayerDecision, type MappingOrigin } from '../connect/index.ts';
import { followRenames, type FieldMapping, type Mapping } from '../harmonise/index.ts';
import type { Caller } from '../kernel/index.ts';
import type { Standard } from '../packs/index.ts';
import type { PipelineContext } from './context.ts';
import type { InspectedLayer } from './inspection-model.ts';
import { pipelineProblem } from './problems.ts';
import { proposalFor } from './propose.ts';

/** How a steward says what becomes of the columns; nothing at all means: as last time, else as proposed. */
export interface MappingChoice {
  readonly mapping?: Mapping | undefined;
  /** Another source whose mapping to this standard is taken over. */
  readonly mappingFrom?: string | undefined;
  /** `property=column` pairs, as the form has them; an empty column leaves the property out. */
  readonly columns?: readonly string[] | undefined;
  /** Who asks: mappings are taken over from sources that he looks after. */
  readonly caller?: Caller | undefined;
  /** Takes doubtful proposals and follows renamed columns. */
  readonly acceptProposals?: boolean | undefined;
}

export interface PlannedMapping {
  readonly mapping: Mapping;
  readonly origin: MappingOrigin;
}

/** `owner` of the source. Throws Problems `mapping-needed`, `mapping-not-shared` and `schema-drift`. */
export async function planMapping(
  context: PipelineContext,
  inspected: InspectedLayer,
  standard: Standard,
  choice: MappingChoice,
  remembered: LayerDecision | undefined,
  owner: string,
): Promise<PlannedMapping> {
  if (choice.mapping) return { mapping: choice.mapping, origin: 'given' };
  if (choice.mappingFrom !== undefined) return sharedMapping(context, inspected, standard, choice);
  const proposed = () => proposedMapping(context, inspected, standard, owner, choice.acceptProposals ?? false);
  if (choice.columns !== undefined) return chosenColumns(inspected, standard, choice.columns, remembered);
  return remembered?.mapping ? asBefore(inspected, remembered.mapping as Mapping, choice) : proposed();
}

async function proposedMapping(
  context: PipelineContext,
  inspected: InspectedLayer,
  standard: Standard,
  owner: string,
  acceptDoubtful: boolean,
): Promise<PlannedMapping> {
  const { mapping, fields, missing } = await proposalFor(context, inspected, standard, owner);
  const taken = new Set(
    fields.filter(({ certainty }) => acceptDoubtful || certainty === 'sure').map(({ target }) => target),
  );
  const doubtful = fields.filter(({ target }) => !taken.has(target) && isNeeded(standard, target));
  if (missing.length > 0 || doubtful.length > 0 || taken.size === 0) {
    throw pipelineProblem('mapping-needed', {
      layer: inspected.layer.title,
      standard: `${standard.pack}/${standard.id}`,
      missing: [...missing, ...doubtful.map(({ target, column }) => `${target} (${column}?)`)].join(', ') || '–',
      known: inspected.layer.columns.join(', '),
    });
  }
  return {
    mapping: { ...mapping, fields: mapping.fields.filter(({ target }) => taken.has(target)) },
    origin: 'proposed',
  };
}

function isNeeded(standard: Standard, name: string): boolean {
  const property = standard.properties.find((candidate) => candidate.name === name);
  return property?.required === true || standard.key.includes(name);
}

/** The mapping of last time. Where columns it uses have changed, somebody has to say so first. */
function asBefore(inspected: InspectedLayer, mapping: Mapping, { acceptProposals }: MappingChoice): PlannedMapping {
  const { drift } = inspected;
  const renamed = drift?.renamed.filter(({ isUsed }) => isUsed) ?? [];
  const gone = drift?.gone.filter(({ isUsed }) => isUsed) ?? [];
  if (renamed.length === 0 && gone.length === 0) return { mapping, origin: 'followed' };
  if (!acceptProposals) {
    throw pipelineProblem('schema-drift', {
      layer: inspected.layer.title,
      renamed: renamed.map(({ from, to }) => `${from} → ${to}`).join(', ') || '–',
      gone: gone.map(({ column }) => column).join(', ') || '–',
    });
  }
  const followed = followRenames(mapping, renamed);
  const lost = new Set(gone.map(({ column }) => column));
  const fields = followed.fields.filter(({ column }) => column === undefined || !lost.has(column));
  return { mapping: { ...followed, fields }, origin: 'followed' };
}

async function sharedMapping(
  context: PipelineContext,
  inspected: InspectedLayer,
  standard: Standard,
  choice: MappingChoice,
): Promise<PlannedMapping> {
  const from = choice.mappingFrom!;
  const id = `${standard.pack}/${standard.id}`;
  const lender = await findSource(context.db, from);
  const isOwn = lender !== null && choice.caller !== undefined && mayManage(choice.caller, lender.owner);
  const lent = isOwn ? await listMappingVersions(context.db, from) : [];
  const version = lent.find((candidate) => candidate.standard === id);
  if (!version) throw pipelineProblem('mapping-not-shared', { source: from, standard: id });
  const { fields, ...rest } = version.mapping as Mapping;
  const known = new Set(inspected.layer.columns);
  const usable = fields.filter(({ column }) => column === undefined || known.has(column));
  return { mapping: { ...rest, fields: usable }, origin: 'shared' };
}

/** What a form says: pairs `property=column`. How a column is read is what its values show, or what stood before. */
function chosenColumns(
  inspected: InspectedLayer,
  standard: Standard,
  pairs: readonly string[],
  remembered: LayerDecision | undefined,
): PlannedMapping {
  const before = (remembered?.mapping as Mapping | undefined)?.fields ?? [];
  const fields = pairs.flatMap((pair): FieldMapping[] => {
    const at = pair.indexOf('=');
    const [target, column] = [pair.slice(0, at), pair.slice(at + 1)];
    if (at === -1 || column === '') return [];
    const known = before.find((field) => field.target === target && field.column === column);
    const reading = known?.reading ?? inspected.profile?.columns.find(({ name }) => name === column)?.guess.reading;
    return [{ target, column, ...(reading && Object.keys(reading).length > 0 ? { reading } : {}) }];
  });
  const place = inspected.proposal?.mapping.geometry;
  const geometry = standard.geometry ? (place ?? { from: 'none' as const }) : { from: 'none' as const };
  return { mapping: { fields, geometry }, origin: 'given' };
}

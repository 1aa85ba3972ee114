import type { Detection, Layer } from '../../formats/index.ts';
import type { Property, Standard } from '../../packs/index.ts';
import type { ColumnProfile, FieldMapping, Mapping, Profile } from '../model.ts';
import { assign } from './assign.ts';
import { foldHeader } from './fold-header.ts';
import type { Correction, FieldProposal, MappingProposal, ProposeContext } from './model.ts';
import { columnsOfPlace } from './place-columns.ts';
import { namesOf, scoreName, wordWeights, type NameScore, type PropertyNames } from './name-score.ts';
import { admitsPlace } from './seems-to-follow.ts';
import { weighValues } from './value-evidence.ts';

/** From here on a field is taken as it stands. */
export const sureScore = 0.75;
/** From here on a field is proposed, to be looked at. */
export const doubtfulScore = 0.45;
/** What a name without any likeness leaves: units and codes alone may still speak. */
const chanceOfNoName = 0.04;
const chanceOfSameName = 0.96;
/** Names, units and values of one column are not independent witnesses: their weights are damped. */
const damping = 0.8;
const corrected = 5;
const correctedElsewhere = -2.5;
const runnersUpKept = 3;

interface Cell {
  readonly score: number;
  readonly reasons: readonly Detection[];
}

/**
 * Proposes which column of a layer holds which property of a standard, from names, synonyms, units, types, values and
 * what stewards decided before; each with score and reasons. Every column serves one property at most, and the
 * proposals are best as a whole, not one by one. `place` is where the layer's geometry was found.
 */
export function proposeMapping(
  layer: Layer,
  profile: Profile,
  standard: Standard,
  context: ProposeContext,
  place: Mapping['geometry'],
): MappingProposal {
  const properties = standard.properties.map(namesOf);
  const table = scoreTable(profile.columns, properties, standard, context);
  const chosen = assign(table.map((row) => row.map(({ score }) => Math.max(0, score - doubtfulScore + 0.001))));
  const fields = properties.flatMap(({ property }, row): FieldProposal[] => {
    const column = chosen[row]!;
    return column === -1 ? [] : [fieldProposal(property, profile.columns, table[row]!, column)];
  });
  const mapping: Mapping = {
    fields: fields.map((field) => fieldMapping(field, profile.columns)),
    geometry: standard.geometry ? (place ?? { from: 'none' }) : { from: 'none' },
  };
  const used = new Set([...fields.map(({ column }) => column), ...columnsOfPlace(mapping.geometry)]);
  const found = new Set(fields.map(({ target }) => target));
  const missing = neededOf(standard).filter((name) => !found.has(name));
  return {
    standard: `${standard.pack}/${standard.id}`,
    score: scoreOfWhole(standard, fields, profile, mapping),
    mapping,
    fields,
    missing,
    left: layer.columns.filter((column) => !used.has(column)),
  };
}

function scoreTable(
  columns: readonly ColumnProfile[],
  properties: readonly PropertyNames[],
  standard: Standard,
  context: ProposeContext,
): Cell[][] {
  const weight = wordWeights(properties);
  // As people read it: a header in the letters of an old font has been turned by then.
  const headers = columns.map((column) => foldHeader(column.title));
  const known = correctionsByHeader(context.corrections);
  return properties.map((names) =>
    columns.map((column, index) => {
      const name = scoreName(headers[index]!, names, weight);
      return cellOf(column, names.property, standard, name, known.get(headers[index]!.joined), context);
    }),
  );
}

function cellOf(
  column: ColumnProfile,
  property: Property,
  standard: Standard,
  name: NameScore,
  decided: ReadonlyMap<string, number> | undefined,
  context: ProposeContext,
): Cell {
  const chance = chanceOfNoName + (chanceOfSameName - chanceOfNoName) * name.score ** 2;
  const reasons: Detection[] = [];
  if (name.score > 0) {
    reasons.push({ what: 'name', value: name.name, reason: name.reason, confidence: name.score });
  }
  let odds = Math.log(chance / (1 - chance));
  for (const { weight, reason } of weighValues(column, property, standard, context)) {
    odds += weight * damping;
    reasons.push(reason);
  }
  const times = decided?.get(property.name);
  if (times !== undefined) {
    odds += corrected;
    reasons.push({ what: 'former', value: String(times), reason: 'decided-before', confidence: 0.97 });
  } else if (decided) {
    odds += correctedElsewhere;
    const [other] = [...decided.keys()];
    reasons.push({ what: 'former', value: other!, reason: 'decided-otherwise', confidence: 0.1 });
  }
  return { score: 1 / (1 + Math.exp(-odds)), reasons };
}

function correctionsByHeader(corrections: readonly Correction[]): Map<string, Map<string, number>> {
  const known = new Map<string, Map<string, number>>();
  for (const { column, target, times } of corrections) {
    const { joined } = foldHeader(column);
    const targets = known.get(joined) ?? new Map<string, number>();
    targets.set(target, (targets.get(target) ?? 0) + times);
    known.set(joined, targets);
  }
  return known;
}

function fieldProposal(
  property: Property,
  columns: readonly ColumnProfile[],
  row: readonly Cell[],
  chosen: number,
): FieldProposal {
  const { score, reasons } = row[chosen]!;
  const runnersUp = columns
    .map((column, index) => ({ column: column.name, score: round(row[index]!.score), index }))
    .filter(({ index, score: other }) => index !== chosen && other >= 0.2)
    .sort((a, b) => b.score - a.score)
    .slice(0, runnersUpKept)
    .map(({ column, score: other }) => ({ column, score: other }));
  return {
    target: property.name,
    column: columns[chosen]!.name,
    score: round(score),
    certainty: score >= sureScore ? 'sure' : 'doubtful',
    reasons,
    runnersUp,
  };
}

const round = (score: number): number => Math.round(score * 100) / 100;

function fieldMapping({ target, column }: FieldProposal, columns: readonly ColumnProfile[]): FieldMapping {
  const reading = columns.find((candidate) => candidate.name === column)!.guess.reading;
  return { target, column, ...(Object.keys(reading).length > 0 ? { reading } : {}) };
}

function neededOf(standard: Standard): string[] {
  return standard.properties
    .filter((property) => property.required === true || standard.key.includes(property.name))
    .map((property) => property.name);
}

/** What a standard needs counts most; then how much of the layer it takes in. */
function scoreOfWhole(
  standard: Standard,
  fields: readonly FieldProposal[],
  profile: Profile,
  mapping: Mapping,
): number {
  const scores = new Map(fields.map(({ target, score }) => [target, score]));
  const needed = neededOf(standard);
  const ofNeeded = needed.reduce((sum, name) => sum + (scores.get(name) ?? 0), 0) / Math.max(1, needed.length);
  const filled = profile.columns.filter((column) => column.empty < column.rows).length;
  const taken = fields.reduce((sum, { score }) => sum + score, 0) / Math.max(1, filled);
  const lacksPlace = standard.geometry?.required === true && !admitsPlace(standard, profile, mapping.geometry);
  return round((0.6 * ofNeeded + 0.4 * Math.min(1, taken)) * (lacksPlace ? 0.5 : 1));
}

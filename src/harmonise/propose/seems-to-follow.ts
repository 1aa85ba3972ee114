import type { Standard } from '../../packs/index.ts';
import type { Mapping, Profile } from '../model.ts';
import type { FieldProposal, MappingProposal } from './model.ts';

/** What the values of a column say against it so loudly that most rows would be refused. */
const contradictions = new Set([
  'type-differs',
  'values-not-in-codelist',
  'values-break-pattern',
  'values-outside-range',
  'values-repeat',
]);

/**
 * Whether a layer may be said to follow a standard before anybody asked: all that a record cannot be without is there,
 * surely and with fitting values; geometries are of the kind that the standard has; and a standard of measurements finds
 * at least one. Columns such as `id`, `name` and `date` stand in every table, and prove nothing by themselves.
 */
export function seemsToFollow(standard: Standard, profile: Profile, proposal: MappingProposal): boolean {
  if (proposal.missing.length > 0) return false;
  const fields = new Map(proposal.fields.map((field) => [field.target, field]));
  const needed = standard.properties.filter(({ name, required }) => required === true || standard.key.includes(name));
  if (!needed.every(({ name }) => isBorneOut(fields.get(name)))) return false;
  if (standard.geometry?.required && !admitsPlace(standard, profile, proposal.mapping.geometry)) return false;
  const measured = standard.properties.filter(({ unit }) => unit !== undefined);
  const isOfMeasurements = measured.length * 2 > standard.properties.length;
  return !isOfMeasurements || measured.some(({ name }) => isBorneOut(fields.get(name)));
}

function isBorneOut(field: FieldProposal | undefined): boolean {
  return field?.certainty === 'sure' && !field.reasons.some(({ reason }) => contradictions.has(reason));
}

/** Whether the place of a mapping gives geometries that a standard takes; single and multi-part shapes are one kind. */
export function admitsPlace(standard: Standard, profile: Profile, place: Mapping['geometry']): boolean {
  const wanted = new Set(standard.geometry?.types.map(kindOf));
  switch (place?.from) {
    case 'layer': {
      const found = Object.keys(profile.geometry?.types ?? {});
      return found.some((type) => wanted.has(kindOf(type)));
    }
    case 'columns':
      return wanted.has('Point');
    case 'column':
      return true;
    default:
      return false;
  }
}

const kindOf = (type: string): string => type.replace('Multi', '');

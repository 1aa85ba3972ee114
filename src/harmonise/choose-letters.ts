import type { Layer } from '../formats/index.ts';
import { unicode, type Letters } from './letters/index.ts';
import type { ColumnProfile, FieldMapping, Mapping, Profile } from './model.ts';
import { harmoniseProblem, nearestNames } from './problems.ts';

/** What profile and steward say of a column's letters, as members of `FieldMapping.reading`. */
const members = ['letters', 'lettersFound', 'lettersRight', 'lettersCapitals'] as const;

/**
 * The mapping with the letters of this delivery. A steward's word comes first: `ENCODING` for every column, or
 * `COLUMN=ENCODING`; then what the mapping itself says; then what the profile found.
 * Throws Problems `mapping-unknown-column`, `letters-unknown`.
 */
export function chooseLetters(
  mapping: Mapping,
  { layer, profile }: { readonly layer: Layer; readonly profile: Profile | null },
  choices: readonly string[],
  letters: Letters,
): Mapping {
  const chosen = readChoices(choices, layer, profile, letters);
  const fields = mapping.fields.map((field) => {
    const column = profile?.columns.find(({ name }) => name === field.column);
    const said = chosen.get(field.column ?? '') ?? (field.column === undefined ? undefined : chosen.get(everyColumn));
    return column ? withLetters(field, column, said) : field;
  });
  return { ...mapping, fields };
}

/** The mapping without letters that were only found, so that the next delivery is looked at afresh. */
export function withoutFoundLetters(mapping: Mapping): Mapping {
  const fields = mapping.fields.map((field) => {
    if (field.reading?.['lettersFound'] === undefined) return field;
    const { reading, ...others } = field;
    const kept = withoutMembers(reading);
    return Object.keys(kept).length > 0 ? { ...others, reading: kept } : others;
  });
  return { ...mapping, fields };
}

const everyColumn = '*';

function readChoices(
  choices: readonly string[],
  layer: Layer,
  profile: Profile | null,
  letters: Letters,
): ReadonlyMap<string, string> {
  const chosen = new Map<string, string>();
  for (const choice of choices) {
    const at = choice.lastIndexOf('=');
    const id = choice.slice(at + 1).trim();
    if (id !== unicode && !letters.candidate(id)) throw unknownLetters(id, letters);
    if (at < 0) chosen.set(everyColumn, id);
    else for (const column of columnsCalled(choice.slice(0, at).trim(), layer, profile)) chosen.set(column, id);
  }
  return chosen;
}

function unknownLetters(id: string, { candidates }: Letters) {
  const accepted = [unicode, ...candidates.map((candidate) => candidate.id)].map((each) => `"${each}"`).join(' ');
  return harmoniseProblem('letters-unknown', { letters: id, accepted });
}

/** A column may be called as the file has it, or as people read it. */
function columnsCalled(name: string, layer: Layer, profile: Profile | null): string[] {
  const found = (profile?.columns ?? []).filter((column) => column.name === name || column.title === name);
  if (found.length > 0) return found.map((column) => column.name);
  throw harmoniseProblem('mapping-unknown-column', {
    column: name,
    layer: layer.title || layer.id,
    nearest: nearestNames(name, layer.columns),
  });
}

function withLetters(field: FieldMapping, column: ColumnProfile, said: string | undefined): FieldMapping {
  const found = column.guess.reading;
  const own = field.reading?.['letters'];
  const isFound = field.reading?.['lettersFound'] !== undefined;
  if (said === undefined && own !== undefined && !isFound) return field;
  const reading = withoutMembers(field.reading);
  if (said !== undefined && said !== found['letters']) return { ...field, reading: { ...reading, letters: said } };
  const taken = Object.fromEntries(members.flatMap((name) => (name in found ? [[name, found[name]]] : [])));
  const merged = { ...reading, ...taken };
  if (Object.keys(merged).length > 0) return { ...field, reading: merged };
  const { reading: _, ...others } = field;
  return others;
}

function withoutMembers(reading: FieldMapping['reading']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(reading ?? {}).filter(([name]) => !(members as readonly string[]).includes(name)),
  );
}

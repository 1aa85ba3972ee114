import { suggest } from './check-schema.ts';
import { reason } from './faults.ts';
import type { PropertyType, SetRule, SetRuleKind, Standard } from './model.ts';
import type { CheckContext, PartFile } from './part.ts';
import type { Path } from './read-yaml.ts';
import { closed, legalSource, reference, severity, slug, text } from './schema.ts';

interface KindWords {
  readonly needs: readonly (keyof SetRule)[];
  readonly may: readonly (keyof SetRule)[];
  /** True where only areas can be judged. */
  readonly ofAreas: boolean;
  /** What `property` must hold. */
  readonly types: readonly PropertyType[];
}

const numbers = ['integer', 'number'] as const;

/** The words of each kind, beside those that every rule has. */
const kinds: Readonly<Record<SetRuleKind, KindWords>> = {
  area: { needs: ['property', 'tolerance'], may: [], ofAreas: true, types: numbers },
  sum: { needs: ['property', 'by', 'of', 'tolerance'], may: [], ofAreas: false, types: numbers },
  unique: { needs: ['by'], may: [], ofAreas: false, types: [] },
  overlap: { needs: ['above'], may: ['within'], ofAreas: true, types: [] },
  gap: { needs: ['below', 'longest'], may: ['within', 'above'], ofAreas: true, types: [] },
  inside: { needs: ['property', 'of'], may: ['above'], ofAreas: false, types: ['string'] },
  geohash: { needs: ['property', 'length'], may: [], ofAreas: false, types: ['string'] },
};
const common: readonly (keyof SetRule)[] = ['id', 'kind', 'severity', 'title', 'source'];

const propertyName = { type: 'string', pattern: '^[a-z][a-z0-9_]*$', maxLength: 50 } as const;
const propertyNames = { type: 'array', items: propertyName, minItems: 1, uniqueItems: true } as const;
const size = { type: 'number', minimum: 0 } as const;
/** A window of a gap search is twice as long: more would hold too many neighbours at once. */
const longest = { type: 'number', minimum: 1, maximum: 500 } as const;

export const setRule = closed(
  {
    id: slug,
    kind: { type: 'string', enum: Object.keys(kinds) },
    severity,
    title: text,
    source: legalSource,
    property: propertyName,
    by: propertyNames,
    within: propertyName,
    tolerance: closed({ share: size, absolute: size }, ['share', 'absolute']),
    above: size,
    below: size,
    longest,
    of: closed({ standard: reference, property: propertyName, by: propertyNames }, ['standard']),
    length: { type: 'integer', minimum: 1, maximum: 12 },
  },
  ['id', 'kind', 'severity', 'title'],
);

/** What the rule says of its own standard. */
export function checkSetRule(rule: SetRule, standard: Standard, path: Path, file: PartFile): void {
  const { needs, may, ofAreas, types } = kinds[rule.kind];
  const allowed = [...needs, ...may];
  for (const word of Object.keys(rule) as (keyof SetRule)[]) {
    if (common.includes(word) || allowed.includes(word)) continue;
    const why = reason('word-of-other-kind', { kind: rule.kind, word, allowed: allowed.join(', ') });
    file.refuse([...path, word], why);
  }
  for (const word of needs) {
    if (rule[word] === undefined) file.refuse(path, reason('kind-needs-word', { kind: rule.kind, word }));
  }
  if (ofAreas && !(standard.geometry?.types ?? []).some((type) => /Polygon/.test(type))) {
    file.refuse([...path, 'kind'], reason('kind-needs-areas', { kind: rule.kind }));
  }
  if (rule.kind === 'gap' && rule.severity === 'error') file.refuse([...path, 'severity'], reason('gap-decides'));
  checkOwnNames(rule, standard, types, path, file);
}

function checkOwnNames(
  rule: SetRule,
  standard: Standard,
  types: readonly PropertyType[],
  path: Path,
  file: PartFile,
): void {
  const { property, within, by = [] } = rule;
  const names = standard.properties.map((each) => each.name);
  const named: readonly (readonly [string | undefined, Path])[] = [
    [property, [...path, 'property']],
    [within, [...path, 'within']],
    ...by.map((name, index) => [name, [...path, 'by', index]] as const),
  ];
  for (const [name, where] of named) {
    if (name !== undefined && !names.includes(name)) {
      file.refuse(where, suggest('unknown-property', 'name', name, names));
    }
  }
  const held = standard.properties.find(({ name }) => name === property);
  if (!held || types.length === 0 || types.includes(held.type)) return;
  const why = reason('word-needs-type', { word: rule.kind, types: types.join(', '), type: held.type });
  file.refuse([...path, 'property'], why);
}

/** What it says of another standard. */
export function checkSetRuleReferences(rule: SetRule, path: Path, file: PartFile, context: CheckContext): void {
  if (!rule.of) return;
  const { standard: id, property, by } = rule.of;
  const other = context.standard(id);
  if (!other) {
    const known = context.visible.flatMap((pack) => pack.standards.map((each) => `${pack.id}/${each.id}`));
    return file.refuse([...path, 'of', 'standard'], reason('unknown-standard', { id, allowed: known.join(', ') }));
  }
  const names = other.properties.map((each) => each.name);
  const needed = rule.kind === 'sum' ? [property, ...(by ?? [undefined])] : [other.areas];
  for (const name of needed) {
    if (name === undefined) file.refuse([...path, 'of'], reason('kind-needs-word', { kind: rule.kind, word: 'of' }));
    else if (!names.includes(name)) file.refuse([...path, 'of'], suggest('unknown-property', 'name', name, names));
  }
  if (rule.kind === 'sum' && by && by.length !== rule.by?.length) {
    file.refuse([...path, 'of', 'by'], reason('kind-needs-word', { kind: rule.kind, word: 'by' }));
  }
}

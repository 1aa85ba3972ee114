import { isDeepStrictEqual } from 'node:util';
import type { Property, PropertyType, Standard } from '../packs/index.ts';

export type Widening =
  | {
      readonly ok: true;
      readonly standard: Standard;
      /** Names of new properties. */
      readonly added: readonly string[];
      /** Names of properties whose type became wider. */
      readonly widened: readonly string[];
    }
  | {
      readonly ok: false;
      /** Properties whose change a table cannot follow without breaking its readers; `key` where the key changed. */
      readonly breaking: readonly string[];
    };

/** Which types may take in another without losing a value. What is not listed meets in `string`. */
const widerThan: Partial<Record<PropertyType, readonly PropertyType[]>> = {
  number: ['integer'],
  'date-time': ['date'],
  string: ['integer', 'number', 'boolean', 'date', 'date-time', 'json'],
  json: ['integer', 'number', 'boolean', 'date', 'date-time', 'string'],
};

/**
 * The schema that holds both: new properties are added, types become wider, columns that a delivery lacks stay.
 * Breaking are another key, another unit under the same name, and, for a pack's standard, a narrower type.
 * When nothing changes the very same `previous` comes back.
 */
export function widenStandard(previous: Standard, next: Standard): Widening {
  const asIs = next.pack === '';
  const known = new Map(previous.properties.map((property) => [property.name, property]));
  const breaking = next.properties
    .filter((property) => {
      const before = known.get(property.name);
      return before !== undefined && breaks(before, property, asIs);
    })
    .map(({ name }) => name);
  if (!isDeepStrictEqual(previous.key, next.key) && next.key.length + (asIs ? 0 : 1) > 0) breaking.push('key');
  if (breaking.length > 0) return { ok: false, breaking };
  return asIs ? widenAsIs(previous, next) : widenPack(previous, next);
}

function breaks(before: Property, after: Property, asIs: boolean): boolean {
  if (before.unit !== undefined && after.unit !== undefined && before.unit !== after.unit) return true;
  return !asIs && widerType(before.type, after.type) !== after.type;
}

function widenAsIs(previous: Standard, next: Standard): Widening {
  const { properties, added, widened } = mergeProperties(previous, next, (before, after) => {
    const type = widerType(before.type, after.type);
    const unit = before.unit ?? after.unit;
    if (type === before.type && unit === before.unit) return before;
    return { ...before, type, ...(unit !== undefined && isNumeric(type) ? { unit } : {}) };
  });
  const geometry = mergeGeometry(previous, next);
  const same = added.length === 0 && isDeepStrictEqual(properties, previous.properties);
  if (same && isDeepStrictEqual(geometry, previous.geometry)) {
    return { ok: true, standard: previous, added, widened };
  }
  const standard: Standard = {
    ...previous,
    version: String(Number(previous.version) + 1),
    ...(geometry ? { geometry } : {}),
    properties,
    sortables: [...previous.sortables, ...next.sortables.filter((name) => added.includes(name))],
  };
  return { ok: true, standard, added, widened };
}

function widenPack(previous: Standard, next: Standard): Widening {
  const { properties, added, widened } = mergeProperties(previous, next, (_, after) => after);
  const geometry = mergeGeometry(previous, next);
  const standard: Standard = { ...next, ...(geometry ? { geometry } : {}), properties };
  const same = isDeepStrictEqual(standard, previous);
  return { ok: true, standard: same ? previous : standard, added, widened };
}

/** In the order of `previous`, the new ones last: a table's columns never move. */
function mergeProperties(
  previous: Standard,
  next: Standard,
  merge: (before: Property, after: Property) => Property,
): { properties: Property[]; added: string[]; widened: string[] } {
  const later = new Map(next.properties.map((property) => [property.name, property]));
  const known = new Set(previous.properties.map(({ name }) => name));
  const merged = previous.properties.map((before) => {
    const after = later.get(before.name);
    return after ? merge(before, after) : { ...before, ...(before.required ? { required: false } : {}) };
  });
  const fresh = next.properties.filter(({ name }) => !known.has(name));
  return {
    properties: [...merged, ...fresh],
    added: fresh.map(({ name }) => name),
    widened: merged.filter(({ type }, index) => type !== previous.properties[index]!.type).map(({ name }) => name),
  };
}

function mergeGeometry(previous: Standard, next: Standard): Standard['geometry'] {
  if (!previous.geometry || !next.geometry) return previous.geometry ?? next.geometry;
  const types = [...new Set([...previous.geometry.types, ...next.geometry.types])];
  return { types, required: next.geometry.required };
}

/** True when a value of type `from` is also one of type `to`, or may be kept as one. */
export function widensTo(from: PropertyType, to: PropertyType): boolean {
  return widerType(to, from) === to;
}

function widerType(before: PropertyType, after: PropertyType): PropertyType {
  if (before === after || widerThan[before]?.includes(after)) return before;
  return widerThan[after]?.includes(before) && after !== 'json' ? after : 'string';
}

function isNumeric(type: PropertyType): boolean {
  return type === 'integer' || type === 'number';
}

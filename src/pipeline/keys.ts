import type { Standard } from '../packs/index.ts';

/**
 * Feature ids of keyed records: the key's values joined by `:`; characters that would break an address or the joint
 * are percent-encoded. Records without a key get their id from their content, in the store.
 */
export function keyOf(standard: Standard): {
  of(values: readonly unknown[]): string | null;
  ofKey(key: readonly unknown[]): string | null;
} {
  const places = standard.key.map((name) => standard.properties.findIndex((property) => property.name === name));
  const ofKey = (key: readonly unknown[]): string | null => {
    if (key.length === 0 || key.some((value) => value === null || value === undefined)) return null;
    return key.map(encode).join(':');
  };
  return { of: (values) => (places.length === 0 ? null : ofKey(places.map((place) => values[place]))), ofKey };
}

function encode(value: unknown): string {
  const text = String(value);
  return /[:/?#%\s]/.test(text) && !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)
    ? text.replace(/[:/?#%\s]/g, (char) => encodeURIComponent(char))
    : text;
}

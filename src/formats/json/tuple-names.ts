import { isObject } from '../geojson/feature.ts';
import { looksLikeValue } from '../header.ts';

const nameMembers = ['name', 'fieldName', 'id', 'field', 'key', 'title', 'label'];

/**
 * Names for the cells of records that are arrays, from a list beside them or above: texts, or objects with a name, as
 * many as a record has cells (`columns` and `rows`, `fields` and `data`, the views of Socrata).
 */
export function tupleNames(around: unknown, path: string, width: number): string[] | null {
  const way = path.split('/').slice(1, -1);
  const holders: unknown[] = [around];
  let here = around;
  for (const step of way) {
    here = isObject(here) ? here[step] : null;
    holders.unshift(here);
  }
  for (const holder of holders) {
    const names = namesIn(holder, width, 3);
    if (names) return names;
  }
  return null;
}

function namesIn(value: unknown, width: number, depth: number): string[] | null {
  if (!isObject(value) || depth === 0) return null;
  for (const member of Object.values(value)) {
    const names = Array.isArray(member) ? namesOf(member, width) : null;
    if (names) return names;
  }
  for (const member of Object.values(value)) {
    const names = namesIn(member, width, depth - 1);
    if (names) return names;
  }
  return null;
}

function namesOf(list: readonly unknown[], width: number): string[] | null {
  if (list.length !== width) return null;
  // Texts that read like times or numbers are values.
  if (list.every((name) => typeof name === 'string' && !looksLikeValue(name))) return list as string[];
  for (const member of nameMembers) {
    const names = list.map((entry) => (isObject(entry) ? entry[member] : undefined));
    if (names.every((name) => typeof name === 'string')) return names as string[];
  }
  return null;
}

import type { Codelist, CodelistEntry } from './model.ts';

/**
 * The entry of a code on a day (`YYYY-MM-DD`): codes are reused, so a code alone says little. Without a day, the
 * latest entry. Undefined when the code is unknown or not valid on that day.
 */
export function codelistEntry(list: Codelist, code: string, on?: string): CodelistEntry | undefined {
  const entries = entriesByCode(list).get(code) ?? [];
  if (on !== undefined) return entries.find((entry) => isValidOn(entry, on));
  return entries.reduce<CodelistEntry | undefined>(
    (latest, entry) => (latest && latest.validFrom >= entry.validFrom ? latest : entry),
    undefined,
  );
}

const indexes = new WeakMap<Codelist, ReadonlyMap<string, readonly CodelistEntry[]>>();

/** The entries of each code, in the order of the list; made once a list. */
export function entriesByCode(list: Codelist): ReadonlyMap<string, readonly CodelistEntry[]> {
  const known = indexes.get(list);
  if (known) return known;
  const index = new Map<string, CodelistEntry[]>();
  for (const entry of list.entries) {
    const same = index.get(entry.code);
    if (same) same.push(entry);
    else index.set(entry.code, [entry]);
  }
  indexes.set(list, index);
  return index;
}

/** Whether an entry is valid on a day (`YYYY-MM-DD`); both ends count. */
export function isValidOn(entry: CodelistEntry, day: string): boolean {
  return (entry.validFrom === '' || entry.validFrom <= day) && (entry.validTo === '' || day <= entry.validTo);
}

import type { Codelist, CodelistEntry } from './model.ts';

/**
 * The entry of a code on a day (`YYYY-MM-DD`): codes are reused, so a code alone says little. Without a day, the
 * latest entry. Undefined when the code is unknown or not valid on that day.
 */
export function codelistEntry(list: Codelist, code: string, on?: string): CodelistEntry | undefined {
  const entries = list.entries.filter((entry) => entry.code === code);
  if (on !== undefined) return entries.find((entry) => isValidOn(entry, on));
  return entries.reduce<CodelistEntry | undefined>(
    (latest, entry) => (latest && latest.validFrom >= entry.validFrom ? latest : entry),
    undefined,
  );
}

/** Whether an entry is valid on a day (`YYYY-MM-DD`); both ends count. */
export function isValidOn(entry: CodelistEntry, day: string): boolean {
  return (entry.validFrom === '' || entry.validFrom <= day) && (entry.validTo === '' || day <= entry.validTo);
}

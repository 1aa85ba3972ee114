import { isValidOn, type Codelist, type CodelistEntry } from '../packs/index.ts';

/** How a cell was recognised as a code: as it stands, or after a repair that is counted. */
export interface FoundCode {
  readonly code: string;
  readonly repair: 'codelist-label' | 'code-restored' | null;
  /** Set when the code is known but not valid today: its last day, or its first when that is still to come. */
  readonly expired?: { readonly validFrom: string; readonly validTo: string };
}

/** Looks cells up in a code list: by code, by a code that lost its leading zeros (`1`, `1.0` → `01`), by label. Null: unknown. */
export function codeLookup(list: Codelist, today: Date): (text: string) => FoundCode | null {
  const entries = groupByCode(list.entries);
  const day = today.toISOString().slice(0, 10);
  const width = commonWidth(list.entries);
  const labels = labelIndex(list.entries);
  const memory = new Map<string, FoundCode | null>();

  const found = (code: string, repair: FoundCode['repair']): FoundCode | null => {
    const same = entries.get(code);
    if (!same) return null;
    if (same.some((entry) => isValidOn(entry, day))) return { code, repair };
    const latest = same.reduce((one, other) => (other.validFrom > one.validFrom ? other : one));
    return { code, repair, expired: { validFrom: latest.validFrom, validTo: latest.validTo } };
  };
  const find = (text: string): FoundCode | null => {
    const exact = found(text, null);
    if (exact) return exact;
    const digits = /^(\d+)(?:[.,]0+)?$/.exec(text)?.[1];
    const restored = digits && width > 0 ? found(digits.padStart(width, '0'), 'code-restored') : null;
    if (restored) return restored;
    const code = labels.get(foldLabel(text));
    return code === undefined || code === null ? null : found(code, 'codelist-label');
  };
  return (text) => {
    let code = memory.get(text);
    if (code === undefined) {
      code = find(text);
      if (memory.size < 10_000) memory.set(text, code);
    }
    return code;
  };
}

function groupByCode(entries: readonly CodelistEntry[]): Map<string, CodelistEntry[]> {
  const groups = new Map<string, CodelistEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.code);
    if (group) group.push(entry);
    else groups.set(entry.code, [entry]);
  }
  return groups;
}

/** Number of digits when all codes have the same; 0 otherwise. */
function commonWidth(entries: readonly CodelistEntry[]): number {
  const width = entries[0]?.code.length ?? 0;
  return entries.every(({ code }) => code.length === width && /^\d+$/.test(code)) ? width : 0;
}

/** Code by label; null where one label has several codes, because then it says nothing. */
function labelIndex(entries: readonly CodelistEntry[]): ReadonlyMap<string, string | null> {
  const index = new Map<string, string | null>();
  for (const { code, labelVi, labelEn } of entries) {
    for (const label of new Set([foldLabel(labelVi), foldLabel(labelEn)])) {
      if (label === '') continue;
      const other = index.get(label);
      index.set(label, other === undefined || other === code ? code : null);
    }
  }
  return index;
}

/** Case and spaces do not matter; tone marks do, but not on which vowel they stand (`hoà`, `hòa`). */
function foldLabel(label: string): string {
  const letters = label.normalize('NFD').toLowerCase().replace(/\s+/g, ' ').trim();
  return letters.replace(/\p{L}[\p{L}\p{M}]*/gu, toneLast);
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

function toneLast(syllable: string): string {
  const marks = syllable.match(tones);
  return marks ? syllable.replace(tones, '') + marks.join('') : syllable;
}

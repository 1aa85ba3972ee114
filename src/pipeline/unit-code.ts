import type { PackSet } from '../packs/index.ts';

const lookups = new WeakMap<readonly unknown[], ReadonlyMap<string, string>>();

/** UCUM code of a unit as people write it (`µg/m³`, `ug/m3`, `°C`); null when the packs do not know it. */
export function unitCode(packs: PackSet, text: string): string | null {
  let lookup = lookups.get(packs.units);
  if (!lookup) {
    lookup = new Map(
      packs.units.flatMap((unit) => [unit.code, unit.symbol, ...unit.spellings].map((name) => [fold(name), unit.code])),
    );
    lookups.set(packs.units, lookup);
  }
  return lookup.get(fold(text)) ?? null;
}

/** Both micro signs are one letter, blanks do not matter, and superscripts are digits. */
function fold(text: string): string {
  return text.normalize('NFKC').replaceAll('μ', 'µ').replaceAll('µ', 'u').replace(/\s+/g, '').toLowerCase();
}

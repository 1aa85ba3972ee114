import { unitsOfPacks } from '../harmonise/index.ts';
import type { PackSet } from '../packs/index.ts';

/** UCUM code of a unit as people write it (`µg/m³`, `ug.m-3`, `độ C`); null when it is none that is known. */
export function unitCode(packs: PackSet, text: string): string | null {
  return unitsOfPacks(packs).code(text);
}

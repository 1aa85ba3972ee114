import type { Codelist, CodelistEntry, Unit } from './model.ts';

/** The one list of units that every pack uses. */
export const unitList = 'vn-core/units';

const unitsByList = new WeakMap<Codelist, ReadonlyMap<string, Unit>>();

/** The units of the unit list by UCUM code. */
export function unitsOf(list: Codelist | undefined): ReadonlyMap<string, Unit> {
  if (!list) return new Map();
  let units = unitsByList.get(list);
  if (!units) {
    units = new Map(list.entries.map((entry) => [entry.code, unitOf(entry)]));
    unitsByList.set(list, units);
  }
  return units;
}

function unitOf(entry: CodelistEntry): Unit {
  const { symbol, quantity, base, factor, offset, spellings } = entry.extra;
  return {
    code: entry.code,
    symbol: symbol || entry.code,
    title: { vi: entry.labelVi, en: entry.labelEn },
    quantity: quantity ?? '',
    base: base || entry.code,
    factor: Number(factor || '1'),
    offset: Number(offset || '0'),
    spellings: spellings ? spellings.split('|') : [],
  };
}

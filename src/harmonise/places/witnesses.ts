import { matchName, type Unit } from '../../codes/index.ts';
import type { Cell } from '../../formats/index.ts';
import type { Codelist } from '../../packs/index.ts';
import type { SampledRow } from './place-sample.ts';
import type { UnitPlaces } from './unit-places.ts';

/** Something in the file that says where its rows lie. */
export interface Witness {
  /** `column`: each row for itself; `file`: one unit for all of them. */
  readonly kind: 'column' | 'file';
  /** Header, or the name of the unit. */
  readonly name: string;
  /** Units that it names, for those whose systems are usual there. */
  readonly units: readonly Unit[];
  /** Known places that each sampled row may lie in; null where the row says nothing. */
  readonly places: readonly (ReadonlySet<number> | null)[];
}

export interface WitnessQuestion {
  readonly columns: readonly string[];
  readonly rows: readonly SampledRow[];
  /** Names of file, folder, layer and source. */
  readonly hints: readonly string[];
  readonly units: UnitPlaces;
  /** The text of a cell in Unicode, where its column is written in legacy letters. */
  readonly read: (column: string, text: string) => string;
  readonly titleOf: (column: string) => string;
}

/** Share of a column's values that must be codes or names of a list. */
const codeShare = 0.9;
const nameShare = 0.6;
/** Codes this short may as well be counters. */
const shortestCode = 4;
/** A name that fits more units than this says too little. */
const mostReadings = 12;
const triedNames = 12;

/** All witnesses of a file; what they say is not yet believed. */
export function findWitnesses(question: WitnessQuestion): Witness[] {
  const fromFile = unitsOfHints(question);
  const witnesses: Witness[] = [];
  question.columns.forEach((column, index) => {
    const texts = question.rows.map(({ cells }) => textOf(cells[index], column, question));
    const given = texts.filter((text) => text !== '');
    if (given.length === 0) return;
    const title = question.titleOf(column);
    for (const list of question.units.lists) {
      const byCode = codeWitness(title, texts, given, list, question);
      if (byCode) witnesses.push(byCode);
    }
    const byName = nameWitness(title, texts, given, fromFile, question);
    if (byName) witnesses.push(byName);
  });
  if (fromFile.length > 0) witnesses.push(fileWitness(fromFile, question));
  return witnesses;
}

function textOf(cell: Cell | undefined, column: string, { read }: WitnessQuestion): string {
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? read(column, cell).trim() : '';
}

function codeWitness(
  name: string,
  texts: readonly string[],
  given: readonly string[],
  list: Codelist,
  { units }: WitnessQuestion,
): Witness | null {
  const length = list.entries[0]?.code.length ?? 0;
  if (length < shortestCode) return null;
  const codes = codesOf(list);
  const codeOf = (text: string) => {
    const digits = /^\d+(?:\.0)?$/.test(text) ? text.replace(/\.0$/, '').padStart(length, '0') : text;
    return codes.has(digits) ? digits : null;
  };
  if (given.filter((text) => codeOf(text) !== null).length < codeShare * given.length) return null;
  const unitOf = (text: string): Unit | null => {
    const code = text === '' ? null : codeOf(text);
    return code === null ? null : { list: list.id, code };
  };
  return witnessOf(
    name,
    texts.map(unitOf).map((unit) => (unit ? [unit] : [])),
    units,
  );
}

const codeSets = new WeakMap<Codelist, ReadonlySet<string>>();

function codesOf(list: Codelist): ReadonlySet<string> {
  let codes = codeSets.get(list);
  if (!codes) codeSets.set(list, (codes = new Set(list.entries.map(({ code }) => code))));
  return codes;
}

function nameWitness(
  name: string,
  texts: readonly string[],
  given: readonly string[],
  within: readonly Unit[],
  question: WitnessQuestion,
): Witness | null {
  const distinct = [...new Set(given)].filter((text) => /\p{L}/u.test(text));
  if (distinct.length === 0 || distinct.length < new Set(given).size / 2) return null;
  const known = new Map<string, readonly Unit[]>();
  const unitsFor = (text: string) => {
    let found = known.get(text);
    if (!found) known.set(text, (found = unitsNamed(text, within, question)));
    return found;
  };
  const tried = distinct.slice(0, triedNames);
  if (tried.filter((text) => unitsFor(text).length > 0).length < nameShare * tried.length) return null;
  return witnessOf(
    name,
    texts.map((text) => (text === '' ? [] : unitsFor(text))),
    question.units,
  );
}

/** Units of any list that bear a name; inside those that the file's name speaks of, where some do. */
function unitsNamed(text: string, within: readonly Unit[], { units }: WitnessQuestion): readonly Unit[] {
  const take = (list: Codelist, inside?: Unit): Unit[] => {
    const { outcome, candidates } = matchName(list, text, units.find, inside, 'known');
    if (outcome !== 'sure' && outcome !== 'ambiguous') return [];
    const best = candidates.filter(({ score }) => score >= candidates[0]!.score);
    return best.map(({ code }) => ({ list: list.id, code }));
  };
  const inside = within.flatMap((unit) =>
    units.lists.flatMap((list) => (list.id === unit.list ? [] : take(list, unit))),
  );
  if (inside.length > 0) return inside;
  return units.lists.flatMap((list) => take(list));
}

function witnessOf(column: string, named: readonly (readonly Unit[])[], units: UnitPlaces): Witness | null {
  const places = named.map((each) => {
    const area = new Set(each.flatMap((unit) => [...units.areaOf(unit)]));
    return each.length === 0 || each.length > mostReadings || area.size === 0 ? null : area;
  });
  if (places.every((place) => place === null)) return null;
  return { kind: 'column', name: column, units: distinctUnits(named.flat()), places };
}

function distinctUnits(units: readonly Unit[]): Unit[] {
  return [...new Map(units.map((unit) => [`${unit.list} ${unit.code}`, unit])).values()];
}

/** Units of the highest level that names of file, layer and source speak of. */
function unitsOfHints({ hints, units }: WitnessQuestion): Unit[] {
  const highest = units.lists.filter(({ parent }) => parent === undefined);
  const found: Unit[] = [];
  for (const hint of hints) {
    for (const gram of gramsOf(hint)) {
      for (const list of highest) {
        const { outcome, candidates } = matchName(list, gram, units.find, undefined, 'known');
        const [best] = candidates;
        if (outcome === 'sure' && best) found.push({ list: list.id, code: best.code });
      }
    }
  }
  return distinctUnits(found);
}

/** Runs of one to four words: `vinhLong_xa_2025` gives `vinh`, `vinh Long`, `vinh Long xa` … Numbers are no names. */
function gramsOf(hint: string): string[] {
  const words = hint
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== '')
    .slice(0, 30);
  return words.flatMap((_, start) => [1, 2, 3, 4].map((length) => words.slice(start, start + length).join(' ')));
}

function fileWitness(named: readonly Unit[], { rows, units }: WitnessQuestion): Witness {
  const area = new Set(named.flatMap((unit) => [...units.areaOf(unit)]));
  const name = [...new Set(named.map((unit) => units.labelOf(unit)))].join(', ');
  return { kind: 'file', name, units: named, places: rows.map(() => (area.size > 0 ? area : null)) };
}

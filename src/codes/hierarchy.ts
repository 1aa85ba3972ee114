import { codelistEntry, type Codelist } from '../packs/index.ts';

/** A code with the list that gives it its meaning. */
export interface Unit {
  readonly list: string;
  readonly code: string;
}

export type FindList = (id: string) => Codelist | undefined;

/** The lists above a list, nearest first. */
export function listsAbove(list: Codelist, codelist: FindList): Codelist[] {
  const above: Codelist[] = [];
  for (let next = parentList(list, codelist); next && !above.includes(next); next = parentList(next, codelist)) {
    above.push(next);
  }
  return above;
}

function parentList(list: Codelist, codelist: FindList): Codelist | undefined {
  return list.parent && codelist(list.parent.codelist);
}

const chains = new WeakMap<Codelist, Map<string, readonly Unit[]>>();

/** What an entry stands in, nearest first. */
export function unitsAbove(list: Codelist, code: string, codelist: FindList): readonly Unit[] {
  const known = chains.get(list) ?? new Map<string, readonly Unit[]>();
  chains.set(list, known);
  let above = known.get(code);
  if (!above) {
    above = climb(list, code, codelist);
    known.set(code, above);
  }
  return above;
}

function climb(list: Codelist, code: string, codelist: FindList): Unit[] {
  const above: Unit[] = [];
  let at: Codelist | undefined = list;
  let own = code;
  while (at?.parent) {
    const parent: string | undefined = codelistEntry(at, own)?.extra[at.parent.column];
    if (!parent || above.length > 10) break;
    above.push({ list: at.parent.codelist, code: parent });
    own = parent;
    at = codelist(at.parent.codelist);
  }
  return above;
}

const ancestors = new WeakMap<Codelist, Map<string, ReadonlyMap<string, string>>>();

/** Of each code of a list, the code of `above` in which it stands. */
export function ancestorCodes(list: Codelist, above: string, codelist: FindList): ReadonlyMap<string, string> {
  const byList = ancestors.get(list) ?? new Map<string, ReadonlyMap<string, string>>();
  ancestors.set(list, byList);
  let codes = byList.get(above);
  if (!codes) {
    codes = new Map(
      list.entries.flatMap(({ code }) => {
        const unit = unitsAbove(list, code, codelist).find((each) => each.list === above);
        return unit ? [[code, unit.code] as const] : [];
      }),
    );
    byList.set(above, codes);
  }
  return codes;
}

const members = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, readonly string[]>>();

/** The codes of a list that stand in one unit of `above`. */
export function codesWithin(list: Codelist, above: Unit, codelist: FindList): readonly string[] {
  const codes = ancestorCodes(list, above.list, codelist);
  let groups = members.get(codes);
  if (!groups) {
    const made = new Map<string, string[]>();
    for (const [code, parent] of codes) {
      const group = made.get(parent);
      if (group) group.push(code);
      else made.set(parent, [code]);
    }
    groups = made;
    members.set(codes, groups);
  }
  return groups.get(above.code) ?? [];
}

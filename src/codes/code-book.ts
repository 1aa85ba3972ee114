import type { Codelist, Crosswalk, PackSet } from '../packs/index.ts';
import { ancestorCodes, listsAbove } from './hierarchy.ts';

/** Codes as they were before a change of lists, or as they are after it. */
export type When = 'before' | 'after';

/** Of each code, what it is in another list: one code, or several of which it is one. */
export type Translation = ReadonlyMap<string, readonly string[]>;

/** The code lists in use with what leads from one to another: hierarchy up, crosswalks both ways. */
export interface CodeBook {
  list(id: string): Codelist | undefined;
  readonly lists: readonly Codelist[];
  readonly crosswalks: readonly Crosswalk[];
  /** The list that stands for this one before or after a change of lists; null when there was none. */
  counterpart(list: string, when: When): string | null;
  /** Null when nothing leads from one list to the other. */
  translation(from: string, to: string): Translation | null;
}

/** One step from a list to another. */
interface Step {
  readonly to: string;
  codes(): Translation;
}

/** A book that follows the packs when they are loaded again. */
export function createCodeBook(packs: () => PackSet): CodeBook {
  let known: { readonly packs: readonly unknown[]; readonly book: CodeBook } | null = null;
  const book = (): CodeBook => {
    const set = packs();
    if (known?.packs !== set.packs) known = { packs: set.packs, book: makeBook(set) };
    return known.book;
  };
  return {
    list: (id) => book().list(id),
    get lists() {
      return book().lists;
    },
    get crosswalks() {
      return book().crosswalks;
    },
    counterpart: (list, when) => book().counterpart(list, when),
    translation: (from, to) => book().translation(from, to),
  };
}

function makeBook(set: Pick<PackSet, 'packs' | 'crosswalks'>): CodeBook {
  const lists = new Map(set.packs.flatMap((pack) => pack.codelists.map((list) => [list.id, list] as const)));
  const crosswalks = set.crosswalks;
  const find = (id: string) => lists.get(id);
  const translations = new Map<string, Translation | null>();
  const counterpart = (list: string, when: When): string | null => {
    const own = when === 'after' ? 'from' : 'to';
    const other = when === 'after' ? 'to' : 'from';
    return crosswalks.find((each) => each[own] === list && isLevel(each, find))?.[other] ?? null;
  };
  return {
    list: find,
    lists: [...lists.values()],
    crosswalks,
    counterpart,
    translation: (from, to) => {
      const key = `${from} ${to}`;
      let known = translations.get(key);
      if (known === undefined) {
        known = translate(from, to, (list) => stepsFrom(list, find, crosswalks));
        translations.set(key, known);
      }
      return known;
    },
  };
}

/** Whether both lists of a crosswalk hold units of one level; only then can a column be read in the other list. */
function isLevel({ from, to }: Crosswalk, find: CodeBook['list']): boolean {
  return find(from)?.units?.level === find(to)?.units?.level;
}

function stepsFrom(id: string, find: CodeBook['list'], crosswalks: readonly Crosswalk[]): Step[] {
  const list = find(id);
  if (!list) return [];
  const across = crosswalks
    .filter((each) => isLevel(each, find))
    .flatMap((each): Step[] => [
      ...(each.from === id ? [{ to: each.to, codes: () => withOtherCodes(pairsOf(each, 'from', 'to'), list) }] : []),
      ...(each.to === id ? [{ to: each.from, codes: () => withOtherCodes(pairsOf(each, 'to', 'from'), list) }] : []),
    ]);
  const [above] = listsAbove(list, find);
  const up = above
    ? [{ to: above.id, codes: () => new Map([...ancestorCodes(list, above.id, find)].map(([code, parent]) => [code, [parent]])) }] // prettier-ignore
    : [];
  return [...across, ...up];
}

function pairsOf({ rows }: Crosswalk, own: 'from' | 'to', other: 'from' | 'to'): Map<string, string[]> {
  const pairs = new Map<string, string[]>();
  for (const row of rows) {
    const known = pairs.get(row[own]);
    if (known) known.push(row[other]);
    else pairs.set(row[own], [row[other]]);
  }
  return pairs;
}

/** A code under which one source knows a unit means what the unit's own code means. */
function withOtherCodes(pairs: Map<string, string[]>, { sameAs, entries }: Codelist): Translation {
  if (sameAs === undefined) return pairs;
  for (const { code, extra } of entries) {
    const own = extra[sameAs];
    const targets = own ? pairs.get(own) : undefined;
    if (targets && !pairs.has(code)) pairs.set(code, targets);
  }
  return pairs;
}

/** Along the shortest way of steps; each step's codes are put together. */
function translate(from: string, to: string, steps: (list: string) => Step[]): Translation | null {
  const way = shortestWay(from, to, steps);
  if (!way) return null;
  const [first, ...rest] = way as [Step, ...Step[]];
  const codes = new Map([...first.codes()].map(([code, targets]) => [code, [...targets].sort()] as const));
  return rest.reduce<Translation>((known, step) => compose(known, step.codes()), codes);
}

function shortestWay(from: string, to: string, steps: (list: string) => Step[]): Step[] | null {
  const seen = new Set([from]);
  let ways: Step[][] = steps(from).map((step) => [step]);
  while (ways.length > 0) {
    const arrived = ways.find((way) => way.at(-1)!.to === to);
    if (arrived) return arrived;
    ways = ways.flatMap((way) => {
      const at = way.at(-1)!.to;
      if (seen.has(at)) return [];
      seen.add(at);
      return steps(at).map((step) => [...way, step]);
    });
  }
  return null;
}

function compose(first: Translation, second: Translation): Translation {
  const composed = new Map<string, readonly string[]>();
  for (const [code, between] of first) {
    const targets = new Set(between.flatMap((each) => second.get(each) ?? []));
    if (targets.size > 0) composed.set(code, [...targets].sort());
  }
  return composed;
}

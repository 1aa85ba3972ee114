import type { Codelist, CodelistEntry } from '../packs/index.ts';
import { joinWords, wordsOf, type FoldedName } from './fold-name.ts';
import { kindReadings, kindWordsOf, type KindWords } from './kind-words.ts';

/** One name of an entry, without its kind word. */
export interface NameForm extends FoldedName {
  readonly code: string;
  readonly kind: string;
  readonly isAlias: boolean;
  /** Only digits: says nothing without its kind word (`Phường 1`). */
  readonly isNumber: boolean;
}

/** The names of a code list, ready to be looked up. */
export interface NameIndex {
  readonly list: Codelist;
  readonly kindWords: KindWords;
  readonly byPlain: ReadonlyMap<string, readonly NameForm[]>;
  readonly byCode: ReadonlyMap<string, readonly NameForm[]>;
}

const made = new WeakMap<Codelist, NameIndex>();

/** Made once a list; `codelist` finds the list of its kinds. */
export function nameIndexOf(list: Codelist, codelist: (id: string) => Codelist | undefined): NameIndex {
  let index = made.get(list);
  if (!index) {
    index = makeIndex(list, kindWordsOf(list.names?.kinds === undefined ? undefined : codelist(list.names.kinds)));
    made.set(list, index);
  }
  return index;
}

function makeIndex(list: Codelist, kindWords: KindWords): NameIndex {
  const byPlain = new Map<string, NameForm[]>();
  const byCode = new Map<string, NameForm[]>();
  const seen = new Set<string>();
  for (const entry of list.entries) {
    // Known under another code: that entry answers for both.
    if (list.sameAs !== undefined && entry.extra[list.sameAs]) continue;
    for (const form of formsOf(entry, list, kindWords)) {
      const key = `${form.code} ${form.kind} ${form.marked}`;
      if (form.plain === '' || seen.has(key)) continue;
      seen.add(key);
      put(byPlain, form.plain, form);
      put(byCode, form.code, form);
    }
  }
  return { list, kindWords, byPlain, byCode };
}

function put(map: Map<string, NameForm[]>, key: string, form: NameForm): void {
  const known = map.get(key);
  if (known) known.push(form);
  else map.set(key, [form]);
}

function formsOf(entry: CodelistEntry, { names }: Codelist, kindWords: KindWords): NameForm[] {
  const kind = names?.kind === undefined ? '' : (entry.extra[names.kind] ?? '');
  const aliases = names?.aliases === undefined ? '' : (entry.extra[names.aliases] ?? '');
  const form = (text: string, isAlias: boolean): NameForm => {
    const name = bareName(text, kind, kindWords);
    return { code: entry.code, kind, isAlias, isNumber: /^\d+$/.test(name.plain), ...name };
  };
  const own = form(entry.labelVi, false);
  const english = form(entry.labelEn, false);
  const others = aliases === '' ? [] : aliases.split('|').map((alias) => form(alias, true));
  const ways = others.filter((other) => other.plain !== own.plain || other.marked !== other.plain);
  // Most English names are the Vietnamese ones without marks, which the comparison knows anyway.
  return english.plain === own.plain ? [own, ...ways] : [own, english, ...ways];
}

/** The name without the word of the entry's own kind; `Phường Đúc` keeps a word that belongs to the name. */
function bareName(text: string, kind: string, kindWords: KindWords): FoldedName {
  const words = wordsOf(text);
  const reading = kind === '' ? undefined : kindReadings(words, kindWords).find(({ kinds }) => kinds?.has(kind));
  const { marked, plain } = joinWords(reading?.name ?? words);
  return { marked, plain };
}

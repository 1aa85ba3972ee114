import type { Codelist } from '../packs/index.ts';
import { wordsOf, type Word } from './fold-name.ts';

/** A word or abbreviation that says of what kind the named thing is: `Phường`, `P.`, `Ward`. */
interface KindSpelling {
  readonly words: readonly string[];
  readonly kinds: ReadonlySet<string>;
  /** One or two letters: too short to stand behind a name. */
  readonly isShort: boolean;
}

/** Kind words by their first word without marks, longest first. */
export interface KindWords {
  readonly starts: ReadonlyMap<string, readonly KindSpelling[]>;
  readonly ends: ReadonlyMap<string, readonly KindSpelling[]>;
}

export const noKindWords: KindWords = { starts: new Map(), ends: new Map() };

const made = new WeakMap<Codelist, KindWords>();

/** The kind words of a list of kinds: its labels and its column `spellings`. */
export function kindWordsOf(kinds: Codelist | undefined): KindWords {
  if (!kinds) return noKindWords;
  let words = made.get(kinds);
  if (!words) {
    words = makeKindWords(kinds);
    made.set(kinds, words);
  }
  return words;
}

function makeKindWords(kinds: Codelist): KindWords {
  const spellings = new Map<string, { words: readonly string[]; kinds: Set<string>; isShort: boolean }>();
  for (const { code, labelVi, labelEn, extra } of kinds.entries) {
    for (const spelling of [labelVi, labelEn, ...(extra['spellings'] ?? '').split('|')]) {
      const words = wordsOf(spelling).map((word) => word.plain);
      if (words.length === 0) continue;
      const key = words.join(' ');
      const isShort = words.join('').length <= 2;
      const known = spellings.get(key) ?? { words, kinds: new Set<string>(), isShort };
      known.kinds.add(code);
      spellings.set(key, known);
    }
  }
  const all = [...spellings.values()].sort((one, other) => other.words.length - one.words.length);
  return {
    starts: groupBy(all, ({ words }) => words[0]!),
    ends: groupBy(
      all.filter(({ isShort }) => !isShort),
      ({ words }) => words.at(-1)!,
    ),
  };
}

function groupBy(all: readonly KindSpelling[], key: (spelling: KindSpelling) => string) {
  const groups = new Map<string, KindSpelling[]>();
  for (const spelling of all) {
    const group = groups.get(key(spelling));
    if (group) group.push(spelling);
    else groups.set(key(spelling), [spelling]);
  }
  return groups;
}

/** A way to read words: a kind, or none, and the name. */
export interface KindReading {
  readonly kinds: ReadonlySet<string> | null;
  readonly name: readonly Word[];
}

/** All ways to part a name from its kind words; the first takes the words as a name alone. */
export function kindReadings(words: readonly Word[], known: KindWords): KindReading[] {
  const readings: KindReading[] = [{ kinds: null, name: words }];
  for (const spelling of known.starts.get(words[0]?.plain ?? '') ?? []) {
    if (kindAt(words, 0, spelling)) readings.push({ kinds: spelling.kinds, name: words.slice(spelling.words.length) });
  }
  for (const spelling of known.ends.get(words.at(-1)?.plain ?? '') ?? []) {
    const from = words.length - spelling.words.length;
    if (from > 0 && standsAt(words, from, spelling.words)) {
      readings.push({ kinds: spelling.kinds, name: words.slice(0, from) });
    }
  }
  return readings;
}

/** Kind words that begin at a place of a text, each with the number of words it takes. */
export function kindsAt(
  words: readonly Word[],
  at: number,
  known: KindWords,
): { readonly kinds: ReadonlySet<string>; readonly length: number }[] {
  return (known.starts.get(words[at]!.plain) ?? [])
    .filter((spelling) => kindAt(words, at, spelling))
    .map(({ kinds, words: taken }) => ({ kinds, length: taken.length }));
}

function kindAt(words: readonly Word[], at: number, spelling: KindSpelling): boolean {
  const next = words[at + spelling.words.length];
  return next !== undefined && standsAt(words, at, spelling.words);
}

function standsAt(words: readonly Word[], at: number, wanted: readonly string[]): boolean {
  return wanted.every((word, index) => words[at + index]?.plain === word);
}

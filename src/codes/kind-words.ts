import type { Codelist } from '../packs/index.ts';
import { wordsOf, type FoldedName, type Word } from './fold-name.ts';

/** A word or abbreviation that says of what kind the named thing is: `Phường`, `P.`, `Ward`. */
interface KindSpelling {
  readonly words: readonly FoldedName[];
  readonly kinds: ReadonlySet<string>;
  /** May stand behind a name, as English has it: plain letters, and more than two of them. */
  readonly mayFollow: boolean;
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
  const spellings = new Map<string, { words: readonly FoldedName[]; kinds: Set<string>; mayFollow: boolean }>();
  for (const { code, labelVi, labelEn, extra } of kinds.entries) {
    for (const spelling of [labelVi, labelEn, ...(extra['spellings'] ?? '').split('|')]) {
      const words = wordsOf(spelling).map(({ marked, plain }) => ({ marked, plain }));
      if (words.length === 0) continue;
      const key = words.map(({ marked }) => marked).join(' ');
      const mayFollow =
        words.every(({ marked, plain }) => marked === plain) &&
        words.reduce((length, { plain }) => length + plain.length, 0) > 2;
      const known = spellings.get(key) ?? { words, kinds: new Set<string>(), mayFollow };
      known.kinds.add(code);
      spellings.set(key, known);
    }
  }
  const all = [...spellings.values()].sort((one, other) => other.words.length - one.words.length);
  return {
    starts: groupBy(all, ({ words }) => words[0]!.plain),
    ends: groupBy(
      all.filter(({ mayFollow }) => mayFollow),
      ({ words }) => words.at(-1)!.plain,
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
): { readonly kinds: ReadonlySet<string>; readonly length: number; readonly mayFollow: boolean }[] {
  return (known.starts.get(words[at]!.plain) ?? [])
    .filter((spelling) => standsAt(words, at, spelling.words))
    .map(({ kinds, words: taken, mayFollow }) => ({ kinds, length: taken.length, mayFollow }));
}

function kindAt(words: readonly Word[], at: number, spelling: KindSpelling): boolean {
  const next = words[at + spelling.words.length];
  return next !== undefined && standsAt(words, at, spelling.words);
}

/** A word without marks may have lost them; one with other marks is another word (Lạng Sơn is no Làng). */
function standsAt(words: readonly Word[], at: number, wanted: readonly FoldedName[]): boolean {
  return wanted.every(({ marked, plain }, index) => {
    const word = words[at + index];
    return word !== undefined && word.plain === plain && (word.marked === marked || word.marked === word.plain);
  });
}

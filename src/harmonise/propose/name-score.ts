import type { Property } from '../../packs/index.ts';
import { foldHeader, type FoldedHeader } from './fold-header.ts';
import { plainHeader } from './plain-header.ts';

export type NameReason = 'same-name' | 'same-words' | 'shared-words' | 'abbreviation' | 'misspelt' | 'other-name';

export interface NameScore {
  /** 0 to 1. */
  readonly score: number;
  readonly reason: NameReason;
  /** The name of the property that fits best, as the pack writes it. */
  readonly name: string;
}

/** A property's names, folded once for all columns. */
export interface PropertyNames {
  readonly property: Property;
  readonly names: readonly { readonly text: string; readonly folded: FoldedHeader }[];
}

export function namesOf(property: Property): PropertyNames {
  const texts = [property.name, property.title.vi, property.title.en, ...(property.synonyms ?? [])];
  return { property, names: [...new Set(texts)].map((text) => ({ text, folded: foldHeader(text) })) };
}

/**
 * How much each word tells within one standard: a word that stands in the names of many properties (`mã`, `ngày`)
 * tells little, one of a single property much.
 */
export function wordWeights(properties: readonly PropertyNames[]): (word: string) => number {
  const holders = new Map<string, number>();
  for (const { names } of properties) {
    for (const word of new Set(names.flatMap(({ folded }) => folded.words))) {
      holders.set(word, (holders.get(word) ?? 0) + 1);
    }
  }
  return (word) => Math.log(1 + (properties.length + 1) / ((holders.get(word) ?? 0) + 0.5));
}

/** A synonym may be one of several properties; what the property itself is called is its own. */
const bySynonym = 0.98;
/** Of what a name scores once the words beside it are left out. */
const plainer = 0.95;
const best = { sameName: 1, sameWords: 0.95, abbreviation: 0.72, misspelt: 0.85 } as const;
/** Words that are shared count in full only when they are all there is on both sides. */
const sharedWords = 0.88;
const leastShared = 0.45;
const longestSymbol = 3;

export function scoreName(header: FoldedHeader, of: PropertyNames, weight: (word: string) => number): NameScore {
  const found = bestName(header, of, weight);
  const plain = plainHeader(header);
  if (plain === null) return found;
  const { score, ...rest } = bestName(plain, of, weight);
  return score * plainer > found.score ? { ...rest, score: score * plainer } : found;
}

function bestName(header: FoldedHeader, of: PropertyNames, weight: (word: string) => number): NameScore {
  const { name, title } = of.property;
  let found: NameScore = { score: 0, reason: 'other-name', name };
  for (const { text, folded } of of.names) {
    const { score, reason } = compare(header, folded, weight);
    const isOwn = text === name || text === title.vi || text === title.en;
    const scored = reason === 'same-name' && !isOwn ? score * bySynonym : score;
    if (scored > found.score) found = { score: scored, reason, name: text };
  }
  return found;
}

function compare(a: FoldedHeader, b: FoldedHeader, weight: (word: string) => number): Omit<NameScore, 'name'> {
  if (a.joined === '' || b.joined === '') return { score: 0, reason: 'other-name' };
  if (a.joined === b.joined) return { score: best.sameName, reason: 'same-name' };
  // A symbol of one to three letters (`no`, `co`, `t`) is itself or nothing: as part of a header it is another word.
  if (b.joined.length <= longestSymbol) return { score: 0, reason: 'other-name' };
  if (sameWords(a.words, b.words)) return { score: best.sameWords, reason: 'same-words' };
  const options: Omit<NameScore, 'name'>[] = [
    { score: sharedScore(a.words, b.words, weight), reason: 'shared-words' },
    { score: abbreviationScore(a, b), reason: 'abbreviation' },
    { score: misspeltScore(a.joined, b.joined), reason: 'misspelt' },
  ];
  return options.reduce((one, other) => (other.score > one.score ? other : one));
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join(' ') === [...b].sort().join(' ');
}

/**
 * Share of the words' weight that both have (Dice), so that a long header with one common word scores little. A name of
 * several words that stands whole in the header says more than the same share scattered.
 */
function sharedScore(header: readonly string[], name: readonly string[], weight: (word: string) => number): number {
  const inName = new Set(name);
  const sum = (words: readonly string[]) => words.reduce((total, word) => total + weight(word), 0);
  const shared = [...new Set(header)].filter((word) => inName.has(word));
  const dice = (2 * sum(shared)) / (sum(header) + sum(name));
  if (name.length >= 2 && shared.length === inName.size) return sharedWords * (0.6 + 0.4 * dice);
  return dice < leastShared ? 0 : dice * sharedWords;
}

/** `nd` for `nhiet do`, `dtich` for `dien tich`, `temp` for `temperature`: each word by its beginning or consonants. */
function abbreviationScore(header: FoldedHeader, name: FoldedHeader): number {
  const { joined, words } = header;
  if (name.words.length >= 2 && joined === name.initials && joined.length >= 2) {
    return best.abbreviation - (joined.length === 2 ? 0.12 : 0);
  }
  if (words.length === name.words.length && words.every((word, i) => isShort(word, name.words[i]!))) {
    return best.abbreviation;
  }
  // Written as one word, or with a capital where each begins: `dtich`, `DTich`.
  const isApart = words.length === 1 || words.length === name.words.length;
  return joined.length >= 4 && isApart && isMixed(joined, name.words) ? best.abbreviation - 0.07 : 0;
}

function isShort(word: string, whole: string): boolean {
  return word === whole || (word.length >= 3 && whole.startsWith(word));
}

/** Some words by their first letter, the others in full or by their beginning, all written together: `dtich`, `sothua`. */
function isMixed(joined: string, words: readonly string[]): boolean {
  if (words.length < 2) return false;
  const reach = (at: number, index: number): boolean => {
    if (index === words.length) return at === joined.length;
    const word = words[index]!;
    for (let take = Math.min(word.length, joined.length - at); take >= 1; take--) {
      if (joined.startsWith(word.slice(0, take), at) && reach(at + take, index + 1)) return true;
    }
    return false;
  };
  return reach(0, 0);
}

const longestCompared = 40;

/** One slip in six letters or more; short names differ by one letter and mean other things (`no2`, `so2`). */
function misspeltScore(a: string, b: string): number {
  const longer = Math.max(a.length, b.length);
  if (longer < 6 || longer > longestCompared || /\d/.test(a) !== /\d/.test(b)) return 0;
  if (a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return 0;
  const allowed = Math.floor(longer / 6);
  const slips = editDistance(a, b, allowed);
  return slips > allowed ? 0 : best.misspelt * (1 - slips / longer);
}

/** Levenshtein's distance, given up above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

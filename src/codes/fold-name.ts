/** A name taken apart for comparison; both forms are compact, because people put blanks and hyphens where they like. */
export interface FoldedName {
  /** Letters with their marks (tone last in its syllable), digits; canonical decomposition. */
  readonly marked: string;
  /** Letters without marks, digits. */
  readonly plain: string;
}

/** One word of a text: a run of letters or a run of digits. */
export interface Word extends FoldedName {
  /** Places in the folded text's source, for those who cut names out of longer texts. */
  readonly start: number;
  readonly end: number;
  /** What stands between this word and the one before: blanks, punctuation or nothing. */
  readonly before: string;
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;
const wordPattern = /[\p{L}\p{M}]+|\p{Nd}+/gu;
/** `y` and `i` are one vowel where they stand alone: Mỹ, Mĩ; Quý, Quí. Tây and Tai differ. */
const loneY = /^((?:qu|[bcdđghklmnpqrstvx])*)y([\u0300-\u036f]*)$/;

/** Words of a text in lower case, each with and without marks; `01` is 1. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  const composed = text.normalize('NFC');
  let last = 0;
  for (const match of composed.matchAll(wordPattern)) {
    const end = match.index + match[0].length;
    words.push({ ...foldWord(match[0]), start: match.index, end, before: composed.slice(last, match.index) });
    last = end;
  }
  return words;
}

const folded = new Map<string, FoldedName>();
const foldedKept = 20_000;

/** The same few thousand syllables come over and over. */
function foldWord(word: string): FoldedName {
  let known = folded.get(word);
  if (known === undefined) {
    known = foldNewWord(word);
    if (folded.size < foldedKept) folded.set(word, known);
  }
  return known;
}

function foldNewWord(word: string): FoldedName {
  if (/^\p{Nd}/u.test(word)) {
    const digits = word.normalize('NFKC').replace(/^0+(?=\d)/, '');
    return { marked: digits, plain: digits };
  }
  const letters = word.toLowerCase().normalize('NFD').replace(loneY, '$1i$2');
  const marks = letters.match(tones);
  const marked = marks ? letters.replace(tones, '') + marks.join('') : letters;
  return { marked, plain: withoutMarks(letters) };
}

function withoutMarks(letters: string): string {
  return letters.replace(/\p{M}/gu, '').replaceAll('đ', 'd');
}

export function joinWords(words: readonly FoldedName[]): FoldedName {
  if (words.length === 1) return words[0]!;
  let marked = '';
  let plain = '';
  for (const word of words) {
    marked += word.marked;
    plain += word.plain;
  }
  return { marked, plain };
}

export function foldName(text: string): FoldedName {
  return joinWords(wordsOf(text));
}

/**
 * Whether `written` is `name` with some marks left out and none changed. Both have the same letters without marks.
 * A tone stands at the end of its syllable, so marks are compared letter by letter and tones in their order.
 */
export function leavesMarksOut(written: string, name: string): boolean {
  let at = 0;
  for (const sign of written) {
    let found = false;
    while (at < name.length) {
      const own = name[at++]!;
      if (own === sign || (own === 'đ' && sign === 'd')) {
        found = true;
        break;
      }
      if (!isMark(own)) return false;
    }
    if (!found) return false;
  }
  for (; at < name.length; at++) if (!isMark(name[at]!)) return false;
  return true;
}

function isMark(sign: string): boolean {
  return sign >= '\u0300' && sign <= '\u036f';
}

import type { Decoder } from './decoder.ts';

/** How capitals stand in a column: at every word, at the first word of a cell, everywhere, or as it comes. */
export type Capitals = 'title' | 'sentence' | 'upper' | 'mixed';

export interface RestoredCase {
  readonly text: string;
  /** A letter stands whose case cannot be known. */
  readonly doubtful: boolean;
}

const word = /\p{L}[\p{L}\p{M}]*/gu;

/** Small letters of the encoding that stand for their capitals too, because the table has none. */
export function sharedLetters({ encoding, single, pairs }: Decoder): ReadonlySet<string> {
  if (encoding.capitals !== 'shared') return new Set();
  const all = new Set(
    [...single, ...pairs.values()].filter((code) => code >= 0x80).map((code) => String.fromCharCode(code)),
  );
  return new Set([...all].filter((letter) => letter === letter.toLowerCase() && !all.has(letter.toUpperCase())));
}

interface Word {
  readonly text: string;
  readonly at: number;
  /** Letters whose case can be seen. */
  readonly seen: string;
  readonly startsHidden: boolean;
  readonly hasHidden: boolean;
}

function wordsOf(text: string, hidden: ReadonlySet<string>): Word[] {
  return [...text.matchAll(word)].map((match) => {
    const letters = [...match[0]];
    const seen = letters.filter((letter) => !hidden.has(letter)).join('');
    return {
      text: match[0],
      at: match.index,
      seen,
      startsHidden: hidden.has(letters[0]!),
      hasHidden: seen.length < letters.length,
    };
  });
}

const isUpper = (text: string) => text === text.toUpperCase() && text !== text.toLowerCase();
const isAllCapitals = ({ seen }: Word) => seen.length >= 2 && isUpper(seen);
const hasSmall = ({ seen, startsHidden }: Word) =>
  seen.slice(startsHidden ? 0 : 1) !== seen.slice(startsHidden ? 0 : 1).toUpperCase();

/** What the words show whose case can be seen, over a sample of decoded cells. */
export function capitalsOf(texts: readonly string[], hidden: ReadonlySet<string>): Capitals {
  let [first, firstUpper, later, laterUpper, long, longUpper] = [0, 0, 0, 0, 0, 0];
  for (const text of texts) {
    wordsOf(text, hidden).forEach((each, index) => {
      if (each.seen.length >= 2) {
        long++;
        if (isUpper(each.seen)) longUpper++;
      }
      if (each.startsHidden) return;
      const upper = isUpper(each.seen[0]!) ? 1 : 0;
      if (index === 0) [first, firstUpper] = [first + 1, firstUpper + upper];
      else [later, laterUpper] = [later + 1, laterUpper + upper];
    });
  }
  if (long > 0 && longUpper >= 0.9 * long) return 'upper';
  if (later > 0 && laterUpper >= 0.9 * later && firstUpper >= 0.9 * first) return 'title';
  return first > 0 && firstUpper >= 0.9 * first ? 'sentence' : 'mixed';
}

/**
 * Gives back capitals that the encoding could not write: in a word of capitals (`NéI` → NỘI), and at the start of a
 * word where the column or the list of names says so (`ái Quốc` → Ái Quốc).
 */
export function restoreCase(
  text: string,
  hidden: ReadonlySet<string>,
  capitals: Capitals,
  caseOf: (lowerCase: string) => string | undefined,
): RestoredCase {
  const words = wordsOf(text, hidden);
  if (!words.some(({ hasHidden }) => hasHidden)) return { text, doubtful: false };
  const listed = caseOf(text.trim().toLowerCase());
  if (listed !== undefined && agrees(listed, text.trim(), hidden))
    return { text: text.replace(text.trim(), listed), doubtful: false };
  const loud = !words.some(hasSmall) && (capitals === 'upper' || words.some(isAllCapitals));
  let result = '';
  let end = 0;
  let doubtful = false;
  words.forEach((each, index) => {
    result += text.slice(end, each.at);
    end = each.at + each.text.length;
    if (!each.hasHidden) result += each.text;
    else if (loud || isAllCapitals(each) || isHiddenBeforeCapital(each)) result += each.text.toUpperCase();
    else if (!each.startsHidden) result += each.text;
    else {
      const upper = startsUpper(words, index, capitals);
      if (upper === null) doubtful = true;
      result += upper ? each.text[0]!.toUpperCase() + each.text.slice(1) : each.text;
    }
  });
  return { text: result + text.slice(end), doubtful };
}

/** `ëN`: a capital behind a letter that cannot show its own. */
function isHiddenBeforeCapital({ startsHidden, seen }: Word): boolean {
  return startsHidden && seen !== '' && isUpper(seen);
}

function startsUpper(words: readonly Word[], index: number, capitals: Capitals): boolean | null {
  if (capitals === 'title' || capitals === 'upper') return true;
  if (index === 0) return capitals === 'sentence' ? true : null;
  if (capitals === 'sentence') return followsName(words, index) ? null : false;
  return null;
}

/** `phường Phú Ái`: between or behind words with capitals it may be part of a name. */
function followsName(words: readonly Word[], index: number): boolean {
  const before = words[index - 1]!;
  return index > 1 && !before.startsHidden && isUpper(before.seen[0] ?? '');
}

/** Whether a listed name differs only where case could not be written. */
function agrees(listed: string, text: string, hidden: ReadonlySet<string>): boolean {
  const letters = [...text];
  return [...listed].every((letter, at) => letter === letters[at] || hidden.has(letters[at]!));
}

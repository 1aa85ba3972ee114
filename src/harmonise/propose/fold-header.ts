import { withoutUnit, unitTextOf } from '../header-words.ts';
import { foldLetters } from '../property-names.ts';

/** A header or a property's name, cut into comparable words. */
export interface FoldedHeader {
  /** All letters and digits written together: `PM 2,5` is `pm25`. */
  readonly joined: string;
  readonly words: readonly string[];
  /** First letters of the words: `Nhiệt độ` is `nd`. */
  readonly initials: string;
}

/** Words that all mean "the number or code of": the last or first of several words of a header. */
const codeWords = new Set(['code', 'id', 'no', 'nr', 'num', 'number', 'ma', 'so', 'stt']);

/** The words of a header without its unit; capitals inside a word begin a new one (`windSpeed`). */
export function foldHeader(header: string): FoldedHeader {
  const unit = unitTextOf(header);
  const bare = unit === null ? header : withoutUnit(header) || header;
  const apart = bare.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu}|\d)(\p{Lu}\p{Ll})/gu, '$1 $2');
  const words = foldLetters(apart)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return foldedOf(words);
}

/** A header of words that are folded already. */
export function foldedOf(words: readonly string[]): FoldedHeader {
  return { joined: words.join(''), words: withCodeWord(words), initials: words.map((word) => word[0]!).join('') };
}

/** `Station No`, `station id` and `station code` have the same words. */
function withCodeWord(words: readonly string[]): string[] {
  if (words.length < 2) return [...words];
  return words.map((word, index) =>
    codeWords.has(word) && (index === 0 || index === words.length - 1) ? 'code' : word,
  );
}

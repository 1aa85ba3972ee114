import type { Fold } from './typed.ts';
import { foldText } from './fold-text.ts';

/** No letter above folds to one of ASCII. */
const lastLetter = 0x2fff;
const marks = '[\\u0300-\\u036f]*';
const letters = new Map<boolean, ReadonlyMap<string, string>>();

/**
 * A regular expression of PostgreSQL that every text matches whose folded form is like the pattern; null where none is worth
 * it. It looks for the longest plain part of the pattern in the text as it is written, which costs a fifth of folding every
 * text; what it lets through is folded still, so answers stay what they are. Only where accents fold: their marks are all
 * that can stand between two letters then.
 */
export function foldPrefilter(pattern: string, fold: Fold): string | null {
  if (!fold.accents) return null;
  const part = plainParts(pattern).reduce((longest, next) => (next.length > longest.length ? next : longest), '');
  if (part === '') return null;
  const classes = lettersOf(fold);
  // One ß stands for two s, or for half of them where the part begins or ends within.
  const pieces = part.match(/s+|[^s]/g)!.map((piece) => {
    const letter = `[${classes.get(piece[0]!)}]${marks}`;
    return piece.length === 1 ? letter : `(?:${letter}){${Math.ceil(piece.length / 2)},${piece.length}}`;
  });
  return pieces.join('');
}

/** Runs of ASCII without wildcards; a backslash takes the meaning from what follows. */
function plainParts(pattern: string): string[] {
  const parts = [''];
  for (let i = 0; i < pattern.length; i++) {
    const isEscaped = pattern[i] === '\\' && i + 1 < pattern.length;
    const letter = isEscaped ? pattern[++i]! : pattern[i]!;
    const isPlain = letter > '\u0000' && letter < '\u0080' && (isEscaped || (letter !== '%' && letter !== '_'));
    if (isPlain) parts.push(parts.pop()! + letter);
    else parts.push('');
  }
  return parts;
}

/** For each letter of ASCII what folds to it, as the inside of a bracket. */
function lettersOf(fold: Fold): ReadonlyMap<string, string> {
  const known = letters.get(fold.letterCase);
  if (known) return known;
  const found = new Map<string, string>();
  for (let code = 1; code <= lastLetter; code++) {
    const own = `\\u${code.toString(16).padStart(4, '0')}`;
    for (const letter of new Set(foldText(String.fromCharCode(code), fold))) {
      if (letter < '\u0080') found.set(letter, (found.get(letter) ?? '') + own);
    }
  }
  letters.set(fold.letterCase, found);
  return found;
}

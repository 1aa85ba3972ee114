import type { Fold } from './typed.ts';

/**
 * CASEI and ACCENTI: the same letters in SQL (`foldSql`) and in memory, on any collation of the database.
 * Rule: canonical decomposition; letters of ASCII in lower case; marks U+0300–U+036F away where accents do not count;
 * then a table for the letters that do not decompose (đ, ø, Greek, Cyrillic …); ß becomes ss; canonical composition.
 * Source: Unicode default case folding (CaseFolding.txt), for Latin, Greek and Cyrillic.
 */
export function foldText(text: string, fold: Fold): string {
  if (isAscii(text)) return fold.letterCase ? text.toLowerCase() : text;
  let folded = text.normalize('NFD');
  if (fold.letterCase) folded = folded.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (fold.accents) folded = folded.replace(combiningMarks, '');
  const { map } = foldTable(fold);
  folded = folded.replace(/[^\u0000-\u007f]/gu, (letter) => map.get(letter) ?? letter); // oxlint-disable-line no-control-regex
  if (fold.letterCase) folded = folded.replaceAll('ß', 'ss');
  return folded.normalize('NFC');
}

const combiningMarks = /[\u0300-\u036f]/g;

interface FoldTable {
  readonly from: string;
  readonly to: string;
  readonly map: ReadonlyMap<string, string>;
}

/** Letters that fold one to one, as the two arguments of SQL's `translate`. */
export function foldTable(fold: Fold): FoldTable {
  return fold.letterCase ? (fold.accents ? both : caseOnly) : accentsOnly;
}

// Latin-1 and Extended-A, Greek, Cyrillic with the Ukrainian ґ: beyond these CASEI leaves letters as they are.
const cased = [
  [0xc0, 0x17f],
  [0x391, 0x3a9],
  [0x402, 0x42f],
  [0x490, 0x490],
] as const;

const strokes: readonly (readonly [string, string])[] = [
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ħ', 'h'],
  ['Ħ', 'H'],
  ['ŧ', 't'],
  ['Ŧ', 'T'],
];

const casePairs = cased
  .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)))
  .filter((letter) => letter.normalize('NFD') === letter && letter.toLowerCase() !== letter)
  .map((letter) => [letter, letter.toLowerCase()] as const)
  .concat([
    ['ς', 'σ'],
    ['ẞ', 'ß'],
  ]);

const strokeOf = new Map(strokes);
const caseOnly = table(casePairs);
const accentsOnly = table(strokes);
const both = table([
  ...casePairs.map(([upper, lower]) => [upper, strokeOf.get(lower) ?? lower] as const),
  ...strokes.filter(([letter]) => letter.toLowerCase() === letter),
]);

function table(pairs: readonly (readonly [string, string])[]): FoldTable {
  return {
    from: pairs.map(([letter]) => letter).join(''),
    to: pairs.map(([, folded]) => folded).join(''),
    map: new Map(pairs),
  };
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

import {
  detectLetters,
  letterConverter,
  LetterSample,
  type LetterEncoding,
  type Letters,
  type LettersGuess,
} from '../../src/harmonise/index.ts';
import { lossyMojibake, mojibake, mojibakeTwice, shownAs, tableEncoder, type Encoder } from './encoders.ts';

/** How one way of writing came back. */
export interface Score {
  readonly words: number;
  readonly right: number;
}

export interface Writing {
  readonly name: string;
  readonly encode: Encoder;
  /** What must come back; the text itself unless the way of writing changes it. */
  readonly expect: (text: string) => string;
  /** Whether letters' case is compared. */
  readonly ignoresCase?: boolean;
}

const same = (text: string) => text;

/** Every way of writing that is measured. */
export function writings(encodings: readonly LetterEncoding[]): Writing[] {
  const encoder = (id: string) =>
    tableEncoder(
      encodings.find((encoding) => encoding.id === id)!,
      encodings,
    );
  const plain = ['tcvn3', 'tcvn-vn1', 'vni', 'viscii', 'vps', 'windows-1258'].map((id) => ({
    name: id,
    encode: encoder(id),
    expect: same,
  }));
  const tcvn3 = encoder('tcvn3');
  const vni = encoder('vni');
  const capitals = encoder('tcvn3-capitals');
  return [
    ...plain,
    { name: 'tcvn3-capitals', encode: (text) => capitals(text.toUpperCase()), expect: (text) => text.toUpperCase() },
    {
      name: 'tcvn3-capitals typed small',
      encode: (text) => capitals(text.toLowerCase()),
      expect: same,
      ignoresCase: true,
    },
    { name: 'tcvn3 read as windows-1258', encode: (text) => shownAs('windows-1258', tcvn3(text)), expect: same },
    { name: 'tcvn3 read as Mac Roman', encode: (text) => shownAs('macintosh', tcvn3(text)), expect: same },
    { name: 'vni read as windows-1258', encode: (text) => shownAs('windows-1258', vni(text)), expect: same },
    { name: 'utf-8 read as windows-1252', encode: mojibake, expect: same },
    { name: 'the same, five bytes dropped', encode: lossyMojibake, expect: same },
    { name: 'the same, twice', encode: mojibakeTwice, expect: same },
    { name: 'utf-8 read as windows-1258', encode: (text) => shownAs('windows-1258', mojibake(text)), expect: same },
    { name: 'Unicode decomposed (NFD)', encode: (text) => text.normalize('NFD'), expect: same },
  ];
}

export function guessOf(cells: readonly string[], letters: Letters): LettersGuess | null {
  const sample = new LetterSample();
  for (const cell of cells) sample.add(cell);
  return detectLetters(sample, letters);
}

/** What becomes of the cells of a column. */
export function convertColumn(cells: readonly string[], letters: Letters): string[] {
  const guess = guessOf(cells, letters);
  const convert = guess && letterConverter(guess, letters);
  return cells.map((cell) => (convert ? convert(cell).text : cell).normalize('NFC'));
}

export function scoreOf(expected: readonly string[], found: readonly string[], ignoresCase = false): Score {
  let words = 0;
  let right = 0;
  expected.forEach((text, at) => {
    const fold = (each: string) => (ignoresCase ? each.toLowerCase() : each);
    const other = fold(found[at]!).split(' ');
    fold(text.normalize('NFC'))
      .split(' ')
      .forEach((word, index) => {
        words++;
        if (word === other[index]) right++;
      });
  });
  return { words, right };
}

/** Whole columns in pieces of `size` cells; 0: all in one. */
export function measureColumns(names: readonly string[], size: number, writing: Writing, letters: Letters): Score {
  let words = 0;
  let right = 0;
  for (const piece of pieces(names, size)) {
    const found = convertColumn(piece.map(writing.encode), letters);
    const score = scoreOf(piece.map(writing.expect), found, writing.ignoresCase);
    words += score.words;
    right += score.right;
  }
  return { words, right };
}

/** One cell of legacy letters among `company`, which must not change. */
export function measureSingles(
  names: readonly string[],
  company: readonly string[],
  writing: Writing,
  letters: Letters,
) {
  let words = 0;
  let right = 0;
  let disturbed = 0;
  for (const name of names) {
    const found = convertColumn([writing.encode(name), ...company], letters);
    const score = scoreOf([writing.expect(name)], found, writing.ignoresCase);
    words += score.words;
    right += score.right;
    disturbed += company.filter((cell, at) => cell.normalize('NFC') !== found[at + 1]).length;
  }
  return { words, right, disturbed };
}

export function pieces<T>(all: readonly T[], size: number): (readonly T[])[] {
  if (size === 0) return [all];
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

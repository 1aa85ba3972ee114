import type { LetterEncoding } from './encodings-part.ts';
import type { Candidate, Letters } from './letters.ts';
import { capitalsOf, sharedLetters, type Capitals } from './restore-case.ts';
import type { LetterSample } from './sample.ts';
import { weighAsIs, type Weight } from './weigh.ts';

/** What a column is written in, and why. */
export interface LettersGuess {
  /** Encodings found, the most frequent first; none when everything is right as it stands. */
  readonly found: readonly FoundLetters[];
  /** Share of cells beyond ASCII that are right as they stand. */
  readonly right: number;
  readonly confidence: number;
  /** How capitals stand, where the encoding cannot write all of them. */
  readonly capitals: Capitals;
  /** Share of changed words that become Vietnamese syllables. */
  readonly syllables: number;
  readonly samples: readonly { readonly from: string; readonly to: string }[];
  readonly runnerUp: { readonly id: string; readonly syllables: number } | null;
}

export interface FoundLetters {
  readonly id: string;
  /** Share of cells beyond ASCII that are written so. */
  readonly share: number;
}

interface Cell {
  readonly text: string;
  /** How many cells of the column it speaks for. */
  readonly count: number;
  readonly weights: readonly Weight[];
  readonly asIs: number;
}

/** Pseudo-counts: right text is the rule, legacy letters need evidence. */
const priorForeign = 1;
const priorVietnamese = 0.5;
const priorLegacy = 0.05;
const priorRare = 0.005;
const rounds = 12;
const samplesShown = 3;
/** Bits that the cells of an encoding must add up to; fewer where the font says so already. */
const leastBits = 5;
const leastBitsInFont = 1;
const impossible: Weight = { bits: -1000, words: 0, syllables: 0 };

/** Of a column beside others in the same letters: one file is mostly written in one way. */
const leaning = { foreign: 1, vietnamese: 0.05, legacy: 3 } as const;
/** A font outlives its letters: texts that were converted since are as likely as those that were not. */
const leaningOfFont = { foreign: 1, vietnamese: 3, legacy: 3 } as const;
const surelyKnown = 0.9;

/**
 * The columns of one table: where most are written in one encoding, less evidence does for the others. A column whose
 * font was made for an encoding leans on that one.
 */
export function detectColumns(
  samples: readonly LetterSample[],
  letters: Letters,
  fonts: readonly (string | null)[] = [],
): (LettersGuess | null)[] {
  const byFont = samples.map((_, at) => encodingOfFont(fonts[at] ?? null, letters));
  const first = samples.map((sample, at) => detectSet(sample, letters, byFont[at] ?? null));
  const lean = mostFrequent(first);
  if (lean === null) return first;
  return first.map((guess, at) =>
    byFont[at] || isWhole(guess, lean) ? guess : detectLetters(samples[at]!, letters, lean),
  );
}

/** The encoding that fonts of this name were made for; the longest name that fits, so `.VnTimeH` is no `.VnTime`. */
function encodingOfFont(font: string | null, { candidates }: Letters): LetterEncoding | null {
  if (font === null) return null;
  let best: { readonly encoding: LetterEncoding; readonly length: number } | null = null;
  for (const { decoder } of candidates) {
    for (const name of decoder?.encoding.fonts ?? []) {
      const expression = new RegExp(
        `^${name
          .split('*')
          .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      );
      if (expression.test(font) && name.length > (best?.length ?? 0))
        best = { encoding: decoder!.encoding, length: name.length };
    }
  }
  return best?.encoding ?? null;
}

/** A column set in a font of an encoding; one that draws capitals only makes capitals of what is typed small. */
function detectSet(sample: LetterSample, letters: Letters, font: LetterEncoding | null): LettersGuess | null {
  const plain = font?.capitals === 'always' ? font.extends : font?.id;
  const guess = detectLetters(sample, letters, plain ?? null, font !== null);
  if (!guess || !font || guess.found[0]!.id !== plain || plain === font.id) return guess;
  const drawn = letters.candidate(font.id)!;
  const [first, ...others] = guess.found;
  return {
    ...guess,
    found: [{ ...first!, id: font.id }, ...others],
    capitals: 'upper',
    samples: guess.samples.map(({ from }) => ({ from, to: drawn.read(from).text.normalize('NFC') })),
  };
}

/** Nothing in the column but these letters. */
function isWhole(guess: LettersGuess | null, id: string): boolean {
  return guess !== null && guess.found[0]!.id === id && guess.found[0]!.share > 0.98;
}

/** The encoding that most columns are surely written in; null where none is. */
export function mostFrequent(guesses: readonly (LettersGuess | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const guess of guesses) {
    const [first] = guess?.found ?? [];
    if (!first || guess!.confidence < surelyKnown || first.share < 0.5) continue;
    counts.set(first.id, (counts.get(first.id) ?? 0) + 1);
  }
  const [best] = [...counts].toSorted(([, one], [, other]) => other - one);
  return best ? best[0] : null;
}

/**
 * A mixture of ways of writing is fitted to the cells (expectation maximisation): right text of another language, right
 * Vietnamese, and each legacy encoding. A column may hold several; what is rare needs more evidence per cell.
 */
export function detectLetters(
  sample: LetterSample,
  letters: Letters,
  lean: string | null = null,
  isOfFont = false,
): LettersGuess | null {
  if (sample.isEmpty) return null;
  const cells = [...cellsOf(sample.plain, letters), ...cellsOf(sample.odd, letters)];
  const model = fit(cells, sample.unicode, priorsOf(letters.candidates, lean, isOfFont ? leaningOfFont : leaning));
  const leastFor = (id: string): number => (isOfFont && id === lean ? leastBitsInFont : leastBits);
  const total = sample.unicode + cells.reduce((sum, cell) => sum + cell.count, 0);
  const found = letters.candidates
    .map((candidate, index) => ({ candidate, index, ...sumOf(cells, model.chosen, index) }))
    .filter(({ candidate, bits, count }) => count > 0 && bits >= leastFor(candidate.id))
    .sort((one, other) => other.count - one.count);
  const [first] = found;
  if (!first) return null;
  const share = (count: number) => Math.round((count / total) * 10_000) / 10_000;
  const right = share(total - found.reduce((sum, { count }) => sum + count, 0));
  const of = cells.filter((_, at) => model.chosen[at] === first.index);
  const capitals = capitalsIn(of, first.candidate);
  const named = capitals === 'upper' ? fontOf(first.candidate, letters.candidates) : first.candidate;
  return {
    found: found.map(({ candidate, count }) => ({
      id: candidate === first.candidate ? named.id : candidate.id,
      share: share(count),
    })),
    right,
    capitals,
    confidence: confidenceOf(first.bits, syllableShare(of, first.index)),
    syllables: syllableShare(of, first.index),
    samples: samplesOf(of, named, first.index),
    runnerUp: runnerUpOf(of, letters.candidates, first.index),
  };
}

function cellsOf(sample: LetterSample['plain'], { candidates, knows }: Letters): Cell[] {
  const count = sample.texts.size === 0 ? 0 : sample.offered / sample.texts.size;
  return [...sample.texts.values()].map((text) => {
    // An all-capitals font has the bytes of its plain one: `fontOf` tells them apart.
    const weights = candidates.map((candidate) =>
      candidate.decoder?.encoding.capitals === 'always' ? impossible : candidate.weigh(text),
    );
    return { text, count, weights, asIs: weighAsIs(text, knows).bits };
  });
}

interface Model {
  /** For each cell the index of its candidate; -1: right as it stands. */
  readonly chosen: readonly number[];
}

function priorsOf(
  candidates: readonly Candidate[],
  lean: string | null,
  leaning: { readonly foreign: number; readonly vietnamese: number; readonly legacy: number },
): number[] {
  const legacy = candidates.map((candidate) => {
    if (candidate.id === lean) return leaning.legacy;
    return isRare(candidate) ? priorRare : priorLegacy;
  });
  return lean === null ? [priorForeign, priorVietnamese, ...legacy] : [leaning.foreign, leaning.vietnamese, ...legacy];
}

function fit(cells: readonly Cell[], unicodeCells: number, priors: readonly number[]): Model {
  let counts = [...priors];
  let logs = logsOf(counts);
  const likelihoods = cells.map((cell) => [0, cell.asIs, ...cell.weights.map(({ bits }) => bits)]);
  for (let round = 0; round < rounds; round++) {
    counts = [...priors];
    counts[1]! += unicodeCells;
    likelihoods.forEach((bits, at) => {
      posterior(bits, logs).forEach((share, way) => (counts[way]! += share * cells[at]!.count));
    });
    logs = logsOf(counts);
  }
  return { chosen: likelihoods.map((bits) => chooseWay(bits, logs)) };
}

function isRare({ decoder, reading }: Candidate): boolean {
  return reading === 'macintosh' || decoder?.encoding.extends !== undefined;
}

function logsOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.log2(count / total));
}

function posterior(bits: readonly number[], logs: readonly number[]): number[] {
  const sums = bits.map((each, way) => each + logs[way]!);
  const most = Math.max(...sums);
  const shares = sums.map((sum) => 2 ** (sum - most));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

function chooseWay(bits: readonly number[], logs: readonly number[]): number {
  const sums = bits.map((each, way) => each + logs[way]!);
  const best = sums.indexOf(Math.max(...sums));
  return best - 2;
}

function sumOf(cells: readonly Cell[], chosen: readonly number[], index: number) {
  let bits = 0;
  let count = 0;
  cells.forEach((cell, at) => {
    if (chosen[at] !== index) return;
    bits += cell.weights[index]!.bits;
    count += cell.count;
  });
  return { bits, count };
}

function capitalsIn(cells: readonly Cell[], { decoder, read }: Candidate): Capitals {
  const hidden = decoder ? sharedLetters(decoder) : new Set<string>();
  if (hidden.size === 0) return 'mixed';
  return capitalsOf(
    cells.map(({ text }) => read(text).text),
    hidden,
  );
}

/** The all-capitals font of an encoding, when the letters that can be seen are capitals. */
function fontOf(plain: Candidate, candidates: readonly Candidate[]): Candidate {
  const font = candidates.find(
    ({ decoder }) =>
      decoder?.encoding.capitals === 'always' &&
      decoder.encoding.extends === plain.decoder?.encoding.id &&
      decoder.reading === plain.decoder?.reading,
  );
  return font ?? plain;
}

function syllableShare(cells: readonly Cell[], index: number): number {
  let words = 0;
  let syllables = 0;
  for (const { weights } of cells) {
    words += weights[index]!.words;
    syllables += weights[index]!.syllables;
  }
  return words === 0 ? 0 : Math.round((syllables / words) * 1000) / 1000;
}

function confidenceOf(bits: number, syllables: number): number {
  const sure = 1 - 2 ** -Math.min(10, bits / 3);
  return Math.round(Math.min(0.99, sure * (0.5 + syllables / 2)) * 100) / 100;
}

function samplesOf(cells: readonly Cell[], candidate: Candidate, index: number) {
  return cells
    .toSorted((one, other) => other.weights[index]!.syllables - one.weights[index]!.syllables)
    .slice(0, samplesShown)
    .map(({ text }) => ({ from: text, to: candidate.read(text).text.normalize('NFC') }));
}

function runnerUpOf(cells: readonly Cell[], candidates: readonly Candidate[], first: number): LettersGuess['runnerUp'] {
  const others = candidates
    .map((candidate, index) => ({ id: candidate.id, index, syllables: syllableShare(cells, index) }))
    .filter(({ index, syllables }) => index !== first && syllables > 0)
    .sort((one, other) => other.syllables - one.syllables);
  return others[0] ? { id: others[0].id, syllables: others[0].syllables } : null;
}

import type { Detection, Layer, RowBatch } from '../formats/index.ts';
import { ColumnEvidence } from './column-evidence.ts';
import {
  detectColumns,
  detectLetters,
  letterConverter,
  mostFrequent,
  LetterSample,
  type Letters,
  type LettersGuess,
} from './letters/index.ts';

/** What a column's letters are, as its profile tells it. */
export interface WrittenIn {
  readonly guess: LettersGuess;
  readonly reading: Readonly<Record<string, unknown>>;
  readonly why: readonly Detection[];
}

type Convert = (text: string) => string;

/**
 * Letters of one layer while it is profiled. The first batch says how each column seems to be written, so that dates,
 * words and names are judged in Unicode; the whole layer says it finally.
 */
export class LayerLetters {
  readonly #layer: Layer;
  readonly #letters: Letters | undefined;

  constructor(layer: Layer, letters: Letters | undefined) {
    this.#layer = layer;
    this.#letters = letters;
  }

  columnsFor(first: RowBatch | null): ColumnEvidence[] {
    const { columns } = this.#layer;
    const guesses = this.#detect(columns.map((_, index) => sampleOf((first?.rows ?? []).map((row) => row[index]))));
    const titles = this.#titles(guesses);
    return columns.map((name, index) => new ColumnEvidence(name, titles[index]!, this.#converter(guesses[index]!)));
  }

  describe(columns: readonly ColumnEvidence[]): (WrittenIn | null)[] {
    const fonts = this.#layer.fonts ?? [];
    const guesses = this.#detect(columns.map(({ letters }) => letters));
    return guesses.map((guess, at) => guess && writtenIn(guess, fonts[at] ?? null));
  }

  #detect(samples: readonly LetterSample[]): (LettersGuess | null)[] {
    return this.#letters ? detectColumns(samples, this.#letters, this.#layer.fonts) : samples.map(() => null);
  }

  #converter(guess: LettersGuess | null): Convert | null {
    const convert = guess && this.#letters ? letterConverter(guess, this.#letters) : null;
    return convert && ((text) => convert(text).text);
  }

  /** Headers are few: what they do not show by themselves, the columns show. */
  #titles(guesses: readonly (LettersGuess | null)[]): string[] {
    const { columns } = this.#layer;
    const guess = this.#letters ? detectLetters(sampleOf(columns), this.#letters, mostFrequent(guesses)) : null;
    const convert = this.#converter(guess);
    return columns.map((name) => (convert ? convert(name) : name).normalize('NFC'));
  }
}

function sampleOf(cells: readonly unknown[]): LetterSample {
  const sample = new LetterSample();
  for (const cell of cells) if (typeof cell === 'string') sample.add(cell);
  return sample;
}

function writtenIn(guess: LettersGuess, font: string | null): WrittenIn {
  const { found, right, capitals, confidence } = guess;
  const { id } = found[0]!;
  return {
    guess,
    reading: { letters: id, lettersFound: found, lettersRight: right, lettersCapitals: capitals },
    why: [
      { what: 'letters', value: id, reason: 'vietnamese-syllables', confidence },
      ...(font === null ? [] : [{ what: 'font', value: font, reason: 'set-in-font', confidence: 1 }]),
    ],
  };
}

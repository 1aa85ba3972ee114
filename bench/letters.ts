import iconv from 'iconv-lite';
import { detectLetters, letterConverter, LetterSample } from '../src/harmonise/index.ts';
import { tableEncoder } from '../test/letters/encoders.ts';
import { shippedLetters } from '../test/letters/shipped.ts';
import type { Benchmark, Outcome, Value } from './model.ts';
import { digits, median, secondsSince } from './support/numbers.ts';

const megabyte = 1_000_000;
/** Cells repeat in real columns; so many different ones stand in this. */
const differentCells = 5_000;
const syllables = 'Phường Xã Thị trấn Cái Khế Ninh Kiều Mỹ Khánh Đông Hòa Bình Trường Phước Thạnh Lộc Vĩnh Sơn'.split(
  ' ',
);

interface Case {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Letters alone: cells in memory to cells in Unicode, beside what only decodes bytes. */
export const letters: Benchmark = {
  name: 'letters',
  summary: 'Detector and converter of legacy letters, beside iconv-lite and TextDecoder',
  defaultRows: 1_000_000,
  run: async (settings) => {
    const shipped = await shippedLetters();
    const right = cellsOf(settings.rows);
    const written = (id: string) => {
      const encode = tableEncoder(
        shipped.encodings.find((each) => each.id === id)!,
        shipped.encodings,
      );
      return memoised(right, encode);
    };
    const cases: Case[] = [
      { name: 'ASCII', cells: right.map((_, at) => `station ${at % differentCells}`) },
      { name: 'right Vietnamese', cells: right },
      { name: 'tcvn3', cells: written('tcvn3') },
      { name: 'vni', cells: written('vni') },
    ];
    const rows = cases.map((each) => {
      settings.say(each.name);
      return measureCase(each, shipped.letters, settings.rounds);
    });
    return report(rows, bareLimits(right, settings.rounds));
  },
};

function cellsOf(rows: number): string[] {
  const different = Array.from(
    { length: differentCells },
    (_, at) =>
      [0, 1, 2].map((place) => syllables[(at * (place + 3) + place * 7) % syllables.length]!).join(' ') + ` ${at}`,
  );
  return Array.from({ length: rows }, (_, at) => different[at % differentCells]!);
}

function memoised(cells: readonly string[], encode: (text: string) => string): string[] {
  const known = new Map<string, string>();
  return cells.map((cell) => {
    let encoded = known.get(cell);
    if (encoded === undefined) known.set(cell, (encoded = encode(cell)));
    return encoded;
  });
}

function measureCase(
  { name, cells }: Case,
  shipped: Awaited<ReturnType<typeof shippedLetters>>['letters'],
  rounds: number,
) {
  const sampling: number[] = [];
  const judging: number[] = [];
  const converting: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sample = new LetterSample();
    let started = performance.now();
    for (const cell of cells) sample.add(cell);
    sampling.push(secondsSince(started));
    started = performance.now();
    const guess = detectLetters(sample, shipped);
    judging.push(secondsSince(started));
    const convert = guess && letterConverter(guess, shipped);
    started = performance.now();
    let length = 0;
    for (const cell of cells) length += convert ? convert(cell).text.length : cell.length;
    if (length === 0) throw new Error('Nothing was converted.');
    converting.push(secondsSince(started));
  }
  const size = cells.reduce((sum, cell) => sum + cell.length, 0) / megabyte;
  return {
    name,
    rows: cells.length,
    size,
    sampling: median(sampling),
    judging: median(judging),
    converting: median(converting),
  };
}

/** Bytes of a single-byte code page to text in one piece: no column, no decision, no cell. */
function bareLimits(cells: readonly string[], rounds: number): Value[][] {
  const bytes = iconv.encode(cells.slice(0, 200_000).join('\n'), 'windows-1258');
  const decoder = new TextDecoder('windows-1258');
  const rate = (decode: () => string) => {
    const times = Array.from({ length: rounds }, () => {
      const started = performance.now();
      decode();
      return secondsSince(started);
    });
    return digits(bytes.length / megabyte / median(times));
  };
  return [
    ['TextDecoder', rate(() => decoder.decode(bytes))],
    ['iconv-lite', rate(() => iconv.decode(bytes, 'windows-1258'))],
  ];
}

function report(rows: readonly ReturnType<typeof measureCase>[], bare: readonly Value[][]): Outcome {
  return {
    tables: [
      {
        title: 'Cells',
        columns: ['column of', 'cells', 'MB', 'detector MB/s', 'decision ms', 'converter MB/s', 'converter cells/s'],
        rows: rows.map(({ name, rows: count, size, sampling, judging, converting }) => [
          name,
          count,
          digits(size),
          digits(size / sampling),
          digits(judging * 1_000),
          digits(size / converting),
          digits(count / converting),
        ]),
      },
      { title: 'Bytes to text without a decision', columns: ['decoder', 'MB/s'], rows: bare },
    ],
    ratios: [],
    leftOut: [],
    notes: [
      'MB are characters. The detector takes each cell in the profile’s pass; the decision is made once for a column.',
      `The column repeats ${differentCells} different cells; the converter remembers them. Right and ASCII columns have no converter.`,
    ],
  };
}

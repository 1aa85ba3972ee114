import type { ReadingChoice } from '../../src/formats/index.ts';
import { mutate, randomFrom } from './mutate.ts';
import type { Seed } from './seed.ts';
import type { Input } from './try-input.ts';

/**
 * How many of a round's inputs a format gets. Those that work in WebAssembly or unpack get fewer, those that start a
 * program few; every other one gets `usual`.
 */
const usual = 40;
const shares: Readonly<Record<string, number>> = {
  gpkg: 8,
  parquet: 12,
  xlsx: 20,
  ods: 20,
  zip: 20,
  xls: 30,
  gdal: 0.1,
};

/** Which input a number stands for: the same seeds and the same number give the same bytes. */
export class Schedule {
  readonly #formats: readonly string[];
  readonly #seeds: ReadonlyMap<string, readonly Seed[]>;
  readonly #all: readonly Seed[];

  constructor(seeds: readonly Seed[]) {
    this.#all = seeds;
    this.#seeds = grouped(seeds);
    // Spread over the round, so that a short run meets every format too.
    this.#formats = [...this.#seeds.keys()]
      .flatMap((format) => {
        const share = Math.ceil((shares[format] ?? usual) * 10);
        return Array.from({ length: share }, (_, index) => ({ format, place: (index + 0.5) / share }));
      })
      .toSorted((a, b) => a.place - b.place)
      .map(({ format }) => format);
  }

  input(number: number): { readonly seed: Seed; readonly input: Input; readonly choices: readonly ReadingChoice[] } {
    const random = randomFrom(number);
    const own = this.#seeds.get(this.#formats[number % this.#formats.length]!)!;
    const seed = own[Math.floor(random() * own.length)]!;
    const others = random() < 0.5 ? own : this.#all;
    const other = others[Math.floor(random() * others.length)]!;
    return { seed, input: inputOf(seed, other, random), choices: choicesOf(random) };
  }
}

function grouped(seeds: readonly Seed[]): Map<string, Seed[]> {
  const groups = new Map<string, Seed[]>();
  for (const seed of seeds) groups.set(seed.format, [...(groups.get(seed.format) ?? []), seed]);
  return groups;
}

/** One part is changed; now and then files come in an archive, and an archive is changed from outside. */
function inputOf(seed: Seed, other: Seed, random: () => number): Input {
  const chosen = Math.floor(random() * seed.parts.length);
  const parts = seed.parts.map((part, index) =>
    index === chosen ? { ...part, bytes: mutate(part.bytes, other.parts[0]!.bytes, random) } : part,
  );
  const dice = random();
  if (seed.archive !== undefined) return { parts, archive: seed.archive, ...(dice < 0.1 ? { spoil: random } : {}) };
  return dice < 0.02 ? { parts, archive: `${seed.format}.zip` } : { parts };
}

const encodings = ['utf-8', 'windows-1258', 'utf-16le', 'utf-16be', 'shift_jis', 'no-such-name'];

/** What a steward might choose; mostly nothing. */
function choicesOf(random: () => number): ReadingChoice[] {
  if (random() < 0.9) return [];
  const one = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  return [
    one<ReadingChoice>([
      { encoding: one(encodings) },
      { delimiter: one([';', ',', '\t', '|', 'ab']) },
      { headerRow: one(['0', '1', '2', '1-2', '900']) },
      { firstRow: one([1, 3, 1_000_000]), lastRow: one([2, 5]) },
      { range: one(['B:K', 'A2:C9', 'ZZ:ZZ', '5:9']) },
      { records: one(['/results', '/r/v', '/features', '/x/y', '/data/*+/items', '']) },
      { comment: one(['#', '', '"']) },
    ]),
  ];
}

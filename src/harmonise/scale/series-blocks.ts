import { grainOf, joinedGrain, type Grain } from './grain.ts';

/** A stretch of rows of one series, by its typical value. Zeros are left out: they are the same in every unit. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly median: number;
  /** Median distance from the median. */
  readonly spread: number;
  readonly grain: Grain;
  /** Texts of the label columns that are one and the same in the whole stretch, else null. */
  readonly labels: readonly (string | null)[];
}

const shortestBlock = 6;
/** A long series is cut into blocks of this share of what it has given so far: finer ones would only be joined again. */
const blockShare = 1 / 1_500;
const mostBlocks = 160;
const keptBlocks = 100;

/**
 * The course of one series in bounded memory: stretches of a few rows each; when there are too many, neighbours that
 * are most alike become one, so that jumps stay where they are.
 */
export class SeriesBlocks {
  readonly blocks: Block[] = [];
  zeros = 0;
  count = 0;
  readonly #values: number[] = [];
  #from = 0;
  #to = 0;
  #labels: (string | null)[] = [];

  add(value: number, position: number, labels: readonly (string | null)[]): void {
    if (value === 0) {
      this.zeros++;
      return;
    }
    this.count++;
    if (this.#values.length === 0) {
      this.#from = position;
      this.#labels = [...labels];
    } else {
      for (let at = 0; at < labels.length; at++) if (this.#labels[at] !== labels[at]) this.#labels[at] = null;
    }
    this.#to = position;
    this.#values.push(value);
    if (this.#values.length >= Math.max(shortestBlock, this.count * blockShare)) this.#close();
  }

  finish(): readonly Block[] {
    if (this.#values.length >= 3) this.#close();
    return this.blocks;
  }

  #close(): void {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const median = middle(sorted);
    const spread = middle(sorted.map((value) => Math.abs(value - median)).toSorted((a, b) => a - b));
    const grain = grainOf(sorted);
    const count = sorted.length;
    this.blocks.push({ from: this.#from, to: this.#to, count, median, spread, grain, labels: this.#labels });
    this.#values.length = 0;
    if (this.blocks.length > mostBlocks) while (this.blocks.length > keptBlocks) joinMostAlike(this.blocks);
  }
}

export function middle(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function joinMostAlike(blocks: Block[]): void {
  let best = 0;
  let least = Infinity;
  for (let at = 0; at + 1 < blocks.length; at++) {
    const cost = joiningCost(blocks[at]!, blocks[at + 1]!);
    if (cost < least) [best, least] = [at, cost];
  }
  blocks.splice(best, 2, join(blocks[best]!, blocks[best + 1]!));
}

/** As of Ward's method, on the logarithms. */
function joiningCost(one: Block, other: Block): number {
  const distance = Math.abs(level(one.median) - level(other.median));
  return (distance * distance * one.count * other.count) / (one.count + other.count);
}

/** A logarithm that takes all numbers; differences of positive ones are those of their logarithms. */
function level(value: number): number {
  const size = Math.log10(Math.max(Math.abs(value), 1e-9));
  return value < 0 ? -20 - size : size;
}

function join(one: Block, other: Block): Block {
  const count = one.count + other.count;
  const mean = (a: number, b: number) => (a * one.count + b * other.count) / count;
  const positive = one.median > 0 && other.median > 0;
  return {
    from: one.from,
    to: other.to,
    count,
    median: positive ? Math.exp(mean(Math.log(one.median), Math.log(other.median))) : mean(one.median, other.median),
    spread: mean(one.spread, other.spread),
    grain: joinedGrain(one.grain, other.grain),
    labels: one.labels.map((label, at) => (label === other.labels[at] ? label : null)),
  };
}

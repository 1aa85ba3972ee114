import type { Detection, RowBatch } from '../formats/index.ts';
import { entriesByCode, type Codelist } from '../packs/index.ts';
import { foldLetters } from './property-names.ts';

/** Share of a column's values that must be codes of a list. */
const enough = 0.9;
/** How sure it must be which of two lists that share codes a column means. */
const sureEnough = 0.99;

/** Looks at one column whose header speaks of units: of which list are its values the codes? */
export class CodeWatch {
  readonly #lists: readonly Codelist[];
  readonly #index: number;
  readonly #values = new Map<string, number>();
  #rows = 0;

  constructor(index: number, lists: readonly Codelist[]) {
    this.#index = index;
    this.#lists = lists;
  }

  take({ rows }: RowBatch): void {
    for (const row of rows) {
      const cell = row[this.#index];
      const text = typeof cell === 'string' ? cell.trim() : '';
      if (text === '') continue;
      this.#rows++;
      const seen = this.#values.get(text);
      if (seen !== undefined) this.#values.set(text, seen + 1);
      else if (this.#values.size < mostValues) this.#values.set(text, 1);
    }
  }

  /**
   * The list that the values are codes of. Where all could be codes of several, the one with the fewest codes is taken
   * once it is unlikely that so many different values all fell into what the lists share; otherwise none is.
   */
  found(): Detection | null {
    const fits = this.#lists
      .map((list) => ({ list, codes: entriesByCode(list), hits: this.#hits(list) }))
      .filter(({ hits }) => this.#rows > 0 && hits >= enough * this.#rows)
      .sort((one, other) => other.hits - one.hits || one.codes.size - other.codes.size);
    const [best, ...others] = fits;
    if (!best) return null;
    const distinct = [...this.#values.keys()].filter((value) => best.codes.has(value));
    const doubts = others
      .filter(({ hits }) => hits === best.hits)
      .map(({ codes }) => shareOf(codes, best.codes) ** distinct.length);
    const confidence = Math.min(0.99, 1 - Math.max(0, ...doubts));
    if (doubts.length > 0 && 1 - Math.max(...doubts) < sureEnough) return null;
    const reason = doubts.length > 0 ? 'codes-of-smaller-list' : 'codes-of-list';
    return { what: 'codes', value: best.list.id, reason, confidence };
  }

  #hits(list: Codelist): number {
    const codes = entriesByCode(list);
    let hits = 0;
    for (const [value, count] of this.#values) if (codes.has(value)) hits += count;
    return hits;
  }
}

const mostValues = 20_000;

/** Share of the codes of a list that another has too. */
function shareOf(codes: ReadonlyMap<string, unknown>, shared: ReadonlyMap<string, unknown>): number {
  let both = 0;
  for (const code of codes.keys()) if (shared.has(code)) both++;
  return both / Math.max(1, codes.size);
}

/** One watch for each column whose header is one of the headers that lists of units declare. */
export function watchCodes(columns: readonly string[], lists: readonly Codelist[]): ReadonlyMap<number, CodeWatch> {
  const watches = new Map<number, CodeWatch>();
  columns.forEach((column, index) => {
    const header = foldHeader(column);
    const speaking = lists.filter(({ units }) => units?.headers?.some((word) => foldHeader(word) === header));
    if (speaking.length > 0) watches.set(index, new CodeWatch(index, speaking));
  });
  return watches;
}

function foldHeader(header: string): string {
  return foldLetters(header).replace(/[^a-z0-9]+/g, '');
}

import { codelistEntry } from '../../packs/index.ts';
import type { CodeBook } from '../code-book.ts';
import { unitsAbove, type Unit } from '../hierarchy.ts';
import { doubtfulScore, matchName, sureScore } from '../match-name.ts';
import { addressIndexOf, readParts, separates, type AddressIndex, type AddressParts, type Part } from './read-parts.ts';

/** How an address was read, from best to worst. */
export type AddressReason = 'complete' | 'level-missing' | 'level-unread' | 'levels-differ' | 'misspelt';

export interface AddressCandidate extends Unit {
  readonly label: string;
  readonly score: number;
  readonly reason: AddressReason;
  /** How many levels the text names. */
  readonly levels: number;
  /** What the unit stands in, nearest first. */
  readonly above: readonly Unit[];
  /** The same place in the other list: one unit, or those of which it is one. */
  readonly elsewhere: { readonly list: string; readonly codes: readonly string[] } | null;
}

export interface AddressMatch {
  readonly outcome: 'sure' | 'ambiguous' | 'doubtful' | 'unknown';
  /** Best first. */
  readonly candidates: readonly AddressCandidate[];
  /** How many of them are equally good. */
  readonly tied: number;
}

export interface AddressOptions {
  /** Only lists in force on this day (`YYYY-MM-DD`); both without it. */
  readonly on?: string;
}

/** The lists of one scheme, from its smallest units up. */
interface Chain {
  readonly lists: readonly string[];
  /** Kinds and levels of its units. */
  readonly kinds: ReadonlySet<string>;
  readonly levels: ReadonlySet<string | undefined>;
}

/** A reading that is not yet told where it stands otherwise. */
type Found = Omit<AddressCandidate, 'elsewhere' | 'label'>;

const factors = {
  /** A level that the text leaves out; the top one is missed more. */
  missing: 0.97,
  topMissing: 0.93,
  /** A level that is named, but with another unit or one that no list has. */
  differs: 0.62,
  unread: 0.85,
  /** A unit above named as the other list has it. */
  acrossLists: 0.97,
  /** A level is named that this scheme does not have. */
  foreignLevel: 0.8,
  /** Something stands before it that is no street, house or hamlet, and may be the smaller unit. */
  front: 0.92,
  /** Another unit of the smallest level stands before it. */
  otherLeaf: 0.8,
  order: 0.97,
};
const margin = 0.015;
/** How much of the doubt about a name remains once a unit above confirms it, and that of the unit above itself. */
const insideWeight = 0.6;
const supportWeight = 0.25;
/** Of two readings the one that explains more levels of the text is the better. */
const levelBonus = 0.03;
const candidatesKept = 8;

/** Reads addresses down to the smallest units, in old and new lists at once. */
export interface AddressResolver {
  resolve(text: string, options?: AddressOptions): AddressMatch;
}

const resolvers = new WeakMap<CodeBook, AddressResolver>();

/** The one resolver of a book: its index of names is made once. */
export function addressResolverOf(book: CodeBook): AddressResolver {
  let resolver = resolvers.get(book);
  if (!resolver) {
    resolver = createAddressResolver(book);
    resolvers.set(book, resolver);
  }
  return resolver;
}

export function createAddressResolver(book: CodeBook): AddressResolver {
  let made: { lists: CodeBook['lists']; index: AddressIndex; chains: readonly Chain[] } | null = null;
  const setup = () => {
    if (made?.lists !== book.lists) {
      const index = addressIndexOf(book);
      made = { lists: book.lists, index, chains: chainsOf(book, index) };
    }
    return made;
  };
  return {
    resolve: (text, options = {}) => {
      const { index, chains } = setup();
      const fit =
        options.on === undefined ? chains : chains.filter(({ lists }) => isInForce(book, lists[0]!, options.on!));
      return new AddressReading(book, index, fit.length > 0 ? fit : chains, readParts(text, index)).match();
    },
  };
}

function isInForce(book: CodeBook, list: string, day: string): boolean {
  return book.list(list)!.entries.some(({ validFrom, validTo }) => {
    return (validFrom === '' || validFrom <= day) && (validTo === '' || day <= validTo) && validFrom + validTo !== '';
  });
}

/** One chain for each list of units that no other stands in. */
function chainsOf(book: CodeBook, { kindsOf }: AddressIndex): Chain[] {
  const units = book.lists.filter((list) => list.units && list.names);
  const parents = new Set(units.map((list) => list.parent?.codelist));
  return units
    .filter((list) => !parents.has(list.id))
    .map((list) => {
      const lists = [list.id];
      for (let above = list.parent?.codelist; above !== undefined; above = book.list(above)?.parent?.codelist) {
        lists.push(above);
      }
      const kinds = new Set(lists.flatMap((id) => [...(kindsOf.get(id) ?? [])]));
      return { lists, kinds, levels: new Set(lists.map((id) => book.list(id)?.units?.level)) };
    });
}

class AddressReading {
  readonly #book: CodeBook;
  readonly #index: AddressIndex;
  readonly #chains: readonly Chain[];
  readonly #read: AddressParts;

  constructor(book: CodeBook, index: AddressIndex, chains: readonly Chain[], read: AddressParts) {
    this.#book = book;
    this.#index = index;
    this.#chains = chains;
    this.#read = read;
  }

  match(): AddressMatch {
    const best = new Map<string, Found>();
    const keep = (candidate: Found): void => {
      const key = `${candidate.list} ${candidate.code}`;
      const known = best.get(key);
      if (candidate.score >= doubtfulScore && (!known || known.score < candidate.score)) best.set(key, candidate);
    };
    for (const chain of this.#chains) {
      for (const part of this.#read.parts) if (part.list === chain.lists[0]) keep(this.#judge(chain, part));
    }
    if (![...best.values()].some(({ score }) => score >= sureScore)) {
      for (const chain of this.#chains) for (const candidate of this.#misspelt(chain)) keep(candidate);
    }
    return this.#verdict([...best.values()]);
  }

  #verdict(found: Found[]): AddressMatch {
    const candidates = found
      .sort((one, other) => worthOf(other) - worthOf(one) || (one.code < other.code ? -1 : 1))
      .slice(0, candidatesKept)
      .map((each) => this.#told(each));
    const [best, ...others] = candidates;
    if (!best) return { outcome: 'unknown', candidates, tied: 0 };
    const isTied = (other: AddressCandidate) => worthOf(best) - worthOf(other) < margin;
    const tied = candidates.filter(isTied).length;
    if (best.score < sureScore) return { outcome: 'doubtful', candidates, tied };
    // An old unit and the new one that it became are one answer, not two.
    const rival = others.find((other) => isTied(other) && !isSamePlace(best, other));
    return { outcome: rival ? 'ambiguous' : 'sure', candidates, tied: rival ? tied : 1 };
  }

  #judge(chain: Chain, part: Part): Found {
    const above = unitsAbove(this.#book.list(part.list)!, part.code, (id) => this.#book.list(id));
    let score = part.score;
    let reason: AddressReason = 'complete';
    const worsen = (factor: number, why: AddressReason) => {
      score *= factor;
      if (rank[why] > rank[reason]) reason = why;
    };
    const used: Part[] = [part];
    const supports = above.map((unit) => {
      const support = this.#supportOf(unit, used);
      if (support) used.push(support.part);
      return support;
    });
    above.forEach((unit, at) => {
      const support = supports[at];
      if (support) {
        // Inside the unit right above names hardly repeat; another kind is another unit as often as not.
        if (at === 0 && !part.kindDiffers) score = softened(score, insideWeight);
        score *= support.score;
      } else if (this.#names(unit.list, used)) worsen(factors.differs, 'levels-differ');
      else if (this.#unread(unit.list)) worsen(factors.unread, 'level-unread');
      else worsen(at === above.length - 1 ? factors.topMissing : factors.missing, 'level-missing');
    });
    if (this.#namesForeignLevel(chain, used)) worsen(factors.foreignLevel, 'levels-differ');
    if (!part.hasKind && this.#hasUnexplainedFront(part)) worsen(factors.front, 'level-unread');
    if (this.#namesLeafBefore(chain, part)) worsen(factors.otherLeaf, 'levels-differ');
    return { list: part.list, code: part.code, score, reason, levels: used.length, above };
  }

  /** The best place where the text names a unit above: behind the smaller one, in its own list or in the other one. */
  #supportOf(unit: Unit, used: readonly Part[]): { part: Part; score: number } | null {
    let best: { part: Part; score: number } | null = null;
    for (const part of this.#read.parts) {
      const across = part.list === unit.list ? (part.code === unit.code ? 1 : 0) : this.#acrossFactor(unit, part);
      if (across === 0 || used.some((other) => overlaps(part, other))) continue;
      const order = part.nameStart >= used[0]!.end ? 1 : factors.order;
      // The levels of a chain confirm one another, so a missing kind word weighs less here.
      const score = softened(part.score, supportWeight) * across * order;
      if (!best || score > best.score) best = { part, score };
    }
    return best;
  }

  #acrossFactor(unit: Unit, part: Part): number {
    const level = this.#book.list(unit.list)?.units?.level;
    if (this.#book.list(part.list)?.units?.level !== level) return 0;
    const there = this.#book.translation(unit.list, part.list)?.get(unit.code);
    return there?.includes(part.code) ? factors.acrossLists : 0;
  }

  /** Whether the text names some other unit of this level beyond doubt. */
  #names(list: string, used: readonly Part[]): boolean {
    const level = this.#book.list(list)?.units?.level;
    return this.#read.parts.some(
      (part) =>
        (part.list === list || this.#book.list(part.list)?.units?.level === level) &&
        (part.hasKind || part.score >= sureScore) &&
        !used.some((other) => overlaps(part, other)) &&
        part.nameStart >= used[0]!.end,
    );
  }

  #unread(list: string): boolean {
    const kinds = this.#index.kindsOf.get(list);
    return this.#read.unread.some((statement) => [...statement.kinds].some((kind) => kinds?.has(kind)));
  }

  #namesForeignLevel(chain: Chain, used: readonly Part[]): boolean {
    const foreign = (kinds: Iterable<string>) => ![...kinds].some((kind) => chain.kinds.has(kind));
    const isBehind = (place: number) => place >= used[0]!.end;
    return (
      this.#read.parts.some(
        (part) =>
          part.hasKind &&
          isBehind(part.nameStart) &&
          !chain.levels.has(this.#book.list(part.list)?.units?.level) &&
          !used.some((other) => overlaps(part, other)),
      ) || this.#read.unread.some(({ kinds, start }) => isBehind(start) && foreign(kinds))
    );
  }

  /** Whether a unit of the smallest level is named, by its kind, before this one. */
  #namesLeafBefore({ lists }: Chain, part: Part): boolean {
    const kinds = this.#index.kindsOf.get(lists[0]!);
    const level = this.#book.list(lists[0]!)?.units?.level;
    const isLeaf = (said: Iterable<string>) => [...said].some((kind) => kinds?.has(kind));
    return (
      this.#read.unread.some((statement) => statement.start < part.start && isLeaf(statement.kinds)) ||
      this.#read.parts.some(
        (other) =>
          other.hasKind &&
          other.end <= part.start &&
          this.#book.list(other.list)?.units?.level === level &&
          !part.hasKind,
      )
    );
  }

  /**
   * Whether a segment before a name without kind word may be the unit that is meant. Streets and hamlets say so by their
   * own words; a house number stands before more words.
   */
  #hasUnexplainedFront(part: Part): boolean {
    const { words, unread } = this.#read;
    for (let at = 0; at < part.start;) {
      let end = at + 1;
      while (end < part.start && !separates(words[end]!.before)) end++;
      const isHouse = /\d/.test(words[at]!.plain) && end - at > 1;
      const isStreet = unread.some(({ start }) => start >= at && start < end);
      if (!isHouse && !isStreet && end < words.length && separates(words[end]!.before)) return true;
      at = end;
    }
    return false;
  }

  /** Names of the smallest level that are a few letters off, inside the units that the text names. */
  *#misspelt(chain: Chain): Iterable<Found> {
    const [leaf, ...lists] = chain.lists;
    const list = this.#book.list(leaf!)!;
    const kinds = this.#index.kindsOf.get(leaf!);
    const above = lists
      .flatMap((id) => this.#read.parts.filter((part) => part.list === id))
      .sort((one, other) => lists.indexOf(one.list) - lists.indexOf(other.list) || other.score - one.score)[0];
    if (!above) return;
    const statements = this.#read.unread.filter(({ kinds: said }) => [...said].some((kind) => kinds?.has(kind)));
    for (const { name, kinds: said } of statements) {
      const { candidates } = matchName(list, name, (id) => this.#book.list(id), { list: above.list, code: above.code });
      for (const { code, score } of candidates) {
        const standsIn = unitsAbove(list, code, (id) => this.#book.list(id));
        const entry = codelistEntry(list, code);
        const kind = entry?.extra[list.names?.kind ?? ''] ?? '';
        const factor = said.has(kind) ? 1 : 0.9;
        const near = Math.min(0.88, score * factor * Math.sqrt(above.score));
        yield { list: list.id, code, score: near, reason: 'misspelt', levels: 2, above: standsIn };
      }
    }
  }

  #told(found: Found): AddressCandidate {
    const { list, code, score } = found;
    const other = this.#book.counterpart(list, 'after') ?? this.#book.counterpart(list, 'before');
    const codes = other === null ? undefined : this.#book.translation(list, other)?.get(code);
    return {
      ...found,
      score: Math.round(score * 1000) / 1000,
      label: codelistEntry(this.#book.list(list)!, code)?.labelVi ?? code,
      elsewhere: other === null ? null : { list: other, codes: codes ?? [] },
    };
  }
}

const rank: Readonly<Record<AddressReason, number>> = {
  complete: 0,
  'level-missing': 1,
  'level-unread': 2,
  'levels-differ': 3,
  misspelt: 4,
};

function softened(score: number, weight: number): number {
  return 1 - (1 - score) * weight;
}

function worthOf({ score, levels }: Found): number {
  return score + levelBonus * levels;
}

function overlaps(one: Part, other: Part): boolean {
  return one.nameStart < other.end && other.nameStart < one.end;
}

function isSamePlace(one: AddressCandidate, other: AddressCandidate): boolean {
  return one.elsewhere?.list === other.list && one.elsewhere.codes.includes(other.code);
}

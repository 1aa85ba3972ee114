import { addressResolverOf, type AddressCandidate, type Candidate, type CodeBook, type Unit } from '../codes/index.ts';
import { codelistEntry, type Codelist } from '../packs/index.ts';
import type { CheckContext } from './check-value.ts';
import { codeLookup, type FoundCode, type LookedUp } from './code-lookup.ts';
import type { Issue } from './model.ts';
import { harmoniseProblem } from './problems.ts';

/** Systematic issues that a repair of a code is counted under. */
export const codeRepairs = [
  'codelist-label',
  'codelist-similar',
  'code-restored',
  'code-translated',
  'address-resolved',
] as const;

type Repair = (typeof codeRepairs)[number];

/** A cell as a code of the list, or why it is none: the parameters of an issue. */
export type CodeRead =
  | { readonly code: string; readonly repair: Repair | null; readonly label?: string }
  | { readonly code: null; readonly detail: Issue['detail'] };

export interface CodeScope {
  /** The unit that the row names above. */
  readonly within: Unit | undefined;
  /** The day that the row names. */
  readonly day: string | undefined;
}

export type ReadCode = (text: string, scope: CodeScope) => CodeRead;

/**
 * How a column becomes codes of a list: codes and names of the list itself, those of another list translated by
 * crosswalk (reading `codes`), or addresses (reading `address`). Throws Problem `mapping-bad-reading` where the packs
 * cannot do what the reading asks.
 */
export function codeReader(list: Codelist, context: CheckContext): ReadCode {
  const { reading, codes: book, column } = context;
  if (reading.address) {
    if (!book || !list.units) throw badReading('address', 'true', column, 'false');
    return addressReader(list, book);
  }
  if (reading.codes !== undefined && reading.codes !== list.id) {
    const other = book?.list(reading.codes);
    const accepted = book?.lists.filter(({ id }) => book.translation(id, list.id) !== null).map(({ id }) => id) ?? [];
    if (!other || !accepted.includes(other.id))
      throw badReading('codes', reading.codes, column, accepted.join(' ') || '–');
    return translatingReader(other, list, book!, context);
  }
  return ownReader(list, context);
}

function badReading(name: string, value: string, column: string, accepted: string): Error {
  return harmoniseProblem('mapping-bad-reading', { name, value, column, accepted });
}

function ownReader(list: Codelist, { codelist, reading }: CheckContext): ReadCode {
  const lookup = codeLookup(list, codelist);
  return (text, { within }) => {
    const found = lookup(text, within);
    if (found.code === null) return { code: null, detail: missDetail(found) };
    if (found.repair === 'code-restored' && !reading.leadingZeros) {
      return { code: null, detail: { reason: 'lost-zeros', code: found.code } };
    }
    return found;
  };
}

function missDetail({ missed, candidates }: Extract<LookedUp, { code: null }>): Issue['detail'] {
  const [best, second] = candidates;
  if (missed === 'unknown' || !best) return { reason: 'unknown' };
  if (missed === 'ambiguous') return { reason: 'ambiguous', candidates: candidates.map(nameOf).join('; ') };
  return { reason: 'similar', proposal: nameOf(best), score: best.score, next: second ? nameOf(second) : '–' };
}

function nameOf({ code, label }: Pick<Candidate, 'code' | 'label'>): string {
  return `${code} ${label}`;
}

/** Codes and names of another list, each carried over; what was divided stays open. */
function translatingReader(other: Codelist, list: Codelist, book: CodeBook, context: CheckContext): ReadCode {
  const lookup = codeLookup(other, context.codelist);
  const translation = book.translation(other.id, list.id)!;
  return (text, { within }) => {
    const found = lookup(text, insideOther(other, within, book));
    if (found.code === null) return { code: null, detail: missDetail(found) };
    if (found.repair === 'code-restored' && !context.reading.leadingZeros) {
      return { code: null, detail: { reason: 'lost-zeros', code: found.code } };
    }
    return carried(found, translation.get(found.code) ?? [], other, list, within, book);
  };
}

/** The unit above as the other list names it, where it is one there. */
function insideOther(other: Codelist, within: Unit | undefined, book: CodeBook): Unit | undefined {
  if (!within) return undefined;
  const level = book.list(within.list)?.units?.level;
  for (let above = other.parent?.codelist; above !== undefined; above = book.list(above)?.parent?.codelist) {
    if (book.list(above)?.units?.level !== level) continue;
    const there = above === within.list ? [within.code] : book.translation(within.list, above)?.get(within.code);
    return there?.length === 1 ? { list: above, code: there[0]! } : undefined;
  }
  return undefined;
}

function carried(
  { code }: FoundCode,
  targets: readonly string[],
  other: Codelist,
  list: Codelist,
  within: Unit | undefined,
  book: CodeBook,
): CodeRead {
  const above = within && book.translation(list.id, within.list);
  const fit = above ? targets.filter((each) => above.get(each)?.includes(within.code)) : targets;
  const open = fit.length > 0 ? fit : targets;
  if (open.length === 1) return { code: open[0]!, repair: 'code-translated', label: labelOf(list, open[0]!) };
  const from = nameOf({ code, label: labelOf(other, code) });
  if (open.length === 0) return { code: null, detail: { reason: 'no-successor', from } };
  const candidates = open.map((each) => nameOf({ code: each, label: labelOf(list, each) })).join('; ');
  return { code: null, detail: { reason: 'divided', from, candidates } };
}

function labelOf(list: Codelist, code: string): string {
  return codelistEntry(list, code)?.labelVi ?? code;
}

const remembered = 20_000;

/** Addresses to the list's codes. Several readings that all lead to one code of it are one answer. */
function addressReader(list: Codelist, book: CodeBook): ReadCode {
  const resolver = addressResolverOf(book);
  const memory = new Map<string, CodeRead>();
  const read = (text: string, day: string | undefined): CodeRead => {
    const { outcome, candidates, tied } = resolver.resolve(text, day === undefined ? {} : { on: day });
    const [best, second] = candidates;
    if (!best) return { code: null, detail: { reason: 'no-address' } };
    if (outcome === 'doubtful') {
      const next = second ? placeOf(second, book) : '–';
      return { code: null, detail: { reason: 'similar', proposal: placeOf(best, book), score: best.score, next } };
    }
    const equal = candidates.slice(0, tied);
    const targets = new Set(equal.flatMap((each) => targetsOf(each, list, book)));
    const [only] = targets;
    if (targets.size === 1) return { code: only!, repair: 'address-resolved', label: labelOf(list, only!) };
    if (targets.size === 0) return { code: null, detail: { reason: 'no-successor', from: placeOf(best, book) } };
    if (outcome === 'ambiguous') {
      return {
        code: null,
        detail: { reason: 'ambiguous', candidates: equal.map((each) => placeOf(each, book)).join('; ') },
      };
    }
    const named = [...targets].map((each) => nameOf({ code: each, label: labelOf(list, each) })).join('; ');
    return { code: null, detail: { reason: 'divided', from: placeOf(best, book), candidates: named } };
  };
  return (text, { day }) => {
    const key = `${day ?? ''} ${text}`;
    let known = memory.get(key);
    if (known === undefined) {
      known = read(text, day);
      if (memory.size < remembered) memory.set(key, known);
    }
    return known;
  };
}

function targetsOf({ list: from, code }: AddressCandidate, list: Codelist, book: CodeBook): readonly string[] {
  return from === list.id ? [code] : (book.translation(from, list.id)?.get(code) ?? []);
}

/** `28840 Xã Tân Phú, Huyện Châu Thành, Tỉnh Bến Tre`. */
function placeOf({ code, label, above }: AddressCandidate, book: CodeBook): string {
  const units = above.map((unit) => {
    const list = book.list(unit.list);
    return list ? labelOf(list, unit.code) : unit.code;
  });
  return `${code} ${[label, ...units].join(', ')}`;
}

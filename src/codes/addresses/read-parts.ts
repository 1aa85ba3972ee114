import type { CodeBook } from '../code-book.ts';
import { joinWords, leavesMarksOut, wordsOf, type Word } from '../fold-name.ts';
import { kindWordsOf, kindsAt, noKindWords, type KindWords } from '../kind-words.ts';
import { nameIndexOf, type NameForm } from '../name-index.ts';

/** A name of a unit found in a text. */
export interface Part {
  readonly list: string;
  readonly code: string;
  /** Words that it takes, kind words included. */
  readonly start: number;
  readonly end: number;
  /** Where the name itself begins. */
  readonly nameStart: number;
  readonly score: number;
  readonly hasKind: boolean;
  /** The text says another kind of unit of this level (`Xã` for a `Phường`). */
  readonly kindDiffers: boolean;
}

/** A text says a kind of unit and then a name that no list has. */
export interface Statement {
  readonly kinds: ReadonlySet<string>;
  /** Place of the kind word, and of what should be a name. */
  readonly start: number;
  readonly nameStart: number;
  /** The text up to the next separator or kind word. */
  readonly name: string;
}

export interface AddressParts {
  readonly words: readonly Word[];
  readonly parts: readonly Part[];
  readonly unread: readonly Statement[];
}

/** The names of all lists of units, by their letters without marks. */
export interface AddressIndex {
  readonly forms: ReadonlyMap<string, readonly { readonly list: string; readonly form: NameForm }[]>;
  readonly kindWords: KindWords;
  readonly kindsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

const longestName = 8;
const without = { marks: 0.96, kind: 0.95, wholeSegment: 0.9 };
const other = { marks: 0.82, kind: 0.86 };
const aliasFactor = 0.98;
const remainderFactor = 0.8;

export function addressIndexOf(book: CodeBook): AddressIndex {
  const forms = new Map<string, { list: string; form: NameForm }[]>();
  const kindsOf = new Map<string, Set<string>>();
  let kindWords = noKindWords;
  for (const list of book.lists) {
    if (!list.units || !list.names) continue;
    if (list.names.kinds !== undefined) kindWords = kindWordsOf(book.list(list.names.kinds));
    const kinds = new Set<string>();
    kindsOf.set(list.id, kinds);
    for (const [plain, own] of nameIndexOf(list, (id) => book.list(id)).byPlain) {
      const known = forms.get(plain) ?? [];
      for (const form of own) {
        known.push({ list: list.id, form });
        kinds.add(form.kind);
      }
      forms.set(plain, known);
    }
  }
  return { forms, kindWords, kindsOf };
}

interface KindAt {
  readonly kinds: ReadonlySet<string>;
  readonly start: number;
  readonly end: number;
  readonly mayFollow: boolean;
}

/** A run of words that is a name of some list. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly plain: string;
}

/** Finds names of units in a text, each with the kind word before it. What a longer name covers is left out. */
export function readParts(text: string, index: AddressIndex): AddressParts {
  const words = wordsOf(text);
  const kinds = words.flatMap((_, at) =>
    kindsAt(words, at, index.kindWords).map(({ kinds: found, length, mayFollow }) => ({
      kinds: found,
      mayFollow,
      start: at,
      end: at + length,
    })),
  );
  const spans = spansOf(words, index);
  const reading: Reading = { words, kinds, spans, hasMarks: words.some(({ marked, plain }) => marked !== plain) };
  const found = spans.flatMap((span) => partsAt(span, reading, index));
  const parts = withoutCovered(found).map((part) => withRemainder(part, words, kinds, found));
  return { words, parts, unread: unreadStatements(reading, found) };
}

function spansOf(words: readonly Word[], { forms }: AddressIndex): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < words.length; start++) {
    let plain = '';
    for (let end = start + 1; end <= Math.min(words.length, start + longestName); end++) {
      if (end - 1 > start && separates(words[end - 1]!.before)) break;
      plain += words[end - 1]!.plain;
      if (forms.has(plain)) spans.push({ start, end, plain });
    }
  }
  return spans;
}

/** Whether two words stand in different parts of an address. */
export function separates(between: string): boolean {
  return /[,;\n\r()|/]/.test(between);
}

interface Reading {
  readonly words: readonly Word[];
  readonly kinds: readonly KindAt[];
  readonly spans: readonly Span[];
  /** Whether the text has a single mark; one without may have lost them. */
  readonly hasMarks: boolean;
}

function partsAt(span: Span, reading: Reading, index: AddressIndex): Part[] {
  const { words, kinds, spans } = reading;
  const { start, end } = span;
  const before = separates(words[start]!.before) ? null : longest(kinds.filter((kind) => kind.end === start));
  const isEnd = end === words.length || separates(words[end]!.before);
  const after = before || isEnd ? null : kindBehind(words, end, kinds);
  const said = before ?? after;
  const marked = joinWords(words.slice(start, end)).marked;
  const parts = (kind: KindAt | null) =>
    index.forms
      .get(span.plain)!
      .flatMap(({ list, form }) => partOf(list, form, { span, marked, said: kind }, reading, index));
  // A kind word may be the end of the name before it (Hạ Lang, Vụ Bản): then it says nothing here.
  const isDoubtful = before !== null && spans.some((other) => other.start < before.start && other.end === before.end);
  return isDoubtful ? [...parts(said), ...parts(null)] : parts(said);
}

interface Found {
  readonly span: Span;
  readonly marked: string;
  readonly said: KindAt | null;
}

function partOf(
  list: string,
  form: NameForm,
  { span: { start, end }, marked, said }: Found,
  { words, hasMarks }: Reading,
  { kindsOf }: AddressIndex,
): Part[] {
  const isOwn = said !== null && form.kind !== '' && said.kinds.has(form.kind);
  if (form.isNumber && !isOwn) return [];
  // A word for another level says that this is no unit of the list.
  if (said !== null && ![...said.kinds].some((each) => kindsOf.get(list)!.has(each))) return [];
  const from = Math.min(start, said?.start ?? start);
  const to = Math.max(end, said?.end ?? end);
  const whole = isWhole(words, from, to);
  // A single syllable that stands among others is a word like any other; an alias such as HCM is not.
  const isSyllable = end - start === 1 && !(form.isAlias && form.plain.length > 2);
  if (said === null && isSyllable && !whole) return [];
  const isExact = marked === form.marked && (hasMarks || form.isNumber);
  const marks = isExact ? 1 : leavesMarksOut(marked, form.marked) ? without.marks : other.marks;
  const kind = isOwn ? 1 : said === null ? without.kind : other.kind;
  const place = whole || isOwn ? 1 : without.wholeSegment;
  const score = marks * kind * place * (form.isAlias ? aliasFactor : 1);
  return [
    {
      list,
      code: form.code,
      start: from,
      end: to,
      nameStart: start,
      score,
      hasKind: isOwn,
      kindDiffers: said !== null && !isOwn,
    },
  ];
}

/** `Ba Dinh Ward, …`: a kind word behind the name, before a separator. */
function kindBehind(words: readonly Word[], at: number, kinds: readonly KindAt[]): KindAt | null {
  const behind = kinds.filter(
    ({ start, end, mayFollow }) => mayFollow && start === at && (end === words.length || separates(words[end]!.before)),
  );
  return longest(behind);
}

function longest(kinds: readonly KindAt[]): KindAt | null {
  return kinds.reduce<KindAt | null>(
    (best, kind) => (best && best.end - best.start >= kind.end - kind.start ? best : kind),
    null,
  );
}

function isWhole(words: readonly Word[], start: number, end: number): boolean {
  const opens = start === 0 || separates(words[start]!.before);
  return opens && (end === words.length || separates(words[end]!.before));
}

/** A name inside a longer one that fits as well says nothing by itself (`Chí Minh` in `Hồ Chí Minh`). */
function withoutCovered(found: readonly Part[]): Part[] {
  const longer = (part: Part, cover: Part) =>
    cover.nameStart <= part.nameStart &&
    cover.end >= part.end &&
    cover.end - cover.nameStart > part.end - part.nameStart &&
    cover.score >= part.score - 0.1;
  return found.filter((part) => !found.some((cover) => longer(part, cover)));
}

/** Words behind a name that begin neither a kind nor another name may belong to a longer one that no list has. */
function withRemainder(part: Part, words: readonly Word[], kinds: readonly KindAt[], found: readonly Part[]): Part {
  const { end } = part;
  if (end >= words.length || separates(words[end]!.before)) return part;
  if (kinds.some(({ start }) => start === end) || found.some(({ start }) => start === end)) return part;
  return { ...part, score: part.score * remainderFactor };
}

function unreadStatements({ words, kinds, spans }: Reading, found: readonly Part[]): Statement[] {
  const read = new Set(found.filter(({ hasKind }) => hasKind).map(({ nameStart }) => nameStart));
  return kinds.flatMap((kind): Statement[] => {
    const first = words[kind.end];
    if (!first) return [];
    const isLetter = kind.end - kind.start === 1 && words[kind.start]!.plain.length === 1;
    if (read.has(kind.end) || separates(first.before) || (isLetter && !first.before.includes('.'))) return [];
    // Part of a longer kind word or of a name that was read.
    if (kinds.some((wider) => wider !== kind && wider.start <= kind.start && wider.end >= kind.end && wider.end - wider.start > kind.end - kind.start)) return []; // prettier-ignore
    const covers = ({ start, end }: Span) =>
      end >= kind.end && (start < kind.start || (start === kind.start && end > kind.end));
    if (spans.some(covers)) return [];
    let end = kind.end + 1;
    while (end < words.length && !separates(words[end]!.before) && !kinds.some(({ start }) => start === end)) end++;
    const name = words.slice(kind.end, end).map(({ before, plain }, at) => (at === 0 ? plain : before + plain)).join(''); // prettier-ignore
    return [{ kinds: kind.kinds, start: kind.start, nameStart: kind.end, name }];
  });
}

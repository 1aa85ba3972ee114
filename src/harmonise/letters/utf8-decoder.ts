import { bytesOf, type BytesOf, type Reading } from './code-pages.ts';
import { judgeSyllable, syllableKind } from './syllable.ts';

/** What came of reading characters as bytes of UTF-8. */
export interface Utf8Text {
  readonly text: string;
  /** Letters put together from two, three or four bytes. */
  readonly whole: number;
  /** Letters of which a byte was lost on the way and had to be guessed. */
  readonly guessed: number;
  /** Guesses that had more than one answer. */
  readonly doubtful: number;
  /** Characters that are bytes above 7F and belong to no letter. */
  readonly stray: number;
}

/**
 * Bytes that never arrive: windows-1252 leaves five undefined, and programs drop the soft hyphen (AD) and trim or
 * replace the no-break space (A0). In their place stands nothing, a question mark, U+FFFD or an ordinary space.
 */
const lostBytes = [0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa0, 0xad];
const rounds = 3;

/** Decodes once, and again while the result is still UTF-8 in disguise. */
export function decodeUtf8(text: string, reading: Reading, knows: (word: string) => boolean): Utf8Text {
  let result = decodeOnce(text, bytesOf(reading), knows);
  for (let round = 1; round < rounds && result.whole > 0; round++) {
    const next = decodeOnce(result.text, bytesOf(reading), knows);
    if (next.whole === 0 || next.stray > 0) break;
    result = { ...next, whole: next.whole + result.whole, guessed: next.guessed + result.guessed };
  }
  return result;
}

interface Gap {
  /** Place in the text made so far where the guessed letter goes. */
  readonly at: number;
  readonly letters: readonly string[];
}

function decodeOnce(text: string, bytes: BytesOf, knows: (word: string) => boolean): Utf8Text {
  let made = '';
  let whole = 0;
  let stray = 0;
  const gaps: Gap[] = [];
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    const lead = code < 0x80 ? 0 : bytes[code]!;
    const length =
      lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
    const point = length === 0 ? -1 : pointAt(text, at, length, lead, bytes);
    if (point >= 0) {
      made += String.fromCodePoint(point);
      whole++;
      at += length;
      continue;
    }
    const gap = length === 0 || length > 3 ? null : gapAt(text, at, length, lead, bytes);
    if (gap) {
      gaps.push({ at: made.length, letters: gap.letters });
      made += gap.letters[0]!;
      at = gap.end;
      continue;
    }
    if (lead >= 0x80) stray++;
    made += text[at]!;
    at++;
  }
  return fillGaps(made, gaps, knows, whole, stray);
}

function pointAt(text: string, at: number, length: number, lead: number, bytes: BytesOf): number {
  let point = lead & (0xff >> (length + 1));
  for (let step = 1; step < length; step++) {
    const code = at + step < text.length ? text.charCodeAt(at + step) : 0;
    const byte = code < 0x80 ? 0 : bytes[code]!;
    if (byte < 0x80 || byte > 0xbf) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  // U+FFFD says that the letter was lost before: nothing to win. Syriac, Thaana and N’Ko look like `ß´` or `Þ°`, and are not.
  if (point === 0xfffd || (point >= 0x700 && point < 0x800)) return -1;
  return point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? -1 : point;
}

/** The Vietnamese letters that a lead byte and what follows can be, when one later byte is lost. */
function gapAt(
  text: string,
  at: number,
  length: number,
  lead: number,
  bytes: BytesOf,
): { letters: string[]; end: number } | null {
  if (lead !== 0xc3 && lead !== 0xc4 && lead !== 0xc5 && lead !== 0xc6 && lead !== 0xe1) return null;
  const second = at + 1 < text.length ? text.charCodeAt(at + 1) : 0;
  const known = length === 3 ? (second < 0x80 ? 0 : bytes[second]!) : 0;
  if (length === 3 && known !== 0xba && known !== 0xbb) return null;
  const letters = lostBytes
    .map((lost) => Buffer.from(length === 2 ? [lead, lost] : [lead, known, lost]).toString('utf8'))
    .filter((letter) => isVietnamese(letter));
  if (letters.length === 0) return null;
  const end = at + length - 1;
  const filler = text[end];
  const stands = filler === '?' || filler === '\ufffd' ? end + 1 : end;
  // A blank may be the lost no-break space, or the end of a word: the caller's dictionary cannot see past it either.
  const isBlankInside = filler === ' ' && /^\p{Ll}/u.test(text.slice(end + 1)) && length === 2 && lead === 0xc3;
  return { letters: isBlankInside ? ['à'] : letters, end: isBlankInside ? end + 1 : stands };
}

const vietnameseLetters =
  /^[\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]$/u;

function isVietnamese(letter: string): boolean {
  return vietnameseLetters.test(letter);
}

/** Takes for each gap the letter with which its word is a syllable, a known one before others. */
function fillGaps(
  made: string,
  gaps: readonly Gap[],
  knows: (word: string) => boolean,
  whole: number,
  stray: number,
): Utf8Text {
  let text = made;
  let doubtful = 0;
  for (const { at, letters } of gaps) {
    const { start, end } = wordAround(text, at);
    const words = letters.map((letter) => text.slice(start, at) + letter + text.slice(at + 1, end));
    const isLoud = text === text.toUpperCase();
    const marks = words.map((word) => fitness(word, isLoud, knows));
    const best = Math.max(...marks);
    const first = marks.indexOf(best);
    if (best === 0 || marks.lastIndexOf(best) !== first) doubtful++;
    text = text.slice(0, at) + letters[first]! + text.slice(at + 1);
  }
  return { text, whole, guessed: gaps.length, doubtful, stray };
}

function wordAround(text: string, at: number): { start: number; end: number } {
  const isLetter = (index: number) => /[\p{L}\p{M}]/u.test(text[index] ?? '');
  let start = at;
  let end = at + 1;
  while (start > 0 && isLetter(start - 1)) start--;
  while (end < text.length && isLetter(end)) end++;
  return { start, end };
}

/** Case first: a capital among small letters is never right, nor a small one in a text of capitals. */
function fitness(word: string, isLoud: boolean, knows: (word: string) => boolean): number {
  const lower = word.toLowerCase();
  const rest = word.slice(1);
  const isSane = rest === (isLoud ? rest.toUpperCase() : rest.toLowerCase());
  if (!isSane || judgeSyllable(lower) !== syllableKind.native) return 0;
  return knows(lower) ? 2 : 1;
}

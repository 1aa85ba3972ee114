import type { Decoder } from './decoder.ts';
import { judgeSyllable, syllableKind } from './syllable.ts';
import type { Utf8Text } from './utf8-decoder.ts';

/**
 * Evidence in bits (log2 of how much likelier the text is under a way of reading than as right text of some other
 * language). Words of plain ASCII say nothing and are left out.
 */
export interface Weight {
  readonly bits: number;
  /** Words that the reading changes, and how many of them become Vietnamese syllables. */
  readonly words: number;
  readonly syllables: number;
}

const bits = {
  /** A syllable out of something that no language writes: `Ph­êng`, `C¸i`. */
  alien: 6,
  /** A syllable out of two vowels that hardly stand together: `tröôøng`. */
  odd: 3,
  /** A syllable out of letters that other languages have too: `Néi`. */
  ordinary: 1.5,
  /** A syllable out of an apostrophe between letters, as a Macintosh shows ế: `Ti’ng`. */
  apostrophe: 1,
  loanOfAlien: 1,
  loan: -0.5,
  broken: -5,
  /** `25 °C`, `µm`, `n°`: signs where people put them. */
  sign: -3,
  unknownLetter: -6,
  /** A sign beside letters that the encoding does not explain. */
  unknownSign: -4,
  vietnameseLetter: -8,
  /** `ơ` for a byte of windows-1258: far more often it is what it looks like. */
  doubleNature: -4,
  asIs: 3,
  /** A syllable that stands in a name of the lists. */
  known: 1,
} as const;

const word = /[\p{L}\p{M}]+/gu;
// oxlint-disable-next-line no-control-regex
const beyondAscii = /[^\u0000-\u007f]/;
const highVietnamese = /[\u1ea0-\u1ef9]/;
const doubleNature = /[ăđơưĂĐƠƯ]/;

/** Whether a word, in small letters, stands in a name of the lists. */
export type Knows = (word: string) => boolean;

/** Bytes of UTF-8 that letters of Vietnamese begin with, shown as characters. */
const utf8InDisguise = /[ÂÃÄÅÆ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]|á[º»]/g;

/** The text as it stands, as Vietnamese. */
export function weighAsIs(text: string, knows: Knows): Weight {
  let sum = (text.match(utf8InDisguise)?.length ?? 0) * bits.broken;
  let words = 0;
  let syllables = 0;
  for (const [token] of text.normalize('NFC').matchAll(word)) {
    if (token.length < 2 || !beyondAscii.test(token)) continue;
    words++;
    const kind = hasSaneCase(token) ? judgeSyllable(token.toLowerCase()) : syllableKind.none;
    if (kind === syllableKind.native) syllables++;
    sum += kind === syllableKind.native ? bits.asIs : kind === syllableKind.loan ? 0 : bits.broken;
    sum += knownBits(token, kind, knows);
  }
  return { bits: sum, words, syllables };
}

interface Token {
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
  readonly unknown: number;
}

/** The text as `decoder` reads it. */
export function weighDecoded(text: string, decoder: Decoder, knows: Knows): Weight {
  let sum = 0;
  let words = 0;
  let syllables = 0;
  for (const token of tokensOf(text, decoder)) {
    if (token.from === token.to && token.unknown === 0) {
      // Letters that stand in the encoding where they stand in Latin-1 speak for both alike.
      sum += weighAsIs(token.from, knows).bits;
      continue;
    }
    sum += token.unknown * bits.unknownLetter;
    if (isUnexplained(token.before) || isUnexplained(token.after)) sum += bits.unknownSign;
    if (highVietnamese.test(token.from)) sum += bits.vietnameseLetter;
    if (doubleNature.test(token.from) && !hasInsaneCapital(token.from)) sum += bits.doubleNature;
    if (token.to.length < 2) continue;
    words++;
    const kind = kindOf(token, decoder);
    if (kind === syllableKind.native) syllables++;
    sum += bitsOf(token, kind, decoder) + knownBits(token.to, kind, knows);
  }
  return { bits: sum, words, syllables };
}

function knownBits(token: string, kind: number, knows: Knows): number {
  return kind === syllableKind.native && knows(token.toLowerCase()) ? bits.known : 0;
}

function kindOf({ to }: Token, decoder: Decoder): number {
  if (decoder.encoding.capitals === undefined && !hasSaneCase(to)) return syllableKind.none;
  return judgeSyllable(to.toLowerCase());
}

function bitsOf(token: Token, kind: number, decoder: Decoder): number {
  if (isSign(token)) return isShownByMacintosh(token, kind, decoder) ? bits.apostrophe : bits.sign;
  if (kind === syllableKind.none || /\d/.test(token.before)) return bits.broken;
  const isAlien = hasAlien(token.from);
  if (kind === syllableKind.loan) return isAlien ? bits.loanOfAlien : bits.loan;
  if (isAlien) return bits.alien;
  return decoder.pairs.size > 0 && token.to.length < token.from.length ? bits.odd : bits.ordinary;
}

/** Runs of letters after decoding, with the characters they came from. */
function tokensOf(text: string, decoder: Decoder): Token[] {
  const tokens: Token[] = [];
  let start = -1;
  let to = '';
  let unknown = 0;
  const close = (end: number) => {
    if (start >= 0) {
      tokens.push({ from: text.slice(start, end), to, unknown, before: text[start - 1] ?? '', after: text[end] ?? '' });
    }
    start = -1;
    to = '';
    unknown = 0;
  };
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const pair = at + 1 < text.length ? decoder.pairs.get(code * 0x10000 + text.charCodeAt(at + 1)) : undefined;
    const letter = pair ?? decoder.single[code]!;
    const character = letter === 0 ? text[at]! : String.fromCharCode(letter);
    const isLetter = letter !== 0 || (code < 0x80 ? isAsciiLetter(code) : /[\p{L}\p{M}]/u.test(character));
    if (!isLetter) {
      close(at);
      continue;
    }
    if (start < 0) start = at;
    if (letter === 0 && code >= 0x80) unknown++;
    to += character;
    if (pair !== undefined) at++;
  }
  close(text.length);
  return tokens;
}

/** Signs that no language puts into words; those of typography and units are left out. */
function isUnexplained(sign: string): boolean {
  return /[\u0080-\u00a2\u00a4-\u00a6\u00a8\u00aa\u00ac\u00ad\u00af\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf\u00d7\u00f7ƒ†‡ˆ‰˜]/.test(
    sign,
  );
}

function isAsciiLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function hasInsaneCapital(from: string): boolean {
  return /\p{Ll}[\u00c0-\u00deĂĐƠƯ]|\p{Lu}[\u00c0-\u00deĂĐƠƯ]\p{Ll}/u.test(from);
}

/** A sign inside a word, or a capital with marks behind a small letter or between a capital and a small one. */
function hasAlien(from: string): boolean {
  return /[A-Za-z][^\p{L}\p{M}\s'’.-]|[^\p{L}\p{M}\s'’.-][A-Za-z]|[µªº]|\p{Ll}[\u00c0-\u00de]|\p{Lu}[\u00c0-\u00de]\p{Ll}/u.test(
    from,
  );
}

/** Signs that stand beside letters in right text: degrees, micro, ordinals, powers, marks of trade, quotes. */
function isSign({ from }: Token): boolean {
  return (
    /^[µμ°][A-Za-z]{1,3}$/.test(from) ||
    /^[A-Za-z]{1,4}[°ºª¹²³®™©]+$/.test(from) ||
    /^[«‹“‘¿¡„‚][\p{L}]*$/u.test(from) ||
    /^\p{L}+[»›”’“‘…•]$/u.test(from) ||
    /^[A-Za-z]*l·l[A-Za-z]*$|^[A-Za-z]+[•’‘´`][A-Za-z]+$/.test(from)
  );
}

/** `Ti’ng`, not `I’m`: four letters and more of which all but the apostrophe stand as they are, and a whole syllable. */
function isShownByMacintosh({ from }: Token, kind: number, { reading }: Decoder): boolean {
  return (
    reading === 'macintosh' &&
    kind === syllableKind.native &&
    /^[A-Za-z]{1,4}’[a-z]{1,2}$/.test(from) &&
    from.length > 3
  );
}

/** All small, all capital, or a capital first. */
function hasSaneCase(token: string): boolean {
  const rest = token.slice(1);
  return rest === rest.toLowerCase() || token === token.toUpperCase();
}

/** The text as bytes of UTF-8: the bytes that follow a lead byte hardly ever do so in right text. */
export function weighUtf8(text: string, { text: decoded, whole, guessed, stray }: Utf8Text, knows: Knows): Weight {
  if (whole + guessed === 0) return { bits: bits.broken, words: 0, syllables: 0 };
  const as = weighAsIs(decoded, knows);
  const insane = [...decoded.matchAll(word)].filter(
    ([token]) => /\p{Ll}\p{Lu}/u.test(token) && beyondAscii.test(token),
  );
  const guessedBits = guessed * (as.syllables === as.words && as.words > 0 ? 1 : -2);
  const sum = whole * 5 + guessedBits + as.syllables * 2 - stray * 6 - insane.length * 8;
  return { bits: text === decoded ? bits.broken : sum, words: as.words, syllables: as.syllables };
}

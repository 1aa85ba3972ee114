import type { Conversions } from './conversions.ts';

/** Blank characters that look like a space but compare differently (no-break, en, em, thin, ideographic …). */
const oddSpaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** Zero-width space, word joiner and byte order mark; joiners that change how other scripts look are kept. */
const zeroWidth = /[\u200b\u2060\ufeff]/g;
/** C0 controls but tab and line breaks, and DEL: PostgreSQL refuses U+0000, XML refuses nearly all of them. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const loneSurrogates = /\p{Surrogate}/gu;

/**
 * Whether nothing needs cleaning, by character codes alone: printable ASCII, Latin letters and the precomposed
 * Vietnamese block (U+1E00–U+1EFF), no blank at the ends. Says no too often rather than yes.
 */
export function isCleanText(text: string): boolean {
  const length = text.length;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && code < 0x7f) continue;
    if (code === 0x20 && at > 0 && at < length - 1) continue;
    if (code > 0xa0 && code < 0x300) continue;
    if (code >= 0x1e00 && code <= 0x1eff) continue;
    return false;
  }
  return true;
}

/** NFC, ordinary spaces, no zero-width or control characters, no blank at the ends. */
export function cleanText(text: string): string {
  if (isCleanText(text)) return text;
  return removeControls(text).normalize('NFC').replace(oddSpaces, ' ').replace(zeroWidth, '').trim();
}

/** The same for every text inside a JSON value, member names included. */
export function cleanJson(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [cleanText(name), cleanJson(member)]));
}

/** Cleans the texts of one column and counts which of them had to change, and why. */
export function textCleaner(conversions: Conversions, column: string): (text: string, position: number) => string {
  const steps = [
    { counter: conversions.counter('control-characters', column), clean: removeControls },
    { counter: conversions.counter('nfc', column), clean: (text: string) => text.normalize('NFC') },
    { counter: conversions.counter('spaces', column), clean: plainSpaces },
    { counter: conversions.counter('trim', column), clean: (text: string) => text.trim() },
  ];
  return (text, position) => {
    if (isCleanText(text)) return text;
    let current = text;
    for (const { counter, clean } of steps) {
      const cleaned = clean(current);
      if (cleaned !== current) counter.add(current, cleaned, position);
      current = cleaned;
    }
    return current;
  };
}

function removeControls(text: string): string {
  return text.replace(controls, '').replace(loneSurrogates, '\ufffd');
}

function plainSpaces(text: string): string {
  return text.replace(oddSpaces, ' ').replace(zeroWidth, '');
}

import type { Candidate, Letters } from './letters.ts';
import { restoreCase, sharedLetters, type Capitals } from './restore-case.ts';
import { weighAsIs } from './weigh.ts';

/** How a column is to be read: what the detector found, or what a steward said. */
export interface LettersReading {
  /** Encodings with the share of cells that each has; a steward's word is one with all of them. */
  readonly found: readonly { readonly id: string; readonly share: number }[];
  /** Share of cells that are right as they stand. */
  readonly right: number;
  readonly capitals: Capitals;
}

export interface ConvertedText {
  readonly text: string;
  /** What it was written in; null: left as it stands. */
  readonly id: string | null;
  /** More than one reading fits; the best was taken. */
  readonly doubtful: boolean;
}

const mostRemembered = 20_000;
/** No share is so certain that a cell's own letters could not speak against it. */
const leastShare = 0.0005;
/** Bits by which a way of reading must be likelier than leaving the text. */
const margin = 1;

/**
 * Converter of one column, cell by cell: ASCII passes at once, right text stays, the rest goes the likeliest way.
 * Null when there is nothing to convert.
 */
export function letterConverter(reading: LettersReading, letters: Letters): ((text: string) => ConvertedText) | null {
  const ways = reading.found.flatMap(({ id, share }) => {
    const candidate = letters.candidate(id);
    return candidate ? [wayOf(candidate, share, reading, letters)] : [];
  });
  if (ways.length === 0) return null;
  const stay = Math.log2(Math.max(reading.right, leastShare)) + margin;
  const memory = new Map<string, ConvertedText>();
  return (text) => {
    if (isAscii(text)) return { text, id: null, doubtful: false };
    let converted = memory.get(text);
    if (!converted) {
      converted = convert(text, ways, stay + Math.max(0, weighAsIs(text, letters.knows).bits));
      if (memory.size >= mostRemembered) memory.clear();
      memory.set(text, converted);
    }
    return converted;
  };
}

interface Way {
  readonly candidate: Candidate;
  readonly log: number;
  readonly read: (text: string) => { readonly text: string; readonly doubtful: boolean };
}

function wayOf(candidate: Candidate, share: number, { capitals }: LettersReading, { caseOf }: Letters): Way {
  const hidden = candidate.decoder ? sharedLetters(candidate.decoder) : new Set<string>();
  const read = (text: string) => {
    const { text: decoded, doubtful } = candidate.read(text);
    const composed = decoded.normalize('NFC');
    if (hidden.size === 0) return { text: composed, doubtful };
    const restored = restoreCase(composed, hidden, capitals, caseOf);
    return { text: restored.text, doubtful: doubtful || restored.doubtful };
  };
  return { candidate, log: Math.log2(Math.max(share, leastShare)), read };
}

function convert(text: string, ways: readonly Way[], stay: number): ConvertedText {
  let best = stay;
  let chosen: Way | null = null;
  for (const way of ways) {
    const sum = way.log + way.candidate.weigh(text).bits;
    if (sum <= best) continue;
    best = sum;
    chosen = way;
  }
  if (!chosen) return { text, id: null, doubtful: false };
  const { text: read, doubtful } = chosen.read(text);
  return read === text ? { text, id: null, doubtful: false } : { text: read, id: chosen.candidate.id, doubtful };
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) return false;
  return true;
}

import type { Reading } from './code-pages.ts';
import { makeDecoder, type Decoder } from './decoder.ts';
import type { LetterEncoding } from './encodings-part.ts';
import { decodeUtf8 } from './utf8-decoder.ts';
import { weighDecoded, weighUtf8, type Knows, type Weight } from './weigh.ts';

/** Right text, or letters that nobody is to touch. */
export const unicode = 'unicode';

/** One way to read the characters of a cell, beside leaving them. */
export interface Candidate {
  readonly id: string;
  readonly decoder: Decoder | null;
  readonly reading: Reading;
  read(text: string): { readonly text: string; readonly doubtful: boolean };
  weigh(text: string): Weight;
}

/** The encodings and words of the packs in use; what detector and converters work with. */
export interface Letters {
  readonly candidates: readonly Candidate[];
  candidate(id: string): Candidate | undefined;
  /** Whether a word, in small letters, stands in a name of the lists. */
  readonly knows: Knows;
  /** A name as the lists spell it, when exactly one spelling is known. */
  caseOf(lowerCase: string): string | undefined;
}

const readings: readonly Reading[] = ['windows', 'macintosh'];
/** Letters that came through a Macintosh are rare; of the tables only those with fonts of their own got there. */
const isReal = (encoding: LetterEncoding, reading: Reading) =>
  reading === 'windows' || (encoding.fonts !== undefined && encoding.fonts.length > 0);

/** Throws an Error when an encoding extends one that is not there. */
export function createLetters(encodings: readonly LetterEncoding[], names: Iterable<string> = []): Letters {
  const { spellings, words } = indexNames(names);
  const knows: Knows = (word) => words.has(word);
  const candidates = readings.flatMap((reading) => [
    ...inOrder(encodings)
      .filter((encoding) => isReal(encoding, reading))
      .map((encoding) => tableCandidate(makeDecoder(encoding, lettersOf(encoding, encodings), reading), knows)),
    utf8Candidate(reading, knows),
  ]);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  return {
    candidates,
    candidate: (id) => byId.get(id),
    knows,
    caseOf: (lowerCase) => spellings.get(lowerCase) ?? undefined,
  };
}

/** What extends another comes after it: of two that read a text alike the plain one is named. */
function inOrder(encodings: readonly LetterEncoding[]): LetterEncoding[] {
  return encodings.toSorted((one, other) => Number(one.extends !== undefined) - Number(other.extends !== undefined));
}

function lettersOf(encoding: LetterEncoding, all: readonly LetterEncoding[]): Record<string, string> {
  if (encoding.extends === undefined) return { ...encoding.letters };
  const base = all.find(({ id }) => id === encoding.extends);
  if (!base || base === encoding)
    throw new Error(`The encoding "${encoding.id}" extends "${encoding.extends}", which no pack has.`);
  return {
    ...lettersOf(
      base,
      all.filter((each) => each !== encoding),
    ),
    ...encoding.letters,
  };
}

function tableCandidate(decoder: Decoder, knows: Knows): Candidate {
  return {
    id: decoder.id,
    decoder,
    reading: decoder.reading,
    read: (text) => ({ text: decoder.decode(text), doubtful: false }),
    weigh: (text) => weighDecoded(text, decoder, knows),
  };
}

function utf8Candidate(reading: Reading, knows: Knows): Candidate {
  return {
    id: reading === 'windows' ? 'utf-8' : `utf-8/${reading}`,
    decoder: null,
    reading,
    read: (text) => {
      const decoded = decodeUtf8(text, reading, knows);
      return { text: decoded.text, doubtful: decoded.doubtful > 0 };
    },
    weigh: (text) => weighUtf8(text, decodeUtf8(text, reading, knows), knows),
  };
}

/** Names by their small letters (null where two spellings differ), and the single words in them. */
function indexNames(names: Iterable<string>) {
  const spellings = new Map<string, string | null>();
  const words = new Set<string>();
  for (const name of names) {
    const text = name.normalize('NFC').trim();
    const lower = text.toLowerCase();
    const other = spellings.get(lower);
    spellings.set(lower, other === undefined || other === text ? text : null);
    for (const word of lower.split(/[^\p{L}\p{M}]+/u)) if (word !== '') words.add(word);
  }
  return { spellings, words };
}

import { codelistEntry, type Codelist } from '../packs/index.ts';
import { editDistance } from './edit-distance.ts';
import { joinWords, leavesMarksOut, wordsOf, type FoldedName } from './fold-name.ts';
import { ancestorCodes, codesWithin, type FindList, type Unit } from './hierarchy.ts';
import { kindReadings } from './kind-words.ts';
import { nameIndexOf, type NameForm, type NameIndex } from './name-index.ts';

/** Why a text was taken for an entry, from best to worst. */
export type MatchReason = 'same' | 'spelling' | 'alias' | 'without-marks' | 'other-marks' | 'misspelt';

export interface Candidate {
  readonly code: string;
  readonly label: string;
  /** 0 to 1; from `sureScore` on it may decide. */
  readonly score: number;
  readonly reason: MatchReason;
  /** The text says another kind of thing (`Xã` for a `Phường`). */
  readonly kindDiffers: boolean;
}

export interface NameMatch {
  /** `sure`: one entry and no other; `ambiguous`: several are equally good; `doubtful`: near, to be looked at. */
  readonly outcome: 'sure' | 'ambiguous' | 'doubtful' | 'unknown';
  /** Best first; the first is the proposal, the second its runner-up. */
  readonly candidates: readonly Candidate[];
}

export const sureScore = 0.9;
export const doubtfulScore = 0.6;
/** The runner-up must be this far behind. */
const margin = 0.02;
const candidatesKept = 8;

const scores: Readonly<Record<Exclude<MatchReason, 'misspelt'>, number>> = {
  same: 1,
  spelling: 0.97,
  alias: 0.95,
  'without-marks': 0.92,
  'other-marks': 0.8,
};
const aliasWithoutMarks = 0.9;
/** Another kind of unit under the same name is another unit as often as not. */
const otherKindFactor = 0.85;
/** A bare number may be anything. */
const bareNumberFactor = 0.7;
const misspeltFactor = 0.87;

/**
 * Looks for a name in a code list, of which `within` may leave only what stands in one unit. Misspellings take most of
 * the time; `known` does without them.
 */
export function matchName(
  list: Codelist,
  text: string,
  codelist: FindList,
  within?: Unit,
  spelling: 'any' | 'known' = 'any',
): NameMatch {
  const index = nameIndexOf(list, codelist);
  const readings = readingsOf(text, index);
  const isInside = insideOf(list, codelist, within);
  const found = new Map<string, Candidate>();
  const keep = (candidate: Candidate) => {
    const known = found.get(candidate.code);
    if (!known || known.score < candidate.score) found.set(candidate.code, candidate);
  };
  for (const reading of readings) {
    for (const form of index.byPlain.get(reading.plain) ?? []) {
      if (isInside(form.code)) keep(candidateOf(list, form, reading, text));
    }
  }
  if (spelling === 'any' && ![...found.values()].some(({ score }) => score >= sureScore)) {
    for (const candidate of misspellings(index, readings, codelist, within)) keep(candidate);
  }
  return verdictOf(hasMarks(text) ? [...found.values()] : levelled([...found.values()]));
}

/** Letters with marks of any kind. */
function hasMarks(text: string): boolean {
  return /[\p{M}đĐ]/u.test(text.normalize('NFD'));
}

/**
 * A text without a single mark may have lost them: a name that has none (Thanh An) is then no better a reading than one
 * that would have (Thạnh An).
 */
function levelled(found: readonly Candidate[]): readonly Candidate[] {
  const lost = found.filter(({ reason }) => reason === 'without-marks').map(({ score }) => score);
  const level = Math.max(0, ...lost);
  if (level < sureScore) return found;
  return found.map((candidate) => (candidate.score > level ? { ...candidate, score: level } : candidate));
}

export function verdictOf(found: readonly Candidate[]): NameMatch {
  const candidates = [...found]
    .filter(({ score }) => score >= doubtfulScore)
    .sort((one, other) => other.score - one.score || (one.code < other.code ? -1 : 1))
    .slice(0, candidatesKept);
  const [best, second] = candidates;
  if (!best) return { outcome: 'unknown', candidates };
  const isAlone = !second || best.score - second.score >= margin;
  if (best.score < sureScore) return { outcome: 'doubtful', candidates };
  return { outcome: isAlone ? 'sure' : 'ambiguous', candidates };
}

interface Reading extends FoldedName {
  readonly kinds: ReadonlySet<string> | null;
}

function readingsOf(text: string, { kindWords }: NameIndex): Reading[] {
  return kindReadings(wordsOf(text), kindWords)
    .filter(({ name }) => name.length > 0)
    .map(({ kinds, name }) => ({ kinds, ...joinWords(name) }));
}

function insideOf(list: Codelist, codelist: FindList, within: Unit | undefined): (code: string) => boolean {
  if (!within) return () => true;
  const codes = ancestorCodes(list, within.list, codelist);
  return (code) => codes.get(code) === within.code;
}

function candidateOf(list: Codelist, form: NameForm, reading: Reading, text: string): Candidate {
  const reason = reasonOf(list, form, reading, text);
  const score = reason === 'without-marks' && form.isAlias ? aliasWithoutMarks : scores[reason];
  return judged(list, form, reading, reason, score);
}

function judged(list: Codelist, form: NameForm, reading: Reading, reason: MatchReason, score: number): Candidate {
  const kindDiffers = form.kind !== '' && reading.kinds !== null && !reading.kinds.has(form.kind);
  const bareNumber = form.isNumber && form.kind !== '' && reading.kinds === null;
  const factor = (kindDiffers ? otherKindFactor : 1) * (bareNumber ? bareNumberFactor : 1);
  const rounded = Math.round(score * factor * 1000) / 1000;
  return { code: form.code, label: labelOf(list, form.code), score: rounded, reason, kindDiffers };
}

function reasonOf(list: Codelist, form: NameForm, reading: Reading, text: string): Exclude<MatchReason, 'misspelt'> {
  if (reading.marked === form.marked) {
    if (form.isAlias) return 'alias';
    return isSame(list, form.code, text) ? 'same' : 'spelling';
  }
  return leavesMarksOut(reading.marked, form.marked) ? 'without-marks' : 'other-marks';
}

/** Whether the text is a label as it stands, up to case, blanks and the place of the tone mark. */
function isSame(list: Codelist, code: string, text: string): boolean {
  const wanted = foldLabel(text);
  const entry = codelistEntry(list, code);
  return entry !== undefined && (foldLabel(entry.labelVi) === wanted || foldLabel(entry.labelEn) === wanted);
}

function labelOf(list: Codelist, code: string): string {
  return codelistEntry(list, code)?.labelVi ?? code;
}

/** Case and blanks do not matter, nor on which vowel of a syllable the tone mark stands. */
export function foldLabel(label: string): string {
  const letters = label.normalize('NFD').toLowerCase().replace(/\s+/g, ' ').trim();
  return letters.replace(/\p{L}[\p{L}\p{M}]*/gu, toneLast);
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g;

function toneLast(syllable: string): string {
  const marks = syllable.match(tones);
  return marks ? syllable.replace(tones, '') + marks.join('') : syllable;
}

/** Names a few letters away. Short names and numbers differ by a letter from too many others. */
function misspellings(index: NameIndex, readings: readonly Reading[], codelist: FindList, within?: Unit): Candidate[] {
  const wanted = readings.filter(({ plain }) => plain.length >= shortestMisspelt && !/^\d+$/.test(plain));
  const forms = wanted.length === 0 ? [] : formsWithin(index, codelist, within);
  const found: Candidate[] = [];
  for (const form of forms) {
    for (const reading of wanted) {
      const most = reading.plain.length >= 10 ? 2 : 1;
      if (Math.abs(form.plain.length - reading.plain.length) > most || form.isNumber) continue;
      if (digitsOf(form.plain) !== digitsOf(reading.plain)) continue;
      const distance = editDistance(reading.plain, form.plain, most);
      if (distance === 0 || distance > most) continue;
      const score = misspeltFactor * (1 - distance / reading.plain.length);
      found.push(judged(index.list, form, reading, 'misspelt', score));
    }
  }
  return found;
}

const shortestMisspelt = 4;

function digitsOf(plain: string): string {
  return plain.replace(/\D+/g, '');
}

function* formsWithin(index: NameIndex, codelist: FindList, within?: Unit): Iterable<NameForm> {
  const codes = within ? codesWithin(index.list, within, codelist) : index.byCode.keys();
  for (const code of codes) yield* index.byCode.get(code) ?? [];
}

import { fill, type Language, type Messages } from '../kernel/index.ts';
import { cellMessage, columnMessage, coordinateMessages, crsReasons, frame } from './messages.ts';
import type { Issue, SystematicIssue } from './model.ts';
import type { SourceCoordinates } from './places/source-coordinates.ts';

/**
 * One issue as a sentence for the steward: where, what, and what to do. Without a position it speaks of the column as
 * a whole, and adds count and example where the issue has them.
 */
export function describeIssue(issue: Issue | SystematicIssue, language: Language): string {
  return issue.position === null ? describeColumn(issue, language) : describeCell(issue, language);
}

/** The same of one cell without saying where it is: for a place beside the cell. */
export function describeInPlace(issue: Issue, language: Language): string {
  return capitalised(cellSentence(issue, language));
}

function describeCell(issue: Issue, language: Language): string {
  const name = issue.column === null ? 'at.row' : 'at.cell';
  return capitalised(fill(frame(name), language, { ...placeOf(issue), sentence: cellSentence(issue, language) }));
}

function cellSentence(issue: Issue, language: Language): string {
  const { rule, detail, value } = issue;
  const parameters = { ...detail, ...placeOf(issue), value: value ?? '', validTo: detail['validTo'] || '…' };
  const message = cellMessage(rule, detail['reason']);
  return message ? fill(message, language, parameters) : packRule(issue, language);
}

/** The position as plain digits: a row number is a name, 12.345 would be looked for in vain. */
function placeOf({ position, column }: Issue): Record<'position' | 'column', string> {
  return { position: String(position), column: column ?? '' };
}

function describeColumn(issue: Issue | SystematicIssue, language: Language): string {
  const { rule, column } = issue;
  const message = columnMessage(rule, issue.detail['reason']);
  let sentence = message
    ? fill(message, language, { value: issue.value ?? '', ...issue.detail, ...crsWords(issue, language) })
    : packRule(issue, language);
  if (column) sentence = fill(frame('at.column'), language, { column, sentence });
  if ('count' in issue && typeof issue.count === 'number') {
    sentence = fill(frame('times'), language, { sentence, count: issue.count });
  }
  const sample = 'samples' in issue ? issue.samples[0] : undefined;
  if (sample && issue.action === 'changed') {
    sentence = fill(frame('example'), language, { sentence, from: sample.from, to: sample.to });
  }
  return capitalised(sentence);
}

/** Name and reason of the reference system that positions were converted from. */
function crsWords({ rule, detail }: Issue, language: Language): Record<string, string> {
  if (rule !== 'coordinates-converted') return {};
  return { crs: String(detail[language] ?? ''), because: describeCrsReason(detail['why'], detail, language) };
}

export interface DescribedCoordinates {
  readonly crs: string | null;
  readonly title: string;
  readonly method: string | null;
  readonly errorMetres: number | null;
  readonly confidence: number;
  readonly reason: string;
  readonly note: string | null;
  /** All of it in one sentence. */
  readonly sentence: string;
}

/** Reference system, method and error bound of a run's positions, in words; null for tables and for older runs. */
export function describeCoordinates(
  coordinates: SourceCoordinates | null | undefined,
  language: Language,
): DescribedCoordinates | null {
  if (!coordinates) return null;
  const { code, method, errorMetres, confidence, reason, detail, note } = coordinates;
  const title = coordinates.title[language];
  const words = { crs: title, method: method || '—', error: errorMetres ?? '' };
  return {
    crs: code,
    title,
    method: method || null,
    errorMetres,
    confidence,
    reason: describeCrsReason(reason, detail, language),
    note: note?.[language] ?? null,
    sentence: fill(coordinateMessages[wayOf(coordinates)], language, words),
  };
}

function wayOf({ method, errorMetres, geographic }: SourceCoordinates): keyof typeof coordinateMessages {
  if (errorMetres === null) return 'converted-unknown';
  if (method !== '') return 'converted';
  return geographic ? 'kept' : 'projected';
}

/** Why a reference system was taken, as part of a sentence. */
export function describeCrsReason(
  reason: string | number | undefined,
  detail: Issue['detail'] | undefined,
  language: Language,
): string {
  const message = (crsReasons as Messages)[String(reason)];
  return message ? fill(message, language, { ...detail }) : String(reason ?? '');
}

/** A pack's own rule carries its title in both languages; a bare count of it only its id. */
function packRule({ rule, detail }: Issue, language: Language): string {
  const title = detail[language];
  if (title === undefined) return fill(frame('some-values'), language, { rule });
  return fill(frame('pack-rule'), language, { title });
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase('vi') + sentence.slice(1);
}

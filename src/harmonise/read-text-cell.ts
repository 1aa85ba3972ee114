import { cleanJson, textCleaner } from './clean-text.ts';
import { booleanWords } from './empty-words.ts';
import { missingReader } from './missing-marks.ts';
import type { ColumnContext, ReadCell } from './reading.ts';
import { Unreadable } from './unreadable.ts';

/** Reader of a column of texts: NFC, plain spaces, no blanks at the ends. Numbers become their shortest digits. */
export function textReader(context: ColumnContext): ReadCell {
  const clean = textCleaner(context.conversions, context.column);
  const takeMissing = missingReader(context);
  const { missing } = context;
  const longestMark = Math.max(0, ...[...missing].map((mark) => mark.length));
  return (cell, position) => {
    if (cell === null || cell === undefined) return null;
    const text = typeof cell === 'string' ? clean(cell, position) : textOf(cell);
    if (text === '') return null;
    return text.length <= longestMark && missing.has(text) ? takeMissing(text, position) : text;
  };
}

function textOf(cell: unknown): string {
  return typeof cell === 'object' ? JSON.stringify(cleanJson(cell)) : String(cell);
}

/** Reader of a column of booleans: JSON booleans, the words of the reading, else the usual pairs of words and 1, 0. */
export function booleanReader(context: ColumnContext): ReadCell {
  const { reading, conversions, column, missing, exact } = context;
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader(context);
  const words = wordsOf(reading.trueWords, reading.falseWords, exact);
  const counter = conversions.counter('boolean-word', column);
  return (cell, position) => {
    if (typeof cell === 'boolean' || cell === null || cell === undefined) return cell ?? null;
    if (typeof cell !== 'string' && typeof cell !== 'number') return new Unreadable('not-a-boolean');
    const text = typeof cell === 'string' ? clean(cell, position) : String(cell);
    if (text === '') return null;
    if (missing.has(text)) return takeMissing(text, position);
    const value = words.get(text.toLowerCase());
    if (value === undefined) return new Unreadable('not-a-boolean');
    if (text !== 'true' && text !== 'false') counter.add(text, String(value), position);
    return value;
  };
}

function wordsOf(
  trueWords: readonly string[] | undefined,
  falseWords: readonly string[] | undefined,
  exact: boolean,
): ReadonlyMap<string, boolean> {
  const always = [
    ['true', true],
    ['false', false],
  ] as const;
  if (trueWords || falseWords) {
    const yes = (trueWords ?? []).map((word) => [word, true] as const);
    const no = (falseWords ?? []).map((word) => [word, false] as const);
    return new Map([...always, ...yes, ...no]);
  }
  return exact ? new Map(always) : new Map([...booleanWords, ['1', true], ['0', false]]);
}

/** Reader of a column of JSON values; text that is a JSON object or list is opened. */
export function jsonReader(context: ColumnContext): ReadCell {
  const { conversions, column, missing } = context;
  const clean = textCleaner(conversions, column);
  const takeMissing = missingReader(context);
  const counter = conversions.counter('json-text', column);
  return (cell, position) => {
    if (cell === null || cell === undefined) return null;
    if (typeof cell === 'object') return cleanJson(cell) as object;
    if (typeof cell !== 'string') return cell;
    const text = clean(cell, position);
    if (text === '') return null;
    if (missing.has(text)) return takeMissing(text, position);
    const opened = openJson(text);
    if (opened === undefined) return text;
    counter.add(text, JSON.stringify(opened), position);
    return opened;
  };
}

function openJson(text: string): object | undefined {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return cleanJson(JSON.parse(text)) as object;
  } catch {
    return undefined;
  }
}

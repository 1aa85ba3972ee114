import { staProblem } from '../problems.ts';

/** A word of a filter; `at` is the character where it begins, from 1. */
export interface Token {
  readonly kind:
    'name' | 'string' | 'number' | 'instant' | 'period' | 'date' | 'time' | 'duration' | 'geography' | 'mark' | 'end';
  readonly text: string;
  readonly at: number;
}

const moment = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+ -]\d{2}:?\d{2})`;
const quoted = String.raw`'(?:[^']|'')*'`;

/** In this order: a moment begins like a date, which begins like a number. A `+` may have come as a blank. */
const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['geography', new RegExp(`geo(?:graphy|metry)${quoted}`, 'y')],
  ['duration', new RegExp(`duration${quoted}`, 'y')],
  ['string', new RegExp(quoted, 'y')],
  ['period', new RegExp(`${moment}/${moment}`, 'y')],
  ['instant', new RegExp(moment, 'y')],
  ['date', /\d{4}-\d{2}-\d{2}(?![\dT])/y],
  ['time', /\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['name', /[\p{L}_@][\p{L}\p{N}_@.:-]*(?:\/[\p{L}\p{N}_@.:-]+)*/uy],
  ['mark', /[(),-]/y],
];

const mostLetters = 32_768;

/** Throws Problem `sta-option-invalid` with the place. */
export function readTokens(option: string, text: string): Token[] {
  if (text.length > mostLetters)
    throw staProblem('sta-option-invalid', { option, value: '…', accepted: `≤ ${mostLetters}` });
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    if (!token) throw badFilter(option, text.slice(at, at + 20), at + 1, "name, 'text', 12.5, 2026-01-31T05:30:00Z, (");
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length + 1 }];
}

function tokenAt(text: string, at: number): Token | null {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, text: found[0], at: at + 1 };
  }
  return null;
}

export function badFilter(option: string, found: string, at: number, accepted: string) {
  return staProblem('sta-option-invalid', { option, value: `${found || '∅'} (${at})`, accepted });
}

/** The text between the quotes. */
export const unquoted = (text: string): string => text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'");

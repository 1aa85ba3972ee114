import { problem, shown } from './problems.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'text' | 'number' | 'symbol' | 'end';
  /** The word, the unquoted name or text, the number's digits, the symbol. */
  readonly value: string;
  /** 0-based offset in the text. */
  readonly at: number;
}

// identifierStart and identifierPart of cql2.bnf.
const start =
  ':_A-Za-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFE\\u200C\\u200D' +
  '\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const identifier = `[${start}][${start}.0-9\\u0300-\\u036F\\u203F\\u2040]*`;
const blank = /[\t\n\v\f\r \u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/y;
const word = new RegExp(identifier, 'uy');
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /<>|<=|>=|[=<>(),+\-*/%^]/y;
const wholeWord = new RegExp(`^${identifier}$`, 'u');

/** True for a name that needs no quotes in CQL2 text. */
export function isPlainName(name: string): boolean {
  return wholeWord.test(name);
}

/** Splits CQL2 text. Throws Problem `invalid-filter` at a character that begins nothing. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    const { token, next } = readToken(text, at);
    tokens.push(token);
    at = skipBlank(text, next);
  }
  tokens.push({ kind: 'end', value: '', at: text.length });
  return tokens;
}

function readToken(text: string, at: number): { token: Token; next: number } {
  if (text[at] === "'") return readLiteral(text, at);
  if (text[at] === '"') return readQuotedName(text, at);
  for (const [kind, pattern] of [
    ['word', word],
    ['number', number],
    ['symbol', symbol],
  ] as const) {
    const value = match(pattern, text, at);
    if (value !== null) return { token: { kind, value, at }, next: at + value.length };
  }
  const found = shown(String.fromCodePoint(text.codePointAt(at)!));
  throw problem('invalid-filter', { position: at + 1, found, accepted: "property, 'text', 123, (, AND, OR, NOT" });
}

/** A character literal; both '' and \' stand for one quote, every other backslash for itself. */
function readLiteral(text: string, from: number): { token: Token; next: number } {
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === "''" || pair === "\\'") {
      value += "'";
      at++;
    } else if (text[at] === "'") return { token: { kind: 'text', value, at: from }, next: at + 1 };
    else value += text[at];
  }
  throw problem('invalid-filter', { position: from + 1, found: shown(text.slice(from)), accepted: "'…'" });
}

/** A name between double quotes; a doubled one stands for itself (an extension of cql2.bnf for names that hold one). */
function readQuotedName(text: string, from: number): { token: Token; next: number } {
  const value = match(/"((?:[^"]|"")+)"/y, text, from);
  if (value === null) {
    throw problem('invalid-filter', { position: from + 1, found: shown(text.slice(from)), accepted: '"property"' });
  }
  return {
    token: { kind: 'quoted', value: value.slice(1, -1).replaceAll('""', '"'), at: from },
    next: from + value.length,
  };
}

function skipBlank(text: string, at: number): number {
  return at + (match(blank, text, at)?.length ?? 0);
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

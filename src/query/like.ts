/**
 * LIKE: `%` any characters, `_` one character (a code point), `\` takes the next character as it is.
 * Time grows with length of text times length of pattern at most, whatever the pattern.
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const tokens = tokenize(pattern);
  const literal = plainParts(tokens);
  if (literal) return partsMatcher(literal);
  return (text) => matches(surrogate.test(text) ? Array.from(text) : text, tokens);
}

const surrogate = /[\ud800-\udfff]/;
const anyText = Symbol('%');
const anyCharacter = Symbol('_');
type Token = string | typeof anyText | typeof anyCharacter;

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = Array.from(pattern);
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!;
    if (character === '%') tokens.push(anyText);
    else if (character === '_') tokens.push(anyCharacter);
    else tokens.push(character === '\\' ? characters[++i]! : character);
  }
  return tokens;
}

/** The texts between the `%`, or null where a `_` stands. */
function plainParts(tokens: readonly Token[]): string[] | null {
  const parts = [''];
  for (const token of tokens) {
    if (token === anyCharacter) return null;
    if (token === anyText) parts.push('');
    else parts[parts.length - 1] += token as string;
  }
  return parts;
}

function partsMatcher(parts: readonly string[]): (text: string) => boolean {
  const [first] = parts as [string];
  if (parts.length === 1) return (text) => text === first;
  const last = parts.at(-1)!;
  const middle = parts.slice(1, -1).filter((part) => part !== '');
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}

/** Greedy with one way back, to the last `%`: enough, because an earlier one never has to take more. */
function matches(text: ArrayLike<string>, tokens: readonly Token[]): boolean {
  let at = 0;
  let token = 0;
  let afterAny = -1;
  let resumeAt = 0;
  while (at < text.length) {
    if (tokens[token] === anyText) {
      afterAny = ++token;
      resumeAt = at;
    } else if (token < tokens.length && (tokens[token] === anyCharacter || tokens[token] === text[at])) {
      at++;
      token++;
    } else if (afterAny >= 0) {
      token = afterAny;
      at = ++resumeAt;
    } else return false;
  }
  while (tokens[token] === anyText) token++;
  return token === tokens.length;
}

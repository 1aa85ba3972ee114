import { problem, shown } from './problems.ts';
import { tokenize, type Token } from './tokens.ts';

/** Walks over the tokens of one filter; says where and what was expected when it is not there. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  get current(): Token {
    return this.tokens[this.index]!;
  }
  /** 1-based character of the current token. */
  get position(): string {
    return String(this.current.at + 1);
  }
  peek(ahead: number): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!;
  }
  next(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.index++;
    return token;
  }
  isSymbol(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.value === value;
  }
  /** Keywords are the same in upper and lower case. */
  isKeyword(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.value.toUpperCase() === value;
  }
  takeSymbol(value: string): boolean {
    const taken = this.isSymbol(value);
    if (taken) this.index++;
    return taken;
  }
  takeKeyword(value: string): boolean {
    const taken = this.isKeyword(value);
    if (taken) this.index++;
    return taken;
  }
  expectSymbol(value: string): void {
    if (!this.takeSymbol(value)) throw this.unexpected(value);
  }
  expectKeyword(value: string): void {
    if (!this.takeKeyword(value)) throw this.unexpected(value);
  }
  expectText(accepted: string): Token {
    if (this.current.kind !== 'text') throw this.unexpected(accepted);
    return this.next();
  }
  /** A number with an optional sign. */
  expectNumber(): number {
    const sign = this.takeSymbol('-') ? -1 : (this.takeSymbol('+'), 1);
    if (this.current.kind !== 'number') throw this.unexpected('123');
    const value = sign * Number(this.next().value);
    return value === 0 ? 0 : value;
  }
  /** `read` once, and again after each comma. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }
  unexpected(accepted: string) {
    const { kind, value } = this.current;
    const found = kind === 'end' ? '∅' : shown(kind === 'text' ? `'${value}'` : value);
    return problem('invalid-filter', { position: this.position, found, accepted });
  }
}

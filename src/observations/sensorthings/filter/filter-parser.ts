import { sql, type Sql } from '../../../kernel/index.ts';
import {
  compileToSql,
  placeNode,
  scalarFunctions,
  type Expression,
  type Field,
  type Operand,
} from '../../../query/index.ts';
import type { Columns, EntitySet, StaContext } from '../model.ts';
import { filterFunctions } from './functions.ts';
import { literalTerm, moment } from './literals.ts';
import { PathResolver, type AnyOf, type Meaning } from './resolve-path.ts';
import { asValue, compareTerms, comparisons, periodOf, type Term } from './terms.ts';
import { badFilter, readTokens, type Token } from './tokens.ts';

const option = '$filter';
const constants: Readonly<Record<string, boolean>> = { true: true, false: false };
const additive: Readonly<Record<string, '+' | '-'>> = { add: '+', sub: '-' };
const multiplicative: Readonly<Record<string, string>> = { mul: '*', div: '/', mod: '%' };
const mostDepth = 30;

/** First and last moment that OData names (5.1.1.8.13). */
const firstMoment = { is: 'value', type: 'date-time', node: { timestamp: '0001-01-01T00:00:00Z' } } as const;
const lastMoment = { is: 'value', type: 'date-time', node: { timestamp: '9999-12-31T23:59:59Z' } } as const;

/**
 * Reads `$filter` (18-088, 9.3.3.5) into the project's expression tree. Comparisons with what lies behind a relation to
 * many ask whether one of them satisfies it.
 */
export class FilterParser {
  readonly #context: StaContext;
  readonly #set: EntitySet;
  readonly #columns: Columns;
  readonly #tokens: readonly Token[];
  readonly #paths: PathResolver;
  readonly #fields = new Map<string, Field>();
  #place = 0;
  #depth = 0;
  #asked = 0;
  /** What the comparison being read leads through. */
  #anyOf = new Map<string, AnyOf>();

  constructor(context: StaContext, set: EntitySet, columns: Columns, text: string) {
    this.#context = context;
    this.#set = set;
    this.#columns = columns;
    this.#tokens = readTokens(option, text);
    this.#paths = new PathResolver(context, option);
  }

  /** The whole as SQL. */
  compile(): Sql {
    const expression = this.#or();
    if (this.#peek.kind !== 'end') throw this.#unexpected('and, or, eq, ne, gt, ge, lt, le, add, sub, mul, div, mod');
    return this.#sqlOf(expression);
  }

  #sqlOf(expression: Expression): Sql {
    return compileToSql(expression, [...this.#fields.values()], { functions: scalarFunctions });
  }

  get #peek(): Token {
    return this.#tokens[this.#place]!;
  }

  #unexpected(accepted: string) {
    return badFilter(option, this.#peek.text, this.#peek.at, accepted);
  }

  /** Takes the next token where it is this word. */
  #takes(word: string): boolean {
    const { kind, text } = this.#peek;
    const isWord = (kind === 'name' || kind === 'mark') && text === word;
    if (isWord) this.#place++;
    return isWord;
  }

  #takesOneOf<T>(words: Readonly<Record<string, T>>): T | null {
    const { kind, text } = this.#peek;
    if (kind !== 'name' || !Object.hasOwn(words, text)) return null;
    this.#place++;
    return words[text]!;
  }

  #or(): Expression {
    return this.#chain('or', () => this.#chain('and', () => this.#not()));
  }

  #chain(operator: 'and' | 'or', next: () => Expression): Expression {
    const operands = [next()];
    while (this.#takes(operator)) operands.push(next());
    return operands.length === 1 ? operands[0]! : { op: operator, args: operands };
  }

  #not(): Expression {
    if (!this.#takes('not')) return this.#comparison();
    return { op: 'not', args: [this.#nested(() => this.#not())] };
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > mostDepth) throw badFilter(option, '(', this.#peek.at, `≤ ${mostDepth} levels`);
    const result = read();
    this.#depth--;
    return result;
  }

  #comparison(): Expression {
    const before = this.#anyOf;
    this.#anyOf = new Map();
    const { at } = this.#peek;
    const left = this.#sum();
    const operator = this.#takesOneOf(comparisons);
    const condition = operator === null ? this.#truth(left, at) : this.#compared(operator, left, at);
    const asked = this.#someOf([...this.#anyOf.values()], condition);
    this.#anyOf = before;
    return asked;
  }

  #truth(term: Term, at: number): Expression {
    if (term.is === 'condition') return term.node;
    const value = term.is === 'dynamic' ? term.as('boolean') : null;
    if (value === null && !(term.is === 'value' && term.type === 'boolean')) {
      throw badFilter(option, this.#peek.text, this.#peek.at, Object.keys(comparisons).join(', '));
    }
    return placeNode({ op: '=', args: [value ?? (term as { node: Operand }).node, true] }, String(at));
  }

  #compared(operator: string, left: Term, at: number): Expression {
    const rightAt = this.#peek.at;
    const compared = compareTerms(operator, left, this.#sum());
    if (compared === null) throw badFilter(option, this.#tokens[this.#place - 1]!.text, rightAt, 'a eq b');
    return placeNode(compared, String(at), [String(at), String(rightAt)]);
  }

  /** The condition for one of the entities that it leads through. */
  #someOf(through: readonly AnyOf[], condition: Expression): Expression {
    if (through.length === 0) return condition;
    let inside = this.#sqlOf(condition);
    for (const { from, conditions } of through.toReversed()) {
      inside = sql`exists (select 1 from ${from} where ${sql.join([...conditions, inside], sql` and `)})`;
    }
    const name = `exists ${++this.#asked}`;
    this.#fields.set(name, { name, type: 'boolean', column: sql`(${inside})` });
    return { op: '=', args: [{ property: name }, true] };
  }

  #sum(): Term {
    let left = this.#product();
    for (;;) {
      const operator = this.#takesOneOf(additive);
      if (operator === null) return left;
      left = this.#calculated(operator, left, this.#product());
    }
  }

  #product(): Term {
    let left = this.#unary();
    for (;;) {
      const operator = this.#takesOneOf(multiplicative);
      if (operator === null) return left;
      left = this.#calculated(operator, left, this.#unary());
    }
  }

  #calculated(operator: string, left: Term, right: Term): Term {
    if (right.is === 'duration') {
      const shifted = shift(left, operator === '-' ? -right.ms : right.ms);
      if (shifted && (operator === '+' || operator === '-')) return shifted;
      throw this.#unexpected("now() sub duration'P1D', 2026-01-31T00:00:00Z add duration'PT1H'");
    }
    const [a, b] = [asValue(left, 'number'), asValue(right, 'number')];
    if (a === null || b === null) throw this.#unexpected('numbers');
    return { is: 'value', type: 'number', node: { op: operator, args: [a, b] } };
  }

  #unary(): Term {
    if (!this.#takes('-')) return this.#primary();
    const operand = asValue(
      this.#nested(() => this.#unary()),
      'number',
    );
    if (operand === null) throw this.#unexpected('numbers');
    return { is: 'value', type: 'number', node: { op: '*', args: [-1, operand] } };
  }

  #primary(): Term {
    const token = this.#peek;
    if (this.#takes('(')) return this.#enclosed();
    const literal = literalTerm(token);
    if (literal) {
      this.#place++;
      return literal;
    }
    if (token.kind !== 'name') throw this.#unexpected("name, 'text', 12.5, 2026-01-31T05:30:00Z, (…)");
    this.#place++;
    if (this.#takes('(')) return this.#call(token);
    if (Object.hasOwn(constants, token.text)) return { is: 'value', type: 'boolean', node: constants[token.text]! };
    if (token.text === 'null') return { is: 'null' };
    return this.#path(token);
  }

  /** A condition, or a value to calculate with: which of them shows when it has been read. */
  #enclosed(): Term {
    return this.#nested(() => {
      const place = this.#place;
      const value = this.#sum();
      if (this.#takes(')')) return value;
      this.#place = place;
      const node = this.#or();
      if (!this.#takes(')')) throw this.#unexpected(')');
      return { is: 'condition', node };
    });
  }

  #call(name: Token): Term {
    const args: Term[] = [];
    this.#nested(() => {
      while (!this.#takes(')')) {
        if (args.length > 0 && !this.#takes(',')) throw this.#unexpected(', )');
        args.push(this.#sum());
      }
    });
    const asked = name.text.toLowerCase();
    if (args.length === 0 && asked === 'now') return moment(this.#context.clock.now().getTime());
    if (args.length === 0 && asked === 'mindatetime') return firstMoment;
    if (args.length === 0 && asked === 'maxdatetime') return lastMoment;
    const known = filterFunctions.get(asked);
    if (!known) throw badFilter(option, name.text, name.at, [...filterFunctions.keys(), 'now'].join(', '));
    const fits = args.length >= known.least && args.length <= known.most;
    const made = fits ? known.make(args) : null;
    if (made === null)
      throw badFilter(option, name.text, name.at, `${name.text}(${'…, '.repeat(known.least).slice(0, -2)})`);
    if ('node' in made) placeNode(made.node, String(name.at));
    return made;
  }

  #path({ text, at }: Token): Term {
    const { meaning, anyOf } = this.#paths.resolve(this.#set, this.#columns, text, at);
    for (const each of anyOf) this.#anyOf.set(each.path, each);
    return this.#termOf(meaning, at);
  }

  #termOf(meaning: Meaning, at: number): Term {
    if (meaning.is === 'period') {
      return { is: 'period', start: this.#property(meaning.start, at), end: this.#property(meaning.end, at) };
    }
    if (meaning.is === 'dynamic') return { is: 'dynamic', as: (type) => this.#property(meaning.as(type), at) };
    const { type } = meaning.field;
    const valueType = type === 'integer' ? 'number' : type === 'json' ? 'string' : type;
    return { is: 'value', type: valueType, node: this.#property(meaning.field, at) };
  }

  #property(field: Field, at: number): Operand {
    this.#fields.set(field.name, field);
    return placeNode({ property: field.name }, String(at));
  }
}

/** A moment that is written down, moved; null for what is none. */
function shift(term: Term, ms: number): Term | null {
  const period = periodOf(term);
  const node = period?.start;
  if (term.is !== 'value' || typeof node !== 'object' || node === null) return null;
  const written = 'timestamp' in node ? node.timestamp : 'date' in node ? `${node.date}T00:00:00Z` : null;
  return written === null ? null : moment(Date.parse(written) + ms);
}

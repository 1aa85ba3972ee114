import { checkSize, checkTextLength, tooLarge } from './limits.ts';
import { dateInstant, intervalEnd, numberLiteral, textLiteral, timestampInstant } from './literals.ts';
import { defaultLimits, isOperation, type Expression, type IntervalEnd, type Limits, type Operand } from './model.ts';
import {
  arrayFunctions,
  comparisonOperators,
  isCondition,
  isOneOf,
  operandCounts,
  standardFunctions,
} from './operators.ts';
import { readSpatialLiteral, startsGeometry } from './parse-geometry-text.ts';
import { placeNode } from './places.ts';
import { negation, notCondition } from './conditions.ts';
import { TokenReader } from './token-reader.ts';

const acceptedOperand = "property, 'text', 123, TRUE, DATE('…'), TIMESTAMP('…'), POINT(…), function(…), (";
const reserved = new Set(['AND', 'OR', 'NOT', 'LIKE', 'BETWEEN', 'IN', 'IS', 'NULL', 'TRUE', 'FALSE', 'DIV']);

/** True for a word that must stand in quotes to be a property. */
export function isReservedWord(word: string): boolean {
  return reserved.has(word.toUpperCase());
}

/**
 * Reads CQL2 text (OGC 21-065r2, cql2.bnf). Accepts a little more than the grammar: BETWEEN and IS NULL on any
 * operand, `- (…)`, `IN ()`, MULTIPOINT without inner parentheses, any character inside a quoted name.
 * Throws Problems `invalid-filter`, `invalid-filter-literal`, `filter-too-large` with the character's position.
 */
export function parseCql2Text(text: string, limits: Limits = defaultLimits): Expression {
  checkTextLength(text, limits);
  const parser = new Parser(new TokenReader(text), limits);
  const expression = parser.filter();
  checkSize(expression, limits);
  return expression;
}

class Parser {
  private readonly reader: TokenReader;
  private readonly limits: Limits;
  private depth = 0;

  constructor(reader: TokenReader, limits: Limits) {
    this.reader = reader;
    this.limits = limits;
  }

  filter(): Expression {
    const at = this.reader.position;
    const expression = this.or();
    if (this.reader.current.kind !== 'end') throw this.reader.unexpected('AND, OR, ∅');
    return this.condition(expression, at);
  }

  private or(): Operand {
    return this.joined('OR', () => this.and());
  }

  private and(): Operand {
    return this.joined('AND', () => this.not());
  }

  private joined(keyword: 'AND' | 'OR', read: () => Operand): Operand {
    const positions = [this.reader.position];
    const operands = [read()];
    while (this.reader.takeKeyword(keyword)) {
      positions.push(this.reader.position);
      operands.push(read());
    }
    if (operands.length === 1) return operands[0]!;
    const args = operands.map((operand, i) => this.condition(operand, positions[i]!));
    return placeNode({ op: keyword.toLowerCase(), args }, positions[0]!, positions);
  }

  private not(): Operand {
    const at = this.reader.position;
    if (!this.reader.takeKeyword('NOT')) return this.predicate();
    const operandAt = this.reader.position;
    const operand = this.nested(() => this.not());
    return negation(this.condition(operand, operandAt), at, operandAt);
  }

  private predicate(): Operand {
    const at = this.reader.position;
    const left = this.sum();
    const operator = this.reader.current;
    if (operator.kind === 'symbol' && isOneOf(comparisonOperators, operator.value)) {
      this.reader.next();
      const rightAt = this.reader.position;
      return placeNode({ op: operator.value, args: [left, this.sum()] }, at, [at, rightAt]);
    }
    if (this.reader.takeKeyword('IS')) return this.isNull(left, at);
    const negatedAt = this.reader.position;
    const negated = this.reader.takeKeyword('NOT');
    const found = this.keywordPredicate(left, at);
    if (!found && negated) throw this.reader.unexpected('LIKE, BETWEEN, IN');
    if (!found) return left;
    return negated ? negation(found, negatedAt, at) : found;
  }

  private isNull(left: Operand, at: string): Operand {
    const negated = this.reader.takeKeyword('NOT');
    this.reader.expectKeyword('NULL');
    const found = placeNode({ op: 'isNull', args: [left] }, at, [at]);
    return negated ? negation(found, at, at) : found;
  }

  private keywordPredicate(left: Operand, at: string): Expression | null {
    const { reader } = this;
    if (reader.takeKeyword('LIKE')) return this.withOperands('like', left, at, () => [this.sum()]);
    if (reader.takeKeyword('IN')) return this.withOperands('in', left, at, () => [this.inList()]);
    if (!reader.takeKeyword('BETWEEN')) return null;
    const lowAt = reader.position;
    const low = this.sum();
    reader.expectKeyword('AND');
    const highAt = reader.position;
    return placeNode({ op: 'between', args: [left, low, this.sum()] }, at, [at, lowAt, highAt]);
  }

  private withOperands(op: string, left: Operand, at: string, read: () => Operand[]): Expression {
    const operandAt = this.reader.position;
    return placeNode({ op, args: [left, ...read()] }, at, [at, operandAt]);
  }

  private inList(): Operand {
    this.reader.expectSymbol('(');
    if (this.reader.takeSymbol(')')) return [];
    const at = this.reader.position;
    const positions: string[] = [];
    const items = this.reader.list(() => {
      positions.push(this.reader.position);
      return this.sum();
    });
    this.reader.expectSymbol(')');
    return placeNode(items, at, positions);
  }

  private sum(): Operand {
    return this.leftToRight(['+', '-'], () => this.product());
  }

  private product(): Operand {
    return this.leftToRight(['*', '/', '%', 'div'], () => this.power());
  }

  private leftToRight(operators: readonly string[], read: () => Operand): Operand {
    const at = this.reader.position;
    let left = read();
    for (;;) {
      const op = operators.find((name) => (name === 'div' ? this.reader.isKeyword('DIV') : this.reader.isSymbol(name)));
      if (op === undefined) return left;
      this.reader.next();
      const rightAt = this.reader.position;
      left = placeNode({ op, args: [left, read()] }, at, [at, rightAt]);
    }
  }

  private power(): Operand {
    const at = this.reader.position;
    const base = this.factor();
    if (!this.reader.takeSymbol('^')) return base;
    const exponentAt = this.reader.position;
    return placeNode({ op: '^', args: [base, this.factor()] }, at, [at, exponentAt]);
  }

  /** A sign before a number belongs to the number; before anything else it multiplies by -1 (as the official JSON has it). */
  private factor(): Operand {
    const { reader } = this;
    const at = reader.position;
    const negative = reader.isSymbol('-');
    if ((negative || reader.isSymbol('+')) && reader.peek(1).kind === 'number') {
      return numberLiteral(reader.expectNumber(), at);
    }
    if (!reader.takeSymbol('-')) return this.primary();
    const operandAt = reader.position;
    return placeNode({ op: '*', args: [-1, this.nested(() => this.primary())] }, at, [at, operandAt]);
  }

  private primary(): Operand {
    const { reader } = this;
    const at = reader.position;
    const token = reader.current;
    if (reader.isSymbol('(')) return this.parenthesised();
    if (token.kind === 'number') return numberLiteral(Number(reader.next().value), at, token.value);
    if (token.kind === 'text') return textLiteral(reader.next().value, at);
    if (token.kind === 'quoted') return placeNode({ property: reader.next().value }, at);
    if (token.kind !== 'word') throw reader.unexpected(acceptedOperand);
    if (reader.takeKeyword('TRUE')) return true;
    if (reader.takeKeyword('FALSE')) return false;
    if (isReservedWord(token.value)) throw reader.unexpected(acceptedOperand);
    if (startsGeometry(reader)) return placeNode(readSpatialLiteral(reader), at);
    if (reader.isSymbol('(', 1)) return this.nested(() => this.call());
    return placeNode({ property: reader.next().value }, at);
  }

  private parenthesised(): Operand {
    this.reader.expectSymbol('(');
    const inner = this.nested(() => this.or());
    this.reader.expectSymbol(')');
    return inner;
  }

  private call(): Operand {
    const { reader } = this;
    const at = reader.position;
    const name = reader.next().value;
    reader.expectSymbol('(');
    const result = this.temporalLiteral(name.toUpperCase()) ?? this.functionCall(name, at);
    reader.expectSymbol(')');
    return result;
  }

  private temporalLiteral(keyword: string): Operand | null {
    const { reader } = this;
    const at = reader.position;
    if (keyword === 'DATE') return placeNode(dateInstant(reader.expectText("'2024-01-31'").value, at), at);
    if (keyword === 'TIMESTAMP') {
      return placeNode(timestampInstant(reader.expectText("'2024-01-31T05:30:00Z'").value, at), at);
    }
    if (keyword !== 'INTERVAL') return null;
    const start = this.intervalEnd();
    reader.expectSymbol(',');
    return placeNode({ interval: [start, this.intervalEnd()] as const }, at);
  }

  private intervalEnd(): IntervalEnd {
    const { reader } = this;
    const at = reader.position;
    if (reader.current.kind === 'text') return intervalEnd(reader.next().value, at);
    const end = this.primary();
    if (isOperation(end) || (typeof end === 'object' && 'property' in end)) return end;
    throw reader.unexpected("'2024-01-31', '..', property");
  }

  private functionCall(name: string, at: string): Expression {
    const { reader } = this;
    const op = standardFunctions.get(name.toLowerCase()) ?? name;
    const positions: string[] = [];
    const read = isOneOf(arrayFunctions, op) ? () => this.arrayOperand() : () => this.argument();
    const args = reader.isSymbol(')')
      ? []
      : reader.list(() => {
          positions.push(reader.position);
          return read();
        });
    const counts = operandCounts(op);
    if (counts && args.length < counts.least) throw reader.unexpected(',');
    if (counts && args.length > counts.most) throw reader.unexpected(')');
    return placeNode({ op, args }, at, positions);
  }

  /** Operand of A_CONTAINS and its like: parentheses always make an array here. */
  private arrayOperand(): Operand {
    return this.reader.isSymbol('(') ? this.nested(() => this.array([])) : this.sum();
  }

  /** Elsewhere parentheses make an array when they hold nothing or a comma, else they group. */
  private argument(): Operand {
    const { reader } = this;
    if (!reader.isSymbol('(')) return this.or();
    return this.arrayAhead() ? this.nested(() => this.array([])) : this.or();
  }

  /** True when the parenthesis that opens here holds nothing, or a comma at its own level. */
  private arrayAhead(): boolean {
    let level = 0;
    for (let ahead = 0; this.reader.peek(ahead).kind !== 'end'; ahead++) {
      if (this.reader.isSymbol('(', ahead)) level++;
      else if (this.reader.isSymbol(')', ahead)) level--;
      if (ahead === 1 && level === 0) return true;
      if (level === 0) return false;
      if (level === 1 && this.reader.isSymbol(',', ahead)) return true;
    }
    return false;
  }

  private array(items: Operand[]): Operand {
    const at = this.reader.position;
    this.reader.expectSymbol('(');
    if (!this.reader.takeSymbol(')')) {
      items.push(...this.reader.list(() => this.argument()));
      this.reader.expectSymbol(')');
    }
    return placeNode(items, at);
  }

  private nested<T>(read: () => T): T {
    // Twice the depth of the tree: parentheses that only group make no node.
    if (++this.depth > this.limits.depth * 2) throw tooLarge('depth', this.depth, this.limits.depth * 2);
    const result = read();
    this.depth--;
    return result;
  }

  private condition(operand: Operand, at: string): Expression {
    if (typeof operand === 'boolean' || (isOperation(operand) && isCondition(operand.op))) return operand;
    throw notCondition(operand, at);
  }
}

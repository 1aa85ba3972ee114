import type { Geometry } from '../kernel/index.ts';
import { bboxShapes, joinBoxes } from './bbox-shape.ts';
import { beginningOfTime, endOfTime, instantKey } from './instants.ts';
import { checkSize } from './limits.ts';
import {
  isArray,
  isBbox,
  isDate,
  isGeometry,
  isInterval,
  isOperation,
  isProperty,
  isTimestamp,
  type CompileOptions,
  type Expression,
  type Field,
  type IntervalEnd,
  type Limits,
  type Operand,
  type Operation,
} from './model.ts';
import { integerMagnitude, literalMagnitude, numberMagnitude, resultMagnitude, type Magnitude } from './magnitude.ts';
import {
  arithmeticOperators,
  arrayFunctions,
  comparisonOperators,
  isOneOf,
  spatialFunctions,
  standardFunctions,
  temporalFunctions,
} from './operators.ts';
import { foldText } from './fold-text.ts';
import { placeOf, placeOfArgument } from './places.ts';
import { problem, shown } from './problems.ts';
import type { Condition, Domain, Fold, List, Period, Shape, Value } from './typed.ts';
import { invalidGeometryReason } from './topology.ts';

/** What a value is, for the person who reads the problem and for choosing how to compare. */
type ValueType = 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'json' | 'geometry';

/**
 * Resolves the names and types of a filter. Throws Problems `unknown-filter-property`, `unknown-filter-function`,
 * `filter-type-mismatch`, `invalid-filter-literal`, `filter-too-large`.
 */
export function resolve(
  expression: Expression,
  fields: readonly Field[],
  options: CompileOptions & { readonly limits?: Limits } = {},
): Condition {
  checkSize(expression, options.limits);
  return new Resolver(fields, options).condition(expression, placeOf(expression));
}

class Resolver {
  private readonly fields: ReadonlyMap<string, Field>;
  private readonly transformLiteral: CompileOptions['transformLiteral'];
  private readonly functions: NonNullable<CompileOptions['functions']>;

  constructor(fields: readonly Field[], options: CompileOptions) {
    this.fields = new Map(fields.map((field) => [field.name, field]));
    this.transformLiteral = options.transformLiteral;
    this.functions = options.functions ?? new Map();
  }

  condition(node: Operand, at: string): Condition {
    if (typeof node === 'boolean') return { is: 'constant', value: node };
    if (!isOperation(node)) throw mismatch(at, 'AND, OR, NOT', this.describe(node), 'a = b, a LIKE b, a IS NULL');
    const { op, args } = node;
    if (op === 'and' || op === 'or') {
      return {
        is: op,
        operands: args.map((argument, i) => this.condition(argument, placeOfArgument(node, i, argument))),
      };
    }
    if (op === 'not') return { is: 'not', operand: this.condition(args[0]!, placeOfArgument(node, 0, args[0])) };
    if (isOneOf(comparisonOperators, op)) {
      const { domain, values } = this.comparable(node, op, args);
      return { is: 'comparison', operator: op, domain, left: values[0]!, right: values[1]! };
    }
    if (op === 'between') {
      const { domain, values } = this.comparable(node, 'BETWEEN', args);
      return { is: 'between', domain, value: values[0]!, low: values[1]!, high: values[2]! };
    }
    if (op === 'in') return this.in(node);
    if (op === 'like') return this.like(node);
    if (op === 'isNull') return { is: 'null-test', operand: this.nullOperand(node) };
    return this.predicateFunction(node, at);
  }

  private predicateFunction(node: Operation, at: string): Condition {
    const { op } = node;
    if (isOneOf(spatialFunctions, op)) {
      return { is: 'spatial', relation: op, left: this.comparedShape(node, 0), right: this.comparedShape(node, 1) };
    }
    if (isOneOf(temporalFunctions, op)) return this.temporal(node, op);
    if (isOneOf(arrayFunctions, op)) {
      return { is: 'array', relation: op, left: this.list(node, 0), right: this.list(node, 1) };
    }
    if (isOneOf(arithmeticOperators, op) || op === 'casei' || op === 'accenti') {
      throw mismatch(at, 'AND, OR, NOT', op, 'a = b, a LIKE b, a IS NULL');
    }
    const call = this.call(node, at);
    if (call === null) throw unknownFunction(op, at, [...this.functions.keys()]);
    if (call.definition.result !== 'boolean')
      throw mismatch(at, 'AND, OR, NOT', call.definition.result, 'a = b, a IS NULL');
    return { is: 'truth', value: call };
  }

  /** Null where there is no such function. */
  private call(node: Operation, at: string): Extract<Value, { is: 'call' }> | null {
    const definition = this.functions.get(node.op.toLowerCase());
    if (!definition) return null;
    const { parameters, required } = definition;
    if (node.args.length < required || node.args.length > parameters.length) {
      throw mismatch(at, node.op, `${node.args.length}`, `${required}–${parameters.length}`);
    }
    const args = node.args.map((operand, i) => this.argument(node, i, operand, parameters[i]!));
    return { is: 'call', definition, args };
  }

  private argument(node: Operation, index: number, operand: Operand, domain: Domain | 'geometry'): Value {
    if (domain === 'geometry') return { is: 'shape', shape: this.shape(node, index) };
    const at = placeOfArgument(node, index, operand);
    const value = this.value(operand, at);
    const own = domainOf(value);
    const fits = own === domain || (own !== null && domain !== 'integer' && joinDomains(own, domain) === domain);
    if (!fits) throw mismatch(at, node.op, typeOf(value), examples[domain]);
    return value;
  }

  private in(node: Operation): Condition {
    const [value, list] = node.args;
    if (list === undefined || !isArray(list))
      throw mismatch(placeOf(node), 'IN', this.describe(list!), "IN ('a', 'b')");
    const { domain, values } = this.comparable(node, 'IN', [value!, ...list], (i) =>
      i === 0 ? placeOfArgument(node, 0, value) : placeOfArgument(list, i - 1, list[i - 1]),
    );
    return { is: 'in', domain, value: values[0]!, items: values.slice(1) };
  }

  private comparable(
    node: Operation,
    operator: string,
    operands: readonly Operand[],
    place: (index: number) => string = (i) => placeOfArgument(node, i, operands[i]),
  ): { domain: Domain; values: Value[] } {
    const values = operands.map((operand, i) => this.value(operand, place(i)));
    let domain = domainOf(values[0]!);
    if (domain === null)
      throw mismatch(place(0), operator, typeOf(values[0]!), 'string, number, boolean, date, date-time');
    for (let i = 1; i < values.length; i++) {
      const joined = joinDomains(domain, domainOf(values[i]!));
      if (joined === null)
        throw mismatch(place(i), operator, `${typeOf(values[0]!)}, ${typeOf(values[i]!)}`, examples[domain]);
      domain = joined;
    }
    return { domain, values };
  }

  private like(node: Operation): Condition {
    const [operand, patternNode] = node.args;
    const value = this.text(operand!, placeOfArgument(node, 0, operand), 'LIKE');
    const at = placeOfArgument(node, 1, patternNode);
    const pattern = this.text(patternNode!, at, 'LIKE');
    if (pattern.is !== 'literal') throw mismatch(at, 'LIKE', typeOf(pattern), "'a%', CASEI('a%'), ACCENTI('a%')");
    const text = String(pattern.value);
    if (/(?<!\\)(?:\\\\)*\\$/.test(text)) throw invalidLiteral(text, at, "'50\\%', '\\\\'");
    return { is: 'like', value, pattern: text };
  }

  private nullOperand(node: Operation): Value | Condition {
    const operand = node.args[0]!;
    const at = placeOfArgument(node, 0, operand);
    if (isProperty(operand)) return { is: 'field', field: this.field(operand.property, at) };
    if (isGeometry(operand) || isBbox(operand)) return { is: 'shape', shape: this.shape(node, 0) };
    if (isInterval(operand)) {
      const period = this.period(operand, at, 'IS NULL');
      const test = (value: Value): Condition => ({ is: 'null-test', operand: value });
      return { is: 'condition', condition: eitherNull(test(period.start), test(period.end)) };
    }
    return this.value(operand, at);
  }

  private value(node: Operand, at: string): Value {
    if (typeof node === 'string') return { is: 'literal', value: node, type: 'string' };
    if (typeof node === 'number') {
      return { is: 'literal', value: node, type: Number.isSafeInteger(node) ? 'integer' : 'number' };
    }
    if (typeof node === 'boolean') return { is: 'literal', value: node, type: 'boolean' };
    if (isArray(node) || isInterval(node))
      throw mismatch(at, '=, <, IN', this.describe(node), 'string, number, boolean, date, date-time');
    if (isProperty(node)) return { is: 'field', field: this.field(node.property, at) };
    if (isDate(node)) return { is: 'moment', key: node.date, type: 'date' };
    if (isTimestamp(node)) return { is: 'moment', key: instantKey(node.timestamp)!, type: 'date-time' };
    if (!isOperation(node)) throw mismatch(at, '=, <, IN', 'geometry', 'S_INTERSECTS, S_EQUALS, S_WITHIN');
    if (node.op === 'casei' || node.op === 'accenti') return this.fold(node);
    if (isOneOf(arithmeticOperators, node.op)) return this.arithmetic(node).value;
    const call = this.call(node, at);
    if (call !== null) return call;
    return { is: 'condition', condition: this.condition(node, at) };
  }

  private text(node: Operand, at: string, operator: string): Value {
    const value = this.value(node, at);
    if (typeOf(value) !== 'string') throw mismatch(at, operator, typeOf(value), 'string');
    return value;
  }

  /** Folding a literal happens here, once; folds of folds become one, since they can be done in any order. */
  private fold(node: Operation): Value {
    const operand = node.args[0]!;
    const inner = this.text(operand, placeOfArgument(node, 0, operand), node.op.toUpperCase());
    const own: Fold = { letterCase: node.op === 'casei', accents: node.op === 'accenti' };
    if (inner.is === 'literal') return { ...inner, value: foldText(String(inner.value), own) };
    if (inner.is !== 'fold') return { is: 'fold', fold: own, value: inner };
    const fold = { letterCase: own.letterCase || inner.fold.letterCase, accents: own.accents || inner.fold.accents };
    return { is: 'fold', fold, value: inner.value };
  }

  private arithmetic(node: Operation): { value: Value; magnitude: Magnitude } {
    const operator = node.op;
    if (!isOneOf(arithmeticOperators, operator)) throw new Error(`not arithmetic: ${operator}`);
    const [left, right] = node.args.map((operand, i) =>
      this.number(operand, placeOfArgument(node, i, operand), operator),
    );
    const magnitude = resultMagnitude(operator, left!.magnitude, right!.magnitude);
    if (magnitude === null) {
      throw problem('filter-too-large', { measure: `${operator} (float8)`, found: '> 1E300', limit: '1E300' });
    }
    return { value: { is: 'arithmetic', operator, left: left!.value, right: right!.value }, magnitude };
  }

  private number(node: Operand, at: string, operator: string): { value: Value; magnitude: Magnitude } {
    if (isOperation(node) && isOneOf(arithmeticOperators, node.op)) return this.arithmetic(node);
    const value = this.value(node, at);
    const type = typeOf(value);
    if (type !== 'integer' && type !== 'number') throw mismatch(at, operator, type, 'integer, number');
    if (value.is !== 'literal') return { value, magnitude: type === 'integer' ? integerMagnitude : numberMagnitude };
    return { value, magnitude: literalMagnitude(Number(value.value)) };
  }

  private temporal(node: Operation, relation: (typeof temporalFunctions)[number]): Condition {
    const [left, right] = node.args.map((operand, i) =>
      this.period(operand, placeOfArgument(node, i, operand), relation.toUpperCase()),
    );
    const types = [left!.start, left!.end, right!.start, right!.end].map(temporalType);
    const domain = types.includes('date-time') ? 'instant' : 'date';
    return { is: 'temporal', relation, domain, left: left!, right: right! };
  }

  private period(node: Operand, at: string, operator: string): Period {
    if (!isInterval(node)) {
      const value = this.temporalValue(node, at, operator);
      return { start: value, end: value };
    }
    const [start, end] = node.interval;
    const period = {
      start: this.end(start, operator, beginningOfTime),
      end: this.end(end, operator, endOfTime),
    };
    if (period.start.is === 'moment' && period.end.is === 'moment' && period.start.key > period.end.key) {
      throw invalidLiteral(node, at, "INTERVAL('2024-01-01', '2024-01-31')");
    }
    return period;
  }

  private end(end: IntervalEnd, operator: string, open: string): Value {
    if (typeof end !== 'string') return this.temporalValue(end, placeOf(end), operator);
    if (end === '..') return { is: 'moment', key: open, type: 'date' };
    return end.includes('T')
      ? { is: 'moment', key: instantKey(end)!, type: 'date-time' }
      : { is: 'moment', key: end, type: 'date' };
  }

  private temporalValue(node: Operand, at: string, operator: string): Value {
    const value = this.value(node, at);
    if (temporalType(value) === null) {
      throw mismatch(
        at,
        operator,
        typeOf(value),
        "date, date-time, DATE('2024-01-31'), TIMESTAMP('…Z'), INTERVAL('…', '..')",
      );
    }
    return value;
  }

  private list(node: Operation, index: number): List {
    const operand = node.args[index]!;
    const at = placeOfArgument(node, index, operand);
    const operator = node.op.toUpperCase();
    if (isArray(operand)) {
      return {
        is: 'items',
        items: operand.map((item, i) => this.listItem(item, placeOfArgument(operand, i, item), operator)),
      };
    }
    if (isProperty(operand)) {
      const field = this.field(operand.property, at);
      if (field.type === 'json') return { is: 'field', field };
      throw mismatch(at, operator, field.type, "json, ('a', 'b')");
    }
    throw mismatch(at, operator, this.describe(operand), "json, ('a', 'b')");
  }

  /** Dates and timestamps in a list are compared as their text, the way JSON holds them. */
  private listItem(node: Operand, at: string, operator: string): Value {
    if (isDate(node)) return { is: 'literal', value: node.date, type: 'string' };
    if (isTimestamp(node)) return { is: 'literal', value: node.timestamp, type: 'string' };
    const value = isArray(node) || isGeometry(node) ? null : this.value(node, at);
    const simple = value !== null && ['string', 'integer', 'number', 'boolean'].includes(typeOf(value));
    if (!simple) throw mismatch(at, operator, this.describe(node), 'string, number, boolean');
    return value;
  }

  /** PostGIS 3.3 tests a collection of mixed geometries for S_INTERSECTS and S_DISJOINT only. */
  private comparedShape(node: Operation, index: number): Shape {
    const shape = this.shape(node, index);
    const isCollection = shape.is === 'literal' && shape.geometry.type === 'GeometryCollection';
    if (!isCollection || node.op === 's_intersects' || node.op === 's_disjoint') return shape;
    const at = placeOfArgument(node, index, node.args[index]);
    throw mismatch(
      at,
      node.op.toUpperCase(),
      'GEOMETRYCOLLECTION',
      'POINT, LINESTRING, POLYGON, MULTI…; S_INTERSECTS, S_DISJOINT',
    );
  }

  private shape(node: Operation, index: number): Shape {
    const operand = node.args[index]!;
    const at = placeOfArgument(node, index, operand);
    if (isProperty(operand)) {
      const field = this.field(operand.property, at);
      if (field.type === 'geometry') return { is: 'field', field };
      throw mismatch(at, node.op.toUpperCase(), field.type, 'geometry');
    }
    if (isBbox(operand)) return this.literalShape(this.boxes(operand.bbox, at), at);
    if (isGeometry(operand)) return this.literalShape([operand], at);
    if (isOperation(operand)) this.value(operand, at);
    throw mismatch(at, node.op.toUpperCase(), this.describe(operand), 'geometry, POINT(105.8 21), BBOX(105,20,106,21)');
  }

  private boxes(bbox: readonly number[], at: string): Geometry[] {
    const middle = bbox.length / 2;
    const reversed = bbox[1]! > bbox[middle + 1]! || (this.transformLiteral !== undefined && bbox[0]! > bbox[middle]!);
    if (reversed) throw invalidLiteral(bbox, at, 'BBOX(105.5,20.8,106,21.2)');
    return bboxShapes(bbox);
  }

  private literalShape(written: readonly Geometry[], at: string): Shape {
    const parts = this.transformLiteral ? written.map(this.transformLiteral) : written;
    for (const part of parts) {
      const reason = invalidGeometryReason(part);
      if (reason !== null)
        throw invalidLiteral(`${shown(part).slice(0, 40)}: ${reason}`, at, 'POLYGON((0 0,1 0,1 1,0 0))');
    }
    return { is: 'literal', geometry: joinBoxes(parts), parts: parts.flatMap(partsOf) };
  }

  private field(name: string, at: string): Field {
    const field = this.fields.get(name);
    if (field) return field;
    const accepted = [...this.fields.keys()].slice(0, 30).join(', ') || '∅';
    throw problem('unknown-filter-property', { property: shown(name), position: at, accepted });
  }

  private describe(node: Operand): string {
    if (isArray(node)) return 'array';
    if (isInterval(node)) return 'interval';
    if (isGeometry(node) || isBbox(node)) return 'geometry';
    return typeOf(this.value(node, placeOf(node)));
  }
}

function partsOf(geometry: Geometry): Geometry[] {
  return geometry.type === 'GeometryCollection' ? geometry.geometries : [geometry];
}

/** An interval with one unknown end is unknown. */
function eitherNull(start: Condition, end: Condition): Condition {
  return { is: 'or', operands: [start, end] };
}

const examples: Record<Domain, string> = {
  text: "'text'",
  integer: '123',
  number: '1.5',
  boolean: 'TRUE, FALSE',
  date: "DATE('2024-01-31')",
  instant: "TIMESTAMP('2024-01-31T05:30:00Z')",
};

function typeOf(value: Value): ValueType {
  switch (value.is) {
    case 'field':
      return value.field.type;
    case 'literal':
    case 'moment':
      return value.type;
    case 'fold':
      return 'string';
    case 'arithmetic':
      return 'number';
    case 'condition':
      return 'boolean';
    case 'call':
      return value.definition.result;
    case 'shape':
      return 'geometry';
  }
}

const domains: Record<ValueType, Domain | null> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  date: 'date',
  'date-time': 'instant',
  json: null,
  geometry: null,
};

function domainOf(value: Value): Domain | null {
  return domains[typeOf(value)];
}

/** An integer beside a number is a number; a date beside a date-time is the beginning of its day. */
function joinDomains(left: Domain, right: Domain | null): Domain | null {
  if (left === right) return left;
  if ((left === 'integer' && right === 'number') || (left === 'number' && right === 'integer')) return 'number';
  if ((left === 'date' && right === 'instant') || (left === 'instant' && right === 'date')) return 'instant';
  return null;
}

function temporalType(value: Value): 'date' | 'date-time' | null {
  const type = typeOf(value);
  return type === 'date' || type === 'date-time' ? type : null;
}

function mismatch(position: string, operator: string, found: string, accepted: string) {
  return problem('filter-type-mismatch', { position, operator, found, accepted });
}

function invalidLiteral(value: unknown, position: string, accepted: string) {
  return problem('invalid-filter-literal', { value: shown(value), position, accepted });
}

function unknownFunction(name: string, position: string, further: readonly string[]) {
  const accepted = [...[...standardFunctions.values()].map((known) => known.toUpperCase()), ...further].join(', ');
  return problem('unknown-filter-function', { function: shown(name), position, accepted });
}

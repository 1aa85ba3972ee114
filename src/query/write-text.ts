import type { Geometry, Position } from '../kernel/index.ts';
import {
  isArray,
  isBbox,
  isDate,
  isInterval,
  isOperation,
  isProperty,
  isTimestamp,
  type Expression,
  type Operand,
  type Operation,
} from './model.ts';
import { arithmeticOperators, comparisonOperators, isOneOf, standardFunctions } from './operators.ts';
import { problem, shown } from './problems.ts';
import { isReservedWord } from './parse-text.ts';
import { isPlainName } from './tokens.ts';

/**
 * Writes CQL2 text that `parseCql2Text` reads back to an equal tree. Throws Problem `invalid-filter-literal` for a text
 * that ends in a backslash: CQL2 text has no way to write it, CQL2 JSON has.
 */
export function toCql2Text(expression: Expression): string {
  return write(expression);
}

/** A copy as CQL2 JSON. */
export function toCql2Json(expression: Expression): unknown {
  return JSON.parse(JSON.stringify(expression));
}

function write(node: Operand): string {
  if (typeof node === 'string') return quoted(node);
  if (typeof node === 'number') return numberText(node);
  if (typeof node === 'boolean') return node ? 'TRUE' : 'FALSE';
  if (isArray(node)) return `(${node.map(write).join(', ')})`;
  if (isOperation(node)) return writeOperation(node);
  if (isProperty(node)) return writeName(node.property);
  if (isDate(node)) return `DATE('${node.date}')`;
  if (isTimestamp(node)) return `TIMESTAMP('${node.timestamp}')`;
  if (isInterval(node)) return `INTERVAL(${node.interval.map(write).join(', ')})`;
  if (isBbox(node)) return `BBOX(${node.bbox.map(numberText).join(', ')})`;
  return geometryText(node);
}

function writeOperation({ op, args }: Operation): string {
  if (op === 'and' || op === 'or') return args.map(enclosed).join(` ${op.toUpperCase()} `);
  if (op === 'not') return `NOT ${enclosed(args[0]!)}`;
  if (op === 'isNull') return `${enclosed(args[0]!)} IS NULL`;
  if (op === 'between') return `${enclosed(args[0]!)} BETWEEN ${enclosed(args[1]!)} AND ${enclosed(args[2]!)}`;
  if (op === 'like' || op === 'in') {
    return `${enclosed(args[0]!)} ${op.toUpperCase()} ${op === 'in' ? write(args[1]!) : enclosed(args[1]!)}`;
  }
  if (isOneOf(comparisonOperators, op) || isOneOf(arithmeticOperators, op)) {
    return `${enclosed(args[0]!)} ${op} ${enclosed(args[1]!)}`;
  }
  const name = standardFunctions.has(op.toLowerCase()) ? op.toUpperCase() : op;
  return `${name}(${args.map(write).join(', ')})`;
}

/** Whatever is not a call stands in parentheses, so that no reader needs to know the precedences. */
function enclosed(node: Operand): string {
  return isOperation(node) && isWrittenBetween(node.op) ? `(${write(node)})` : write(node);
}

const wordOperators = ['and', 'or', 'not', 'isNull', 'between', 'like', 'in'] as const;

function isWrittenBetween(op: string): boolean {
  return isOneOf(wordOperators, op) || isOneOf(comparisonOperators, op) || isOneOf(arithmeticOperators, op);
}

function writeName(name: string): string {
  return isPlainName(name) && !isReservedWord(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** After a backslash only the form \\' keeps both characters; at the very end nothing does. */
function quoted(text: string): string {
  if (text.endsWith('\\'))
    throw problem('invalid-filter-literal', { value: shown(text), position: 1, accepted: 'CQL2 JSON' });
  return `'${text.replace(/(\\?)'/g, (_, before: string) => (before ? "\\\\'" : "''"))}'`;
}

function numberText(value: number): string {
  return String(value).replace('e', 'E');
}

/** WKT; with `Z` where positions have a height. */
export function geometryText(geometry: Geometry): string {
  if (geometry.type === 'GeometryCollection') {
    return `GEOMETRYCOLLECTION(${geometry.geometries.map(geometryText).join(', ')})`;
  }
  const body =
    geometry.type === 'Point'
      ? `(${positionText(geometry.coordinates)})`
      : geometry.type === 'MultiPoint'
        ? `(${geometry.coordinates.map((position) => `(${positionText(position)})`).join(', ')})`
        : nestedText(geometry.coordinates);
  return `${geometry.type.toUpperCase()}${hasHeight(geometry.coordinates) ? ' Z ' : ''}${body}`;
}

type Nested = readonly (Position | Nested)[] | readonly Position[];

function nestedText(coordinates: Nested | Position[][][]): string {
  const parts = (coordinates as readonly unknown[]).map((part) =>
    typeof (part as Position)[0] === 'number' ? positionText(part as Position) : nestedText(part as Nested),
  );
  return `(${parts.join(', ')})`;
}

function positionText(position: Position): string {
  return position.map(numberText).join(' ');
}

function hasHeight(coordinates: unknown): boolean {
  if (!Array.isArray(coordinates)) return false;
  return typeof coordinates[0] === 'number' ? coordinates.length > 2 : hasHeight(coordinates[0]);
}

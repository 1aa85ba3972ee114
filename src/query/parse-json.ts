import type { Geometry } from '../kernel/index.ts';
import { notCondition } from './conditions.ts';
import { checkSize, checkTextLength, tooLarge } from './limits.ts';
import {
  bboxLiteral,
  dateInstant,
  geometryLiteral,
  intervalEnd,
  numberLiteral,
  textLiteral,
  timestampInstant,
} from './literals.ts';
import { defaultLimits, isOperation, type Expression, type IntervalEnd, type Limits, type Operand } from './model.ts';
import { arrayFunctions, isCondition, isOneOf, operandCounts } from './operators.ts';
import { placeNode } from './places.ts';
import { problem, shown } from './problems.ts';

const acceptedOperand =
  '{"op":…,"args":[…]}, {"property":…}, "text", 123, true, {"date":…}, {"timestamp":…}, {"type":"Point",…}';

/**
 * Reads CQL2 JSON (OGC 21-065r2, cql2.json): a parsed JSON value, not its text. Unknown members are refused.
 * Throws Problems `invalid-filter`, `invalid-filter-literal`, `filter-too-large` with a JSON pointer as position.
 */
export function parseCql2Json(json: unknown, limits: Limits = defaultLimits): Expression {
  const expression = readOperand(json, '', 1, limits);
  if (!isFilter(expression)) throw notCondition(expression, '/');
  checkSize(expression, limits);
  checkTextLength(JSON.stringify(expression), limits);
  return expression;
}

type JsonObject = Readonly<Record<string, unknown>>;

function readOperand(json: unknown, at: string, depth: number, limits: Limits): Operand {
  if (depth > limits.depth) throw tooLarge('depth', depth, limits.depth);
  if (typeof json === 'string') return textLiteral(json, place(at));
  if (typeof json === 'number') return numberLiteral(json, place(at));
  if (typeof json === 'boolean') return json;
  if (Array.isArray(json)) {
    const positions = json.map((_, i) => `${at}/${i}`);
    return placeNode(
      json.map((item, i) => readOperand(item, positions[i]!, depth + 1, limits)),
      place(at),
      positions,
    );
  }
  if (typeof json !== 'object' || json === null) throw unexpected(json, at, acceptedOperand);
  return placeNode(readObject(json as JsonObject, at, depth, limits), place(at), pointersOf(json as JsonObject, at));
}

function readObject(json: JsonObject, at: string, depth: number, limits: Limits): Operand {
  if ('op' in json) return readOperation(json, at, depth, limits);
  if ('type' in json) return geometryLiteral(withoutNegativeZero(json) as unknown as Geometry, place(at));
  const [member, ...others] = Object.keys(json);
  if (others.length > 0) throw unexpected(others[0], at, acceptedOperand);
  if (member === 'property' && typeof json.property === 'string')
    return { property: textLiteral(json.property, place(at)) };
  if (member === 'date') return dateInstant(json.date, place(`${at}/date`));
  if (member === 'timestamp') return timestampInstant(json.timestamp, place(`${at}/timestamp`));
  if (member === 'bbox') return readBbox(json.bbox, `${at}/bbox`);
  if (member === 'interval') return readInterval(json.interval, `${at}/interval`, depth, limits);
  throw unexpected(json, at, acceptedOperand);
}

function readOperation(json: JsonObject, at: string, depth: number, limits: Limits): Operand {
  const { op, args, ...others } = json;
  if (typeof op !== 'string' || op === '') throw unexpected(op, `${at}/op`, '"and", "=", "like", "s_intersects", …');
  if (!Array.isArray(args)) throw unexpected(args, `${at}/args`, '[…]');
  const other = Object.keys(others)[0];
  if (other !== undefined) throw unexpected(other, at, 'op, args');
  const counts = operandCounts(op);
  if (counts && (args.length < counts.least || args.length > counts.most)) {
    throw unexpected(args.length, `${at}/args`, counts.most === Infinity ? `≥ ${counts.least}` : String(counts.least));
  }
  const operands = args.map((argument, i) => readOperand(argument, `${at}/args/${i}`, depth + 1, limits));
  checkOperands(op, operands, at);
  return { op, args: operands };
}

function checkOperands(op: string, operands: readonly Operand[], at: string): void {
  operands.forEach((operand, i) => {
    const pointer = `${at}/args/${i}`;
    if ((op === 'and' || op === 'or' || op === 'not') && !isFilter(operand)) throw notCondition(operand, pointer);
    const isList = Array.isArray(operand);
    if (op === 'in' && i === 1 && !isList) throw unexpected(operand, pointer, '[…]');
    const mayBeList = isOneOf(arrayFunctions, op) || operandCounts(op) === null || (op === 'in' && i === 1);
    if (isList && !mayBeList) throw unexpected(operand, pointer, acceptedOperand);
  });
}

function readInterval(json: unknown, at: string, depth: number, limits: Limits): Operand {
  if (!Array.isArray(json) || json.length !== 2) throw unexpected(json, at, '["2024-01-31", ".."]');
  const end = (i: number): IntervalEnd => {
    const value: unknown = json[i];
    if (typeof value === 'string') return intervalEnd(value, place(`${at}/${i}`));
    const operand = readOperand(value, `${at}/${i}`, depth + 1, limits);
    if (typeof operand === 'object' && ('property' in operand || isOperation(operand))) return operand;
    throw unexpected(value, `${at}/${i}`, '"2024-01-31", "..", {"property":…}');
  };
  return { interval: [end(0), end(1)] };
}

function readBbox(json: unknown, at: string): Operand {
  if (!Array.isArray(json)) throw unexpected(json, at, '[105.5,20.8,106,21.2]');
  return bboxLiteral(
    json.map((value, i) => numberLiteral(typeof value === 'number' ? value : Number.NaN, place(`${at}/${i}`), value)),
    place(at),
  );
}

/** JSON.parse keeps -0, which JSON.stringify loses: one geometry must not have two hashes. */
function withoutNegativeZero(json: JsonObject): unknown {
  return JSON.parse(JSON.stringify(json));
}

function pointersOf(json: JsonObject, at: string): string[] {
  return Array.isArray(json.args) ? json.args.map((_, i) => `${at}/args/${i}`) : [];
}

function isFilter(operand: Operand): operand is Expression {
  return typeof operand === 'boolean' || (isOperation(operand) && isCondition(operand.op));
}

function place(pointer: string): string {
  return pointer || '/';
}

function unexpected(found: unknown, at: string, accepted: string) {
  return problem('invalid-filter', { position: place(at), found: shown(found), accepted });
}

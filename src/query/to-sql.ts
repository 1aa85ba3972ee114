import { sql, type Geometry, type Sql } from '../kernel/index.ts';
import type { CompileOptions, Expression, Field } from './model.ts';
import { foldPrefilter } from './fold-prefilter.ts';
import { resolve } from './resolve.ts';
import { periodRelations } from './period-relations.ts';
import type { Condition, Domain, List, Period, Shape, Value } from './typed.ts';
import { isLiteral, parameterOf, sqlTypes, valueSql } from './value-sql.ts';
import { geometryText } from './write-text.ts';

/**
 * A filter as a boolean SQL expression for PostgreSQL 15 / PostGIS 3.3, every value a bound parameter. It is true,
 * false or null exactly where `compileToPredicate` answers so.
 * Throws the Problems of `checkExpression`.
 */
export function compileToSql(expression: Expression, fields: readonly Field[], options: CompileOptions = {}): Sql {
  return sql`(${conditionSql(resolve(expression, fields, options))})`;
}

/** SQL of one condition, without outer parentheses. */
export function conditionSql(condition: Condition): Sql {
  switch (condition.is) {
    case 'constant':
      return condition.value ? sql`true` : sql`false`;
    case 'and':
    case 'or':
      return sql.join(condition.operands.map(enclosed), condition.is === 'and' ? sql` and ` : sql` or `);
    case 'not':
      return sql`not ${enclosed(condition.operand)}`;
    case 'truth':
      return valueSql(condition.value, 'boolean');
    case 'null-test':
      return nullTestSql(condition.operand);
    case 'comparison':
      return compareSql(condition.operator, condition.domain, condition.left, condition.right);
    case 'between': {
      const [low, high] = [valueSql(condition.low, condition.domain), valueSql(condition.high, condition.domain)];
      return sql`${comparable(condition.value, condition.domain)} between ${low} and ${high}`;
    }
    case 'in':
      return inSql(condition);
    case 'like':
      return likeSql(condition);
    case 'spatial':
      return spatialSql(condition);
    case 'temporal':
      return temporalSql(condition);
    case 'array':
      return arraySql(condition);
  }
}

type Of<Name extends Condition['is']> = Extract<Condition, { is: Name }>;

function enclosed(condition: Condition): Sql {
  return sql`(${conditionSql(condition)})`;
}

function nullTestSql(operand: Value | Condition): Sql {
  if (operand.is === 'field') return sql`${operand.field.column} is null`;
  if (operand.is === 'shape')
    return operand.shape.is === 'field' ? sql`${operand.shape.field.column} is null` : sql`false`;
  if (isValue(operand)) return sql`${valueSql(operand, naturalDomain(operand))} is null`;
  return sql`${enclosed(operand)} is null`;
}

function isValue(operand: Value | Condition): operand is Value {
  return ['field', 'literal', 'moment', 'fold', 'arithmetic', 'condition', 'call', 'shape'].includes(operand.is);
}

function naturalDomain(value: Value): Domain {
  if (value.is === 'arithmetic') return 'number';
  if (value.is === 'moment') return value.type === 'date' ? 'date' : 'instant';
  if (value.is === 'literal')
    return ({ string: 'text', integer: 'integer', number: 'number', boolean: 'boolean' } as const)[value.type];
  if (value.is === 'call') return callDomains[value.definition.result];
  return value.is === 'condition' ? 'boolean' : 'text';
}

const callDomains = { string: 'text', integer: 'integer', number: 'number', boolean: 'boolean', date: 'date' } as const;

function comparable(value: Value, domain: Domain): Sql {
  return domain === 'text' ? sql`${valueSql(value, domain)} collate "C"` : valueSql(value, domain);
}

function compareSql(operator: string, domain: Domain, left: Value, right: Value): Sql {
  // The operator is one of the six of `comparisonOperators`, never the caller's text.
  return sql`${comparable(left, domain)} ${sql.raw(operator)} ${valueSql(right, domain)}`;
}

function inSql({ domain, value, items }: Of<'in'>): Sql {
  if (items.length === 0) return sql`false`;
  if (items.every(isLiteral)) {
    return sql`${comparable(value, domain)} = any(${items.map((item) => parameterOf(item, domain))}::${sqlTypes[domain]}[])`;
  }
  return sql`${comparable(value, domain)} in (${sql.join(items.map((item) => valueSql(item, domain)))})`;
}

function likeSql({ value, pattern }: Of<'like'>): Sql {
  const like = sql`${comparable(value, 'text')} like ${pattern}::text`;
  if (value.is !== 'fold' || value.value.is !== 'field') return like;
  const first = foldPrefilter(pattern, value.fold);
  // Cheap conditions go first by the planner's own costs.
  return first === null ? like : sql`${value.value.field.column} collate "C" ~ ${first}::text and ${like}`;
}

const spatialSqlNames = {
  s_contains: sql.raw('ST_Contains'),
  s_crosses: sql.raw('ST_Crosses'),
  s_equals: sql.raw('ST_Equals'),
  s_overlaps: sql.raw('ST_Overlaps'),
  s_touches: sql.raw('ST_Touches'),
  s_within: sql.raw('ST_Within'),
} as const;

function spatialSql({ relation, left, right }: Of<'spatial'>): Sql {
  if (relation === 's_intersects') return intersectsSql(left, right);
  if (relation === 's_disjoint') return sql`not (${intersectsSql(left, right)})`;
  const [a, b] = [shapeSql(left), shapeSql(right)];
  const related = sql`${spatialSqlNames[relation]}(${a}, ${b})`;
  const collections = [left, right].flatMap((shape) =>
    shape.is === 'field' ? [isCollection(shape.field.column)] : [],
  );
  const guarded =
    collections.length === 0
      ? related
      : sql`case when ${sql.join(collections, sql` or `)} then null else ${related} end`;
  return sql`${a} && ${b} and ${guarded}`;
}

/** Part by part: the envelope of a bbox on both sides of the antimeridian would be the whole belt of the earth. */
function intersectsSql(left: Shape, right: Shape): Sql {
  const pairs = partsOf(left).flatMap((a) =>
    partsOf(right).map((b) => sql`(${a.sql} && ${b.sql} and ${meetsSql(a, b)})`),
  );
  return sql`(${sql.join(pairs, sql` or `)})`;
}

interface Part {
  readonly sql: Sql;
  readonly isColumn: boolean;
}

/** PostGIS 3.3 ends the query with an error where polygons inside one stored collection overlap: such go part by part. */
function meetsSql(a: Part, b: Part): Sql {
  const collections = [a, b].filter((part) => part.isColumn).map((part) => isCollection(part.sql));
  if (collections.length === 0) return sql`ST_Intersects(${a.sql}, ${b.sql})`;
  // bool_or, not exists: a missing geometry has no parts, and its answer is unknown, not false.
  return sql`case when ${sql.join(collections, sql` or `)} then (
      select bool_or(ST_Intersects("cql2 left".geom, "cql2 right".geom))
      from ST_Dump(${a.sql}) as "cql2 left", ST_Dump(${b.sql}) as "cql2 right")
    else ST_Intersects(${a.sql}, ${b.sql}) end`;
}

function isCollection(column: Sql): Sql {
  return sql`GeometryType(${column}) = 'GEOMETRYCOLLECTION'`;
}

function partsOf(shape: Shape): Part[] {
  if (shape.is === 'field') return [{ sql: shape.field.column, isColumn: true }];
  return shape.parts.map((part) => ({ sql: geometrySql(part), isColumn: false }));
}

export function shapeSql(shape: Shape): Sql {
  return shape.is === 'field' ? shape.field.column : geometrySql(shape.geometry);
}

function geometrySql(geometry: Geometry): Sql {
  return sql`ST_GeomFromText(${geometryText(geometry)}::text, 4326)`;
}

function temporalSql({ relation, domain, left, right }: Of<'temporal'>): Sql {
  const ends: Record<string, Value> = endsOf(left, right);
  const { all, parts } = periodRelations[relation];
  const compared = parts.map(([a, operator, b]) => sql`(${compareSql(operator, domain, ends[a]!, ends[b]!)})`);
  return sql`(${sql.join(compared, all ? sql` and ` : sql` or `)})`;
}

function endsOf(left: Period, right: Period): Record<string, Value> {
  return { leftStart: left.start, leftEnd: left.end, rightStart: right.start, rightEnd: right.end };
}

function arraySql({ relation, left, right }: Of<'array'>): Sql {
  const [a, b] = [listSql(left), listSql(right)];
  if (relation === 'a_contains') return sql`${a} @> ${b}${onlyArrays(right)}`;
  if (relation === 'a_containedBy') return sql`${b} @> ${a}${onlyArrays(left)}`;
  if (relation === 'a_equals') return sql`${a} @> ${b} and ${b} @> ${a}${onlyArrays(left)}${onlyArrays(right)}`;
  return sql`case when ${a} is null or ${b} is null then null
    when jsonb_typeof(${a}) = 'array' and jsonb_typeof(${b}) = 'array' then exists (
      select 1 from jsonb_array_elements(${a}) as "cql2 items"("cql2 item") where ${b} @> jsonb_build_array("cql2 item"))
    else false end`;
}

/** `["a"] @> "a"` is true in PostgreSQL: a value that is no array must not pass for one. */
function onlyArrays(list: List): Sql {
  return list.is === 'field' ? sql` and jsonb_typeof(${list.field.column}) = 'array'` : sql.empty;
}

function listSql(list: List): Sql {
  if (list.is === 'field') return list.field.column;
  if (list.items.every(isLiteral)) {
    return sql`${JSON.stringify(list.items.map((item) => parameterOf(item, 'text')))}::text::jsonb`;
  }
  return sql`jsonb_build_array(${sql.join(list.items.map((item) => valueSql(item, itemDomain(item))))})`;
}

function itemDomain(item: Value): Domain {
  if (item.is !== 'field') return naturalDomain(item);
  const { type } = item.field;
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'text';
}

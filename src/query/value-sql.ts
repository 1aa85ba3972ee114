import { sql, type Sql } from '../kernel/index.ts';
import { foldTable } from './fold-text.ts';
import { instantOfDate, postgresInstant } from './instants.ts';
import { largestOperand, largestPowerLogarithm, smallestOperand } from './magnitude.ts';
import type { Field } from './model.ts';
import type { ArithmeticOperator } from './operators.ts';
import { conditionSql, shapeSql } from './to-sql.ts';
import type { Domain, Fold, Value } from './typed.ts';

/** SQL types of the domains, for casts of bound parameters. */
export const sqlTypes: Record<Domain, Sql> = {
  text: sql.raw('text'),
  integer: sql.raw('int8'),
  number: sql.raw('float8'),
  boolean: sql.raw('boolean'),
  date: sql.raw('date'),
  instant: sql.raw('timestamptz'),
};

/** A value as SQL of the domain's type. Columns stay bare where they can, so that their indexes are used. */
export function valueSql(value: Value, domain: Domain): Sql {
  switch (value.is) {
    case 'field':
      return fieldSql(value.field, domain);
    case 'literal':
    case 'moment':
      return sql`${parameterOf(value, domain)}::${sqlTypes[domain]}`;
    case 'fold':
      return foldSql(valueSql(value.value, 'text'), value.fold);
    case 'arithmetic':
      return arithmeticSql(value.operator, operandSql(value.left), operandSql(value.right));
    case 'condition':
      return sql`(${conditionSql(value.condition)})`;
    case 'call':
      return callSql(value, domain);
    case 'shape':
      throw new Error('a geometry is not a scalar');
  }
}

function callSql({ definition, args }: Extract<Value, { is: 'call' }>, domain: Domain): Sql {
  const called = definition.sql(
    args.map((argument, i) => {
      const parameter = definition.parameters[i]!;
      if (argument.is === 'shape') return shapeSql(argument.shape);
      return valueSql(argument, parameter === 'geometry' ? 'text' : parameter);
    }),
  );
  if (domain === 'number' && definition.result === 'integer') return sql`${called}::float8`;
  if (domain === 'instant' && definition.result === 'date') return sql`(${called}::timestamp at time zone 'UTC')`;
  return called;
}

/** What is bound for a literal. */
export function parameterOf(value: Value, domain: Domain): string | number | boolean {
  if (value.is === 'literal') return value.value;
  if (value.is !== 'moment') throw new Error(`not a literal: ${value.is}`);
  return postgresInstant(domain === 'instant' && value.type === 'date' ? instantOfDate(value.key) : value.key);
}

export function isLiteral(value: Value): boolean {
  return value.is === 'literal' || value.is === 'moment';
}

function fieldSql({ type, column }: Field, domain: Domain): Sql {
  if (domain === 'number' && type === 'integer') return sql`${column}::float8`;
  if (domain === 'instant' && type === 'date') return sql`(${column}::timestamp at time zone 'UTC')`;
  return column;
}

function operandSql(value: Value): Sql {
  const isBoundless =
    (value.is === 'field' && value.field.type === 'number') ||
    (value.is === 'call' && value.definition.result === 'number');
  const column = valueSql(value, 'number');
  if (!isBoundless) return column;
  // See magnitude.ts: PostgreSQL would end the query where one product leaves float8.
  return sql`(case when abs(${column}) < ${smallestOperand}::float8 then 0::float8 when abs(${column}) <= ${largestOperand}::float8 then ${column}::float8 end)`;
}

function arithmeticSql(operator: ArithmeticOperator, left: Sql, right: Sql): Sql {
  switch (operator) {
    case '+':
      return sql`(${left} + ${right})`;
    case '-':
      return sql`(${left} - ${right})`;
    case '*':
      return sql`(${left} * ${right})`;
    case '/':
      return sql`(${left} / nullif(${right}, 0))`;
    case 'div':
      return sql`trunc(${left} / nullif(${right}, 0))`;
    // Both operands are written once and used several times; `offset 0` keeps the planner from copying them.
    case '%':
      return sql`(select "cql2 x" - "cql2 y" * trunc("cql2 x" / nullif("cql2 y", 0)) from (select ${left} as "cql2 x", ${right} as "cql2 y" offset 0) as "cql2 operands")`;
    case '^':
      return sql`(select case
        when "cql2 x" = 0 then case when "cql2 y" > 0 then 0::float8 when "cql2 y" = 0 then 1::float8 end
        when "cql2 x" < 0 and "cql2 y" <> trunc("cql2 y") then null
        when abs("cql2 y" * ln(nullif(abs("cql2 x"), 0))) <= ${largestPowerLogarithm}::float8 then power("cql2 x", "cql2 y")
        end from (select ${left} as "cql2 x", ${right} as "cql2 y" offset 0) as "cql2 operands")`;
  }
}

/** The SQL half of `foldText`. Every step is immutable and independent of the database's collation. */
export function foldSql(text: Sql, fold: Fold): Sql {
  const { from, to } = foldTable(fold);
  let folded = sql`normalize(${text}, NFD) collate "C"`;
  if (fold.letterCase) folded = sql`lower(${folded})`;
  if (fold.accents) folded = sql`regexp_replace(${folded}, '[\\u0300-\\u036f]', '', 'g')`;
  folded = sql`translate(${folded}, ${from}::text, ${to}::text)`;
  if (fold.letterCase) folded = sql`replace(${folded}, 'ß', 'ss')`;
  return sql`normalize(${folded}, NFC)`;
}

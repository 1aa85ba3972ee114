export {
  defaultLimits,
  type BboxLiteral,
  type CompileOptions,
  type DateInstant,
  type Expression,
  type Field,
  type FieldType,
  type Interval,
  type IntervalEnd,
  type Limits,
  type Operand,
  type Operation,
  type PropertyReference,
  type TimestampInstant,
} from './model.ts';
export { parseBbox, type Envelope } from './bbox.ts';
export { checkExpression } from './check.ts';
export { parseDatetime, type TimeRange } from './datetime.ts';
export { expressionHash } from './expression-hash.ts';
export { foldText } from './fold-text.ts';
export { parseCql2Json } from './parse-json.ts';
export { parseCql2Text } from './parse-text.ts';
export { createPageTokens, type PageToken, type PageTokens, type PageValue } from './page-token.ts';
export { placeNode } from './places.ts';
export { queryProblems } from './problems.ts';
export { scalarFunctions, type ScalarFunction } from './scalar-functions.ts';
export { keysetCondition, orderBy, parseSortby, type SortColumn } from './sorting.ts';
export { compileToPredicate, type Predicate, type Row } from './to-predicate.ts';
export { compileToSql } from './to-sql.ts';
export type { Fold } from './typed.ts';
export { utcText } from './utc-text.ts';
export { foldSql } from './value-sql.ts';
export { toCql2Json, toCql2Text } from './write-text.ts';

import type { Geometry } from '../kernel/index.ts';
import type { Field } from './model.ts';
import type { ScalarFunction } from './scalar-functions.ts';
import type {
  ArithmeticOperator,
  ArrayFunction,
  ComparisonOperator,
  SpatialFunction,
  TemporalFunction,
} from './operators.ts';

/**
 * A filter with every name resolved and every type known. SQL and memory are both made from this tree, so a rule that
 * decides a type (a date beside a timestamp, an integer beside a number) is written once.
 */
export type Condition =
  | { readonly is: 'constant'; readonly value: boolean }
  | { readonly is: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly is: 'not'; readonly operand: Condition }
  /** What a function answers. */
  | { readonly is: 'truth'; readonly value: Value }
  | { readonly is: 'null-test'; readonly operand: Value | Condition }
  | Comparison
  | {
      readonly is: 'between';
      readonly domain: Domain;
      readonly value: Value;
      readonly low: Value;
      readonly high: Value;
    }
  | { readonly is: 'in'; readonly domain: Domain; readonly value: Value; readonly items: readonly Value[] }
  | { readonly is: 'like'; readonly value: Value; readonly pattern: string }
  | { readonly is: 'spatial'; readonly relation: SpatialFunction; readonly left: Shape; readonly right: Shape }
  | {
      readonly is: 'temporal';
      readonly relation: TemporalFunction;
      readonly domain: 'date' | 'instant';
      readonly left: Period;
      readonly right: Period;
    }
  | { readonly is: 'array'; readonly relation: ArrayFunction; readonly left: List; readonly right: List };

export interface Comparison {
  readonly is: 'comparison';
  readonly operator: ComparisonOperator;
  readonly domain: Domain;
  readonly left: Value;
  readonly right: Value;
}

/**
 * How two values are compared. `text`: by code points. `integer`: exactly, up to int8. `number`: as float8. `date`: by
 * day. `instant`: by moment; a date in it stands for the beginning of that day in UTC.
 */
export type Domain = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'instant';

export type Value =
  | { readonly is: 'field'; readonly field: Field }
  | {
      readonly is: 'literal';
      readonly value: string | number | boolean;
      readonly type: 'string' | 'integer' | 'number' | 'boolean';
    }
  /** `key` as in `instants.ts`. */
  | { readonly is: 'moment'; readonly key: string; readonly type: 'date' | 'date-time' }
  | { readonly is: 'fold'; readonly fold: Fold; readonly value: Value }
  | { readonly is: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Value; readonly right: Value }
  | { readonly is: 'condition'; readonly condition: Condition }
  | { readonly is: 'call'; readonly definition: ScalarFunction; readonly args: readonly Value[] }
  | { readonly is: 'shape'; readonly shape: Shape };

/** What CASEI and ACCENTI take away. */
export interface Fold {
  readonly letterCase: boolean;
  readonly accents: boolean;
}

/** A geometry: a property, or a literal with its parts: those of a collection, two boxes across the antimeridian. */
export type Shape =
  | { readonly is: 'field'; readonly field: Field }
  | { readonly is: 'literal'; readonly geometry: Geometry; readonly parts: readonly Geometry[] };

/** An instant has the same value at both ends. */
export interface Period {
  readonly start: Value;
  readonly end: Value;
}

export type List =
  { readonly is: 'field'; readonly field: Field } | { readonly is: 'items'; readonly items: readonly Value[] };

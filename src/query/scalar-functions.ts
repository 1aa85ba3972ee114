import { sql, type Geometry, type Sql } from '../kernel/index.ts';
import { distanceBetween, lengthOf, matchesRelation } from './topology.ts';
import type { Domain } from './typed.ts';

/** What a function takes: a value of a domain, or a geometry. */
export type ParameterDomain = Domain | 'geometry';

/** An argument in memory, in the form of its domain (`value-reader.ts`). */
export type Argument = string | number | bigint | boolean | Geometry;

/**
 * A function beside those of CQL2, with both its halves; null where an argument is. CQL2 text and JSON write it by its
 * name; whoever compiles a filter says which ones may be used (`CompileOptions.functions`).
 */
export interface ScalarFunction {
  readonly parameters: readonly ParameterDomain[];
  /** How many of the parameters must be given. */
  readonly required: number;
  readonly result: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  sql(args: readonly Sql[]): Sql;
  evaluate(args: readonly Argument[]): string | number | boolean | null;
}

type Half = Pick<ScalarFunction, 'sql' | 'evaluate'>;

const define = (
  result: ScalarFunction['result'],
  parameters: readonly ParameterDomain[],
  half: Half,
  required = parameters.length,
): ScalarFunction => ({ result, parameters, required, ...half });

const points = (text: Argument): string[] => Array.from(String(text));

/** Places in a text are bounded, so that no number leaves int4. */
const mostPlace = 1_000_000;
const placeSql = (place: Sql): Sql => sql`least(greatest(${place}, 0), ${mostPlace}::int8)::integer`;
const placeIn = (place: Argument): number => Math.min(Math.max(Number(place), 0), mostPlace);

function substring(text: Argument, start: Argument, length?: Argument): string {
  const from = placeIn(start);
  return points(text)
    .slice(from, length === undefined ? undefined : from + placeIn(length))
    .join('');
}

function indexOf(text: Argument, part: Argument): number {
  const at = String(text).indexOf(String(part));
  return at < 0 ? -1 : points(String(text).slice(0, at)).length;
}

/** A part of a moment in UTC; `from` to `to` of its key `2024-01-31T05:30:00.25`. */
const momentPart = (name: string, from: number, to: number): ScalarFunction =>
  define('integer', ['instant'], {
    sql: ([at]) => sql`trunc(extract(${sql.raw(name)} from ${at!} at time zone 'UTC'))::int8`,
    evaluate: ([key]) => Number(String(key).slice(from, to)),
  });

const fractionOf = (key: Argument): string => String(key).slice(20);

const whole = (name: 'floor' | 'ceil'): ScalarFunction =>
  define('number', ['number'], {
    sql: ([value]) => sql`${sql.raw(name)}(${value!})`,
    evaluate: ([value]) => Math[name](Number(value)) + 0,
  });

const textToText = (name: 'lower' | 'upper', evaluate: (text: string) => string): ScalarFunction =>
  define('string', ['text'], {
    sql: ([text]) => sql`(${sql.raw(name)}(${text!} collate vi) collate "C")`,
    evaluate: ([text]) => evaluate(String(text)),
  });

const holds = (sqlOf: (whole: Sql, part: Sql) => Sql, evaluate: (whole: string, part: string) => boolean): Half => ({
  sql: ([whole, part]) => sqlOf(whole!, part!),
  evaluate: ([whole, part]) => evaluate(String(whole), String(part)),
});
const contains = holds(
  (text, part) => sql`(strpos(${text}, ${part}) > 0)`,
  (text, part) => text.includes(part),
);

/** By name: the functions of OData and SensorThings (18-088, 9.3.3.5.2) that CQL2 has no word for. */
export const scalarFunctions: ReadonlyMap<string, ScalarFunction> = new Map([
  [
    'length',
    define('integer', ['text'], {
      sql: ([text]) => sql`char_length(${text!})::int8`,
      evaluate: ([text]) => points(text!).length,
    }),
  ],
  [
    'indexof',
    define('integer', ['text', 'text'], {
      sql: ([text, part]) => sql`(strpos(${text!}, ${part!}) - 1)::int8`,
      evaluate: ([text, part]) => indexOf(text!, part!),
    }),
  ],
  [
    'substring',
    define(
      'string',
      ['text', 'integer', 'integer'],
      {
        sql: ([text, start, length]) =>
          length === undefined
            ? sql`substr(${text!}, ${placeSql(start!)} + 1)`
            : sql`substr(${text!}, ${placeSql(start!)} + 1, ${placeSql(length)})`,
        evaluate: ([text, start, length]) => substring(text!, start!, length),
      },
      2,
    ),
  ],
  ['contains', define('boolean', ['text', 'text'], contains)],
  [
    'startswith',
    define(
      'boolean',
      ['text', 'text'],
      holds(
        (text, part) => sql`starts_with(${text}, ${part})`,
        (text, part) => text.startsWith(part),
      ),
    ),
  ],
  [
    'endswith',
    define(
      'boolean',
      ['text', 'text'],
      holds(
        (text, part) => sql`(right(${text}, char_length(${part})) = ${part})`,
        (text, part) => text.endsWith(part),
      ),
    ),
  ],
  ['tolower', textToText('lower', (text) => text.toLowerCase())],
  ['toupper', textToText('upper', (text) => text.toUpperCase())],
  [
    'trim',
    define('string', ['text'], {
      sql: ([text]) => sql`btrim(${text!}, ${' \t\r\n'}::text)`,
      evaluate: ([text]) => String(text).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''),
    }),
  ],
  [
    'concat',
    define('string', ['text', 'text'], {
      sql: ([a, b]) => sql`(${a!} || ${b!})`,
      evaluate: ([a, b]) => `${String(a)}${String(b)}`,
    }),
  ],
  ['year', momentPart('year', 0, 4)],
  ['month', momentPart('month', 5, 7)],
  ['day', momentPart('day', 8, 10)],
  ['hour', momentPart('hour', 11, 13)],
  ['minute', momentPart('minute', 14, 16)],
  ['second', momentPart('second', 17, 19)],
  [
    'fractionalseconds',
    define('number', ['instant'], {
      sql: ([at]) => sql`(extract(second from ${at!} at time zone 'UTC') % 1)::float8`,
      evaluate: ([key]) => Number(`0.${fractionOf(key!) || '0'}`),
    }),
  ],
  [
    'date',
    define('date', ['instant'], {
      sql: ([at]) => sql`(${at!} at time zone 'UTC')::date`,
      evaluate: ([key]) => String(key).slice(0, 10),
    }),
  ],
  // A time of day as text that sorts as time does.
  [
    'time',
    define('string', ['instant'], {
      sql: ([at]) => sql`to_char(${at!} at time zone 'UTC', 'HH24:MI:SS.US')`,
      evaluate: ([key]) => `${String(key).slice(11, 19)}.${fractionOf(key!).padEnd(6, '0')}`,
    }),
  ],
  // Moments are kept in UTC.
  [
    'totaloffsetminutes',
    define('integer', ['instant'], {
      sql: ([at]) => sql`(case when ${at!} is not null then 0::int8 end)`,
      evaluate: () => 0,
    }),
  ],
  // Halves go away from zero (OData 4, 5.1.1.9.1).
  [
    'round',
    define('number', ['number'], {
      sql: ([x]) => sql`(sign(${x!}) * floor(abs(${x!}) + 0.5))`,
      evaluate: ([x]) => Math.sign(Number(x)) * Math.floor(Math.abs(Number(x)) + 0.5) + 0,
    }),
  ],
  ['floor', whole('floor')],
  ['ceiling', whole('ceil')],
  // In degrees, in the plane.
  [
    'geo.distance',
    define('number', ['geometry', 'geometry'], {
      sql: ([a, b]) => sql`ST_Distance(${a!}, ${b!})`,
      evaluate: ([a, b]) => distanceBetween(a as Geometry, b as Geometry),
    }),
  ],
  [
    'geo.length',
    define('number', ['geometry'], { sql: ([a]) => sql`ST_Length(${a!})`, evaluate: ([a]) => lengthOf(a as Geometry) }),
  ],
  [
    'st_relate',
    define('boolean', ['geometry', 'geometry', 'text'], {
      // PostGIS ends the query with an error for collections and for what is no pattern.
      sql: ([a, b, pattern]) => sql`(case when GeometryType(${a!}) <> 'GEOMETRYCOLLECTION'
      and GeometryType(${b!}) <> 'GEOMETRYCOLLECTION' and ${pattern!} ~ '^[TF*012]{9}$' then ST_Relate(${a!}, ${b!}, ${pattern!}) end)`,
      evaluate: ([a, b, pattern]) => matchesRelation(a as Geometry, b as Geometry, String(pattern)),
    }),
  ],
]);

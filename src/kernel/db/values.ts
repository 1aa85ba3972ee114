import { encodeArray, parseArray } from './array-text.ts';

/**
 * Writes a bound value as PostgreSQL's text form; the database infers the type from the statement.
 * Arrays become PostgreSQL arrays, other objects JSON, dates ISO 8601 in UTC, bytes `\x…`. A JSON array must be
 * given as text: `${JSON.stringify(list)}::jsonb`.
 */
export function encodeParameter(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return encodeObject(value);
    default:
      throw new TypeError(`A ${typeof value} cannot be bound to a statement.`);
  }
}

function encodeObject(value: object): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array)
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex')}`;
  if (Array.isArray(value)) return encodeArray(value, encodeParameter);
  return JSON.stringify(value);
}

type Parse = (text: string) => unknown;

const parseBigint: Parse = (text) => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
};

/** `2025-01-02 03:04:05.12+00` → `2025-01-02T03:04:05.12Z`; `infinity` and years before Christ stay as they are. */
const parseTimestampWithZone: Parse = (text) =>
  text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text;

const parseBytes: Parse = (text) => Buffer.from(text.slice(2), 'hex');

const scalarParsers = new Map<number, Parse>([
  [16, (text) => text === 't'],
  [17, parseBytes],
  [20, parseBigint],
  [21, Number],
  [23, Number],
  [26, Number],
  [114, (text) => JSON.parse(text) as unknown],
  [700, Number],
  [701, Number],
  [1114, (text) => text.replace(' ', 'T')],
  [1184, parseTimestampWithZone],
  [3802, (text) => JSON.parse(text) as unknown],
]);

/** Object ids of built-in array types and of their elements (pg_type.dat; they never change). */
const elementOf: readonly (readonly [array: number, element: number])[] = [
  [199, 114],
  [1000, 16],
  [1001, 17],
  [1002, 18],
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1028, 26],
  [1115, 1114],
  [1182, 1082],
  [1185, 1184],
  [1231, 1700],
  [2951, 2950],
  [3807, 3802],
];

const asText: Parse = (text) => text;

const parsers = new Map<number, Parse>(scalarParsers);
for (const [array, element] of elementOf) {
  const parseElement = scalarParsers.get(element) ?? asText;
  parsers.set(array, (text) => parseArray(text, parseElement));
}

/** The reader of one column by its type's object id, as `Db` promises its types; unknown types stay text. */
export function parserOf(typeId: number): Parse {
  return parsers.get(typeId) ?? asText;
}

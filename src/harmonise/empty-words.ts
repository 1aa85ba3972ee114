/**
 * What people and programs write where a number or date is missing. Taken as empty only in columns whose other values
 * are numbers, dates or booleans; "below detection" (`KPH`, `ND`, `<0,01`) says something and is never in this list.
 */
export const missingMarks: ReadonlySet<string> = new Set([
  ...['N/A', 'n/a', 'NA', '#N/A', 'NULL', 'Null', 'null', 'NaN', 'nan', 'None', 'none', '\\N', '#DIV/0!', '#VALUE!'],
  ...['-', '--', '---', '.', '...', '…', '/', 'không có', 'Không có', 'chưa có', 'Chưa có', 'không đo', 'Không đo'],
]);

/** Pairs of words for true and false, in lower case. */
export const booleanPairs: readonly (readonly [string, string])[] = [
  ['true', 'false'],
  ['có', 'không'],
  ['yes', 'no'],
  ['đúng', 'sai'],
];

export const booleanWords: ReadonlyMap<string, boolean> = new Map(
  booleanPairs.flatMap(([yes, no]) => [
    [yes, true],
    [no, false],
  ]),
);

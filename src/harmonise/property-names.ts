/** So that PostgreSQL's 63 bytes leave room for what indexes and views add. */
const longestName = 50;

/**
 * Words that cannot name a column without quotes (PostgreSQL 15, appendix C, "reserved"), and the system columns of
 * every table.
 */
const reservedWords = new Set(
  (
    'all analyse analyze and any array as asc asymmetric authorization between binary both case cast check collate ' +
    'collation column concurrently constraint create cross current_catalog current_date current_role current_schema ' +
    'current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for ' +
    'foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral ' +
    'leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer ' +
    'overlaps placing primary references returning right select session_user similar some symmetric table ' +
    'tablesample then to trailing true union unique user using variadic verbose when where window with ' +
    'tableoid xmin cmin xmax cmax ctid'
  ).split(' '),
);

/** Lower-case letters without marks: `Nhiệt độ` → `nhiet do`, `µg/m³` → `ug/m3`. */
export function foldLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd').replace(/[µμ]/g, 'u');
}

/** A property name made from a header: `[a-z][a-z0-9_]*`, at most 50 bytes, no reserved word. `column_N` when empty. */
export function propertyName(header: string, number: number): string {
  const slug = trimMarks(foldLetters(header).replace(/[^a-z0-9]+/g, '_'));
  if (slug === '') return `column_${number}`;
  const name = trimMarks((/^[a-z]/.test(slug) ? slug : `c_${slug}`).slice(0, longestName));
  return reservedWords.has(name) ? `${name}_` : name;
}

/** `name`, or `name_2`, `name_3` … where it is taken; takes it. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count++) {
    const suffix = `_${count}`;
    unique = name.slice(0, longestName - suffix.length) + suffix;
  }
  taken.add(unique);
  return unique;
}

function trimMarks(name: string): string {
  return name.replace(/^_+|_+$/g, '');
}

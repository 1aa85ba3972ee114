/** Encodes one row for COPY's text format: tab between columns, `\N` for null, backslash escapes, newline at the end. */
export function copyLine(values: readonly unknown[]): string {
  let line = '';
  for (let i = 0; i < values.length; i++) {
    if (i > 0) line += '\t';
    line += copyValue(values[i]);
  }
  return line + '\n';
}

// oxlint-disable-next-line no-control-regex
const needsEscape = /[\\\t\n\r\u0000]/;

function copyValue(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return needsEscape.test(value) ? escapeCopy(value) : value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return escapeCopy(JSON.stringify(value));
}

/** PostgreSQL text cannot hold U+0000; it is replaced by U+FFFD (harmonise reports it before). */
function escapeCopy(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u0000', '\uFFFD');
}

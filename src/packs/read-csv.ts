import { reason, type Refuse } from './faults.ts';

/** One record of a code list with the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Matches one cell at a time: quoted (`""` for a quote) or plain, with what ends it. */
const cellPattern = /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|$)/y;

/**
 * Reads comma-separated text (RFC 4180) of a pack's code list: small, hand-kept, UTF-8. Data of others come through
 * `formats`, which guesses; here everything but the one form is refused. Blank lines are left out.
 */
export function readCsv(text: string, refuse: Refuse): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let recordLine = 1;
  cellPattern.lastIndex = 0;
  while (cellPattern.lastIndex < text.length) {
    const plain = cells.length === 0 ? plainLine(text, cellPattern.lastIndex) : null;
    if (plain) {
      if (plain.text !== '') records.push({ line, cells: plain.text.split(',') });
      cellPattern.lastIndex = plain.next;
      recordLine = ++line;
      continue;
    }
    const match = cellPattern.exec(text);
    if (!match) {
      refuse({ line: recordLine, column: 1 }, reason('not-csv'));
      return [];
    }
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'));
    line += match[0].split('\n').length - 1;
    if (match[3] === ',') {
      if (cellPattern.lastIndex === text.length) cells.push('');
      else continue;
    }
    if (cells.length > 1 || cells[0] !== '') records.push({ line: recordLine, cells });
    cells = [];
    recordLine = line;
  }
  return records;
}

/** The line that begins at `from` when it holds no quote, with where the next begins: most lines of long lists. */
function plainLine(text: string, from: number): { readonly text: string; readonly next: number } | null {
  const end = text.indexOf('\n', from);
  const stop = end === -1 ? text.length : text.charCodeAt(end - 1) === 13 && end > from ? end - 1 : end;
  const line = text.slice(from, stop);
  return line.includes('"') || line.includes('\r') ? null : { text: line, next: end === -1 ? text.length : end + 1 };
}

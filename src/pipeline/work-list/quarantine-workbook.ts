import { describeIssue } from '../../harmonise/index.ts';
import { columnLetters, writeWorkbook, type SheetCell } from '../../formats/index.ts';
import { fill, type Language } from '../../kernel/index.ts';
import type { Run, StoredQuarantinedRow } from '../../ledger/index.ts';
import { workListMessages as messages } from './messages.ts';

/** A spreadsheet takes no longer text in a cell. */
const longestText = 32_000;
const width = { row: 10, reason: 48, column: 20 };

/**
 * The rows in quarantine as a workbook for the person who keeps the file: every row as it stands there, its bad cells
 * marked with the reason beside them, so that it can be corrected and delivered again as a part.
 */
export function quarantineWorkbook(
  run: Run,
  rows: readonly StoredQuarantinedRow[],
  language: Language,
): Promise<Buffer> {
  const names = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const isWhole = rows.length >= run.counts.quarantined;
  const header = [messages.row[language], messages.reason[language], ...names];
  return writeWorkbook({
    names: {},
    sheets: [
      {
        name: messages.sheet[language].replace('{run}', String(run.id)),
        frozenRows: 1,
        columns: [{ width: width.row }, { width: width.reason }, ...names.map(() => ({ width: width.column }))],
        rows: [
          header.map((value): SheetCell => ({ value, style: 'header' })),
          ...rows.map((row) => rowOf(row, names, language)),
        ],
      },
      {
        name: messages.how[language],
        columns: [{ width: 100 }],
        rows: messages.steps[language]
          .replace('{last}', columnLetters(names.length + 1))
          .split('\n')
          .concat(
            isWhole ? [] : fill(messages.firstOnly, language, { count: rows.length, total: run.counts.quarantined }),
          )
          .map((value) => [{ value, style: 'wrapped' as const }]),
      },
    ],
  });
}

function rowOf(row: StoredQuarantinedRow, names: readonly string[], language: Language): (SheetCell | null)[] {
  const reasons = new Map<string | null, string[]>();
  for (const issue of row.issues) {
    const said = describeIssue(issue, language);
    reasons.set(issue.column, [...(reasons.get(issue.column) ?? []), said]);
  }
  const all = [...reasons.values()].flat().join('\n');
  return [
    { value: row.position, style: 'whole' },
    { value: all.slice(0, longestText), style: 'wrapped' },
    ...names.map((name) => cellOf(row.cells[name], reasons.get(name))),
  ];
}

/** Numbers stay numbers; everything else is text, which no spreadsheet runs as a formula. */
function cellOf(value: unknown, reasons: readonly string[] | undefined): SheetCell | null {
  const isEmpty = value === null || value === undefined || value === '';
  if (isEmpty && !reasons) return null;
  const written =
    typeof value === 'number' && Number.isFinite(value)
      ? value
      : isEmpty
        ? ''
        : (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, longestText);
  if (!reasons) return { value: written, style: typeof written === 'number' ? 'plain' : 'text' };
  return { value: written, style: 'bad', comment: reasons.join('\n') };
}

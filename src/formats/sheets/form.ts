import type { Cell } from '../model.ts';

/**
 * Names of ranges by which a workbook that we made for filling in is known again, whatever its sheets are called by
 * now: the table under its header, and sheets that only explain. Excel, LibreOffice and openpyxl keep such names.
 */
export const formNames = { table: 'lienthong_form', help: /^lienthong_help_\d+$/ } as const;

/** Where the table of a form stands. */
export interface FormTable {
  readonly sheet: string;
  /** Sheet row of the header, 1-based. */
  readonly headerRow: number;
}

/** The sheet and the first row of `'Nhập liệu'!$A$1:$K$5000`; null for anything else. */
export function rangeNamed(text: string): FormTable | null {
  const found = /^(?:'((?:[^']|'')+)'|([^'!]+))!\$?[A-Z]{1,3}\$?(\d{1,7})/.exec(text.trim());
  if (!found) return null;
  return { sheet: (found[1] ?? found[2]!).replaceAll("''", "'"), headerRow: Number(found[3]) };
}

/** Words before the first cell of a row that only shows how to fill in. Who writes over the cell makes it a record. */
export const exampleMarks = { vi: 'Ví dụ: ', en: 'Example: ' } as const;

export function isExampleRow({ cells }: { readonly cells: readonly (Cell | undefined)[] }): boolean {
  const first = cells.find((cell) => cell !== undefined && cell !== null && cell !== '');
  return typeof first === 'string' && /^\s*(ví dụ|example)\s*:/i.test(first.normalize('NFC'));
}

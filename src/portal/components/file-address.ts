import type { Page } from '../page.ts';

/** Address of the delivered file around a row, at the cell of a column where one is meant. */
export function fileAddress(page: Page, run: number, row: number, column: string | null): string {
  const query = { row: String(row), ...(column === null ? {} : { column }) };
  return `${page.to(`/runs/${run}/file`, query)}${column === null ? '' : '#cell'}`;
}

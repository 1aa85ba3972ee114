import type { Cell } from '../formats/index.ts';
import type { Severity } from '../packs/index.ts';
import type { Issue } from './model.ts';

const longestValue = 200;

/** What was found wrong with the row at hand. One object serves every row; the clean path allocates nothing. */
export class RowVerdict {
  position = 0;
  refused = false;
  issues: Issue[] | null = null;

  start(position: number): void {
    this.position = position;
    this.refused = false;
    this.issues = null;
  }

  /** An error quarantines the row; anything less leaves it, with `otherwise` done to the cell. */
  object(
    rule: string,
    severity: Severity,
    column: string | null,
    cell: Cell | undefined,
    otherwise: 'kept' | 'emptied',
    detail: Issue['detail'] = {},
  ): void {
    const isError = severity === 'error';
    if (isError) this.refused = true;
    const action = isError ? 'quarantined' : otherwise;
    const value = cellText(cell);
    (this.issues ??= []).push({ rule, severity, column, position: this.position, value, action, detail });
  }
}

/** A cell as text for people, at most 200 characters; null where there was none. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  const text = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return text.slice(0, longestValue);
}

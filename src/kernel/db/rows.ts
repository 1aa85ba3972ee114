import type { Rows } from '../db.ts';

/** Puts `affected` on the rows, and the command tag's first word for the transaction's own use; neither is listed. */
export function rowsOf<R>(rows: R[], affected: number, command = ''): Rows<R> {
  return Object.defineProperties(rows, {
    affected: { value: affected },
    command: { value: command },
  }) as Rows<R>;
}

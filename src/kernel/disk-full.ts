import { DatabaseError } from './db/database-error.ts';
import { databaseProblem } from './db/problems.ts';

/** Whether a fault comes from a full disk: the node's own (`ENOSPC`, `EDQUOT`) or the database's (SQLSTATE 53100). */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseError && error.code === '53100') return true;
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || isDiskFull(error.cause);
}

/** Does work that writes; throws Problem `disk-full` (507) where the disk has no room for it. */
export async function whileThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isDiskFull(error) ? databaseProblem('disk-full', {}, { cause: error }) : error;
  }
}

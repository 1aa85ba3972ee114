import { Problem } from '../problem.ts';
import { DatabaseError, isInterruption } from './database-error.ts';

const unreachable: ReadonlySet<string> = new Set(['database-unavailable', 'database-stopped']);
/** SQLSTATE `disk_full`: the statement was taken back whole. */
const diskFull = '53100';

/**
 * True where the database could not be had, or had no room: what was asked of it has certainly not been done, and may be
 * once it is back.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === diskFull;
  return error instanceof Problem && (unreachable.has(error.code) || isDatabaseAway(error.cause));
}

/** The same, or it went away while it answered: whether the work was done nobody knows. */
export function isDatabaseLost(error: unknown): boolean {
  const isCut = isInterruption(error) || (error instanceof Problem && error.code === 'database-interrupted');
  return isCut || isDatabaseAway(error);
}

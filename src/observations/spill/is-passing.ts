import { isDatabaseLost, isDiskFull, Problem } from '../../kernel/index.ts';

/** What ends by itself, however long it lasts. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Problem && error.code === 'intake-full') return true;
  return isDatabaseLost(error) || isDiskFull(error);
}

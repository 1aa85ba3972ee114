import type { Db } from '../../kernel/index.ts';
import { deviceStates, flags } from '../model.ts';
import type { Entry } from './entry.ts';

/**
 * Judges entries before they are stored, in the same transaction: sets `flag` and `tests`, and keeps what it has to
 * remember of each series in `series_state.judge`.
 */
export interface Judge {
  judge(tx: Db, entries: readonly Entry[]): Promise<void>;
}

/** What a value's own state says, whatever its number is: only a measuring device measures. */
export function flagOfState({ reading }: Entry): number | null {
  if ((reading.status ?? 0) !== deviceStates.measuring) return flags.fail;
  return reading.value === null && reading.detail?.result === undefined ? flags.missing : null;
}

/** Where series have no thresholds: nothing is evaluated. */
export const stateJudge: Judge = {
  judge(_tx, entries) {
    for (const entry of entries) entry.flag = flagOfState(entry) ?? flags.notEvaluated;
    return Promise.resolve();
  },
};

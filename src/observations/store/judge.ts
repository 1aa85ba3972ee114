import type { Db } from '../../kernel/index.ts';
import { deviceStates, flags } from '../model.ts';
import type { Entry } from './entry.ts';

/** A stored value whose flags a later one decided. */
export interface Amendment {
  readonly series: number;
  readonly at: number;
  readonly flag: number;
  readonly tests: number;
}

export interface Judged {
  /** Values that were stored before and are flagged otherwise now. */
  readonly amended: readonly Amendment[];
  /** Entries that do not come after all others of their series: the span around them must be judged again. */
  readonly late: ReadonlySet<Entry>;
  /** How the series of the entries stood; those that are not among them have been removed. */
  readonly series: ReadonlyMap<number, SeriesStand>;
}

/** What a judgement rests on: as long as it stands so, the judgement holds. */
export interface SeriesStand {
  /** Of the series' definition. */
  readonly revision: number;
  /** Of its limits. */
  readonly version: number;
  /** Time of the newest stored value, in milliseconds; null before the first. */
  readonly lastAt: number | null;
}

/** Judges entries before they are stored, in the same transaction: sets `flag` and `tests` of each. */
export interface Judge {
  judge(tx: Db, entries: readonly Entry[]): Promise<Judged>;
  /**
   * The same by what is remembered of the series, without asking the store: whoever writes must see to it that they stand
   * as `series` says. Null where one of them is not remembered.
   */
  judgeAsRemembered(entries: readonly Entry[]): Judged | null;
}

/** What a value's own state says, whatever its number is: only a measuring device measures. */
export function flagOfState({ reading }: Pick<Entry, 'reading'>): number | null {
  if ((reading.status ?? 0) !== deviceStates.measuring) return flags.fail;
  if (reading.value !== null) return null;
  return reading.detail?.result === undefined ? flags.missing : flags.notEvaluated;
}

import { Problem, sql, type Db } from '../../kernel/index.ts';
import type { MatchedSeries, Reading } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { Entry } from './entry.ts';
import type { SeriesStand } from './judge.ts';

/**
 * Ends a transaction before it has written anything: some of its readings are of series that are there no more, or were
 * matched with series that have become others since.
 */
export class SeriesGone extends Error {
  readonly #now: ReadonlyMap<number, SeriesStand>;
  constructor(series: ReadonlySet<number>, now: ReadonlyMap<number, SeriesStand>) {
    super(`series are gone or changed: ${[...series].slice(0, 5).join(', ')}`);
    this.#now = now;
  }

  concerns(reading: MatchedSeries): boolean {
    return isStale(reading, this.#now);
  }
}

/** `now`: the series that stand. */
function isStale({ series, revision }: MatchedSeries, now: ReadonlyMap<number, SeriesStand>): boolean {
  const current = now.get(series)?.revision;
  return current === undefined || (revision !== undefined && revision !== current);
}

const lock = sql.raw(`hashtext('lienthong.series.removed')`);

/** Until this transaction ends no series goes: what it writes is of series that stand. Other writers are not kept up. */
export async function holdSeries(tx: Db): Promise<void> {
  await tx.query(sql.kept(sql`select pg_advisory_xact_lock_shared(${lock})`));
}

/** Waits for those who write at this moment, on any node; who comes later sees what this transaction has removed. */
export async function holdWriters(tx: Db): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(${lock})`);
}

export const areAllStanding = (entries: readonly Entry[], now: ReadonlyMap<number, SeriesStand>): boolean =>
  entries.every(({ reading }) => !isStale(reading, now));

/** Throws `SeriesGone` where the series of one of these entries does not stand as it was matched. */
export function refuseGone(entries: readonly Entry[], now: ReadonlyMap<number, SeriesStand>): void {
  const gone = new Set<number>();
  for (const { reading } of entries) if (isStale(reading, now)) gone.add(reading.series);
  if (gone.size > 0) throw new SeriesGone(gone, now);
}

/**
 * A reading whose series is gone or has changed, by the rule of its door: of a series that is known or made by it now, or Problem
 * `no-series`.
 */
export async function matchedAgain(
  reading: Reading,
  again: ((gone: MatchedSeries) => Promise<Reading>) | undefined,
): Promise<Reading | Problem> {
  const refused = observationProblem('no-series', { named: String(reading.series) });
  if (!again) return refused;
  try {
    return await again(reading);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

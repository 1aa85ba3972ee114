import { Problem, sql, type Db } from '../../kernel/index.ts';
import type { Reading } from '../model.ts';
import { observationProblem } from '../problems.ts';
import type { Entry } from './entry.ts';

/** Ends a transaction before it has written anything: some of its readings are of series that are there no more. */
export class SeriesGone extends Error {
  readonly series: ReadonlySet<number>;
  constructor(series: ReadonlySet<number>) {
    super(`series are gone: ${[...series].slice(0, 5).join(', ')}`);
    this.series = series;
  }
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

/** Throws `SeriesGone` where a series of these entries is none of those that exist. */
export function refuseGone(entries: readonly Entry[], exists: (series: number) => boolean): void {
  const gone = new Set<number>();
  for (const { reading } of entries) if (!exists(reading.series)) gone.add(reading.series);
  if (gone.size > 0) throw new SeriesGone(gone);
}

/**
 * A reading whose series is gone, by the rule of its door: of a series that is known or made by it now, or Problem
 * `no-series`.
 */
export async function matchedAgain(
  reading: Reading,
  again: ((gone: number) => Promise<Reading>) | undefined,
): Promise<Reading | Problem> {
  const refused = observationProblem('no-series', { named: String(reading.series) });
  if (!again) return refused;
  try {
    return await again(reading.series);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

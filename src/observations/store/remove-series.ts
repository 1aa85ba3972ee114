import { sql, type Db, type Log } from '../../kernel/index.ts';
import { holdWriters } from './gone-series.ts';

const rowsAtOnce = 20_000;
/** Tables with rows of a series beside `observation`, which may have very many. */
const tables = [
  'observation_detail',
  'observation_extra',
  'observation_version',
  'roll_up',
  'quality_limits',
  'neighbour_limits',
];

/**
 * Forgets series: nobody sees them any more when the transaction stands. Their values go afterwards, a part at a time, and
 * also after a crash.
 */
export async function forgetSeries(tx: Db, series: readonly number[]): Promise<void> {
  if (series.length === 0) return;
  await holdWriters(tx);
  const ids = [...series];
  await tx.query(sql`insert into series_removed select * from unnest(${ids}::integer[]) on conflict do nothing`);
  await tx.query(sql`delete from datastream where id = any(${ids}::integer[])`);
  await tx.query(sql`delete from series_state where series = any(${ids}::integer[])`);
}

/** Clears the values of forgotten series away behind the requests. */
export class SeriesRemoval {
  readonly #db: Db;
  readonly #log: Log;
  #working: Promise<void> | null = null;
  #isStopping = false;

  constructor(db: Db, log: Log) {
    this.#db = db.lane('run');
    this.#log = log;
  }

  wake(): void {
    if (this.#isStopping) return;
    this.#working ??= this.#work().finally(() => (this.#working = null));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (!this.#isStopping && (await this.#step()));
    } catch (error) {
      // The note stands; the next turn finds it again.
      this.#log.warn({ error: String(error) }, 'values of removed series could not be cleared away');
    }
  }

  /** False where nothing is left to do. */
  #step(): Promise<boolean> {
    return this.#db.transaction(async (tx) => {
      const [next] = await tx.query<{ series: number }>(sql`
        select series from series_removed order by series limit 1 for update skip locked`);
      if (!next) return false;
      const { series } = next;
      const { affected } = await tx.query(sql`
        delete from observation where series = ${series} and time <= coalesce((
          select time from observation where series = ${series} order by time offset ${rowsAtOnce} limit 1), 'infinity')`);
      if (affected > 0) return true;
      for (const table of tables) await tx.query(sql`delete from ${sql.identifier(table)} where series = ${series}`);
      await tx.query(sql`delete from series_removed where series = ${series}`);
      return true;
    });
  }
}

import { sql, type Db, type Log } from '../../kernel/index.ts';
import { sumUp, type ChangedSpan } from './sum-up.ts';

interface Pending {
  id: number;
  series: number[];
  from_time: string[];
  to_time: string[];
}

const entriesAtOnce = 200;
const pollMs = 5_000;

/**
 * Brings the sums up to what was stored: writers note in their transaction which spans they touched, and this follows
 * after them. Many notes about one hour cost one sum. Several nodes may do it side by side.
 */
export class RollUp {
  readonly #db: Db;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isWanted = false;

  constructor(db: Db, log: Log) {
    this.#db = db.lane('run');
    this.#log = log;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), pollMs);
    this.#timer.unref();
    this.wake();
  }

  wake(): void {
    this.#isWanted = true;
    this.#working ??= this.#work();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#isWanted = false;
    await this.#working;
  }

  /** Waits until nothing is pending; for those who read sums right after a write. */
  async settled(): Promise<void> {
    while ((await this.#once()) > 0);
  }

  async #work(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      try {
        while ((await this.#once()) > 0);
      } catch (error) {
        // The notes stand; the next turn finds them again.
        this.#log.warn({ error: String(error) }, 'sums of series could not be made');
      }
    }
    this.#working = null;
  }

  /** How many notes were worked off. */
  #once(): Promise<number> {
    return this.#db.transaction(async (tx) => {
      const pending = await tx.query<Pending>(sql`
        with taken as (select id from roll_up_pending order by id limit ${entriesAtOnce} for update skip locked)
        delete from roll_up_pending p using taken where p.id = taken.id
        returning p.id, p.series, p.from_time, p.to_time`);
      if (pending.length > 0) await sumUp(tx, pending.flatMap(spansOf));
      return pending.length;
    });
  }
}

function spansOf({ series, from_time, to_time }: Pending): ChangedSpan[] {
  return series.map((each, place) => ({
    series: each,
    from: Date.parse(from_time[place]!),
    to: Date.parse(to_time[place]!),
  }));
}

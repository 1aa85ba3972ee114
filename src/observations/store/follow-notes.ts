import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Db, type Log } from '../../kernel/index.ts';

/** A time within which values of a series have changed, both ends included; milliseconds since 1970. */
export interface ChangedSpan {
  readonly series: number;
  readonly from: number;
  readonly to: number;
}

interface Note {
  id: number;
  series: number[];
  from_time: string[];
  to_time: string[];
}

export interface FollowSettings {
  readonly db: Db;
  readonly log: Log;
  /** Table of notes: `series`, `from_time`, `to_time`, one list each. */
  readonly table: 'roll_up_pending' | 'judge_pending';
  /** What is done about the spans, in the transaction that takes their notes away. */
  readonly work: (tx: Db, spans: readonly ChangedSpan[]) => Promise<void>;
  /** Told after each transaction that did something. */
  readonly onDone?: () => void;
}

const notesAtOnce = 200;
const pollMs = 5_000;
const longestWaitMs = 10_000;

/**
 * Follows behind the writers, who note in their transactions which spans they touched. Many notes about one span cost one
 * piece of work; a failed one leaves its notes. Several nodes may follow side by side.
 */
export class NoteFollower {
  readonly #settings: FollowSettings;
  readonly #db: Db;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isWanted = false;

  constructor(settings: FollowSettings) {
    this.#settings = settings;
    this.#db = settings.db.lane('run');
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

  /**
   * Waits until the work of all notes that are there is done, by this node or another; for those who read right after a
   * write. At most 10 s: under a stream of writes there is always a newer note.
   */
  async settled(): Promise<void> {
    const table = sql.identifier(this.#settings.table);
    const [last] = await this.#db.query<{ id: number | null }>(sql`select max(id) as id from ${table}`);
    if (!last || last.id === null) return;
    for (const end = performance.now() + longestWaitMs; performance.now() < end;) {
      if ((await this.#once()) > 0) continue;
      // What another one has in hand is still there to see.
      const [open] = await this.#db.query(sql`select 1 as one from ${table} where id <= ${last.id} limit 1`);
      if (!open) return;
      await sleep(20);
    }
  }

  async #work(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      try {
        while ((await this.#once()) > 0) if (this.#timer === null) break;
      } catch (error) {
        this.#settings.log.warn({ table: this.#settings.table, error: String(error) }, 'notes of series wait');
      }
    }
    this.#working = null;
  }

  /** How many notes were worked off. */
  async #once(): Promise<number> {
    const table = sql.identifier(this.#settings.table);
    const count = await this.#db.transaction(async (tx) => {
      const notes = await tx.query<Note>(sql`
        with taken as (select id from ${table} order by id limit ${notesAtOnce} for update skip locked)
        delete from ${table} n using taken where n.id = taken.id
        returning n.id, n.series, n.from_time, n.to_time`);
      if (notes.length > 0) await this.#settings.work(tx, notes.flatMap(spansOf));
      return notes.length;
    });
    if (count > 0) this.#settings.onDone?.();
    return count;
  }
}

function spansOf({ series, from_time, to_time }: Note): ChangedSpan[] {
  return series.map((each, place) => ({
    series: each,
    from: Date.parse(from_time[place]!),
    to: Date.parse(to_time[place]!),
  }));
}

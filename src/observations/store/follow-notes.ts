import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseError, isUniqueViolation, sql, type Db, type Log } from '../../kernel/index.ts';
import { cutSpans, mergedSpans, type ChangedSpan, type Rate } from './cut-spans.ts';

interface Note {
  stemsFrom: number;
  series: number[];
  from_time: string[];
  to_time: string[];
}

export interface FollowSettings {
  readonly db: Db;
  readonly log: Log;
  /** Table of notes: `series`, `from_time`, `to_time`, one list each. */
  readonly table: 'roll_up_pending' | 'judge_pending' | 'neighbour_pending';
  /**
   * About so many values are read in a transaction; what is more is noted again for the next one, so that one that changes
   * years keeps nobody up.
   */
  readonly rowsAtOnce: number;
  /** What is done about the spans, in the transaction that takes their notes away. */
  readonly work: (tx: Db, spans: readonly ChangedSpan[]) => Promise<void>;
  /** Told after each transaction that did something. */
  readonly onDone?: () => void;
}

/** SQLSTATE deadlock_detected. */
const deadlock = '40P01';
const notesAtOnce = 200;
/** More notes are not taken once there are so many spans. */
const spansAtOnce = 20_000;
const pollMs = 5_000;
/** Writers that come one right after the other touch the same days and months: what they note meanwhile is one piece of work. */
const gatherMs = 1_000;
const longestWaitMs = 10_000;

/**
 * Follows behind the writers, who note in their transactions which spans they touched. Many notes about one span cost one
 * piece of work, long spans are worked off in pieces; a failed piece leaves its notes. Several nodes may follow side by side.
 */
export class NoteFollower {
  readonly #settings: FollowSettings;
  readonly #db: Db;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isWanted = false;
  #stopping = new AbortController();

  constructor(settings: FollowSettings) {
    this.#settings = settings;
    this.#db = settings.db.lane('run');
  }

  start(): void {
    this.#stopping = new AbortController();
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
    this.#stopping.abort();
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
      if (await this.#onceAmongOthers()) continue;
      // What another one has in hand is still there to see.
      const [open] = await this.#db.query(sql`
        select 1 as one from ${table} where coalesce(stems_from, id) <= ${last.id} limit 1`);
      if (!open) return;
      await sleep(20);
    }
  }

  /** False where nothing was free to be worked off, or another follower had the same sums in hand: its notes stay. */
  async #onceAmongOthers(): Promise<boolean> {
    try {
      return (await this.#once()).count > 0;
    } catch (error) {
      if (!isConflict(error)) throw error;
      return false;
    }
  }

  async #work(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      try {
        while ((await this.#once()).isMore) if (this.#timer === null) break;
      } catch (error) {
        if (isConflict(error)) this.#isWanted = true;
        else this.#settings.log.warn({ table: this.#settings.table, error: String(error) }, 'notes of series wait');
      }
      await sleep(gatherMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
    this.#working = null;
  }

  /** How many notes were worked off, and whether others were there that were not. */
  async #once(): Promise<{ readonly count: number; readonly isMore: boolean }> {
    const table = sql.identifier(this.#settings.table);
    const done = await this.#db.transaction(async (tx) => {
      const notes = await tx.query<Note>(sql`
        with free as materialized (
            select id, cardinality(series) as spans from ${table} order by id limit ${notesAtOnce}
            for update skip locked),
          counted as (select id, sum(spans) over (order by id) - spans as before from free)
        delete from ${table} n using counted where n.id = counted.id and counted.before < ${spansAtOnce}
        returning coalesce(n.stems_from, n.id) as "stemsFrom", n.series, n.from_time, n.to_time`);
      if (notes.length === 0) return { count: 0, isMore: false };
      const isCut = await this.#workOff(tx, notes);
      const spans = notes.reduce((sum, { series }) => sum + series.length, 0);
      return { count: notes.length, isMore: isCut || notes.length === notesAtOnce || spans >= spansAtOnce };
    });
    if (done.count > 0) this.#settings.onDone?.();
    return done;
  }

  /** A piece, and a note about the rest, true where there is one: it goes to the end, so that what is new need not wait. */
  async #workOff(tx: Db, notes: readonly Note[]): Promise<boolean> {
    const spans = mergedSpans(notes.flatMap(spansOf));
    const { piece, rest } = cutSpans(spans, await ratesOf(tx, spans), this.#settings.rowsAtOnce);
    await this.#settings.work(tx, piece);
    if (rest.length === 0) return false;
    const moment = (at: number): string => new Date(at).toISOString();
    await tx.query(sql`
      insert into ${sql.identifier(this.#settings.table)} (stems_from, series, from_time, to_time)
      values (${Math.min(...notes.map(({ stemsFrom }) => stemsFrom))}::bigint, ${rest.map(({ series }) => series)}::integer[],
        ${rest.map(({ from }) => moment(from))}::timestamptz[], ${rest.map(({ to }) => moment(to))}::timestamptz[])`);
    return true;
  }
}

/** Two followers made the same row, or each waited for the other: one of them has done it, the other does it again. */
const isConflict = (error: unknown): boolean =>
  isUniqueViolation(error) || (error instanceof DatabaseError && error.code === deadlock);

/** By what is expected of a series, or by how many values it has had in its time, where that is more. */
async function ratesOf(tx: Db, spans: readonly ChangedSpan[]): Promise<Rate> {
  const wanted = [...new Set(spans.map(({ series }) => series))];
  const rows = await tx.query<{ series: number; rate: number | null }>(sql`
    select s.series, greatest(3600.0 / d.every_seconds,
      s.count / greatest(1, extract(epoch from s.last_time - s.first_time) / 3600))::double precision as rate
    from series_state s join datastream d on d.id = s.series where s.series = any(${wanted}::integer[])`);
  const rates = new Map(rows.map(({ series, rate }) => [series, rate ?? 0]));
  return (series) => rates.get(series) ?? 0;
}

function spansOf({ series, from_time, to_time }: Note): ChangedSpan[] {
  return series.map((each, place) => ({
    series: each,
    from: Date.parse(from_time[place]!),
    to: Date.parse(to_time[place]!),
  }));
}

import { Readable } from 'node:stream';
import { sql, type Db } from '../../kernel/index.ts';
import type { StoredReadings } from '../store/stored-readings.ts';
import { liveReadings, storedEvent, storedEventKeptMs, type LiveReadings } from './live-hub.ts';

/** What may wait for one reader in memory; what is beyond it he gets from the store, as fast as he reads. */
const waitingCharacters = 1024 * 1024;
/** Of events read at once for one reader, as the store keeps them (compressed); one alone may be larger. */
const pageBytes = 64 * 1024;
const pageEvents = 200;

export interface Followed {
  readonly network: string;
  /** Only these series; null: all. */
  readonly series: ReadonlySet<number> | null;
  /** Place of the last event that the reader had; null: he begins with what comes. */
  readonly last: number | null;
}

interface Waiting {
  readonly position: number;
  readonly text: string;
}

/**
 * Stored readings of a network as server-sent events for one reader, in order, each once. Who reads more slowly than values
 * come holds up nobody and costs no more memory: he falls back to the store and is told from there until he has caught up.
 */
export class FollowedEvents {
  readonly body: Readable;
  readonly #db: Db;
  readonly #followed: Followed;
  #waiting: Waiting[] = [];
  #waitingCharacters = 0;
  /** Place of the last event that was handed to the reader; null as long as none has come. */
  #reached: number | null;
  /** Place of the newest event that came. */
  #newest = 0;
  /** He is told from the store: nothing is held for him. */
  #isBehind: boolean;
  #isBeat = false;
  #isOver = false;
  #told = 0;
  #wake: (() => void) | null = null;

  constructor(db: Db, followed: Followed) {
    this.#db = db;
    this.#followed = followed;
    this.#reached = followed.last;
    this.#isBehind = followed.last !== null;
    this.body = Readable.from(this.#tell(), { objectMode: false, highWaterMark: 64 * 1024 });
  }

  /** Pieces handed to the reader so far; null where there is nothing more for him. */
  get progress(): number | null {
    return this.#wake === null ? this.#told : null;
  }

  hear({ network, readings, position }: LiveReadings): void {
    // An event may come twice; he hears of it once.
    if (network !== this.#followed.network || position <= Math.max(this.#reached ?? 0, this.#newest)) return;
    this.#reached ??= position - 1;
    this.#newest = position;
    if (this.#isBehind) return this.#rouse();
    const text = this.#textOf(readings, position);
    if (text === null) return;
    this.#waiting.push({ position, text });
    this.#waitingCharacters += text.length;
    // A single event may be as large as it likes: it is there anyway.
    if (this.#waiting.length > 1 && this.#waitingCharacters > waitingCharacters) this.#fallBehind();
    this.#rouse();
  }

  /** Tells the reader, and whatever stands between, that the connection lives. */
  beat(): void {
    this.#isBeat = true;
    this.#rouse();
  }

  end(): void {
    this.#isOver = true;
    this.#rouse();
    this.body.destroy();
  }

  async *#tell(): AsyncGenerator<string> {
    yield 'retry: 3000\n\n';
    if (this.#followed.last !== null && !(await this.#isKept(this.#followed.last))) {
      yield `event: gap\ndata: ${JSON.stringify({ keptHours: storedEventKeptMs / 3_600_000 })}\n\n`;
    }
    while (!this.#isOver) {
      const next = this.#waiting[0];
      if (this.#isBehind) {
        yield* this.#fromStore();
      } else if (next) {
        this.#waiting.shift();
        this.#waitingCharacters -= next.text.length;
        this.#reached = next.position;
        this.#told++;
        yield next.text;
      } else if (this.#isBeat) {
        this.#isBeat = false;
        yield ': \n\n';
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  /** Until nothing newer is there; what comes meanwhile stands there too. */
  async *#fromStore(): AsyncGenerator<string> {
    for (;;) {
      const events = await this.#page(this.#reached ?? 0);
      for (const { position, data } of events) {
        const text = this.#textOf(liveReadings(data, position).readings, position);
        this.#reached = position;
        this.#told++;
        if (text !== null) yield text;
      }
      if (events.length > 0) continue;
      this.#isBehind = this.#newest > (this.#reached ?? 0);
      if (!this.#isBehind) return;
    }
  }

  #page(after: number): Promise<{ position: number; data: StoredReadings }[]> {
    return this.#db.query(sql`
      select position, data from (
        select position, data, sum(pg_column_size(data)) over (order by position) - pg_column_size(data) as before
        from event where position > ${after} and type = ${storedEvent}
          and subject = ${`/networks/${this.#followed.network}`}
        order by position limit ${pageEvents}) as ahead
      where before < ${pageBytes} order by position`);
  }

  /** What he heard last may be gone: so may be what came after it. */
  async #isKept(last: number): Promise<boolean> {
    return (await this.#db.query(sql`select 1 as one from event where position = ${last}`)).length > 0;
  }

  #fallBehind(): void {
    this.#waiting = [];
    this.#waitingCharacters = 0;
    this.#isBehind = true;
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #textOf(readings: LiveReadings['readings'], position: number): string | null {
    const { series: wanted } = this.#followed;
    const mine = wanted ? readings.filter(({ series }) => wanted.has(series)) : readings;
    if (mine.length === 0) return null;
    const data = mine.map(({ series, id, at, value, flag, status, isChanged }) => ({
      datastream: series,
      id,
      time: new Date(at).toISOString(),
      result: value,
      flag,
      status,
      changed: isChanged,
    }));
    return `id: ${position}\nevent: observations\ndata: ${JSON.stringify(data)}\n\n`;
  }
}

import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { livenessOf } from '../db/index.ts';
import type { Log } from '../log.ts';
import { sql, type Sql } from '../sql.ts';
import { eventsBetween, lastPosition, sealEvents, type EventRecord } from './event-store.ts';
import { Pump } from './pump.ts';

export type EventHandler = (event: EventRecord) => Promise<void>;

export interface SubscribeOptions {
  /** Only events of these types. */
  readonly types?: readonly string[] | undefined;
  /** Where a consumer that is not known yet begins: at the oldest event kept (default) or after the newest. */
  readonly from?: 'oldest' | 'now' | undefined;
}

interface ConsumerSettings extends SubscribeOptions {
  readonly name: string;
  readonly handle: EventHandler;
  readonly workerId: string;
  readonly pollMs: number;
  readonly leaseMs: number;
}

const batchEvents = 100;
/** Events handed over again, after a crash, are at most those of so long. */
const keepMs = 100;
/** What comes right after others is read with what comes after it. */
const gatherMs = 50;

type Nothing = Record<keyof EventRecord, null>;
const longestPauseMs = 300_000;

/**
 * One consumer of the outbox: holds a lease on its row, hands over events in order (nothing after one that was refused) and
 * keeps the place: after each that took long and after the last of a row of short ones, as keeping costs more than most.
 */
export class Consumer {
  readonly #db: Db;
  readonly #settings: ConsumerSettings;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #pump: Pump;
  #stopping = false;

  constructor(db: Db, settings: ConsumerSettings, clock: Clock, log: Log) {
    this.#db = db;
    this.#settings = settings;
    this.#clock = clock;
    this.#log = log;
    this.#pump = new Pump(() => this.#work(), settings.pollMs, log, 'Events could not be delivered.', gatherMs);
  }

  async start(): Promise<void> {
    await this.#register();
    await this.#freeFromDead();
    this.#pump.start();
  }

  wake(): void {
    this.#pump.wake();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#pump.stop();
    await this.#db.query(sql`update event_consumer set worker = null, lease_until = null where ${this.#own()}`);
  }

  #own(): Sql {
    return sql`name = ${this.#settings.name} and worker = ${this.#settings.workerId}`;
  }

  #leaseEnd(): Sql {
    return sql`clock_timestamp() + ${this.#settings.leaseMs}::float8 * interval '1 millisecond'`;
  }

  async #register(): Promise<void> {
    const { name, from } = this.#settings;
    if (from === 'now') while ((await sealEvents(this.#db)) > 0);
    const position = from === 'now' ? await lastPosition(this.#db) : 0;
    await this.#db.query(sql`
      insert into event_consumer (name, position) values (${name}, ${position}) on conflict (name) do nothing`);
  }

  async #freeFromDead(): Promise<void> {
    const { name } = this.#settings;
    const [row] = await this.#db.query<{ worker: string | null }>(
      sql`select worker from event_consumer where name = ${name}`,
    );
    if (!row?.worker || livenessOf(row.worker) !== 'dead') return;
    await this.#db.query(sql`
      update event_consumer set worker = null, lease_until = null where name = ${name} and worker = ${row.worker}`);
  }

  async #work(): Promise<void> {
    for (;;) {
      const found = await this.#next();
      if (!found) return;
      const { events, upTo } = found;
      // Events of other types behind the last one delivered need not be looked at again.
      const end = events.length < batchEvents ? upTo : events.at(-1)!.position;
      if (events.length === 0 && end > found.after) await this.#keep(end);
      if (!(await this.#deliverAll(events, end)) || events.length < batchEvents) return;
    }
  }

  /**
   * Takes or renews the lease and reads what comes next. Null where another node serves this consumer or the pause after an
   * error is not over.
   */
  async #next(): Promise<{ readonly after: number; readonly upTo: number; readonly events: EventRecord[] } | null> {
    const { name, workerId, types } = this.#settings;
    const rows = await this.#db.query<{ after: number; upTo: number } & (EventRecord | Nothing)>(
      sql.kept(sql`
      with leased as (
          update event_consumer set worker = ${workerId}, lease_until = ${this.#leaseEnd()}
          where name = ${name} and (worker is null or worker = ${workerId} or lease_until < clock_timestamp())
            and (retry_at is null or retry_at <= ${this.#clock.now()})
          returning position)
      select leased.position as after, last_position as "upTo", e.*
      from leased cross join event_seal left join lateral (
        ${eventsBetween(sql`leased.position`, sql`last_position`, types, batchEvents)}) e on true`),
    );
    if (rows.length === 0) return null;
    const { after, upTo } = rows[0]!;
    return { after, upTo, events: rows.filter((row) => row.position !== null) };
  }

  /** Up to `end`. False where one was not taken, or this consumer is another node's by now. */
  async #deliverAll(events: readonly EventRecord[], end: number): Promise<boolean> {
    let last: EventRecord | null = null;
    let keptAt = performance.now();
    for (const event of events) {
      if (this.#stopping) break;
      const failure = await this.#handOver(event);
      if (failure) {
        if (last) await this.#keep(last.position);
        await this.#putOff(event, failure.error);
        return false;
      }
      last = event;
      const isLast = event === events.at(-1);
      if (!isLast && performance.now() - keptAt < keepMs) continue;
      if (!(await this.#keep(isLast ? end : event.position))) return false;
      [last, keptAt] = [null, performance.now()];
    }
    if (last) await this.#keep(last.position);
    return !this.#stopping;
  }

  async #handOver(event: EventRecord): Promise<{ readonly error: unknown } | null> {
    const beat = setInterval(() => void this.#renew(), this.#settings.leaseMs / 3);
    try {
      await this.#settings.handle(event);
      return null;
    } catch (error) {
      return { error };
    } finally {
      clearInterval(beat);
    }
  }

  /** False where the lease is another node's. */
  async #keep(position: number): Promise<boolean> {
    const kept = await this.#db.query(
      sql.kept(sql`
      update event_consumer set position = ${position}, lease_until = ${this.#leaseEnd()}, failures = 0,
        last_error = null, retry_at = null
      where ${this.#own()}`),
    );
    return kept.affected === 1;
  }

  async #renew(): Promise<void> {
    await this.#db
      .query(sql`update event_consumer set lease_until = ${this.#leaseEnd()} where ${this.#own()}`)
      .catch((error: unknown) =>
        this.#log.warn({ err: error }, 'The lease of an event consumer could not be renewed.'),
      );
  }

  async #putOff(event: EventRecord, error: unknown): Promise<void> {
    const { name } = this.#settings;
    this.#log.warn({ consumer: name, position: event.position, type: event.type, err: error }, 'An event was refused.');
    const [row] = await this.#db.query<{ failures: number }>(
      sql`select failures from event_consumer where name = ${name}`,
    );
    const pauseMs = Math.min(500 * 2 ** (row?.failures ?? 0), longestPauseMs);
    await this.#db.query(sql`
      update event_consumer set failures = failures + 1, retry_at = ${new Date(this.#clock.now().getTime() + pauseMs)},
        last_error = ${error instanceof Error ? error.message : String(error)}
      where ${this.#own()}`);
  }
}

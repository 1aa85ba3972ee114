import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { livenessOf } from '../db/index.ts';
import type { Log } from '../log.ts';
import { sql, type Sql } from '../sql.ts';
import { lastPosition, sealEvents, selectEvents, type EventRecord } from './event-store.ts';
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
const longestPauseMs = 300_000;

/** One consumer of the outbox: holds a lease on its row, hands over events in order, keeps the place after each. */
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
    this.#pump = new Pump(() => this.#work(), settings.pollMs, log, 'Events could not be delivered.');
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
      const after = await this.#lease();
      if (after === null) return;
      const upTo = await lastPosition(this.#db);
      const events = await selectEvents(this.#db, after, upTo, this.#settings.types, batchEvents);
      for (const event of events) if (this.#stopping || !(await this.#deliver(event))) return;
      if (events.length < batchEvents) return this.#passOver(events.at(-1)?.position ?? after, upTo);
    }
  }

  /** The place reached, or null where another node serves this consumer or the pause after an error is not over. */
  async #lease(): Promise<number | null> {
    const { name, workerId } = this.#settings;
    const [row] = await this.#db.query<{ position: number }>(
      sql.kept(sql`
      update event_consumer set worker = ${workerId}, lease_until = ${this.#leaseEnd()}
      where name = ${name} and (worker is null or worker = ${workerId} or lease_until < clock_timestamp())
        and (retry_at is null or retry_at <= ${this.#clock.now()})
      returning position`),
    );
    return row?.position ?? null;
  }

  /** False where the event was not taken: order matters, so nothing after it is delivered before it. */
  async #deliver(event: EventRecord): Promise<boolean> {
    const beat = setInterval(() => void this.#renew(), this.#settings.leaseMs / 3);
    try {
      await this.#settings.handle(event);
    } catch (error) {
      await this.#putOff(event, error);
      return false;
    } finally {
      clearInterval(beat);
    }
    const kept = await this.#db.query(
      sql.kept(sql`
      update event_consumer set position = ${event.position}, lease_until = ${this.#leaseEnd()}, failures = 0,
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

  /** Events of other types behind the last one delivered need not be looked at again. */
  async #passOver(after: number, upTo: number): Promise<void> {
    if (upTo <= after) return;
    await this.#db.query(
      sql.kept(sql`
      update event_consumer set position = greatest(position, ${upTo}::int8) where ${this.#own()}`),
    );
  }
}

import type { Clock } from '../clock.ts';
import type { Db } from '../db.ts';
import { processIdentity } from '../db/index.ts';
import type { Log } from '../log.ts';
import { sql } from '../sql.ts';
import { Consumer, type EventHandler, type SubscribeOptions } from './consumer.ts';
import { pruneEvents, sealEvents } from './event-store.ts';
import { Pump } from './pump.ts';

export type { EventRecord } from './event-store.ts';
export type { SubscribeOptions } from './consumer.ts';

const eventChannel = 'lienthong_event';

/**
 * Records that something has happened, in the transaction that made it happen: either both are there or neither.
 * `type` is a name such as `run.published`; `subject` the address or id of the thing; `data` becomes JSON.
 */
export function emit(tx: Db, type: string, subject: string, data: unknown): Promise<void> {
  return emitEach(tx, type, [{ subject, data }]);
}

/** The same for several things at once, in their order. */
export async function emitEach(
  tx: Db,
  type: string,
  events: readonly { readonly subject: string; readonly data: unknown }[],
): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    sql.kept(sql`
    select emit_events(${type}, ${events.map(({ subject }) => subject)}::text[],
      ${events.map(({ data }) => JSON.stringify(data ?? null))}::text[])`),
  );
}

export interface OutboxOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly workerId?: string | undefined;
  readonly pollMs?: number | undefined;
  readonly leaseMs?: number | undefined;
  /** Events older than this are removed, delivered or not; default 30 days. */
  readonly keepMs?: number | undefined;
}

export interface Outbox {
  /**
   * Delivers every event to `handle`, one after the other in the same order for all consumers, each at least once:
   * after a crash or an error the event comes again. The place reached is kept under `consumer`; of several nodes one
   * at a time serves a consumer. Returns a function that ends the subscription and waits for the event in hand.
   */
  subscribe(consumer: string, handle: EventHandler, options?: SubscribeOptions): Promise<() => Promise<void>>;
  /**
   * Events of this type are removed after so long already: what is told often, and kept elsewhere, would fill the disk.
   * What stands longer than `keepMs` goes with all others.
   */
  keep(type: string, keepMs: number): void;
  stop(): Promise<void>;
}

/** Single readings come by the hundred a second: their events are put in order together. */
const gatherMs = 20;
const pruneEveryMs = 3_600_000;

/**
 * Events get their place in the order by a sealer, after their transactions have ended: ids are given out before
 * commit, so a reader that went by ids would pass by an event whose transaction took longer. Places are ours, not the
 * server's transaction ids, so they survive moving the database.
 */
export function createOutbox(db: Db, options: OutboxOptions): Outbox {
  const workerId = options.workerId ?? processIdentity();
  const pollMs = options.pollMs ?? 2_000;
  const keepMs = options.keepMs ?? 30 * 24 * 3_600_000;
  const keptShorter = new Map<string, number>();
  const consumers = new Set<Consumer>();
  let unlisten: (() => Promise<void>) | undefined;
  let lastPrune = -Infinity;

  const sealer = new Pump(seal, pollMs, options.log, 'Events could not be put in order.', gatherMs);

  async function seal(): Promise<void> {
    if ((await sealEvents(db)) > 0) for (const consumer of consumers) consumer.wake();
    if (performance.now() - lastPrune < pruneEveryMs) return;
    lastPrune = performance.now();
    const before = (ms: number): Date => new Date(options.clock.now().getTime() - ms);
    await pruneEvents(db, before(keepMs), options.log);
    for (const [type, ms] of keptShorter) await pruneEvents(db, before(ms), options.log, type);
  }

  async function begin(): Promise<void> {
    if (unlisten) return;
    unlisten = async () => {};
    unlisten = await db.listen(eventChannel, () => sealer.wake());
    sealer.start();
  }

  return {
    async subscribe(name, handle, subscribeOptions = {}) {
      const settings = { name, handle, workerId, pollMs, leaseMs: options.leaseMs ?? 30_000, ...subscribeOptions };
      const consumer = new Consumer(db, settings, options.clock, options.log);
      await consumer.start();
      consumers.add(consumer);
      await begin();
      return async () => {
        consumers.delete(consumer);
        await consumer.stop();
      };
    },
    keep(type, ms) {
      keptShorter.set(type, ms);
    },
    async stop() {
      await sealer.stop();
      await unlisten?.();
      await Promise.all([...consumers].map((consumer) => consumer.stop()));
    },
  };
}

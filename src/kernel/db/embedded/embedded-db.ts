import type { Db, Lane, Rows } from '../../db.ts';
import { sql, type Sql } from '../../sql.ts';
import { DatabaseError } from '../database-error.ts';
import { Listeners } from '../listeners.ts';
import type { Log } from '../../log.ts';
import { rowsOf } from '../rows.ts';
import { extendLease, type Lease, type Snapshot, type SnapshotSource } from '../snapshot.ts';
import { insideTransaction, refuseInsideTransaction } from '../transaction-scope.ts';
import { TurnQueue } from '../turn-queue.ts';
import { encodeParameter } from '../values.ts';
import { WriterGate } from '../writer-gate.ts';
import { databaseProblem } from '../problems.ts';
import type { Engine } from './engine.ts';
import type { KeptEngine } from './kept-engine.ts';

/** A transaction that sends nothing for so long is rolled back: everybody else waits for it. */
export const idleTransactionMs = 60_000;
/** A turn longer than this is logged; runs promise 100 ms, so this is a mistake somewhere. */
const longTurnMs = 1_000;

/** What all lanes of one embedded database share. */
interface Shared {
  readonly kept: KeptEngine;
  readonly queue: TurnQueue;
  readonly listeners: Listeners;
  readonly writers: WriterGate;
  readonly log: Log;
  readonly close: () => Promise<void>;
  cursors: number;
}

type Send = (statement: Sql, copy?: string) => Promise<Rows<Record<string, unknown>>>;

export function embeddedDb(kept: KeptEngine, log: Log, onClose: () => Promise<void>): Db {
  const queue = new TurnQueue();
  const listeners = new Listeners();
  kept.onNotify = (channel, payload) => listeners.notify(channel, payload);
  kept.onRevived = async (engine) => {
    for (const channel of listeners.channels) await engine.run(listenTo(channel).text);
  };
  const close = closing(kept, queue, onClose);
  return new EmbeddedDb({ kept, queue, listeners, writers: new WriterGate(), log, close, cursors: 0 }, 'request');
}

/** Lets the work in hand end, refuses the rest, writes a checkpoint and frees the folder; once. */
function closing(kept: KeptEngine, queue: TurnQueue, onClose: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= queue
      .take('request', async () => {})
      .then(() => {
        queue.close(new Error('The database is closed.'));
        return kept.close();
      })
      .catch(() => {})
      .finally(onClose);
    return closed;
  };
}

class EmbeddedDb implements Db, SnapshotSource {
  readonly engine = 'embedded';
  readonly #shared: Shared;
  readonly #lane: Lane;

  constructor(shared: Shared, lane: Lane) {
    this.#shared = shared;
    this.#lane = lane;
  }

  async query<R>(statement: Sql): Promise<Rows<R>> {
    return (await this.#unlessPaused(() => this.#turn((send) => send(statement)))) as Rows<R>;
  }

  async transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    refuseInsideTransaction(this.#shared);
    const { writers } = this.#shared;
    await writers.enter();
    try {
      return await this.#turn(async (send) => {
        const transaction = new EmbeddedTransaction(send, this.#shared);
        return transaction.run(() => insideTransaction(this.#shared, () => work(transaction)));
      });
    } finally {
      writers.leave();
    }
  }

  /**
   * One connection cannot hold a snapshot and serve: so writers wait until the reading ends, while statements that
   * only read pass between its turns. The engine itself refuses writes meanwhile (`default_transaction_read_only`);
   * a refused statement is sent again afterwards. Leases that could not be renewed are made longer by the pause,
   * before anybody can write.
   */
  async readSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>, leases: readonly Lease[]): Promise<T> {
    refuseInsideTransaction(this.#shared);
    const { writers } = this.#shared;
    await writers.close();
    const since = performance.now();
    try {
      const engine = await this.#turn(async (send, at) => {
        await send(sql`set default_transaction_read_only = on`);
        return at;
      });
      return await work(this.#snapshot(engine));
    } finally {
      await this.#resume(leases, performance.now() - since).finally(() => writers.open());
    }
  }

  /** Of this engine alone: one that took over meanwhile would let writers in between. */
  #snapshot(engine: Engine): Snapshot {
    const turn = <T>(work: (send: Send) => Promise<T>) =>
      this.#turn((send, at) => {
        if (at !== engine) throw databaseProblem('database-stopped', { reason: 'it was started again meanwhile' });
        return work(send);
      });
    return {
      query: async <R>(statement: Sql) => (await turn((send) => send(statement))) as Rows<R>,
      async *copyOut(select: Sql) {
        const answer = await turn(() => engine.run(sql`copy (${select}) to stdout`.text));
        yield* answer.copied;
      },
    };
  }

  #resume(leases: readonly Lease[], pausedMs: number): Promise<void> {
    return this.#turn(async (send) => {
      await send(sql`set default_transaction_read_only = off`);
      for (const lease of leases) await send(extendLease(lease, pausedMs));
    });
  }

  /** Sends again what the engine refused because writers were paused: such a statement had no effect. */
  async #unlessPaused<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const refused = error instanceof DatabaseError && error.code === '25006';
        if (!refused || !this.#shared.writers.isClosed) throw error;
        await this.#shared.writers.opened();
      }
    }
  }

  /**
   * A cursor WITH HOLD: the engine keeps the result aside, in memory up to work_mem and beyond it on disk, so the
   * batches come in turns of their own, are one snapshot, and hold no transaction open. The price is that making the
   * result is one turn: what may be longer than some tens of thousands of rows is better paged by key.
   */
  async *stream<R>(statement: Sql, batchRows = 1_000): AsyncGenerator<R[]> {
    const name = sql.identifier(`stream_${this.#shared.cursors++}`);
    await this.query(sql`declare ${name} no scroll cursor with hold for ${statement}`);
    try {
      for (;;) {
        const rows = await this.query<R>(sql`fetch ${sql.raw(String(batchRows))} from ${name}`);
        if (rows.length > 0) yield rows;
        if (rows.length < batchRows) return;
      }
    } finally {
      await this.query(sql`close ${name}`);
    }
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<number> {
    return copyChunks(chunks, (chunk) =>
      this.#unlessPaused(() => this.#turn((send) => send(copyStatement(table, columns), chunk))),
    );
  }

  async listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
    const { listeners } = this.#shared;
    if (listeners.add(channel, onNotify)) await this.query(listenTo(channel));
    return async () => {
      if (listeners.remove(channel, onNotify)) await this.query(sql`unlisten ${sql.identifier(channel)}`);
    };
  }

  lane(lane: Lane): Db {
    return lane === this.#lane ? this : new EmbeddedDb(this.#shared, lane);
  }

  async close(): Promise<void> {
    refuseInsideTransaction(this.#shared);
    await this.#shared.close();
  }

  /** All statements of a turn go to one engine. */
  async #turn<T>(work: (send: Send, engine: Engine) => Promise<T>): Promise<T> {
    refuseInsideTransaction(this.#shared);
    const { queue, kept, log } = this.#shared;
    return queue.take(this.#lane, async () => {
      const since = performance.now();
      const engine = kept.current();
      try {
        return await work((statement, copy) => sendTo(engine, statement, copy), engine);
      } finally {
        const ms = Math.round(performance.now() - since);
        if (ms > longTurnMs && this.#lane !== 'idle') {
          log.warn({ lane: this.#lane, ms }, 'A piece of work kept the embedded database busy for long.');
        }
      }
    });
  }
}

const listenTo = (channel: string): Sql => sql`listen ${sql.identifier(channel)}`;

async function sendTo(engine: Engine, statement: Sql, copy?: string): Promise<Rows<Record<string, unknown>>> {
  const answer = await engine.run(statement.text, statement.values.map(encodeParameter), copy);
  return rowsOf(answer.rows, answer.affected, answer.command);
}

function copyStatement(table: string, columns: readonly string[]): Sql {
  const list = sql.join(columns.map((column) => sql.identifier(column)));
  return sql`copy ${sql.identifier(...table.split('.'))} (${list}) from '/dev/blob'`;
}

async function copyChunks(
  chunks: AsyncIterable<string> | Iterable<string>,
  copy: (chunk: string) => Promise<Rows<Record<string, unknown>>>,
): Promise<number> {
  let rows = 0;
  for await (const chunk of chunks) if (chunk !== '') rows += (await copy(chunk)).affected;
  return rows;
}

/** The handle inside a transaction: it holds the connection, so its statements go straight through. */
class EmbeddedTransaction implements Db {
  readonly engine = 'embedded';
  readonly #send: Send;
  readonly #shared: Shared;
  #ended: Error | null = null;
  #lastUse = performance.now();
  #sending: Promise<unknown> = Promise.resolve();

  constructor(send: Send, shared: Shared) {
    this.#send = send;
    this.#shared = shared;
  }

  /** Begins, works, commits; rolls back when the work throws, or when it sends nothing for `idleTransactionMs`. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#send(sql`begin`);
    const watch = this.#watchIdle();
    try {
      const result = await Promise.race([work(), watch.expired]);
      this.#end('The transaction has ended.');
      await this.#commit();
      return result;
    } catch (error) {
      this.#end('The transaction was rolled back.');
      await this.#sending.catch(() => {});
      await this.#send(sql`rollback`);
      throw error;
    } finally {
      watch.stop();
    }
  }

  /** After a failed statement that the work swallowed, PostgreSQL answers COMMIT with ROLLBACK. */
  async #commit(): Promise<void> {
    await this.#sending.catch(() => {});
    const { command } = (await this.#send(sql`commit`)) as { command?: string };
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back: a statement in it had failed.');
  }

  #watchIdle(): { expired: Promise<never>; stop: () => void } {
    let stop = () => {};
    const expired = new Promise<never>((_, reject) => {
      const timer = setInterval(() => {
        if (performance.now() - this.#lastUse < idleTransactionMs) return;
        reject(new Error(`The transaction sent nothing for ${idleTransactionMs} ms and was rolled back.`));
      }, idleTransactionMs / 10);
      timer.unref();
      stop = () => clearInterval(timer);
    });
    return { expired, stop };
  }

  #end(reason: string): void {
    this.#ended ??= new Error(reason);
  }

  async query<R>(statement: Sql): Promise<Rows<R>> {
    return (await this.#sendNow(statement)) as Rows<R>;
  }

  /** One after the other, also when the caller does not wait in between. */
  #sendNow(statement: Sql, copy?: string): Promise<Rows<Record<string, unknown>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const sent = this.#sending
      .catch(() => {})
      .then(() => {
        this.#lastUse = performance.now();
        return this.#send(statement, copy).finally(() => (this.#lastUse = performance.now()));
      });
    this.#sending = sent;
    return sent;
  }

  transaction(): Promise<never> {
    return Promise.reject(new Error('Transactions do not nest.'));
  }

  async *stream<R>(statement: Sql, batchRows = 1_000): AsyncGenerator<R[]> {
    const name = sql.identifier(`stream_${this.#shared.cursors++}`);
    await this.query(sql`declare ${name} no scroll cursor for ${statement}`);
    for (;;) {
      const rows = await this.query<R>(sql`fetch ${sql.raw(String(batchRows))} from ${name}`);
      if (rows.length > 0) yield rows;
      if (rows.length < batchRows) return void (await this.query(sql`close ${name}`));
    }
  }

  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number> {
    return copyChunks(chunks, (chunk) => this.#sendNow(copyStatement(table, columns), chunk));
  }

  listen(): Promise<never> {
    return Promise.reject(new Error('Listen on the outer Db, not inside a transaction.'));
  }

  lane(): Db {
    return this;
  }

  close(): Promise<never> {
    return Promise.reject(new Error('A transaction ends with its callback.'));
  }
}

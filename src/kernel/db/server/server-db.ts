import type { PoolClient, QueryResult } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db, Lane, Rows } from '../../db.ts';
import { sql, type Sql } from '../../sql.ts';
import { rowsOf } from '../rows.ts';
import { holdTables, type Snapshot, type SnapshotSource } from '../snapshot.ts';
import { insideTransaction, refuseInsideTransaction } from '../transaction-scope.ts';
import { encodeParameter } from '../values.ts';
import { affectedOf } from '../command-tag.ts';
import { toDatabaseError, type Connections } from './connections.ts';
import type { TextPage, TextSource } from '../text-page.ts';
import { queryConfig } from './kept-statements.ts';
import { Notifications } from './notifications.ts';
import { sendForTexts } from './read-texts.ts';
import { untilClosed } from './until-closed.ts';

interface Shared {
  readonly connections: Connections;
  readonly notifications: Notifications;
}

export function serverDb(connections: Connections): Db {
  return new ServerDb({ connections, notifications: new Notifications(connections) }, 'request');
}

class ServerDb implements Db, SnapshotSource, TextSource {
  readonly engine = 'server';
  readonly #shared: Shared;
  readonly #lane: Lane;

  constructor(shared: Shared, lane: Lane) {
    this.#shared = shared;
    this.#lane = lane;
  }

  async query<R>(statement: Sql): Promise<Rows<R>> {
    return this.#withClient((client) => send<R>(client, statement));
  }

  async readTexts(statement: Sql, limit: number): Promise<TextPage> {
    return this.#withClient((client) => sendForTexts(client, statement, limit));
  }

  async transaction<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    return this.#withClient((client) => {
      const transaction = new ServerTransaction(client);
      return transaction.run(() => insideTransaction(this.#shared, () => work(transaction)));
    });
  }

  async *stream<R>(statement: Sql, batchRows = 1_000): AsyncGenerator<R[]> {
    refuseInsideTransaction(this.#shared);
    const client = await this.#shared.connections.take(this.#lane);
    let failure: unknown;
    try {
      yield* readCursor<R>(client, statement, batchRows);
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(isBroken(client, failure));
    }
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    chunks: AsyncIterable<string> | Iterable<string>,
  ): Promise<number> {
    return this.#withClient((client) => sendCopy(client, table, columns, chunks));
  }

  async listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
    refuseInsideTransaction(this.#shared);
    return this.#shared.notifications.listen(channel, onNotify);
  }

  /** One repeatable-read transaction on a connection of its own, without time limits: its reader may be slow. */
  async readSnapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    refuseInsideTransaction(this.#shared);
    const client = (await this.#shared.connections.connect()) as unknown as PoolClient & { end(): Promise<void> };
    try {
      await send(client, sql`set statement_timeout = 0`);
      await send(client, sql`set idle_in_transaction_session_timeout = 0`);
      await send(client, holdTables);
      await send(client, sql`begin isolation level repeatable read, read only`);
      return await work(snapshotOn(client));
    } finally {
      await client.end();
    }
  }

  lane(lane: Lane): Db {
    return lane === this.#lane ? this : new ServerDb(this.#shared, lane);
  }

  async close(): Promise<void> {
    refuseInsideTransaction(this.#shared);
    await this.#shared.notifications.close();
    await this.#shared.connections.close();
  }

  async #withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    refuseInsideTransaction(this.#shared);
    const client = await this.#shared.connections.take(this.#lane);
    let failure: unknown;
    try {
      return await untilClosed(client, work(client));
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      client.release(isBroken(client, failure));
    }
  }
}

/** After a plain refused statement a connection is as good as before; after anything else it is thrown away. */
function isBroken(client: PoolClient, failure: unknown): boolean {
  if (failure === undefined) return false;
  const { code } = failure as { code?: unknown };
  return broken.has(client) || (typeof code === 'string' && /^(08|57P|25P03)/.test(code));
}

/** Connections whose transaction could not be ended, or whose cursor or copy broke off. */
const broken = new WeakSet<PoolClient>();

async function send<R>(client: PoolClient, statement: Sql): Promise<Rows<R>> {
  try {
    const result = (await client.query(queryConfig(statement))) as QueryResult | QueryResult[];
    const last = Array.isArray(result) ? result.at(-1)! : result;
    const command = last.command ?? '';
    return rowsOf(last.rows as R[], affectedOf(`${command} ${last.rowCount ?? 0}`), command);
  } catch (error) {
    throw toDatabaseError(error);
  }
}

async function* readCursor<R>(client: PoolClient, statement: Sql, batchRows: number): AsyncGenerator<R[]> {
  const cursor = client.query(new Cursor(statement.text, statement.values.map(encodeParameter)));
  let done = false;
  try {
    for (;;) {
      const rows = (await untilClosed(client, cursor.read(batchRows))) as R[];
      if (rows.length > 0) yield rows;
      if (rows.length < batchRows) break;
    }
    done = true;
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    await untilClosed(client, cursor.close()).catch(() => {
      if (!done) broken.add(client);
    });
  }
}

function snapshotOn(client: PoolClient): Snapshot {
  return {
    query: (statement) => send(client, statement),
    async *copyOut(select) {
      try {
        yield* client.query(copyTo(sql`copy (${select}) to stdout`.text)) as AsyncIterable<Buffer>;
      } catch (error) {
        throw toDatabaseError(error);
      }
    },
  };
}

async function sendCopy(
  client: PoolClient,
  table: string,
  columns: readonly string[],
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<number> {
  const list = sql.join(columns.map((column) => sql.identifier(column)));
  const statement = sql`copy ${sql.identifier(...table.split('.'))} (${list}) from stdin`;
  const target = client.query(copyFrom(statement.text));
  try {
    await pipeline(Readable.from(chunks), target);
    return target.rowCount;
  } catch (error) {
    throw toDatabaseError(error);
  }
}

class ServerTransaction implements Db {
  readonly engine = 'server';
  readonly #client: PoolClient;
  #ended: Error | null = null;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(client: PoolClient) {
    this.#client = client;
  }

  /** One after the other, also when the caller does not wait in between. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended);
    const sent = this.#sending.catch(() => {}).then(work);
    this.#sending = sent;
    return sent;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    await send(this.#client, sql`begin`);
    try {
      const result = await work();
      this.#ended = new Error('The transaction has ended.');
      await this.#commit();
      return result;
    } catch (error) {
      this.#ended ??= new Error('The transaction was rolled back.');
      await this.#rollBack();
      throw error;
    }
  }

  /** After a failed statement that the work swallowed, PostgreSQL answers COMMIT with ROLLBACK. */
  async #commit(): Promise<void> {
    await this.#sending.catch(() => {});
    const { command } = (await send(this.#client, sql`commit`)) as { command?: string };
    if (command === 'ROLLBACK') throw new Error('The transaction was rolled back: a statement in it had failed.');
  }

  async #rollBack(): Promise<void> {
    try {
      await this.#sending.catch(() => {});
      await send(this.#client, sql`rollback`);
    } catch {
      broken.add(this.#client);
    }
  }

  query<R>(statement: Sql): Promise<Rows<R>> {
    return this.#inTurn(() => send<R>(this.#client, statement));
  }

  transaction(): Promise<never> {
    return Promise.reject(new Error('Transactions do not nest.'));
  }

  /** By a cursor of SQL, not of the driver: other statements of the transaction may come between two batches. */
  async *stream<R>(statement: Sql, batchRows = 1_000): AsyncGenerator<R[]> {
    const name = sql.identifier(`stream_${cursorCount++}`);
    await this.query(sql`declare ${name} no scroll cursor for ${statement}`);
    for (;;) {
      const rows = await this.query<R>(sql`fetch ${sql.raw(String(batchRows))} from ${name}`);
      if (rows.length > 0) yield rows;
      if (rows.length < batchRows) return void (await this.query(sql`close ${name}`));
    }
  }

  copyIn(table: string, columns: readonly string[], chunks: AsyncIterable<string> | Iterable<string>): Promise<number> {
    return this.#inTurn(() => sendCopy(this.#client, table, columns, chunks));
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

let cursorCount = 0;

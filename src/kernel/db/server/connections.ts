import pg from 'pg';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from '../../db.ts';
import { DatabaseError } from '../database-error.ts';
import type { Log } from '../../log.ts';
import { BytesClient } from './bytes-client.ts';
import { databaseProblem } from '../problems.ts';
import { searchPath } from '../search-path.ts';
import { parserOf } from '../values.ts';
import { watchEnd } from './until-closed.ts';

/**
 * Connections and statement time limit of each lane: a load can never take the connections that requests need.
 * The limits end statements that went wrong; what is normal is far below them.
 */
const requestMs = 60_000;
const lanes: Record<Lane, { readonly connections: number; readonly statementMs: number }> = {
  request: { connections: 8, statementMs: requestMs },
  run: { connections: 4, statementMs: 15 * 60_000 },
  // Two, so that a collection's indexes are made side by side.
  idle: { connections: 2, statementMs: 4 * 3_600_000 },
};
/**
 * How long a restart of the server is waited for before calls fail: from the moment at which it was first missed, so that
 * afterwards nobody waits until it has been reached again.
 */
const patienceMs = 15_000;
const idleTransactionMs = 60_000;

/** pg hands over text; the rest of this module decides what it becomes. */
const types = { getTypeParser: (typeId: number) => parserOf(typeId) } as unknown as NonNullable<PoolConfig['types']>;

/** Pools of connections, one for each lane, that outlive a restart of the server. */
export class Connections {
  readonly log: Log;
  readonly #url: string;
  readonly #search: string;
  readonly #requestMs: number;
  readonly #pools = new Map<Lane, Pool>();
  #closed = false;
  /** Since when the server has not been reached, by the process's own clock; null: it was, the last time. */
  #missedSince: number | null = null;

  constructor(options: { url: string; schema?: string | undefined; requestSeconds?: number | undefined }, log: Log) {
    this.log = log;
    this.#url = options.url;
    this.#search = searchPath(options.schema);
    this.#requestMs = options.requestSeconds === undefined ? requestMs : options.requestSeconds * 1_000;
  }

  /**
   * Gives a connection on which nothing has been sent. Only connecting is tried again: a statement that may have
   * reached the server is never sent twice. Throws Problem `database-unavailable`.
   */
  async take(lane: Lane): Promise<PoolClient> {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      if (this.#closed) throw new Error('The database is closed.');
      try {
        const connection = await this.#pool(lane).connect();
        this.#missedSince = null;
        return connection;
      } catch (error) {
        this.#missedSince ??= performance.now();
        const isOver = performance.now() + pauseMs > this.#missedSince + patienceMs;
        if (!isPassing(error) || isOver) throw this.#unavailable(error);
        await sleep(pauseMs);
      }
    }
  }

  /** A connection of its own, outside the pools, for LISTEN. */
  async connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#settings('request'));
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
    this.#pools.clear();
  }

  #pool(lane: Lane): Pool {
    const known = this.#pools.get(lane);
    if (known) return known;
    const pool = new pg.Pool({
      ...this.#settings(lane),
      Client: BytesClient as unknown as NonNullable<PoolConfig['Client']>,
      max: lanes[lane].connections,
      idleTimeoutMillis: 30_000,
      allowExitOnIdle: true,
    });
    // Without listeners a connection that breaks, idle in the pool or idle in a transaction, would end the process.
    const noted = (error: Error) => this.log.warn({ reason: error.message }, 'A database connection broke.');
    pool.on('error', noted);
    pool.on('connect', (client) => {
      client.on('error', noted);
      watchEnd(client);
    });
    this.#pools.set(lane, pool);
    return pool;
  }

  #settings(lane: Lane): PoolConfig {
    const session = {
      timezone: 'UTC',
      datestyle: 'ISO,YMD',
      intervalstyle: 'postgres',
      bytea_output: 'hex',
      search_path: this.#search.replaceAll(' ', '\\ '),
      statement_timeout: String(lane === 'request' ? this.#requestMs : lanes[lane].statementMs),
      idle_in_transaction_session_timeout: String(idleTransactionMs),
      // PostGIS's cost figures make the planner expect minutes: starting workers or a compiler costs a page more
      // than its whole answer (measured: 37 ms instead of 1 ms for a box of a million points).
      jit: 'off',
      ...(lane === 'request' ? { max_parallel_workers_per_gather: '0' } : {}),
      // An index of a million keys is sorted in memory: twice as fast as with the server's usual 64 MB.
      ...(lane === 'request' ? {} : { maintenance_work_mem: '256MB' }),
    };
    const options = Object.entries(session).map(([name, value]) => `-c ${name}=${value}`);
    return {
      connectionString: this.#url,
      application_name: 'lienthong',
      options: options.join(' '),
      types,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    };
  }

  #unavailable(cause: unknown): Error {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    return databaseProblem('database-unavailable', { server: serverOf(this.#url), reason }, { cause });
  }
}

const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

/** Refused or cut connections and a server that is starting; a wrong password or name is not. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return passingCodes.has(code);
  return /terminated|timeout|not queryable/i.test(error.message);
}

/** Host and database only: the address holds a password. */
function serverOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
  } catch {
    return '?';
  }
}

/** pg's errors as ours; a cut connection gets SQLSTATE 08006, because the outcome of the statement is not known. */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof pg.DatabaseError) {
    return new DatabaseError({ ...error, message: error.message, code: error.code ?? 'XX000' }, { cause: error });
  }
  if (error instanceof Error && /terminated|ended|not queryable|ECONNRESET|EPIPE/i.test(error.message)) {
    return new DatabaseError({ code: '08006', message: `The connection was lost: ${error.message}` }, { cause: error });
  }
  return error;
}

import type { Client } from 'pg';
import { sql, type Sql } from '../../sql.ts';
import { Listeners } from '../listeners.ts';
import type { Connections } from './connections.ts';

/**
 * One connection that waits for notifications on all channels. When it breaks it is made anew with growing pauses;
 * what was notified meanwhile is lost, so listeners look for themselves from time to time as well.
 */
export class Notifications {
  readonly #connections: Connections;
  readonly #listeners = new Listeners();
  #client: Promise<Client> | undefined;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;
  #pauseMs = 100;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>> {
    if (this.#listeners.add(channel, onNotify)) await this.#tell(sql`listen ${sql.identifier(channel)}`);
    return async () => {
      if (this.#listeners.remove(channel, onNotify)) await this.#tell(sql`unlisten ${sql.identifier(channel)}`);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const client = await this.#client?.catch(() => undefined);
    await client?.end();
  }

  async #tell(statement: Sql): Promise<void> {
    const client = await (this.#client ??= this.#connect());
    await client.query(statement.text);
  }

  async #connect(): Promise<Client> {
    const client = await this.#connections.connect();
    client.on('notification', ({ channel, payload }) => this.#listeners.notify(channel, payload ?? ''));
    client.on('end', () => this.#reconnect());
    for (const channel of this.#listeners.channels) await client.query(sql`listen ${sql.identifier(channel)}`.text);
    this.#pauseMs = 100;
    return client;
  }

  #reconnect(): void {
    this.#client = undefined;
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#client = this.#connect();
      this.#client.catch(() => this.#reconnect());
    }, this.#pauseMs);
    this.#retry.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, 5_000);
  }
}

import type { ClientBase } from 'pg';
import { DatabaseError } from '../database-error.ts';

/** So long a statement may still say itself what became of it. */
const graceMs = 5_000;

const ended = new WeakSet<ClientBase>();

/** Remembers that a connection has closed; to be called when it is made. */
export function watchEnd(client: ClientBase): void {
  client.once('end', () => ended.add(client));
}

/**
 * The work on a connection, which fails at the latest some seconds after the connection has closed. A copy or a cursor of
 * the driver that was not waiting for an answer just then is told of nothing, and would wait for ever.
 */
export async function untilClosed<T>(client: ClientBase, work: Promise<T>): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  let onEnd = (): void => {};
  const closed = new Promise<never>((_, reject) => {
    const lost = () => reject(new DatabaseError({ code: '08006', message: 'The connection to the database closed.' }));
    if (ended.has(client)) return lost();
    onEnd = () => (grace = setTimeout(lost, graceMs));
    client.once('end', onEnd);
  });
  try {
    return await Promise.race([work, closed]);
  } finally {
    clearTimeout(grace);
    client.off('end', onEnd);
    work.catch(() => {});
  }
}

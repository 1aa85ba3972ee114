import type { Config } from '../kernel/index.ts';
import { openClient, type Client } from './client.ts';
import type { Terminal } from './terminal.ts';

/** What every command gets. */
export interface Session {
  readonly config: Config;
  readonly terminal: Terminal;
}

export type OpenSession = () => Session;
export type SetCode = (code: number) => void;

/** Opens a client for one piece of work and closes it whatever happens. */
export async function withClient(session: Session, work: (client: Client) => Promise<number>): Promise<number> {
  const client = await openClient(session.config, session.terminal.language);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

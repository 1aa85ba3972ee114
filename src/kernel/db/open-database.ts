import type { Db } from '../db.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import type { Log } from '../log.ts';
import { silentLog } from './silent-log.ts';
import { openServer } from './server/open-server.ts';

export interface DatabaseOptions {
  /** Where the embedded engine keeps its files (`<dataFolder>/pg`) and its lock. */
  readonly dataFolder: string;
  /** A PostgreSQL server; without it the embedded engine is used. */
  readonly url?: string | null | undefined;
  readonly log?: Log | undefined;
  /** What one statement of a request may take, on a server; a minute unless told. */
  readonly requestSeconds?: number | undefined;
  /** The tables live in this schema, made when it is missing; the default is `public`. */
  readonly schema?: string | undefined;
  /** Where the embedded engine's template is kept; see `embedded/template.ts` for the default. */
  readonly cacheFolder?: string | undefined;
}

/**
 * Opens the node's database. Throws Problems: `data-folder-in-use`, `data-folder-unusable`,
 * `data-folder-other-version` (embedded); `database-unavailable`, `database-too-old`, `database-encoding`,
 * `database-extension-missing` (server).
 */
export function openDatabase(options: DatabaseOptions): Promise<Db> {
  const log = options.log ?? silentLog;
  return options.url == null ? openEmbedded(options, log) : openServer({ ...options, url: options.url }, log);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../../db.ts';
import { sql } from '../../sql.ts';
import { lockFolder, type FolderLock } from '../folder-lock.ts';
import type { Log } from '../../log.ts';
import { databaseProblem } from '../problems.ts';
import { searchPath } from '../search-path.ts';
import { embeddedDb } from './embedded-db.ts';
import { Engine } from './engine.ts';
import { KeptEngine } from './kept-engine.ts';
import { copyTemplate, databaseVersion, prepareTemplate } from './template.ts';

export interface EmbeddedOptions {
  readonly dataFolder: string;
  readonly schema?: string | undefined;
  readonly cacheFolder?: string | undefined;
}

/** Opens the embedded engine on `<dataFolder>/pg`, made from the template when it is missing. */
export async function openEmbedded(options: EmbeddedOptions, log: Log): Promise<Db> {
  return (await openEmbeddedEngine(options, log)).db;
}

/** The same with the engine itself, for tests of what `Db` does not show. */
export async function openEmbeddedEngine(options: EmbeddedOptions, log: Log): Promise<{ db: Db; kept: KeptEngine }> {
  const lock = await lockFolder(options.dataFolder);
  try {
    const kept = await KeptEngine.start(await prepareEngine(options, log), log);
    const db = embeddedDb(kept, log, () => lock.release());
    stopWhenLost(lock, kept);
    if (options.schema !== undefined)
      await db.query(sql`create schema if not exists ${sql.identifier(options.schema)}`);
    return { db, kept };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Makes the database's folder where there is none; what is returned starts an engine on it. */
async function prepareEngine(options: EmbeddedOptions, log: Log): Promise<() => Promise<Engine>> {
  const template = await prepareTemplate(log, options.cacheFolder);
  const folder = join(options.dataFolder, 'pg');
  if (!existsSync(folder)) await copyTemplate(template, folder);
  const found = await databaseVersion(folder);
  if (found !== template.version) {
    throw databaseProblem('data-folder-other-version', { folder, found, expected: template.version });
  }
  const { postgisBundle } = template;
  return () => Engine.start({ folder, postgisBundle, search: searchPath(options.schema) });
}

function stopWhenLost(lock: FolderLock, kept: KeptEngine): void {
  lock.onLost = () => void kept.end(new Error('another process has taken the data folder'));
}

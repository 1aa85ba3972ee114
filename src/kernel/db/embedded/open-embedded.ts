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
export async function openEmbeddedEngine(options: EmbeddedOptions, log: Log): Promise<{ db: Db; engine: Engine }> {
  const lock = await lockFolder(options.dataFolder);
  try {
    const engine = await startEngine(options, log);
    const db = embeddedDb(engine, log, () => lock.release());
    stopWhenLost(lock, engine);
    if (options.schema !== undefined)
      await db.query(sql`create schema if not exists ${sql.identifier(options.schema)}`);
    return { db, engine };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function startEngine(options: EmbeddedOptions, log: Log): Promise<Engine> {
  const template = await prepareTemplate(log, options.cacheFolder);
  const folder = join(options.dataFolder, 'pg');
  if (!existsSync(folder)) await copyTemplate(template, folder);
  const found = await databaseVersion(folder);
  if (found !== template.version) {
    throw databaseProblem('data-folder-other-version', { folder, found, expected: template.version });
  }
  return Engine.start({ folder, postgisBundle: template.postgisBundle, search: searchPath(options.schema) });
}

function stopWhenLost(lock: FolderLock, engine: Engine): void {
  lock.onLost = () => void engine.terminate(new Error('another process has taken the data folder'));
}

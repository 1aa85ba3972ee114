import { constants, existsSync } from 'node:fs';
import { access, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../problem.ts';
import { lockFolder, type FolderLock } from '../folder-lock.ts';
import type { Log } from '../../log.ts';
import { foundations } from '../foundations.ts';
import { Engine } from './engine.ts';
import { writePostgisBundle } from './postgis-bundle.ts';

/** What a database of the embedded engine is made from; both are made once on a machine and kept. */
export interface Template {
  /** An initialised database with the extensions in it; copied for a new data folder. */
  readonly folder: string;
  /** File URL of the cut PostGIS bundle. */
  readonly postgisBundle: string;
  /** PostgreSQL's major version, as in the file PG_VERSION. */
  readonly version: string;
}

/** Raise when the steps below change in a way that the text of `foundations` does not show. */
const recipe = 1;
const require = createRequire(import.meta.url);

/**
 * Finds or builds the template. Building takes about ten seconds and 1 GB, so the result is kept in
 * `node_modules/.cache/lienthong`, where it goes with the installed packages it was made from; else, where that is
 * read-only, in the user's cache folder. One process builds, others wait for it.
 */
export async function prepareTemplate(log: Log, cacheFolder?: string): Promise<Template> {
  const cache = join(cacheFolder ?? (await findCacheFolder()), await cacheKey());
  const folder = join(cache, 'pg');
  const bundle = join(cache, 'postgis.tar.gz');
  if (!existsSync(join(cache, 'complete'))) await buildOnce(cache, folder, bundle, log);
  return { folder, postgisBundle: pathToFileURL(bundle).href, version: await databaseVersion(folder) };
}

/** PostgreSQL's major version that wrote this folder. */
export async function databaseVersion(folder: string): Promise<string> {
  return (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim();
}

function enginePackage(): string {
  const entry = require.resolve('@electric-sql/pglite');
  const name = join('node_modules', '@electric-sql');
  return entry.slice(0, entry.lastIndexOf(name) + 'node_modules'.length);
}

async function findCacheFolder(): Promise<string> {
  const places = [
    join(enginePackage(), '.cache', 'lienthong'),
    join(homedir(), '.cache', 'lienthong'),
    join(tmpdir(), `lienthong-${userInfo().uid}`),
  ];
  for (const place of places) if (await isOurs(place)) return place;
  throw new Error(`None of these folders can be written: ${places.join(', ')}`);
}

/** Libraries are loaded from there: a folder that another user owns or may write is not used. */
async function isOurs(place: string): Promise<boolean> {
  try {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await access(place, constants.W_OK);
    const { uid, mode } = await stat(place);
    return process.platform === 'win32' || (uid === userInfo().uid && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

async function cacheKey(): Promise<string> {
  const versions = await Promise.all(
    ['pglite', 'pglite-postgis'].map(async (name) => {
      const path = join(enginePackage(), '@electric-sql', name, 'package.json');
      return (JSON.parse(await readFile(path, 'utf8')) as { version: string }).version;
    }),
  );
  const text = JSON.stringify([recipe, foundations('public')]);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${versions.join('-')}-${hash}`;
}

async function buildOnce(cache: string, folder: string, bundle: string, log: Log): Promise<void> {
  const lock = await waitForLock(cache);
  try {
    if (existsSync(join(cache, 'complete'))) return;
    log.info({}, 'Preparing the embedded database for the first time; this takes about ten seconds.');
    await build(cache, folder, bundle);
  } finally {
    await lock.release();
  }
}

async function waitForLock(cache: string): Promise<FolderLock> {
  for (;;) {
    try {
      return await lockFolder(cache);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'data-folder-in-use') throw error;
      await sleep(100);
    }
  }
}

async function build(cache: string, folder: string, bundle: string): Promise<void> {
  const making = join(cache, 'making');
  await rm(making, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
  await mkdir(making);
  await writePostgisBundle(publishedBundle(), bundle);
  const engine = await Engine.start({ folder: making, postgisBundle: pathToFileURL(bundle).href });
  for (const statement of foundations('public')) await engine.run(statement);
  await engine.run('vacuum (freeze, analyze)');
  await engine.close();
  await rename(making, folder);
  await mkdir(join(cache, 'complete'));
}

function publishedBundle(): URL {
  return pathToFileURL(join(enginePackage(), '@electric-sql', 'pglite-postgis', 'dist', 'postgis.tar.gz'));
}

/** Copies the template beside its place and renames it there, so that a crash leaves no half database. */
export async function copyTemplate(template: Template, target: string): Promise<void> {
  const making = `${target}.new`;
  await rm(making, { recursive: true, force: true });
  await cp(template.folder, making, { recursive: true, mode: constants.COPYFILE_FICLONE });
  await rename(making, target);
}

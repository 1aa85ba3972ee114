import { sql, type Db } from '../../kernel/index.ts';

/** A file as it was seen: with the same size and time it is the same. Times are milliseconds since 1970. */
export interface SeenFile {
  /** Below the feed's folder. */
  readonly path: string;
  readonly size: number;
  readonly changedAt: number;
}

/** A folder as it was when all of its files were known. */
export interface SeenFolder {
  /** Below the feed's folder, which itself is ''. */
  readonly path: string;
  readonly changedAt: number;
  /** Name of the file that was written last; null without one. */
  readonly newest: string | null;
  readonly newestAt: number | null;
}

/** A folder that a look is to turn to. */
export interface DueFolder extends Omit<SeenFolder, 'changedAt'> {
  /** Null: it has not been read yet. */
  readonly changedAt: number | null;
  /** It is its turn to have every file looked at. */
  readonly isWhole: boolean;
}

/** How often what is looked at. */
export interface Rhythm {
  /** In what has not changed for so long nothing is expected: its time is looked at, its files are not. */
  readonly quietMs: number;
  /** Of what has not changed for so long the time is looked at in one of `staleLooks` looks. */
  readonly staleMs: number;
  readonly staleLooks: number;
  /** Every folder is read whole in one of so many looks. */
  readonly wholeLooks: number;
}

const dayMs = 86_400_000;
/** With a look each minute: old folders within the hour, every file within the day. */
export const minuteRhythm: Rhythm = { quietMs: 2 * dayMs, staleMs: 60 * dayMs, staleLooks: 60, wholeLooks: 1_440 };

/** The folders of a feed that a look turns to, by name; always the feed's own. */
export async function dueFolders(
  db: Db,
  feed: number,
  look: number,
  now: number,
  { staleMs, staleLooks, wholeLooks }: Rhythm,
): Promise<DueFolder[]> {
  const rows = await db.query<DueFolder>(sql`
    select path, changed_at as "changedAt", newest, newest_at as "newestAt", turn % ${wholeLooks}::bigint = ${look % wholeLooks}::bigint as "isWhole"
    from station_feed_folder, lateral (select hashtext(path)::bigint + 2147483648 as turn) t
    where feed = ${feed} and (path = '' or greatest(changed_at, newest_at) > ${now - staleMs}::bigint
      or turn % ${staleLooks}::bigint = ${look % staleLooks}::bigint or turn % ${wholeLooks}::bigint = ${look % wholeLooks}::bigint)
    order by path`);
  if (rows[0]?.path === '') return [...rows];
  return [{ path: '', changedAt: null, newest: null, newestAt: null, isWhole: true }, ...rows];
}

/** Which of these folders have been read. */
export async function knownFolders(db: Db, feed: number, paths: readonly string[]): Promise<Set<string>> {
  if (paths.length === 0) return new Set();
  const rows = await db.query<{ path: string }>(sql`
    select path from station_feed_folder where feed = ${feed} and path = any(${[...paths]}::text[])`);
  return new Set(rows.map(({ path }) => path));
}

/** Files that were taken in from these folders, without those below them. */
export async function knownFiles(db: Db, feed: number, folders: readonly string[]): Promise<Map<string, SeenFile>> {
  if (folders.length === 0) return new Map();
  const rows = await db.query<SeenFile>(sql`
    select path, size, changed_at as "changedAt" from station_feed_file
    where feed = ${feed} and folder = any(${[...folders]}::text[])`);
  return new Map(rows.map((row) => [row.path, row]));
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Remembers files that are taken in. */
export async function rememberFiles(db: Db, feed: number, files: readonly SeenFile[]): Promise<void> {
  await db.query(sql`
    insert into station_feed_file (feed, path, size, changed_at, folder)
    select ${feed}::integer, * from unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ size }) => size)}::bigint[],
      ${files.map(({ changedAt }) => changedAt)}::bigint[], ${files.map(({ path }) => folderOf(path))}::text[])
    on conflict (feed, path) do update set size = excluded.size, changed_at = excluded.changed_at`);
}

export async function rememberFolders(db: Db, feed: number, folders: readonly SeenFolder[]): Promise<void> {
  if (folders.length === 0) return;
  const of = <T>(part: (folder: SeenFolder) => T): T[] => folders.map(part);
  await db.query(sql`
    insert into station_feed_folder (feed, path, changed_at, newest, newest_at)
    select ${feed}::integer, * from unnest(${of(({ path }) => path)}::text[], ${of(({ changedAt }) => changedAt)}::bigint[],
      ${of(({ newest }) => newest)}::text[], ${of(({ newestAt }) => newestAt)}::bigint[])
    on conflict (feed, path) do update set changed_at = excluded.changed_at, newest = excluded.newest,
      newest_at = excluded.newest_at
    where (station_feed_folder.changed_at, station_feed_folder.newest, station_feed_folder.newest_at)
      is distinct from (excluded.changed_at, excluded.newest, excluded.newest_at)`);
}

/** Forgets the files of a folder that are not among `paths` and were written before `before`. */
export async function forgetFiles(
  db: Db,
  feed: number,
  folder: string,
  paths: readonly string[],
  before: number,
): Promise<void> {
  await db.query(sql`
    delete from station_feed_file
    where feed = ${feed} and folder = ${folder} and changed_at < ${before}::bigint and path <> all(${[...paths]}::text[])`);
}

/** Forgets a folder that is gone, with its files, unless one of them was written since `before`. */
export async function forgetFolder(db: Db, feed: number, folder: string, before: number): Promise<void> {
  await forgetFiles(db, feed, folder, [], before);
  await db.query(sql`
    delete from station_feed_folder where feed = ${feed} and path = ${folder}
      and not exists (select 1 from station_feed_file where feed = ${feed} and folder = ${folder})`);
}

import { sql, type Db, type ProblemRecord } from '../../kernel/index.ts';
import type { SeenFile } from './scan-folder.ts';

/** A folder of the node's machine into which stations drop their files; looked at every minute. */
export interface Feed {
  readonly id: number;
  readonly network: string;
  readonly path: string;
  readonly lastLookAt: string | null;
  readonly lastReceipt: number | null;
  /** Why the last look failed; null: it did not. */
  readonly problem: ProblemRecord | null;
  readonly failedSince: string | null;
}

const columns = sql`id, network, path, last_look_at as "lastLookAt", last_receipt as "lastReceipt", problem,
  failed_since as "failedSince"`;

export function listFeeds(db: Db, network?: string): Promise<Feed[]> {
  return db.query<Feed>(sql`
    select ${columns} from station_feed ${network === undefined ? sql.empty : sql`where network = ${network}`} order by id`);
}

/** The same folder again is the same feed. */
export async function putFeed(db: Db, network: string, path: string): Promise<Feed> {
  const rows = await db.query<Feed>(sql`
    insert into station_feed (network, path) values (${network}, ${path})
    on conflict (network, path) do update set path = excluded.path returning ${columns}`);
  return rows[0]!;
}

/** False where there is none. What was taken in stays. */
export async function endFeed(db: Db, network: string, id: number): Promise<boolean> {
  const { affected } = await db.query(sql`delete from station_feed where network = ${network} and id = ${id}`);
  await db.query(sql`delete from station_feed_file where feed = ${id}`);
  return affected > 0;
}

export async function knownFiles(db: Db, feed: number): Promise<Map<string, SeenFile>> {
  const rows = await db.query<SeenFile>(sql`
    select path, size, changed_at as "changedAt" from station_feed_file where feed = ${feed}`);
  return new Map(rows.map((row) => [row.path, row]));
}

/** Remembers files that are taken in. */
export async function rememberFiles(db: Db, feed: number, files: readonly SeenFile[]): Promise<void> {
  await db.query(sql`
    insert into station_feed_file (feed, path, size, changed_at)
    select ${feed}::integer, * from unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ size }) => size)}::bigint[],
      ${files.map(({ changedAt }) => changedAt)}::bigint[])
    on conflict (feed, path) do update set size = excluded.size, changed_at = excluded.changed_at`);
}

export async function noteLook(
  db: Db,
  feed: number,
  now: Date,
  { receipt, problem }: { readonly receipt: number | null; readonly problem: ProblemRecord | null },
): Promise<void> {
  await db.query(sql`
    update station_feed set last_look_at = ${now}, last_receipt = coalesce(${receipt}::integer, last_receipt),
      problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb,
      failed_since = case when ${problem === null} then null else coalesce(failed_since, ${now}) end
    where id = ${feed}`);
}

import { sql, type Db, type ProblemRecord } from '../../kernel/index.ts';

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
  /** How often it has been looked at. */
  readonly looks: number;
}

const columns = sql`id, network, path, last_look_at as "lastLookAt", last_receipt as "lastReceipt", problem,
  failed_since as "failedSince", looks`;

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
  if (affected === 0) return false;
  await db.query(sql`delete from station_feed_file where feed = ${id}`);
  await db.query(sql`delete from station_feed_folder where feed = ${id}`);
  return true;
}

export async function noteLook(
  db: Db,
  feed: number,
  now: Date,
  { receipt, problem }: { readonly receipt: number | null; readonly problem: ProblemRecord | null },
): Promise<void> {
  await db.query(sql`
    update station_feed set looks = looks + 1, last_look_at = ${now}, last_receipt = coalesce(${receipt}::integer, last_receipt),
      problem = ${problem === null ? null : JSON.stringify(problem)}::jsonb,
      failed_since = case when ${problem === null} then null else coalesce(failed_since, ${now}) end
    where id = ${feed}`);
}

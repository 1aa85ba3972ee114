import { sql, type Clock, type Db } from '../../kernel/index.ts';
import type { Collection } from '../model.ts';
import { dataColumns } from '../tables.ts';

const batchRows = 1_000;
/**
 * A request that began before a publication goes on reading the edition that it met, in the current table only: what
 * that publication closed stays there for as long as any request takes.
 */
export const readersMs = 60_000;

/**
 * Moves closed rows to history, a batch at a time, so that reading the current edition stays as quick as on the first
 * day. Rows closed by an edition that is not published yet, or only for less than `readersMs`, stay. Returns how many
 * moved.
 */
export async function retireClosedRows(
  db: Db,
  clock: Clock,
  collection: Collection,
  signal: AbortSignal,
): Promise<number> {
  const settled = await settledEdition(db, clock, collection);
  if (settled === null) return 0;
  const columns = sql.join(
    ['_fid', '_seq', '_from', '_to', '_hash', '_run', '_pos', ...dataColumns(collection)].map((name) =>
      sql.identifier(name),
    ),
  );
  const table = sql.identifier(collection.table);
  let after = -1;
  let moved = 0;
  while (!signal.aborted) {
    const end = await db.query<{ seq: number | null }>(sql`
      select max(_seq) as seq from (select _seq from ${table} where _seq > ${after} order by _seq limit ${batchRows * 5}) b`);
    const until = end[0]?.seq ?? null;
    if (until === null) break;
    const rows = await db.query(sql`
      with gone as (
        delete from ${table} where _seq > ${after} and _seq <= ${until} and _to <= ${settled}
        returning ${columns}
      )
      insert into ${sql.identifier(collection.history)} (${columns}) select ${columns} from gone`);
    moved += rows.affected;
    after = until;
  }
  return moved;
}

async function settledEdition(db: Db, clock: Clock, collection: Collection): Promise<number | null> {
  const before = new Date(clock.now().getTime() - readersMs).toISOString();
  const rows = await db.query<{ number: number | null }>(sql`
    select max(number) as number from edition where collection = ${collection.id} and published_at <= ${before}`);
  return rows[0]?.number ?? null;
}

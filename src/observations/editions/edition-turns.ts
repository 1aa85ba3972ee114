import { sql, type Db } from '../../kernel/index.ts';

/**
 * Remembers that an edition is to be looked into. Editions of one collection are stored in their order, whatever job
 * begins first: the values of an older one would replace their own corrections.
 */
export async function noteEdition(db: Db, collection: string, edition: number): Promise<void> {
  await db.query(sql`
    insert into edition_waiting (collection, edition)
    select ${collection}, ${edition}::integer
    where not exists (select 1 from edition_turn where collection = ${collection} and done >= ${edition}::integer)
    on conflict do nothing`);
}

/**
 * Stores all editions of a collection that wait, the oldest first, one job at a time: a job that finds another at work
 * leaves its edition to it. `lastTry`: an edition that fails then no longer keeps up those after it. Gives how many were
 * stored.
 */
export async function storeInTurn(
  db: Db,
  { collection, job, lastTry }: { readonly collection: string; readonly job: number; readonly lastTry: boolean },
  store: (edition: number) => Promise<unknown>,
): Promise<number> {
  let stored = 0;
  if (!(await takeTurn(db, collection, job))) return stored;
  for (;;) {
    const edition = await nextEdition(db, collection);
    if (edition === null) {
      if (await endTurn(db, collection, job)) return stored;
      continue;
    }
    try {
      await store(edition);
    } catch (error) {
      if (lastTry) await settle(db, collection, edition);
      throw error;
    }
    await settle(db, collection, edition);
    stored++;
  }
}

/** The turn is a job's as long as it runs: one that has died, failed or waits for its next try has lost it. */
async function takeTurn(db: Db, collection: string, job: number): Promise<boolean> {
  const taken = await db.query(sql`
    insert into edition_turn as turn (collection, job) values (${collection}, ${job}::bigint)
    on conflict (collection) do update set job = excluded.job
    where turn.job is null or turn.job = excluded.job
      or not exists (select 1 from job where job.id = turn.job and job.state = 'running')
    returning collection`);
  return taken.length > 0;
}

async function nextEdition(db: Db, collection: string): Promise<number | null> {
  const rows = await db.query<{ edition: number }>(sql`
    select edition from edition_waiting where collection = ${collection} order by edition limit 1`);
  return rows[0]?.edition ?? null;
}

function settle(db: Db, collection: string, edition: number): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.query(sql`delete from edition_waiting where collection = ${collection} and edition = ${edition}`);
    await tx.query(sql`
      update edition_turn set done = greatest(done, ${edition}::integer) where collection = ${collection}`);
  });
}

/**
 * False where another edition has come. Whoever brings one notes it first and asks for the turn then, which waits for this
 * row: either it is seen here, or the turn is free for it.
 */
function endTurn(db: Db, collection: string, job: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    await tx.query(sql`select 1 as one from edition_turn where collection = ${collection} for update`);
    if ((await nextEdition(tx, collection)) !== null) return false;
    await tx.query(sql`update edition_turn set job = null where collection = ${collection} and job = ${job}::bigint`);
    return true;
  });
}

import { isUniqueViolation, sql, type Clock, type Db } from '../../kernel/index.ts';
import { featureProblem } from '../problems.ts';
import { openEnd, type Collection, type Edition } from '../model.ts';
import { createIndexes, createKeyIndex, heldTable, stageTable } from '../tables.ts';
import type { Draft } from './compare.ts';

/** Number of the next edition: one more than any that was ever published. */
export async function nextEdition(db: Db, collection: string): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`
    select coalesce(max(number), 0) + 1 as n from edition where collection = ${collection}`);
  return rows[0]!.n;
}

/** Marks that rows of an unpublished edition may stand in the table, so that whoever comes next cleans up. */
export async function markDirty(db: Db, collection: string, dirty: boolean): Promise<void> {
  await db.query(sql`update collection set dirty = ${dirty} where id = ${collection}`);
}

export async function isDirty(db: Db, collection: string): Promise<boolean> {
  const rows = await db.query<{ dirty: boolean }>(sql`select dirty from collection where id = ${collection}`);
  return rows[0]?.dirty ?? false;
}

/** Makes the indexes once the first load is in (server), while nobody reads the collection yet. */
export async function finishFirstLoad(db: Db, collection: Collection): Promise<void> {
  if (collection.indexed) return;
  await createIndexes(db.lane('idle'), collection);
  await db.query(sql`update collection set indexed = true where id = ${collection.id}`);
}

/**
 * Makes the key's index over rows that stand in the collection's own table. False where a key stands twice: then
 * duplicates have to be settled first.
 */
export async function hasDistinctKeys(db: Db, collection: Collection): Promise<boolean> {
  try {
    await createKeyIndex(db, collection);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Tells the planner what a big load brought. Cannot be cut, so it runs when nobody waits. */
export async function analyzeCollection(db: Db, collection: Collection): Promise<void> {
  await db.lane('idle').query(sql`analyze ${sql.identifier(collection.table)}`);
}

/**
 * Publishing is one small update: the edition's entry and the collection's current edition, in the caller's
 * transaction together with the end of the run. Throws `lease-lost` when another run took over.
 */
export async function publishDraft(
  tx: Db,
  clock: Clock,
  draft: Draft,
  edition: Pick<Edition, 'base' | 'count' | 'extent' | 'period' | 'inserted' | 'updated' | 'deleted'>,
): Promise<Edition> {
  const publishedAt = clock.now().toISOString();
  const moved = await tx.query(sql`
    update collection set current_edition = ${draft.edition}, dirty = false, writer_run = null, writer_until = null
    where id = ${draft.collection.id} and writer_run = ${draft.run} returning id`);
  if (moved.length === 0) throw featureProblem('lease-lost', { run: draft.run, collection: draft.collection.id });
  await tx.query(sql`
    insert into edition (collection, number, run, base, published_at, count, extent, period, inserted, updated, deleted)
    values (${draft.collection.id}, ${draft.edition}, ${draft.run}, ${edition.base}, ${publishedAt}, ${edition.count},
            ${edition.extent ? [...edition.extent] : null}::float8[], ${edition.period ? [...edition.period] : null}::text[],
            ${edition.inserted}, ${edition.updated}, ${edition.deleted})`);
  return { collection: draft.collection.id, number: draft.edition, run: draft.run, publishedAt, ...edition };
}

/** A run that changed nothing makes no edition; it only gives the collection back. */
export async function releaseUnchanged(tx: Db, draft: Draft): Promise<void> {
  await tx.query(sql`
    update collection set dirty = false, writer_run = null, writer_until = null
    where id = ${draft.collection.id} and writer_run = ${draft.run}`);
}

/** Marks as stale the keys whose new row is in quarantine and whose last good version stays; unmarks what came well. */
export async function markStale(tx: Db, draft: Draft, isFull: boolean): Promise<void> {
  const collection = draft.collection.id;
  await tx.query(sql`
    delete from stale where collection = ${collection}
    ${isFull ? sql`` : sql`and exists (select 1 from ${sql.identifier(stageTable(draft.run))} s where s._fid = stale.fid)`}`);
  await tx.query(sql`
    insert into stale (collection, fid, run)
    select ${collection}, h.fid, ${draft.run}::bigint from ${sql.identifier(heldTable(draft.run))} h
    where exists (select 1 from ${sql.identifier(draft.collection.table)} t where t._fid = h.fid and t._to = ${openEnd})
    on conflict (collection, fid) do update set run = excluded.run`);
}

/** A run that is undone leaves no marks: what it could not take is as it was before. */
export async function forgetStale(tx: Db, collection: string, run: number): Promise<void> {
  await tx.query(sql`delete from stale where collection = ${collection} and run = ${run}`);
}

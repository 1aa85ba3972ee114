import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { openEnd, seqBase, type Collection } from '../model.ts';
import { andColumns, dataColumns, dropKeyIndex, heldTable, stageTable } from '../tables.ts';
import { takeOut, type RefusedRow } from './duplicates.ts';
import { requireLease } from './lease.ts';
import { adapt, forEachRange } from './ranges.ts';

/** A run's writing of one edition that nobody reads yet. */
export interface Draft {
  readonly run: number;
  readonly collection: Collection;
  /** The edition being written. */
  readonly edition: number;
  /** True where the rows were staged in the collection's own table, so that nothing is left to insert. */
  readonly isDirect: boolean;
}

export interface Difference {
  inserted: number;
  updated: number;
  unchanged: number;
}

/**
 * Compares the stage with the base edition and writes what is new or changed as the draft's edition.
 * Base rows are those with `_from < edition <= _to`: a row that this very run closes still counts as base, so the order of the
 * two statements does not matter.
 */
export async function writeDifference(
  db: Db,
  draft: Draft,
  onProgress: (share: number) => Promise<void>,
): Promise<Difference> {
  const difference: Difference = { inserted: 0, updated: 0, unchanged: 0 };
  if (draft.isDirect) return { ...difference, inserted: await countDraft(db, draft) };
  const isFirst = draft.collection.currentEdition === null;
  await forEachRange(
    db,
    stageTable(draft.run),
    async (range) => {
      await db.transaction(async (tx) => {
        await requireLease(tx, draft.collection.id, draft.run);
        const staged = await tx.query<{ n: number }>(sql`
          select count(*)::int as n from ${sql.identifier(stageTable(draft.run))} where ${range}`);
        const updated = isFirst ? 0 : await writeChanged(tx, draft, range);
        const inserted = await writeNew(tx, draft, range, isFirst);
        difference.updated += updated;
        difference.inserted += inserted;
        difference.unchanged += staged[0]!.n - updated - inserted;
      });
    },
    onProgress,
  );
  return difference;
}

async function countDraft(db: Db, draft: Draft): Promise<number> {
  const rows = await db.query<{ n: number }>(sql`
    select count(*)::int as n from ${sql.identifier(draft.collection.table)} where _from = ${draft.edition}`);
  return rows[0]!.n;
}

const ownNames = sql`_fid, _seq, _from, _to, _hash, _run, _pos`;

async function writeChanged(tx: Db, draft: Draft, range: Sql): Promise<number> {
  const table = sql.identifier(draft.collection.table);
  const columns = andColumns(dataColumns(draft.collection));
  const rows = await tx.query(sql`
    with changed as materialized (
      select s.*, t._seq as _old_seq, t._from as _old_from
      from (select * from ${sql.identifier(stageTable(draft.run))} where ${range}) s
      join ${table} t on t._fid = s._fid and t._from < ${draft.edition} and t._to >= ${draft.edition}
      where t._hash <> s._hash
    ), closed as (
      update ${table} t set _to = ${draft.edition} from changed c where t._fid = c._fid and t._from = c._old_from
    )
    insert into ${table} (${ownNames}${columns})
    select _fid, _old_seq, ${draft.edition}, ${openEnd}, _hash, ${draft.run}::bigint, _pos${columns} from changed`);
  return rows.affected;
}

async function writeNew(tx: Db, draft: Draft, range: Sql, isFirst: boolean): Promise<number> {
  const table = sql.identifier(draft.collection.table);
  const columns = andColumns(dataColumns(draft.collection));
  const isNew = sql`not exists (
    select 1 from ${table} t where t._fid = s._fid and t._from < ${draft.edition} and t._to >= ${draft.edition})`;
  const rows = await tx.query(sql`
    insert into ${table} (${ownNames}${columns})
    select s._fid, ${seqBase(draft.edition)}::bigint + s._ord, ${draft.edition}, ${openEnd}, s._hash, ${draft.run}::bigint,
      s._pos${columns}
    from (select * from ${sql.identifier(stageTable(draft.run))} where ${range}) s
    ${isFirst ? sql`` : sql`where ${isNew}`}`);
  return rows.affected;
}

/**
 * `full` deletes what is no longer there: base rows without a staged row close, except those whose new row is in
 * quarantine. Returns how many closed.
 */
export async function closeMissing(
  db: Db,
  draft: Draft,
  onProgress: (share: number) => Promise<void>,
): Promise<number> {
  let deleted = 0;
  await forEachSeqRange(
    db,
    draft,
    async (range) => {
      await db.transaction(async (tx) => {
        await requireLease(tx, draft.collection.id, draft.run);
        const rows = await tx.query(sql`
        update ${sql.identifier(draft.collection.table)} t set _to = ${draft.edition}
        where ${range} and _from < ${draft.edition} and _to = ${openEnd}
          and not exists (select 1 from ${sql.identifier(stageTable(draft.run))} s where s._fid = t._fid)
          and not exists (select 1 from ${sql.identifier(heldTable(draft.run))} h where h.fid = t._fid)`);
        deleted += rows.affected;
      });
    },
    onProgress,
  );
  return deleted;
}

/** `append` may not change: staged rows that differ from the stored one leave the stage for the quarantine. */
export async function refuseChanges(
  db: Db,
  draft: Draft,
  onRefused: (rows: readonly RefusedRow[]) => Promise<void>,
): Promise<void> {
  if (draft.collection.currentEdition === null) return;
  await forEachRange(db, stageTable(draft.run), async (range) => {
    const changed = db.stream<{ fid: string }>(
      sql`
        select s._fid as fid from (select _fid, _hash from ${sql.identifier(stageTable(draft.run))} where ${range}) s
        join ${sql.identifier(draft.collection.table)} t
          on t._fid = s._fid and t._from < ${draft.edition} and t._to >= ${draft.edition}
        where t._hash <> s._hash`,
      500,
    );
    const fids: string[] = [];
    for await (const rows of changed) fids.push(...rows.map((row) => row.fid));
    for (let i = 0; i < fids.length; i += 500) {
      await onRefused(await takeOut(db, draft.run, draft.collection, fids.slice(i, i + 500)));
    }
  });
}

/**
 * Takes back everything an unpublished draft wrote: its rows go, rows that it closed open again. Throws `lease-lost`
 * when another run writes the collection now: the rows under this number may be its own.
 */
export async function discardDraft(db: Db, draft: Draft): Promise<void> {
  if (draft.collection.currentEdition === null) return discardFirst(db, draft);
  const table = sql.identifier(draft.collection.table);
  await forEachSeqRange(db, draft, async (range) => {
    await db.transaction(async (tx) => {
      await requireLease(tx, draft.collection.id, draft.run);
      await tx.query(sql`delete from ${table} where ${range} and _from = ${draft.edition}`);
      await tx.query(sql`
        update ${table} set _to = ${openEnd} where ${range} and _from < ${draft.edition} and _to = ${draft.edition}`);
    });
  });
}

/** Nothing was ever published: the table is emptied, and ready again for rows whose keys are not settled yet. */
async function discardFirst(db: Db, draft: Draft): Promise<void> {
  await db.transaction(async (tx) => {
    await requireLease(tx, draft.collection.id, draft.run);
    await tx.query(sql`truncate ${sql.identifier(draft.collection.table)}`);
    if (!draft.collection.indexed) await dropKeyIndex(tx, draft.collection);
  });
}

/** Walks the current table in the order of `_seq`, in turns on the embedded engine, in one go on the server. */
async function forEachSeqRange(
  db: Db,
  draft: Draft,
  work: (range: Sql) => Promise<void>,
  onProgress: (share: number) => Promise<void> = async () => undefined,
): Promise<void> {
  if (db.engine === 'server') {
    await work(sql`true`);
    await onProgress(1);
    return;
  }
  const table = sql.identifier(draft.collection.table);
  const size = await db.query<{ n: number }>(sql`select count(*)::int as n from ${table}`);
  let after = -1;
  let step = 1_000;
  for (let done = 0; ; done += step) {
    const started = performance.now();
    const end = await db.query<{ seq: number | null }>(sql`
      select max(_seq) as seq from (select _seq from ${table} where _seq > ${after} order by _seq limit ${step}) b`);
    const until = end[0]?.seq ?? null;
    if (until === null) return;
    await work(sql`_seq > ${after} and _seq <= ${until}`);
    after = until;
    await onProgress(Math.min(1, done / Math.max(1, size[0]!.n)));
    step = adapt(step, performance.now() - started);
  }
}

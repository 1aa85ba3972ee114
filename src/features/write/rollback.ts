import { sql, type Db } from '../../kernel/index.ts';
import { openEnd, type Collection } from '../model.ts';
import { dataColumns } from '../tables.ts';
import type { Draft } from './compare.ts';
import { requireLease } from './lease.ts';
import { adapt } from './ranges.ts';

/**
 * Writes as the draft's edition what stood before edition `undone`: rows that it brought close, rows that it closed
 * come back. Numbers never go back, so the result is a new edition equal to the old one.
 */
export async function writeReversal(
  db: Db,
  draft: Draft,
  undone: number,
): Promise<{ inserted: number; deleted: number; updated: number }> {
  const restored = await restoreClosed(db, draft, undone);
  const closed = await closeBrought(db, draft, undone);
  const updated = Math.min(restored.updated, closed);
  return { inserted: restored.total - updated, updated, deleted: closed - updated };
}

async function restoreClosed(db: Db, draft: Draft, undone: number): Promise<{ total: number; updated: number }> {
  const { collection } = draft;
  const columns = sql.join(dataColumns(collection).map((name) => sql.identifier(name)));
  const table = sql.identifier(collection.table);
  let total = 0;
  let updated = 0;
  for await (const range of seqTurns(db, collection)) {
    await db.transaction(async (tx) => {
      await requireLease(tx, collection.id, draft.run);
      const rows = await tx.query<{ again: boolean }>(sql`
        insert into ${table} (_fid, _seq, _from, _to, _hash, _run, _pos, ${columns})
        select _fid, _seq, ${draft.edition}, ${openEnd}, _hash, _run, _pos, ${columns}
        from (select _fid, _seq, _from, _to, _hash, _run, _pos, ${columns} from ${table} where _to = ${undone} and ${range}
              union all
              select _fid, _seq, _from, _to, _hash, _run, _pos, ${columns} from ${sql.identifier(collection.history)}
              where _to = ${undone} and ${range}) gone
        returning exists (select 1 from ${table} n where n._fid = ${table}._fid and n._from = ${undone}) as again`);
      total += rows.length;
      updated += rows.filter((row) => row.again).length;
    });
  }
  return { total, updated };
}

async function closeBrought(db: Db, draft: Draft, undone: number): Promise<number> {
  let closed = 0;
  for await (const range of seqTurns(db, draft.collection)) {
    await db.transaction(async (tx) => {
      await requireLease(tx, draft.collection.id, draft.run);
      const rows = await tx.query(sql`
        update ${sql.identifier(draft.collection.table)} set _to = ${draft.edition}
        where _from = ${undone} and _to = ${openEnd} and ${range}`);
      closed += rows.affected;
    });
  }
  return closed;
}

/** Ranges of `_seq` over current and closed rows, in turns on the embedded engine, one on the server. */
async function* seqTurns(db: Db, collection: Collection) {
  if (db.engine === 'server') {
    yield sql`true`;
    return;
  }
  let after = -1;
  let step = 1_000;
  for (;;) {
    const started = performance.now();
    const end = await db.query<{ seq: number | null }>(sql`
      select max(_seq) as seq from (
        (select _seq from ${sql.identifier(collection.table)} where _seq > ${after} order by _seq limit ${step})
        union all
        (select _seq from ${sql.identifier(collection.history)} where _seq > ${after} order by _seq limit ${step})
        order by _seq limit ${step}) b`);
    const until = end[0]?.seq ?? null;
    if (until === null) return;
    yield sql`_seq > ${after} and _seq <= ${until}`;
    after = until;
    step = adapt(step, performance.now() - started);
  }
}

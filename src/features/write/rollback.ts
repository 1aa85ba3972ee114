import { sql, type Db, type Sql } from '../../kernel/index.ts';
import { openEnd, type Collection } from '../model.ts';
import { dataColumns } from '../tables.ts';
import type { Draft } from './compare.ts';
import { requireLease } from './lease.ts';
import { adapt } from './ranges.ts';

export interface Reversal {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * Writes as the draft's edition what stood at edition `target` (null: nothing at all). Numbers never go back: rows
 * that do not stand there as they are now close, those that stood there and are gone come back as copies. Rows are
 * the same when key and content are, so what never changed is not touched.
 */
export async function writeReversal(db: Db, draft: Draft, target: number | null): Promise<Reversal> {
  const closed = await closeOthers(db, draft, target);
  const restored = target === null ? { total: 0, again: 0 } : await restore(db, draft, target);
  return { inserted: restored.total - restored.again, updated: restored.again, deleted: closed - restored.again };
}

const stoodAt = (target: number): Sql => sql`_from <= ${target} and _to > ${target}`;

async function closeOthers(db: Db, draft: Draft, target: number | null): Promise<number> {
  const table = sql.identifier(draft.collection.table);
  const history = sql.identifier(draft.collection.history);
  const stood =
    target === null
      ? sql`false`
      : sql`(exists (select 1 from ${table} b where b._fid = t._fid and b._hash = t._hash and b._from <= ${target} and b._to > ${target})
          or exists (select 1 from ${history} b where b._fid = t._fid and b._hash = t._hash and b._from <= ${target} and b._to > ${target}))`;
  let closed = 0;
  for await (const range of seqTurns(db, draft.collection)) {
    await db.transaction(async (tx) => {
      await requireLease(tx, draft.collection.id, draft.run);
      const rows = await tx.query(sql`
        update ${table} t set _to = ${draft.edition}
        where _to = ${openEnd} and _from < ${draft.edition} and ${range} and not ${stood}`);
      closed += rows.affected;
    });
  }
  return closed;
}

async function restore(db: Db, draft: Draft, target: number): Promise<{ total: number; again: number }> {
  const { collection } = draft;
  const table = sql.identifier(collection.table);
  const columns = sql.join(
    ['_fid', '_seq', '_hash', '_run', '_pos', ...dataColumns(collection)].map((name) => sql.identifier(name)),
  );
  let total = 0;
  let again = 0;
  for await (const range of seqTurns(db, collection)) {
    await db.transaction(async (tx) => {
      await requireLease(tx, collection.id, draft.run);
      const rows = await tx.query<{ again: boolean }>(sql`
        insert into ${table} (${columns}, _from, _to)
        select ${columns}, ${draft.edition}, ${openEnd}
        from (select ${columns} from ${table} where ${stoodAt(target)} and ${range}
              union all
              select ${columns} from ${sql.identifier(collection.history)} where ${stoodAt(target)} and ${range}) b
        where not exists (select 1 from ${table} o where o._fid = b._fid and o._to = ${openEnd} and o._hash = b._hash)
        returning exists (select 1 from ${table} c where c._fid = ${table}._fid and c._to = ${draft.edition}) as again`);
      total += rows.length;
      again += rows.filter((row) => row.again).length;
    });
  }
  return { total, again };
}

/** Ranges of `_seq` over current and closed rows, in turns on the embedded engine, one on the server. */
async function* seqTurns(db: Db, collection: Collection): AsyncGenerator<Sql> {
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

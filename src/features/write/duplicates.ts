import { sql, type Db } from '../../kernel/index.ts';
import type { Collection } from '../model.ts';
import { andProperties, heldTable, stageTable } from '../tables.ts';
import { adapt } from './ranges.ts';

/** A staged row that may not be stored: it shares its key with a differing one, or differs from what `append` may not touch. */
export interface RefusedRow {
  readonly fid: string;
  readonly position: number;
  readonly values: Readonly<Record<string, unknown>>;
}

interface Group {
  fid: string;
  rows: number;
  contents: number;
  first: number;
  last: number;
}

/**
 * Rows with one key in one delivery: equal ones are duplicates (one stays); differing ones all leave, unless the
 * standard says that the last wins. Rows known by content keep each occurrence under an id of its own.
 * Returns the number of duplicates; refused rows are handed over in batches.
 */
export async function resolveDuplicates(
  db: Db,
  run: number,
  collection: Collection,
  onRefused: (rows: readonly RefusedRow[]) => Promise<void>,
): Promise<number> {
  let duplicates = 0;
  const keyed = collection.standard.key.length > 0;
  for await (const groups of repeatedKeys(db, run)) {
    if (!keyed) {
      await numberOccurrences(db, run, groups);
      continue;
    }
    const lastWins = collection.standard.onDuplicateKey === 'last';
    const equal = groups.filter((group) => group.contents === 1 || lastWins);
    const differing = groups.filter((group) => group.contents > 1 && !lastWins);
    duplicates += await keepOne(db, run, equal, lastWins);
    for (let i = 0; i < differing.length; i += 100) {
      await onRefused(
        await takeOut(
          db,
          run,
          collection,
          differing.slice(i, i + 100).map((group) => group.fid),
        ),
      );
    }
  }
  return duplicates;
}

/** Keys that stand more than once in the stage. On the embedded engine the index is walked in short turns. */
async function* repeatedKeys(db: Db, run: number): AsyncGenerator<Group[]> {
  const stage = sql.identifier(stageTable(run));
  const group = sql`_fid as fid, count(*)::int as rows, count(distinct _hash)::int as contents, min(_ord) as first, max(_ord) as last`;
  if (db.engine === 'server') {
    yield* db.stream<Group>(
      sql`
        select ${group} from ${stage}
        where _fid in (select _fid from ${stage} group by _fid having count(*) > 1) group by _fid`,
      1_000,
    );
    return;
  }
  let after = '';
  let step = 2_000;
  for (;;) {
    const started = performance.now();
    const end = await db.query<{ fid: string | null }>(sql`
      select max(_fid) as fid from (select _fid from ${stage} where _fid > ${after} order by _fid limit ${step}) b`);
    const until = end[0]?.fid ?? null;
    if (until === null) return;
    const groups = await db.query<Group>(sql`
      select ${group} from ${stage} where _fid > ${after} and _fid <= ${until} group by _fid having count(*) > 1`);
    after = until;
    step = adapt(step, performance.now() - started);
    if (groups.length > 0) yield groups;
  }
}

async function numberOccurrences(db: Db, run: number, groups: readonly Group[]): Promise<void> {
  const stage = sql.identifier(stageTable(run));
  for (let i = 0; i < groups.length; i += 200) {
    const fids = groups.slice(i, i + 200).map((group) => group.fid);
    await db.query(sql`
      update ${stage} s set _fid = n._fid || '-' || n.occurrence
      from (select _fid, _ord, row_number() over (partition by _fid order by _ord) as occurrence
            from ${stage} where _fid = any(${fids}::text[])) n
      where s._fid = n._fid and s._ord = n._ord and n.occurrence > 1`);
  }
}

async function keepOne(db: Db, run: number, groups: readonly Group[], last: boolean): Promise<number> {
  let removed = 0;
  for (let i = 0; i < groups.length; i += 500) {
    const part = groups.slice(i, i + 500);
    const rows = await db.query(sql`
      delete from ${sql.identifier(stageTable(run))} s
      using unnest(${part.map((group) => group.fid)}::text[], ${part.map((group) => (last ? group.last : group.first))}::bigint[]) as k(fid, ord)
      where s._fid = k.fid and s._ord <> k.ord`);
    removed += rows.affected;
  }
  return removed;
}

/** Removes rows from the stage, remembers their keys as held, and returns them for the quarantine. */
export async function takeOut(
  db: Db,
  run: number,
  collection: Collection,
  fids: readonly string[],
): Promise<RefusedRow[]> {
  if (fids.length === 0) return [];
  const rows = await db.query<{ fid: string; pos: number; row: Record<string, unknown> }>(sql`
    with gone as (
      delete from ${sql.identifier(stageTable(run))} where _fid = any(${[...fids]}::text[])
      returning _fid, _ord, _pos${andProperties(collection.standard)}
    )
    select _g._fid as fid, _g._pos as pos, to_jsonb(_g) - '_fid' - '_ord' - '_pos' as row from gone _g order by _g._ord`);
  await hold(db, run, fids);
  return rows.map((row) => ({ fid: row.fid, position: row.pos, values: row.row }));
}

/** Remembers keys whose new row is in quarantine: their last good version stays. */
export async function hold(db: Db, run: number, fids: readonly string[]): Promise<void> {
  if (fids.length === 0) return;
  await db.query(sql`
    insert into ${sql.identifier(heldTable(run))} (fid) select distinct unnest(${[...fids]}::text[])
    on conflict do nothing`);
}

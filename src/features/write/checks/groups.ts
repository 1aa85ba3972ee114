import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import type { View } from '../../read/view.ts';
import { stageTable, workTable } from '../../tables.ts';
import type { Draft } from '../compare.ts';
import { adapt, forEachRange } from '../ranges.ts';
import type { Finding, OnFound } from './finding.ts';
import type { Tolerance } from './told-areas.ts';

/** Values that tell to which group a row belongs, as one text; no value has the mark between them. */
function groupKey(names: readonly string[], of: Sql = sql.empty): Sql {
  const parts = names.map((name) => sql`${of}${sql.identifier(name)}::text`);
  return sql`concat_ws(chr(31), ${sql.join(parts)})`;
}
const isComplete = (names: readonly string[], of: Sql = sql.empty): Sql =>
  sql.join(
    names.map((name) => sql`${of}${sql.identifier(name)} is not null`),
    sql` and `,
  );

/**
 * The staged rows by group, and with a delivery that is not the whole the stored rows that it leaves as they are
 * (`fresh` false). Rows that lack a value of the group belong to none.
 */
async function makeGroups(
  db: Db,
  draft: Draft,
  by: readonly string[],
  value: string | undefined,
  isWhole: boolean,
): Promise<string> {
  const name = workTable(draft.run, 'groups');
  const groups = sql.identifier(name);
  await db.query(sql`drop table if exists ${groups}`);
  await db.query(sql`create unlogged table ${groups} (
    key text collate "C" not null, fid text collate "C" not null, pos bigint not null, value float8, fresh boolean not null)`);
  if (db.engine === 'embedded') await db.query(sql`create index on ${groups} (key)`);
  const columns = (fresh: boolean): Sql =>
    sql`${groupKey(by)}, _fid, _pos, ${value === undefined ? sql`null` : sql.identifier(value)}::float8, ${fresh}::boolean`;
  const stage = sql.identifier(stageTable(draft.run));
  await forEachRange(db, stageTable(draft.run), async (range) => {
    await db.query(
      sql`insert into ${groups} select ${columns(true)} from ${stage} where ${range} and ${isComplete(by)}`,
    );
  });
  const { collection, edition } = draft;
  if (!isWhole && collection.currentEdition !== null) {
    await forEachRange(db, collection.table, async (range) => {
      await db.query(sql`
        insert into ${groups} select ${columns(false)} from ${sql.identifier(collection.table)} t
        where ${range} and _from < ${edition} and _to >= ${edition} and ${isComplete(by)}
          and not exists (select 1 from ${stage} o where o._fid = t._fid)`);
    });
  }
  if (db.engine === 'server') await db.query(sql`create index on ${groups} (key)`);
  return name;
}

/** Walks the groups in the order of their keys; on the embedded engine in turns. */
async function forEachKeys(db: Db, groups: string, work: (range: Sql) => Promise<void>): Promise<void> {
  if (db.engine === 'server') return work(sql`true`);
  let after = '';
  let step = 1_000;
  for (;;) {
    const started = performance.now();
    const end = await db.query<{ key: string | null }>(sql`
      select max(key) as key from (select key from ${sql.identifier(groups)} where key > ${after} order by key limit ${step}) b`);
    const until = end[0]?.key ?? null;
    if (until === null) return;
    await work(sql`key > ${after} and key <= ${until}`);
    after = until;
    step = adapt(step, performance.now() - started);
  }
}

interface Member {
  key: string;
  fid: string;
  pos: number;
  first: string;
  last: string;
}

/** Rows that share all values of `by` with another row. */
export async function findShared(
  db: Db,
  draft: Draft,
  rule: { readonly by: readonly string[]; readonly isWhole: boolean },
  onFound: OnFound,
): Promise<void> {
  const groups = await makeGroups(db, draft, rule.by, undefined, rule.isWhole);
  await forEachKeys(db, groups, async (range) => {
    const shared = db.stream<Member & Record<string, unknown>>(
      sql`
        select g.key, g.fid, g.pos, d.first, d.last
        from (select key, min(fid) as first, max(fid) as last from ${sql.identifier(groups)}
              where ${range} group by key having count(*) > 1) d
        join ${sql.identifier(groups)} g on g.key = d.key where g.fresh`,
      500,
    );
    for await (const rows of shared) await onFound(rows.map(asShared));
  });
}

function asShared({ key, fid, pos, first, last }: Member): Finding {
  const other = fid === first ? last : first;
  return { fid, position: pos, detail: { values: key.split('\x1f').join(', '), other } };
}

interface Whole extends Member {
  sum: number;
  whole: number | null;
}

/**
 * Rows of groups whose sum differs from the whole that another collection holds. Returns how many groups have no
 * whole there: they cannot be judged.
 */
export async function findSums(
  db: Db,
  draft: Draft,
  rule: {
    readonly property: string;
    readonly by: readonly string[];
    readonly isWhole: boolean;
    readonly tolerance: Tolerance;
    readonly whole: { readonly view: View; readonly property: string; readonly by: readonly string[] };
  },
  onFound: OnFound,
): Promise<number> {
  const name = await makeGroups(db, draft, rule.by, rule.property, rule.isWhole);
  const groups = sql.identifier(name);
  const { view, property, by } = rule.whole;
  const wholes = await makeWholes(db, draft.run, view, by, property);
  const { share, absolute } = rule.tolerance;
  let without = 0;
  await forEachKeys(db, name, async (range) => {
    const sums = sql`
      select g.key, sum(g.value) as sum, w.value as whole
      from (select * from ${groups} where ${range}) g left join ${sql.identifier(wholes)} w on w.key = g.key
      group by g.key, w.value having bool_or(g.fresh)`;
    const alone = await db.query<{ n: number }>(sql`select count(*)::int as n from (${sums}) s where whole is null`);
    without += alone[0]!.n;
    const differing = db.stream<Whole & Record<string, unknown>>(
      sql`
        select g.key, g.fid, g.pos, s.sum, s.whole from (${sums}) s join ${groups} g on g.key = s.key and g.fresh
        where s.sum is not null and abs(s.sum - s.whole) > greatest(${absolute}::float8, ${share}::float8 * s.whole)`,
      500,
    );
    for await (const rows of differing) await onFound(rows.map(asSum));
  });
  return without;
}

function asSum({ key, fid, pos, sum, whole }: Whole): Finding {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const detail = { values: key.split('\x1f').join(', '), sum: round(sum), whole: round(whole ?? 0) };
  return { fid, position: pos, detail };
}

async function makeWholes(db: Db, run: number, view: View, by: readonly string[], property: string): Promise<string> {
  const name = workTable(run, 'wholes');
  const wholes = sql.identifier(name);
  await db.query(sql`drop table if exists ${wholes}`);
  await db.query(sql`create unlogged table ${wholes} (key text collate "C" primary key, value float8)`);
  await forEachRange(db, view.collection.table, async (range) => {
    await db.query(sql`
      insert into ${wholes} select ${groupKey(by)}, ${sql.identifier(property)}::float8
      from ${view.source}
      where ${range} and ${view.condition} and ${isComplete(by)} and ${sql.identifier(property)} is not null
      on conflict (key) do nothing`);
  });
  return name;
}

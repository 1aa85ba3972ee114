import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import { stageTable, workTable } from '../../tables.ts';
import type { Draft } from '../compare.ts';
import { forEachRange } from '../ranges.ts';
import { inPlane, isArea } from './plane.ts';

export interface WorkAreas {
  readonly table: string;
  readonly srid: number;
  readonly hasParent: boolean;
}

/**
 * The staged areas in their plane, with a spatial index, for rules over neighbours. A delivery that is not the whole
 * brings the stored neighbours of its rows along (`fresh` false), so that a new area is held against them too.
 * Areas that are not valid are left out: they are told by their own rule.
 */
export async function makeWorkAreas(
  db: Db,
  draft: Draft,
  options: { readonly srid: number; readonly within: string | undefined; readonly isWhole: boolean },
): Promise<WorkAreas> {
  const { srid, within, isWhole } = options;
  const table = workTable(draft.run, 'areas');
  const areas = sql.identifier(table);
  await db.query(sql`drop table if exists ${areas}`);
  await db.query(sql`create unlogged table ${areas} (
    fid text collate "C" primary key, pos bigint not null, parent text collate "C", fresh boolean not null,
    geom geometry not null)`);
  const index = sql`create index on ${areas} using gist (geom)`;
  // Built row by row on the embedded engine: to make it at the end could not be cut.
  if (db.engine === 'embedded') await db.query(index);
  const parent = within === undefined ? sql`null` : sql.identifier(within);
  const insert = (from: Sql, fresh: boolean): Promise<unknown> =>
    db.query(sql`
      insert into ${areas} select _fid, _pos, parent, ${fresh}::boolean, ${inPlane(sql`_geom`, srid)}
      from (${from}) s on conflict (fid) do nothing`);
  const columns = sql`_fid, _pos, ${parent}::text as parent, _geom`;
  const stage = sql.identifier(stageTable(draft.run));
  await forEachRange(db, stageTable(draft.run), async (range) => {
    await insert(sql`select ${columns} from ${stage} where ${range} and ${isUsable(sql`_geom`)}`, true);
  });
  if (!isWhole && draft.collection.currentEdition !== null) {
    await forEachRange(db, stageTable(draft.run), async (range) => {
      await insert(storedNeighbours(draft, range, columns), false);
    });
  }
  if (db.engine === 'server') {
    await db.query(index);
    await db.query(sql`analyze ${areas}`);
  }
  return { table, srid, hasParent: within !== undefined };
}

const isUsable = (geometry: Sql): Sql => sql`${isArea(geometry)} and ST_IsValid(${geometry})`;

function storedNeighbours(draft: Draft, range: Sql, columns: Sql): Sql {
  const stage = sql.identifier(stageTable(draft.run));
  const current = sql.identifier(draft.collection.table);
  return sql`
    select ${columns} from (
      select distinct on (t._fid) t.* from (select _geom from ${stage} where ${range}) n
      join ${current} t on t._geom && n._geom
      where t._from < ${draft.edition} and t._to >= ${draft.edition} and ${isUsable(sql`t._geom`)}
        and not exists (select 1 from ${stage} o where o._fid = t._fid)) b`;
}

/** Whether two rows are of one parent, where the rule asks for it. */
export function sameParent({ hasParent }: WorkAreas, a: Sql, b: Sql): Sql {
  return hasParent ? sql`${a}.parent is not distinct from ${b}.parent` : sql`true`;
}

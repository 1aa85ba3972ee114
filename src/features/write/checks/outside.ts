import { sql, type Db } from '../../../kernel/index.ts';
import type { View } from '../../read/view.ts';
import { stageTable } from '../../tables.ts';
import { forEachRange } from '../ranges.ts';
import { squareMetres, type Finding, type OnFound } from './finding.ts';
import { inPlane } from './plane.ts';

/**
 * Rows that do not lie in the area of the unit whose code they carry; of areas more than `above` must stand out.
 * Returns how many rows carry a code without an area: they cannot be judged.
 */
export async function findOutside(
  db: Db,
  run: number,
  rule: { readonly property: string; readonly above: number; readonly srid: number; readonly units: View },
  onFound: OnFound,
): Promise<number> {
  const { units, above, srid } = rule;
  const stage = sql.identifier(stageTable(run));
  const own = sql.identifier(rule.property);
  const code = sql.identifier(units.collection.standard.areas!);
  const areas = sql`(select t.${code} as code, t._geom as area from ${units.source}
    where ${units.condition} and t._geom is not null)`;
  let without = 0;
  await forEachRange(
    db,
    stageTable(run),
    async (range) => {
      const rows = sql`(select _fid, _pos, ${own} as code, _geom from ${stage}
        where ${range} and ${own} is not null and _geom is not null)`;
      const alone = await db.query<{ n: number }>(sql`
        select count(*)::int as n from ${rows} s where not exists (select 1 from ${areas} u where u.code = s.code)`);
      without += alone[0]!.n;
      const found = db.stream<{ fid: string; pos: number; code: string; size: number | null }>(
        sql`
          select s._fid as fid, s._pos as pos, s.code, o.size
          from ${rows} s join ${areas} u on u.code = s.code and not ST_Covers(u.area, s._geom)
          cross join lateral (select case when not ST_Intersects(u.area, s._geom) then null
            else ST_Area(${inPlane(sql`ST_Difference(s._geom, u.area)`, srid)}) end as size offset 0) o
          where o.size is null or ST_Dimension(s._geom) < 2 or o.size > ${above}::float8`,
        500,
      );
      for await (const batch of found) {
        await onFound(
          batch.map(({ fid, pos, code: unit, size }): Finding => {
            const out: Finding['detail'] = size === null ? {} : { size: squareMetres(size) };
            return { fid, position: pos, detail: { unit, ...out } };
          }),
        );
      }
    },
    { firstPages: 1 },
  );
  return without;
}

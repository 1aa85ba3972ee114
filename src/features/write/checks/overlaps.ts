import { sql, type Db } from '../../../kernel/index.ts';
import { forEachRange } from '../ranges.ts';
import { squareMetres, type Finding, type OnFound } from './finding.ts';
import { sameParent, type WorkAreas } from './work-areas.ts';

interface Pair {
  a: string;
  a_pos: number;
  a_fresh: boolean;
  b: string;
  b_pos: number;
  b_fresh: boolean;
  size: number;
}

/** Pairs of neighbours that lie over each other by more than `above`; each of both is told about the other. */
export async function findOverlaps(db: Db, areas: WorkAreas, above: number, onFound: OnFound): Promise<void> {
  const table = sql.identifier(areas.table);
  await forEachRange(
    db,
    areas.table,
    async (range) => {
      const pairs = db.stream<Pair & Record<string, unknown>>(
        sql`
          select a.fid as a, a.pos as a_pos, a.fresh as a_fresh, b.fid as b, b.pos as b_pos, b.fresh as b_fresh, o.size
          from (select * from ${table} where ${range}) a
          join ${table} b on b.geom && a.geom and b.fid > a.fid and ${sameParent(areas, sql`a`, sql`b`)}
          cross join lateral (
            select case when ST_Intersects(a.geom, b.geom) then ST_Area(ST_Intersection(a.geom, b.geom)) end as size
            offset 0) o
          where o.size > ${above}::float8 and (a.fresh or b.fresh)`,
        500,
      );
      for await (const batch of pairs) await onFound(batch.flatMap(bothSides));
    },
    { firstPages: 1 },
  );
}

function bothSides(pair: Pair): Finding[] {
  const size = squareMetres(pair.size);
  const found: Finding[] = [];
  if (pair.a_fresh) found.push({ fid: pair.a, position: pair.a_pos, detail: { other: pair.b, size } });
  if (pair.b_fresh) found.push({ fid: pair.b, position: pair.b_pos, detail: { other: pair.a, size } });
  return found;
}

import { sql, type Db } from '../../../kernel/index.ts';
import { stageTable } from '../../tables.ts';
import { forEachRange } from '../ranges.ts';
import { squareMetres, type OnFound } from './finding.ts';
import { inPlane, isArea } from './plane.ts';

export interface Tolerance {
  readonly share: number;
  readonly absolute: number;
}

/** Rows whose area as told differs from that of their geometry by more than the greater of both tolerances. */
export async function findToldAreas(
  db: Db,
  run: number,
  rule: { readonly property: string; readonly tolerance: Tolerance; readonly srid: number },
  onFound: OnFound,
): Promise<void> {
  const told = sql.identifier(rule.property);
  const { share, absolute } = rule.tolerance;
  await forEachRange(
    db,
    stageTable(run),
    async (range) => {
      const found = db.stream<{ fid: string; pos: number; told: number; size: number }>(
        sql`
          select s._fid as fid, s._pos as pos, s.${told}::float8 as told, m.size
          from (select * from ${sql.identifier(stageTable(run))} where ${range} and ${told} is not null and ${isArea(sql`_geom`)}) s
          cross join lateral (select ST_Area(${inPlane(sql`s._geom`, rule.srid)}) as size offset 0) m
          where abs(m.size - s.${told}) > greatest(${absolute}::float8, ${share}::float8 * m.size)`,
        500,
      );
      for await (const rows of found) {
        await onFound(rows.map((row) => ({ fid: row.fid, position: row.pos, detail: difference(row.told, row.size) })));
      }
    },
    { firstPages: 4 },
  );
}

function difference(told: number, size: number) {
  const percent = size === 0 ? 100 : Math.round((Math.abs(told - size) / size) * 1000) / 10;
  return { told, size: squareMetres(size), percent };
}

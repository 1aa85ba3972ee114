import { sql, type Db } from '../../kernel/index.ts';
import { timeProperty, type Collection, type Edition } from '../model.ts';
import { stageTable } from '../tables.ts';
import { forEachRange } from './ranges.ts';

export interface Measure {
  extent: Edition['extent'];
  period: Edition['period'];
}

/** Extent and period of the staged rows. */
export async function measureStage(db: Db, run: number, collection: Collection): Promise<Measure> {
  const measure: Measure = { extent: null, period: null };
  const time = timeProperty(collection.standard);
  await forEachRange(db, stageTable(run), async (range) => {
    const box = collection.hasGeometry ? sql`ST_Extent(_geom)` : sql`null::box2d`;
    const moment = time ? sql.identifier(time) : sql`null::timestamptz`;
    const rows = await db.query<{
      w: number | null;
      s: number;
      e: number;
      n: number;
      t0: string | null;
      t1: string;
    }>(sql`
      select ST_XMin(b) as w, ST_YMin(b) as s, ST_XMax(b) as e, ST_YMax(b) as n, t0, t1
      from (select ${box} as b, min(${moment}) as t0, max(${moment}) as t1
            from ${sql.identifier(stageTable(run))} where ${range}) m`);
    const row = rows[0]!;
    if (row.w !== null) measure.extent = unionExtent(measure.extent, [row.w, row.s, row.e, row.n]);
    if (row.t0 !== null) measure.period = unionPeriod(measure.period, [row.t0, row.t1]);
  });
  return measure;
}

export function unionExtent(a: Edition['extent'], b: Edition['extent']): Edition['extent'] {
  if (!a || !b) return a ?? b;
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

export function unionPeriod(a: Edition['period'], b: Edition['period']): Edition['period'] {
  if (!a || !b) return a ?? b;
  const isBefore = (x: string, y: string): boolean => Date.parse(x) < Date.parse(y);
  return [isBefore(a[0], b[0]) ? a[0] : b[0], isBefore(a[1], b[1]) ? b[1] : a[1]];
}

/** A geometry that PostGIS finds invalid (self-intersection, hole outside …), with its reason. */
export interface InvalidGeometry {
  readonly fid: string;
  readonly position: number;
  readonly reason: string;
}

/** Hands over the staged areas that are not valid; points and lines need no look. */
export async function findInvalidGeometries(
  db: Db,
  run: number,
  onFound: (found: readonly InvalidGeometry[]) => Promise<void>,
): Promise<void> {
  await forEachRange(db, stageTable(run), async (range) => {
    const invalid = db.stream<{ fid: string; pos: number; reason: string }>(
      sql`
        select _fid as fid, _pos as pos, ST_IsValidReason(_geom) as reason from ${sql.identifier(stageTable(run))}
        where ${range} and ST_Dimension(_geom) = 2 and not ST_IsValid(_geom)`,
      500,
    );
    for await (const rows of invalid) {
      await onFound(rows.map((row) => ({ fid: row.fid, position: row.pos, reason: row.reason })));
    }
  });
}

import { sql, type Db, type Sql } from '../../../kernel/index.ts';
import type { CrsRegistry } from '../../read/crs.ts';
import { stageTable } from '../../tables.ts';

/** Own planes are entered by the meridian they stand on; the numbers below belong to no other system. */
const planeBase = 899_200;

/**
 * SRID of the plane in which areas of a run are measured: that of the file, where it came in one, so that edges are as
 * straight as they were drawn; else a transverse Mercator grid on the middle meridian of the rows, true to a few parts
 * in ten thousand within 100 km.
 */
export async function measuringPlane(
  db: Db,
  run: number,
  registry: CrsRegistry,
  sourceCode: string | null,
): Promise<number> {
  const known = sourceCode === null ? null : registry.plane(sourceCode);
  if (known !== null) return known;
  const rows = await db.query<{ middle: number | null }>(sql`
    select (ST_XMin(_geom) + ST_XMax(_geom)) / 2 as middle from ${sql.identifier(stageTable(run))}
    where _geom is not null and not ST_IsEmpty(_geom) limit 1`);
  const meridian = Math.round(rows[0]?.middle ?? 0);
  const srid = planeBase + meridian;
  const proj4 = `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=500000 +y_0=0 +datum=WGS84 +units=m +no_defs`;
  await db.query(sql`
    insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
    values (${srid}, null, null, null, ${proj4}) on conflict (srid) do nothing`);
  return srid;
}

/** A stored geometry in the plane; heights say nothing about areas. */
export function inPlane(geometry: Sql, srid: number): Sql {
  return sql`ST_Transform(ST_Force2D(${geometry}), ${srid}::int)`;
}

export const isArea = (geometry: Sql): Sql => sql`GeometryType(${geometry}) in ('POLYGON', 'MULTIPOLYGON')`;

import { sql, type Db } from '../../kernel/index.ts';
import { findBase } from './base-map.ts';

/** What a drawing of the server shows of the base map. */
export interface BaseOutlines {
  readonly title: { readonly vi: string; readonly en: string };
  /** Boundaries within the box, as lists of positions, longitude first. */
  readonly lines: readonly (readonly (readonly number[])[])[];
  readonly names: readonly { readonly name: string; readonly longitude: number; readonly latitude: number }[];
}

/** A small drawing holds no more units, and no more names, than these. */
const mostUnits = 400;
const mostNames = 40;
/** Detail that a drawing of some 800 px shows. */
const pixels = 800;

/**
 * Boundaries and names of the base map within a box (west, south, east, north, degrees), as fine as a drawing of the server
 * shows them; null where there is no base map. As anybody sees it.
 */
export async function baseOutlines(db: Db, box: readonly number[]): Promise<BaseOutlines | null> {
  const base = await findBase(db);
  if (!base) return null;
  const { view, label } = base;
  const [west, south, east, north] = box.map(Number);
  const frame = sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
  const step = Math.max(east! - west!, north! - south!) / pixels;
  const name = label === null ? sql`null::text` : sql`t.${sql.identifier(label)}::text`;
  const rows = await db.query<Row>(sql`
    select name, ST_AsGeoJSON(ST_Simplify(ST_ClipByBox2D(ST_Boundary(geom), box2d(${frame})), ${step}::float8), 5) as lines,
      ST_X(spot) as longitude, ST_Y(spot) as latitude
    from (
      select ${name} as name, t._geom as geom, ST_PointOnSurface(ST_ClipByBox2D(t._geom, box2d(${frame}))) as spot
      from ${view.source} where ${view.condition} and t._geom && ${frame} limit ${mostUnits}) unit
    order by ST_Area(ST_ClipByBox2D(geom, box2d(${frame}))) desc`);
  return {
    title: view.collection.title,
    lines: rows.flatMap(({ lines }) => linesOf(lines)),
    names: rows
      .filter((row) => row.name !== null && row.longitude !== null)
      .slice(0, mostNames)
      .map((row) => ({ name: row.name!, longitude: row.longitude!, latitude: row.latitude! })),
  };
}

interface Row {
  name: string | null;
  lines: string | null;
  longitude: number | null;
  latitude: number | null;
}

type Line = readonly (readonly number[])[];

function linesOf(text: string | null): readonly Line[] {
  if (text === null) return [];
  const geometry = JSON.parse(text) as { type: string; coordinates?: unknown; geometries?: unknown[] };
  if (geometry.type === 'LineString') return [geometry.coordinates as Line];
  return geometry.type === 'MultiLineString' ? (geometry.coordinates as Line[]) : [];
}

import { LRUCache } from 'lru-cache';
import { sql, type Db, type Geometry, type Position } from '../../kernel/index.ts';
import { findBase, type BaseMap } from './base-map.ts';

/** What a drawing of the server shows of the base map. */
export interface BaseOutlines {
  readonly title: { readonly vi: string; readonly en: string };
  /** Boundaries within the box, as lists of positions, longitude first. */
  readonly lines: readonly (readonly Position[])[];
  readonly names: readonly { readonly name: string; readonly longitude: number; readonly latitude: number }[];
}

/** A drawing with more units than this would show neither boundaries nor names that anybody could read: it has none. */
const mostUnits = 400;
const mostNames = 40;
/** Detail that a drawing of some 800 px shows. */
const pixels = 800;
/** Drawings that are remembered; an edition never changes, so each is true as long as it is that edition's. */
const kept = new LRUCache<string, Promise<BaseOutlines | null>>({ max: 200 });
/** Boxes go out to a grid of this share of their side, so that pages of nearly the same place share a drawing. */
const gridShare = 1 / 4;

/**
 * Boundaries and names of the base map around what a drawing of the server shows (boxes of west, south, east, north, or
 * positions; degrees), as fine as it shows them; null where there is no base map, too much of it, or nothing has a place. As
 * anybody sees it. `beneath`: the collection that is drawn, which is no ground of its own.
 */
export async function baseOutlines(
  db: Db,
  shown: Iterable<readonly number[]>,
  beneath: string | null = null,
): Promise<BaseOutlines | null> {
  const box = boxAround(shown);
  const base = box && (await findBase(db));
  if (!base || base.view.collection.id === beneath) return null;
  const { collection, edition, grant } = base.view;
  const key = JSON.stringify([collection.id, edition.number, edition.publishedAt, grant.key, base.label, box]);
  let made = kept.get(key);
  if (!made) {
    made = drawn(db, base, box);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
  }
  return made;
}

/** The positions of geometries, however deep they stand in them. */
export function* positionsIn(geometries: Iterable<Geometry | null>): Generator<readonly number[]> {
  for (const geometry of geometries) {
    if (geometry === null) continue;
    if (geometry.type === 'GeometryCollection') yield* positionsIn(geometry.geometries);
    else yield* positionsOf(geometry.coordinates);
  }
}

type Nested = readonly number[] | readonly Nested[];

function* positionsOf(coordinates: Nested): Generator<readonly number[]> {
  if (typeof coordinates[0] === 'number') yield coordinates.slice(0, 2) as readonly number[];
  else for (const part of coordinates as readonly Nested[]) yield* positionsOf(part);
}

/** What a drawing may show around a place, out to the next lines of a grid: the frame is wider than what stands in it. */
function boxAround(shown: Iterable<readonly number[]>): readonly number[] | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const corners of shown) {
    for (let i = 0; i + 1 < corners.length; i += 2) {
      const [x, y] = [corners[i]!, corners[i + 1]!];
      [west, east, south, north] = [Math.min(west, x), Math.max(east, x), Math.min(south, y), Math.max(north, y)];
    }
  }
  if (![west, south, east, north].every(Number.isFinite)) return null;
  const room = Math.max(east - west, north - south, leastRoom);
  // A power of two: boxes of nearly the same size have the same grid.
  const step = 2 ** Math.floor(Math.log2(room)) * gridShare;
  const down = (value: number) => Math.floor((value - room) / step) * step;
  const up = (value: number) => Math.ceil((value + room) / step) * step;
  return [down(west), Math.max(-89, down(south)), up(east), Math.min(89, up(north))];
}

/** Around a single point, in degrees. */
const leastRoom = 0.05;

async function drawn(db: Db, { view, label }: BaseMap, box: readonly number[]): Promise<BaseOutlines | null> {
  const [west, south, east, north] = box.map(Number);
  const frame = sql`ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)`;
  const within = sql`from ${view.source} where ${view.condition} and t._geom && ${frame}`;
  const { title } = view.collection;
  const [counted] = await db.query<{ n: number }>(sql`
    select count(*)::int as n from (select 1 ${within} limit ${mostUnits + 1}) unit`);
  if (counted!.n === 0 || counted!.n > mostUnits) return null;
  const step = Math.max(east! - west!, north! - south!) / pixels;
  const name = label === null ? sql`null::text` : sql`t.${sql.identifier(label)}::text`;
  const rows = await db.query<Row>(sql`
    select name, ST_AsGeoJSON(ST_Simplify(ST_ClipByBox2D(ST_Boundary(geom), box2d(${frame})), ${step}::float8), 5) as lines,
      ST_X(spot) as longitude, ST_Y(spot) as latitude
    from (
      select ${name} as name, t._geom as geom, ST_PointOnSurface(ST_ClipByBox2D(t._geom, box2d(${frame}))) as spot
      ${within}) unit
    order by ST_Area(ST_ClipByBox2D(geom, box2d(${frame}))) desc`);
  return {
    title,
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

type Line = readonly Position[];

function linesOf(text: string | null): readonly Line[] {
  if (text === null) return [];
  const geometry = JSON.parse(text) as { type: string; coordinates?: unknown; geometries?: unknown[] };
  if (geometry.type === 'LineString') return [geometry.coordinates as Line];
  return geometry.type === 'MultiLineString' ? (geometry.coordinates as Line[]) : [];
}

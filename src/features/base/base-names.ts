import { sql, type Db } from '../../kernel/index.ts';
import { sizeOf } from '../tables.ts';
import type { MadeTile } from '../tiles/make-tile.ts';
import { boxOf, placeIn, tileExtent, type TileAddress } from '../tiles/tile-grid.ts';
import { writeTile } from '../tiles/write-tile.ts';
import type { BaseMap } from './base-map.ts';

/** Name of the tile's one layer, and of what its points have: `rank` is 0 for the largest unit of the tile. */
export const namesLayer = 'names';
const properties = ['name', 'rank'] as const;
/** Of so many units that lie in a tile, the largest, names are looked for: more than a map has room for. */
export const mostUnits = 500;

/**
 * The names of units as points: each unit has one, within it, and only the tile in which it lies holds it. A name that is
 * drawn from the unit's areas stands in every tile that they cross.
 */
export async function namesTile(
  db: Db,
  { view, label }: BaseMap,
  address: TileAddress,
  most: number,
): Promise<MadeTile> {
  if (label === null) return { bytes: Buffer.alloc(0), rows: 0 };
  const [west, south, east, north] = boxOf(address);
  const rows = await db.query<{ name: string; longitude: number; latitude: number }>(sql`
    select name, ST_X(spot) as longitude, ST_Y(spot) as latitude from (
      select unit.name, ST_PointOnSurface(unit.geom) as spot, unit.size, unit.seq from (
        select t.${sql.identifier(label)}::text as name, t._geom as geom, ${sizeOf(sql`t._geom`)} as size, t._seq as seq
        from ${view.source}
        where ${view.condition} and t.${sql.identifier(label)} is not null
          and t._geom && ST_MakeEnvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)
        order by size desc, seq limit ${Math.min(most, mostUnits)}) unit) named
    where spot is not null order by size desc, seq`);
  const features = rows.flatMap(({ name, longitude, latitude }, rank) => {
    const [x, y] = placeIn(address, longitude, latitude);
    const isHere = x >= 0 && x < 1 && y >= 0 && y < 1;
    if (!isHere) return [];
    const points = [Math.floor(x * tileExtent), Math.floor(y * tileExtent)];
    return [{ shapes: [{ kind: 'points', points } as const], values: [name, rank] }];
  });
  return { bytes: writeTile(namesLayer, properties, features), rows: features.length };
}

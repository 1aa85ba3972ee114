import proj4 from 'proj4';
import { sql, type Db, type Geometry, type Position, type Sql } from '../../kernel/index.ts';
import type { CrsDefinition } from '../../packs/index.ts';
import { featureProblem } from '../problems.ts';
import { heightPlane, type HeightPlane } from './datum-height.ts';

export const crs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

/**
 * Coordinate systems that collections are given in: those of the packs, by their exact parameters. A private SRID
 * carries each definition in the database, because PROJ left to itself picks another operation for VN-2000 in the
 * Mekong delta and is 0.8 m off.
 */
export class CrsRegistry {
  readonly #byUri = new Map<string, CrsDefinition>();

  constructor(definitions: readonly CrsDefinition[]) {
    for (const definition of definitions.filter(isOffered)) this.#byUri.set(definition.uri, definition);
  }

  /** All URIs, CRS84 first. */
  get uris(): string[] {
    return [crs84, ...[...this.#byUri.keys()].filter((uri) => uri !== crs84)];
  }

  title(uri: string): CrsDefinition['title'] {
    return this.#byUri.get(uri)?.title ?? { vi: 'WGS 84 (kinh độ, vĩ độ)', en: 'WGS 84 longitude, latitude' };
  }

  /** Finds a CRS by its URI (also as a safe CURIE `[EPSG:5897]`); throws Problem `crs-not-offered` (400). */
  find(asked: string, name: string): Crs {
    const curie = /^\[?EPSG:(\d+)\]?$/.exec(asked);
    const uri = curie ? `http://www.opengis.net/def/crs/EPSG/0/${curie[1]}` : asked;
    if (uri === crs84) return plainCrs84;
    const definition = this.#byUri.get(uri);
    if (!definition) throw featureProblem('crs-not-offered', { crs: asked, name, known: this.uris.join(', ') });
    return {
      uri,
      srid: sridOf(definition),
      flipped: definition.axisOrder === 'yx',
      isGeographic: isGeographic(definition.proj4),
      proj4: definition.proj4,
      height: heightPlane(definition.proj4),
    };
  }

  /** SRID of a system by its code, where it counts in metres and is entered in the database; else null. */
  plane(code: string): number | null {
    const definition = [...this.#byUri.values()].find((each) => each.code === code);
    return definition && !isGeographic(definition.proj4) && !/\+proj=merc\b/.test(definition.proj4)
      ? sridOf(definition)
      : null;
  }

  /**
   * Enters the private SRIDs into the database; repeatable. They have no authority: PROJ looks up a name that it is
   * given, and in the embedded engine a name that it does not find breaks the engine off.
   */
  async register(db: Db): Promise<void> {
    for (const definition of this.#byUri.values()) {
      const srid = sridOf(definition);
      if (srid < privateBase) continue;
      await db.query(sql`
        insert into spatial_ref_sys (srid, auth_name, auth_srid, srtext, proj4text)
        values (${srid}, null, null, null, ${definition.proj4})
        on conflict (srid) do update set auth_name = excluded.auth_name, auth_srid = excluded.auth_srid,
          srtext = excluded.srtext, proj4text = excluded.proj4text
        where (spatial_ref_sys.auth_name, spatial_ref_sys.proj4text)
          is distinct from (excluded.auth_name, excluded.proj4text)`);
    }
  }
}

export interface Crs {
  readonly uri: string;
  readonly srid: number;
  /** True when the CRS writes northing or latitude first. */
  readonly flipped: boolean;
  /** True when it counts in degrees, false in metres. */
  readonly isGeographic: boolean;
  readonly proj4: string;
  /** Of the surface that its positions lie on, above WGS 84. */
  readonly height: HeightPlane | null;
}

const plainCrs84: Crs = {
  uri: crs84,
  srid: 4326,
  flipped: false,
  isGeographic: true,
  proj4: '+proj=longlat +datum=WGS84 +no_defs',
  height: null,
};
/** Systems that are only read where a file states them are not given back. */
export const isOffered = ({ offered }: CrsDefinition): boolean => offered !== false;

const privateBase = 900_000;
const isGeographic = (proj4: string): boolean => /\+proj=longlat\b/.test(proj4);

/** Codes that every PROJ reads the same way keep their own SRID. */
function sridOf(definition: CrsDefinition): number {
  const [authority, number] = definition.code.split(':');
  if (authority !== 'EPSG') return 4326;
  const code = Number(number);
  return code === 4326 || code === 3857 ? code : privateBase + code;
}

/** A stored geometry (SRID 4326, longitude first) in another CRS, with that CRS's axis order. */
export function geometryIn(crs: Crs, geometry: Sql): Sql {
  const moved = crs.srid === 4326 ? geometry : transformed(crs, geometry);
  return crs.flipped ? sql`ST_FlipCoordinates(${moved})` : moved;
}

/**
 * The exact inverse of the way in: positions get the height of the surface that they came from, and keep their own
 * heights, which wait as measures meanwhile.
 */
function transformed({ srid, height }: Crs, geometry: Sql): Sql {
  if (!height) return sql`ST_Transform(${geometry}, ${srid}::int)`;
  const { east, north, base } = height;
  const move = (lifted: Sql) => sql`ST_Transform(ST_Affine(${lifted}, 1, 0, 0, 0, 1, 0,
    ${east}::float8, ${north}::float8, 0, 0, 0, ${base}::float8), ${srid}::int)`;
  return sql`case when ST_Zmflag(${geometry}) = 0
    then ST_Force2D(${move(sql`ST_Force3DZ(${geometry})`)})
    else ST_Force3DZ(ST_SwapOrdinates(${move(sql`ST_SwapOrdinates(ST_Force4D(${geometry}), 'zm')`)}, 'zm')) end`;
}

/** A geometry written in `crs` by a caller, in CRS84. */
export function toCrs84(crs: Crs, geometry: Geometry): Geometry {
  const transform = proj4(crs.proj4, '+proj=longlat +datum=WGS84 +no_defs');
  const move = (position: Position): Position => {
    const [a, b, ...rest] = position as [number, number, ...number[]];
    const [x, y] = crs.flipped ? [b, a] : [a, b];
    const [longitude, latitude] = crs.srid === 4326 ? [x, y] : transform.forward([x, y]);
    return [longitude, latitude, ...rest];
  };
  return mapPositions(geometry, move);
}

function mapPositions(geometry: Geometry, move: (position: Position) => Position): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: move(geometry.coordinates) };
    case 'MultiPoint':
    case 'LineString':
      return { ...geometry, coordinates: geometry.coordinates.map(move) };
    case 'MultiLineString':
    case 'Polygon':
      return { ...geometry, coordinates: geometry.coordinates.map((line) => line.map(move)) };
    case 'MultiPolygon':
      return { ...geometry, coordinates: geometry.coordinates.map((part) => part.map((line) => line.map(move))) };
    case 'GeometryCollection':
      return { ...geometry, geometries: geometry.geometries.map((part) => mapPositions(part, move)) };
  }
}

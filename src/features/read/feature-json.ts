import { sql, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import type { Crs } from './crs.ts';
import { geometryIn } from './crs.ts';

/** Nine decimals of a degree are 0.1 mm; four of a metre likewise. */
const degreeDigits = 9;
const metreDigits = 4;

/**
 * SQL that writes one row `r` (with `_fid`, `_geom` and the properties) as the text of a GeoJSON Feature: the database
 * builds the text, the node only joins it.
 */
export function featureText(properties: readonly Property[], hasGeometry: boolean, crs: Crs): Sql {
  const digits = crs.isGeographic ? degreeDigits : metreDigits;
  const geometry = hasGeometry
    ? sql`coalesce(ST_AsGeoJSON(${geometryIn(crs, sql`r._geom`)}, ${digits}::int, 0), 'null')`
    : sql`'null'`;
  return sql`'{"type":"Feature","id":' || to_json(r._fid)::text || ',"geometry":' || ${geometry}
    || ',"properties":' || ${propertiesText(properties)} || '}'`;
}

function propertiesText(properties: readonly Property[]): Sql {
  if (properties.length === 0) return sql`'{}'`;
  const columns = properties.map((property) => sql`${outputOf(property)} as ${sql.identifier(property.name)}`);
  return sql`row_to_json((select _p from (select ${sql.join(columns)}) _p))::text`;
}

function outputOf(property: Property): Sql {
  const column = sql`r.${sql.identifier(property.name)}`;
  return property.type === 'date-time' ? utcText(column) : column;
}

/** A moment as RFC 3339 in UTC, with milliseconds only when there are any. */
export function utcText(column: Sql): Sql {
  return sql`to_char(${column} at time zone 'UTC',
    case when date_trunc('second', ${column}) = ${column} then 'YYYY-MM-DD"T"HH24:MI:SS"Z"' else 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"' end)`;
}

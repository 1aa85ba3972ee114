import { sql, type Sql } from '../../kernel/index.ts';
import type { Property } from '../../packs/index.ts';
import { utcText } from '../../query/index.ts';
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

/**
 * Member by member, each by its type: a third faster than `row_to_json` of a row made for the purpose, which looks up
 * every type anew.
 */
function propertiesText(properties: readonly Property[]): Sql {
  if (properties.length === 0) return sql`'{}'`;
  const members = properties.map((property, index) => {
    const name = `${index === 0 ? '{' : ','}${JSON.stringify(property.name)}:`;
    return sql`${literal(name)} || coalesce(${jsonText(property)}, 'null')`;
  });
  return sql`${sql.join(members, sql` || `)} || '}'`;
}

/** SQL that writes one row `r` as a JSON array: its id, then its properties in their order. */
export function valuesText(properties: readonly Property[]): Sql {
  const members = properties.map((property) => sql` || ',' || coalesce(${jsonText(property)}, 'null')`);
  return sql`'[' || to_json(r._fid)::text${sql.join(members, sql``)} || ']'`;
}

/** A property's name is a slug, so nothing in it ends the literal. */
function literal(text: string): Sql {
  return sql.raw(`'${text.replaceAll("'", "''")}'`);
}

/** JSON text of one value; null stays null. Numbers are finite: nothing else is ever stored. */
function jsonText(property: Property): Sql {
  const column = sql`r.${sql.identifier(property.name)}`;
  switch (property.type) {
    case 'integer':
    case 'number':
    case 'boolean':
    case 'json':
      return sql`${column}::text`;
    case 'date':
      return sql`'"' || ${column}::text || '"'`;
    case 'date-time':
      return sql`'"' || ${utcText(column)} || '"'`;
    case 'string':
      return sql`to_json(${column})::text`;
  }
}

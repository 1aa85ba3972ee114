import type { EntitySet, Property, StaContext } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import { isSelected, type Row } from './row-columns.ts';

export type Entity = Record<string, unknown>;

/** A row as SensorThings writes it (18-088, 8.2 and 9.2.3): its id, links and properties. */
export function entityJson({ root }: StaContext, set: EntitySet, row: Row, options: QueryOptions): Entity {
  const self = `${root}/${set.name}(${row.id})`;
  const entity: Entity = isSelected(options, 'id') ? { '@iot.id': row.id, '@iot.selfLink': self } : {};
  for (const property of set.properties) {
    if (!isSelected(options, property.name)) continue;
    const value = propertyValue(property, row);
    if (value !== null || !property.optional) entity[property.name] = value;
  }
  for (const { name } of set.relations) {
    if (isSelected(options, name)) entity[`${name}@iot.navigationLink`] = `${self}/${name}`;
  }
  return entity;
}

/** Value of a property, null where it has none. */
export function propertyValue({ kind, column, end }: Property, row: Row): unknown {
  const value = row[column] ?? null;
  if (kind === 'result') return row['value'] ?? row['result'] ?? null;
  if (kind !== 'period' || value === null) return value;
  const last = row[end!] ?? value;
  return last === value ? value : `${String(value)}/${String(last)}`;
}

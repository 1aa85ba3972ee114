import { entitySets } from '../entity-sets.ts';
import type { EntitySet } from '../model.ts';
import type { QueryOptions } from '../options/query-options.ts';
import type { Entity } from '../read/entity-json.ts';
import { geometryOf } from '../write/geometry-of.ts';

/** Entities as GeoJSON features (RFC 7946): the geometry is their own, or that of the first place which is expanded. */
export function featuresOf(set: EntitySet, entities: readonly Entity[], options: QueryOptions): Entity[] {
  return entities.map((entity) => ({
    type: 'Feature',
    ...(entity['@iot.id'] === undefined ? {} : { id: entity['@iot.id'] }),
    geometry: placeOf(set, entity, options),
    properties: Object.fromEntries(
      Object.entries(entity).filter(([name]) => !name.includes('@iot.') && !isPlace(set, name)),
    ),
  }));
}

const isPlace = (set: EntitySet, name: string): boolean =>
  set.properties.some((property) => property.kind === 'geometry' && property.name === name);

function placeOf(set: EntitySet, entity: Entity, options: QueryOptions): unknown {
  const own = set.properties.find(({ kind }) => kind === 'geometry');
  const geometry = own ? geometryOf(entity[own.name]) : null;
  if (geometry) return geometry;
  for (const { relation, options: inner } of options.expand) {
    const expanded = [entity[relation.name]].flat().filter((each) => typeof each === 'object' && each !== null);
    for (const each of expanded) {
      const place = placeOf(entitySets[relation.to], each as Entity, inner);
      if (place !== null) return place;
    }
  }
  return null;
}

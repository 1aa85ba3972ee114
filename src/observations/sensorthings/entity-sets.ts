import { sql, type Sql } from '../../kernel/index.ts';
import { setNames, type EntitySet, type Property, type Relation, type SetName } from './model.ts';

type Rest = Partial<Property>;
const property = (name: string, kind: Property['kind'], column: string, rest: Rest = {}): Property => ({
  name,
  kind,
  column,
  required: false,
  optional: false,
  writable: true,
  ...rest,
});
const text = (name: string, column = name): Property => property(name, 'text', column, { required: true });
const properties = property('properties', 'object', 'properties', { optional: true });
const encoded = { required: true, geom: 'geom' };

const one = (name: string, to: SetName, key: string): Relation => ({ name, to, isMany: false, key });
const many = (name: SetName, link: NonNullable<Relation['link']>): Relation => ({ name, to: name, isMany: true, link });
const among = (id: Sql, ids: Sql): Sql => sql`${id} in (${ids})`;

/** The eight entities (18-088, 8.2): their tables, properties and how they hang together. */
export const entitySets: Readonly<Record<SetName, EntitySet>> = {
  Things: {
    name: 'Things',
    singular: 'Thing',
    table: 'thing',
    properties: [text('name'), text('description'), properties],
    relations: [
      many('Locations', (thing, location) =>
        among(location('id'), sql`select location from thing_location where thing = ${thing}`),
      ),
      many('HistoricalLocations', (thing, history) => sql`${history('thing')} = ${thing}`),
      many('Datastreams', (thing, datastream) => sql`${datastream('thing')} = ${thing}`),
    ],
  },
  Locations: {
    name: 'Locations',
    singular: 'Location',
    table: 'location',
    properties: [
      text('name'),
      text('description'),
      text('encodingType', 'encoding_type'),
      property('location', 'geometry', 'location', encoded),
      properties,
    ],
    relations: [
      many('Things', (location, thing) =>
        among(thing('id'), sql`select thing from thing_location where location = ${location}`),
      ),
      many('HistoricalLocations', (location, history) =>
        among(
          history('id'),
          sql`select historical_location from historical_location_location where location = ${location}`,
        ),
      ),
    ],
  },
  HistoricalLocations: {
    name: 'HistoricalLocations',
    singular: 'HistoricalLocation',
    table: 'historical_location',
    properties: [property('time', 'instant', 'time', { required: true })],
    relations: [
      one('Thing', 'Things', 'thing'),
      many('Locations', (history, location) =>
        among(
          location('id'),
          sql`select location from historical_location_location where historical_location = ${history}`,
        ),
      ),
    ],
  },
  Datastreams: {
    name: 'Datastreams',
    singular: 'Datastream',
    table: 'datastream',
    properties: [
      text('name'),
      text('description'),
      text('observationType', 'observation_type'),
      property('unitOfMeasurement', 'object', 'unit', { required: true }),
      property('observedArea', 'geometry', 'area', { optional: true, writable: false, geom: 'observed_area' }),
      property('phenomenonTime', 'period', 'first_time', { end: 'last_time', optional: true, writable: false }),
      property('resultTime', 'period', 'result_from', { end: 'result_to', optional: true, writable: false }),
      properties,
    ],
    relations: [
      one('Thing', 'Things', 'thing'),
      one('Sensor', 'Sensors', 'sensor'),
      one('ObservedProperty', 'ObservedProperties', 'observed_property'),
      many('Observations', (datastream, observation) => sql`${observation('series')} = ${datastream}`),
    ],
  },
  Sensors: {
    name: 'Sensors',
    singular: 'Sensor',
    table: 'sensor',
    properties: [
      text('name'),
      text('description'),
      text('encodingType', 'encoding_type'),
      property('metadata', 'object', 'metadata', { required: true }),
      properties,
    ],
    relations: [many('Datastreams', (sensor, datastream) => sql`${datastream('sensor')} = ${sensor}`)],
  },
  ObservedProperties: {
    name: 'ObservedProperties',
    singular: 'ObservedProperty',
    table: 'observed_property',
    properties: [text('name'), text('definition'), text('description'), properties],
    relations: [many('Datastreams', (observed, datastream) => sql`${datastream('observed_property')} = ${observed}`)],
  },
  Observations: {
    name: 'Observations',
    singular: 'Observation',
    table: 'observation',
    properties: [
      property('phenomenonTime', 'period', 'time', { end: 'ends_at' }),
      property('resultTime', 'instant', 'result_time'),
      property('result', 'result', 'result', { required: true }),
      property('resultQuality', 'object', 'quality', { optional: true }),
      property('validTime', 'period', 'valid_from', { end: 'valid_to', optional: true }),
      property('parameters', 'object', 'parameters', { optional: true }),
    ],
    relations: [one('Datastream', 'Datastreams', 'series'), one('FeatureOfInterest', 'FeaturesOfInterest', 'feature')],
  },
  FeaturesOfInterest: {
    name: 'FeaturesOfInterest',
    singular: 'FeatureOfInterest',
    table: 'feature_of_interest',
    properties: [
      text('name'),
      text('description'),
      text('encodingType', 'encoding_type'),
      property('feature', 'geometry', 'feature', encoded),
      properties,
    ],
    relations: [many('Observations', (feature, observation) => sql`${observation('feature')} = ${feature}`)],
  },
};

export const isSetName = (name: string): name is SetName => (setNames as readonly string[]).includes(name);

export const relationOf = (set: EntitySet, name: string): Relation | undefined =>
  set.relations.find((relation) => relation.name === name);

export const propertyOf = (set: EntitySet, name: string): Property | undefined =>
  set.properties.find((each) => each.name === name);

/** Observations as they hang on their series. */
export const observationsOfDatastream = relationOf(entitySets.Datastreams, 'Observations')!;

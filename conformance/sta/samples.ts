import type { Json } from './sta-client.ts';

export const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
const encoding = 'application/geo+json';

export const point = (x: number, y: number): Json => ({ type: 'Point', coordinates: [x, y] });

export const sampleLocation = (name: string, x: number, y: number): Json => ({
  name,
  description: `${name}.`,
  encodingType: encoding,
  location: point(x, y),
});

export const sampleDatastream = (name: string, rest: Json = {}): Json => ({
  name,
  description: `${name}.`,
  observationType: measurement,
  unitOfMeasurement: { name: 'degree Celsius', symbol: '°C', definition: 'https://ucum.org/#Cel' },
  ObservedProperty: { name: 'temperature', definition: 'https://example.org/temperature', description: 'Of the air.' },
  Sensor: { name: 'sensor', description: 'A sensor.', encodingType: 'text/plain', metadata: 'none' },
  ...rest,
});

/** Five observations, of which three have a result time. */
export const sampleObservations: readonly Json[] = [1, 2, 3, 4, 5].map((n) => ({
  phenomenonTime: `2026-01-0${n}T00:00:00Z`,
  result: n * 1.5,
  ...(n > 2 && { resultTime: `2026-01-0${n}T00:10:00Z` }),
}));

export const sampleStation = (name: string): Json => ({
  name,
  description: `${name}.`,
  properties: { owner: 'conformance', number: 7, nested: { flag: true } },
  Locations: [sampleLocation(`${name} place`, 105.8, 21)],
  Datastreams: [sampleDatastream(`${name} temperature`, { Observations: sampleObservations })],
});

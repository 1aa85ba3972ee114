import type { FormatReader } from '../reader.ts';
import { inspectGeojson } from './inspect-geojson.ts';
import { readGeojson } from './read-geojson.ts';

export const geojsonReader: FormatReader = {
  formats: ['geojson', 'geojsonl'],
  inspect: async (source, reading) => ({ layers: [await inspectGeojson(source, reading)] }),
  read: readGeojson,
};

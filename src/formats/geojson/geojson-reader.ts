import { Problem } from '../../kernel/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { inspectJson } from '../json/json-reader.ts';
import type { FormatReader, Inspected } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { kindOfJson } from './features-of.ts';
import { inspectGeojson } from './inspect-geojson.ts';
import { readGeojson } from './read-geojson.ts';

export const geojsonReader: FormatReader = {
  formats: ['geojson', 'geojsonl'],
  inspect: inspectJsonOfAnyKind,
  read: readGeojson,
};

/** GeoJSON where it is, else JSON with records somewhere inside; a chosen path of records always means the latter. */
async function inspectJsonOfAnyKind(source: ByteSource, reading: Reading): Promise<Inspected> {
  if (reading.choiceFor(source.name).records === undefined) {
    try {
      return { layers: [await inspectGeojson(source, reading)] };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'plain-json' || isOtherMap(error)) throw error;
    }
  }
  const kind = await kindOfJson(source.open(), source.name, reading);
  return inspectJson(source, reading, kind === 'lines');
}

/** Shapes in a form of their own, whose lists are no tables. */
function isOtherMap({ parameters }: Problem): boolean {
  return /"type": "(Topology|Coverage|CoverageCollection)"/.test(String(parameters['looksLike']));
}

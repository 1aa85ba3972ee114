import type { InspectedLayer } from './inspection.ts';
import type { FieldMapping, Mapping } from '../harmonise/index.ts';
import type { Standard } from '../packs/index.ts';

/**
 * The mapping that needs no thought: columns whose name is a property's name, title or synonym, written with or
 * without tone marks, unit in brackets or not. Null when a required property or a key finds no column; `missing`
 * lists them.
 */
export function matchByName(
  { layer, profile }: InspectedLayer,
  standard: Standard,
): { mapping: Mapping; missing: string[] } {
  const columns = new Map(layer.columns.map((column) => [foldName(titleOf(column, profile)), column]));
  const fields: FieldMapping[] = [];
  const missing: string[] = [];
  for (const property of standard.properties) {
    const names = [property.name, property.title.vi, property.title.en, ...(property.synonyms ?? [])];
    const column = names.map((name) => columns.get(foldName(name))).find((found) => found !== undefined);
    if (column !== undefined) {
      const reading = profile?.columns.find((candidate) => candidate.name === column)?.guess.reading;
      fields.push({ target: property.name, column, ...(reading ? { reading } : {}) });
    } else if (property.required || standard.key.includes(property.name)) missing.push(property.name);
  }
  return { mapping: { fields, geometry: geometryOf(layer, profile) }, missing };
}

/** The header in Unicode, where it is written in legacy letters. */
function titleOf(column: string, profile: InspectedLayer['profile']): string {
  return profile?.columns.find(({ name }) => name === column)?.title ?? column;
}

function geometryOf(
  layer: InspectedLayer['layer'],
  profile: InspectedLayer['profile'],
): NonNullable<Mapping['geometry']> {
  if (layer.hasGeometry) return { from: 'layer' };
  const longitude = profile?.columns.find((column) => column.guess.meaning === 'longitude');
  const latitude = profile?.columns.find((column) => column.guess.meaning === 'latitude');
  return longitude && latitude
    ? { from: 'columns', longitude: longitude.name, latitude: latitude.name }
    : { from: 'none' };
}

/** Lower case, no marks, no unit in brackets, letters and digits only. */
function foldName(name: string): string {
  return name
    .replace(/[([].*?[)\]]/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

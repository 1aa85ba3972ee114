import type { Layer } from '../formats/index.ts';
import type { Property, Standard, Text } from '../packs/index.ts';
import { withoutUnit } from './header-words.ts';
import type { ColumnProfile, FieldMapping, GeometryMapping, Mapping, Profile } from './model.ts';
import { propertyName, uniqueName } from './property-names.ts';

/**
 * The schema and mapping *as is*: every column under its own name, typed by what all its values are, nothing required
 * and nothing refused but what cannot be stored. The same file gives the same names every time.
 */
export function inferStandard(
  profile: Profile,
  layer: Layer,
  names: { readonly id: string; readonly title: Text },
  places?: GeometryMapping,
): { standard: Standard; mapping: Mapping } {
  const taken = new Set<string>();
  const fields = profile.columns.map((column) => inferField(column, taken));
  const geometry = inferGeometry(profile, layer, places);
  const properties = fields.map(({ property }) => property);
  return {
    standard: {
      id: names.id,
      version: '1',
      pack: '',
      title: names.title,
      ...(geometry.types ? { geometry: { types: geometry.types, required: false } } : {}),
      properties,
      key: [],
      onDuplicateKey: 'quarantine',
      sortables: properties.filter(({ type }) => type !== 'json').map(({ name }) => name),
      severities: { geometry: 'warning' },
      rules: [],
      missing: [],
    },
    mapping: { fields: fields.map(({ field }) => field), geometry: geometry.mapping },
  };
}

function inferField(column: ColumnProfile, taken: Set<string>): { property: Property; field: FieldMapping } {
  const { type, unit, reading, codes } = column.guess;
  const inHeader = column.guess.why.some(({ what, reason }) => what === 'unit' && reason === 'unit-in-header');
  const header = unit !== null && inHeader ? withoutUnit(column.title) : column.title;
  const name = uniqueName(propertyName(header, column.index + 1), taken);
  const isNumber = type === 'integer' || type === 'number';
  return {
    property: {
      name,
      title: { vi: column.title, en: column.title },
      type,
      ...(unit !== null && isNumber ? { unit } : {}),
      ...(codes !== undefined && type === 'string' ? { recognised: codes } : {}),
    },
    field: { target: name, column: column.name, ...(Object.keys(reading).length > 0 ? { reading } : {}) },
  };
}

function inferGeometry(
  profile: Profile,
  layer: Layer,
  places: GeometryMapping | undefined,
): { types?: string[]; mapping: NonNullable<Mapping['geometry']> } {
  if (layer.hasGeometry)
    return { types: Object.keys(profile.geometry?.types ?? {}), mapping: places ?? { from: 'layer' } };
  if (places) return { types: ['Point'], mapping: places };
  const longitude = profile.columns.find(({ guess }) => guess.meaning === 'longitude');
  const latitude = profile.columns.find(({ guess }) => guess.meaning === 'latitude');
  if (!longitude || !latitude) return { mapping: { from: 'none' } };
  return { types: ['Point'], mapping: { from: 'columns', longitude: longitude.name, latitude: latitude.name } };
}

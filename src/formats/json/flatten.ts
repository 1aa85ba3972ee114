import { isObject } from '../geojson/feature.ts';

/** Objects inside objects inside objects: what nests deeper stays JSON in one cell. */
const deepest = 3;

const geometryTypes = new Set([
  ...['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'],
]);

/** A GeoJSON geometry, or a feature around one. */
export function isGeometry(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value['type'] === 'Feature') return isGeometry(value['geometry']);
  return geometryTypes.has(value['type'] as string) && ('coordinates' in value || 'geometries' in value);
}

/** Members of objects become columns `outer_inner`; arrays and geometries stay as they are. */
export function flatten(value: Readonly<Record<string, unknown>>, give: (key: string, value: unknown) => void): void {
  flattenInto(value, '', 1, give);
}

function flattenInto(
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  depth: number,
  give: (key: string, value: unknown) => void,
): void {
  for (const [key, member] of Object.entries(value)) {
    const name = prefix + key;
    if (isObject(member) && depth < deepest && !isGeometry(member) && Object.keys(member).length > 0) {
      flattenInto(member, `${name}_`, depth + 1, give);
    } else give(name, isObject(member) && Object.keys(member).length === 0 ? null : member);
  }
}

/** Whole numbers that a double cannot hold exactly become text before they are parsed; nothing of them is lost. */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const kept = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
  return JSON.parse(kept);
}

import type { CrsFacts, Projection } from './crs-facts.ts';

const metresOfUnit: Readonly<Record<string, number>> = { m: 1, km: 1000, cm: 0.01, mm: 0.001 };
/** Numbers that announce parameters of a datum instead of naming one: 3 and 7 of them, after the ellipsoid. */
const customDatums: Readonly<Record<number, number>> = { 999: 4, 9999: 9 };

/**
 * The CoordSys clause of MapInfo, as in `CoordSys Earth Projection 8, 104, "m", 105.5, 0, 0.9999, 500000, 0`. Null for
 * plans without a place on Earth and for projections that no map of the country has.
 */
export function readMapInfo(text: string): CrsFacts | null {
  const clause = /earth\s+projection\s+([^()]+?)\s*(?:bounds\b.*|affine\b.*)?$/is.exec(text.trim());
  if (!clause) return null;
  const parts = clause[1]!.split(',').map((part) => part.trim());
  const type = Number(parts[0]) % 1000;
  const datum = Number(parts[1]);
  if (!Number.isFinite(type) || !Number.isFinite(datum)) return null;
  const custom = customDatums[datum] ?? 0;
  const parameters = parts.slice(2, 2 + custom).map(Number);
  const rest = parts.slice(2 + custom);
  const projection = projectionOf(type, rest);
  if (!projection) return null;
  return {
    name: text.trim(),
    code: null,
    datum: {
      names: [],
      code: null,
      shift: custom > 0 ? parameters.slice(1) : null,
      ...(custom > 0 ? {} : { mapinfo: datum }),
    },
    projection,
  };
}

function projectionOf(type: number, [unit = '', ...rest]: readonly string[]): Projection | null {
  if (type === 1) return { kind: 'geographic' };
  if (type !== 8) return null;
  const metres = metresOfUnit[unit.replaceAll('"', '').toLowerCase()];
  const [meridian, latitude, scale, east, north] = rest.map(Number);
  if (metres === undefined || [meridian, latitude, scale, east, north].some((n) => !Number.isFinite(n))) return null;
  return {
    kind: 'tmerc',
    meridian: meridian!,
    latitude: latitude!,
    scale: scale!,
    east: east!,
    north: north!,
    metres,
  };
}

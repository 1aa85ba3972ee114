import type { LayerCrs } from '../model.ts';

/** By number in MapInfo's list of datums; those whose shift to WGS 84 everybody agrees on. */
const datums: Readonly<Record<number, string>> = {
  104: '+datum=WGS84',
  150: '+ellps=WGS84 +towgs84=0,0,0,0,0,0,0',
  157: '+datum=WGS84',
  33: '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0',
  74: '+datum=NAD83',
  115: '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0',
  116: '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0',
  117: '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0',
  103: '+ellps=WGS72 +towgs84=0,0,4.5,0,0,0.554,0.2263',
  1001: '+ellps=krass +towgs84=24,-123,-94,-0.02,0.25,0.13,1.1',
};

/** Ellipsoids of datums that are written out (999, 9999). */
const ellipsoids: Readonly<Record<number, string>> = {
  0: '+ellps=GRS80',
  1: '+ellps=WGS72',
  2: '+ellps=aust_SA',
  3: '+ellps=krass',
  4: '+ellps=intl',
  5: '+ellps=intl',
  6: '+a=6378249.145 +rf=293.465',
  7: '+ellps=clrk66',
  10: '+ellps=bessel',
  11: '+ellps=evrst30',
  21: '+ellps=GRS67',
  28: '+ellps=WGS84',
};

const units: Readonly<Record<string, { readonly proj4: string; readonly meters: number }>> = {
  m: { proj4: '+units=m', meters: 1 },
  km: { proj4: '+units=km', meters: 1_000 },
  ft: { proj4: '+units=ft', meters: 0.3048 },
  'survey ft': { proj4: '+units=us-ft', meters: 1200 / 3937 },
  mi: { proj4: '+units=mi', meters: 1609.344 },
  cm: { proj4: '+to_meter=0.01', meters: 0.01 },
  mm: { proj4: '+to_meter=0.001', meters: 0.001 },
};
const unitNumbers: Readonly<Record<string, string>> = {
  7: 'm',
  1: 'km',
  3: 'ft',
  8: 'survey ft',
  0: 'mi',
  6: 'cm',
  5: 'mm',
};

interface Projection {
  readonly proj4: string;
  readonly parameters: readonly Parameter[];
}
type Parameter = 'lon_0' | 'lonc' | 'lat_0' | 'lat_1' | 'lat_2' | 'lat_ts' | 'alpha' | 'k' | 'x_0' | 'y_0' | 'range';

const conic: readonly Parameter[] = ['lon_0', 'lat_0', 'lat_1', 'lat_2', 'x_0', 'y_0'];
const scaled: readonly Parameter[] = ['lon_0', 'lat_0', 'k', 'x_0', 'y_0'];

/** By number, with the order of parameters in the clause. */
const projections: Readonly<Record<number, Projection>> = {
  2: { proj4: 'cea', parameters: ['lon_0', 'lat_ts'] },
  3: { proj4: 'lcc', parameters: conic },
  6: { proj4: 'eqdc', parameters: conic },
  7: { proj4: 'omerc +no_uoff +gamma=90', parameters: ['lonc', 'lat_0', 'alpha', 'k', 'x_0', 'y_0'] },
  8: { proj4: 'tmerc', parameters: scaled },
  9: { proj4: 'aea', parameters: conic },
  10: { proj4: 'merc', parameters: ['lon_0'] },
  11: { proj4: 'mill', parameters: ['lon_0'] },
  12: { proj4: 'robin', parameters: ['lon_0'] },
  13: { proj4: 'moll', parameters: ['lon_0'] },
  16: { proj4: 'sinu', parameters: ['lon_0'] },
  20: { proj4: 'stere', parameters: scaled },
  26: { proj4: 'merc', parameters: ['lon_0', 'lat_ts'] },
  27: { proj4: 'poly', parameters: ['lon_0', 'lat_0', 'x_0', 'y_0'] },
  28: { proj4: 'aeqd', parameters: ['lon_0', 'lat_0', 'range'] },
  29: { proj4: 'laea', parameters: ['lon_0', 'lat_0', 'range'] },
  30: { proj4: 'cass', parameters: ['lon_0', 'lat_0', 'x_0', 'y_0'] },
  31: { proj4: 'sterea', parameters: scaled },
};

/**
 * The CoordSys clause as proj4 where every number of it is understood, else the clause itself. Rotations of a written
 * datum turn round: MapInfo turns the frame, proj4 the vector.
 */
export function crsOfCoordSys(clause: string): LayerCrs {
  const asText: LayerCrs = { kind: 'text', text: `CoordSys ${clause}`.slice(0, 2_000) };
  const body = /^earth(?:\s+projection\s+(.*?))?\s*(?:\baffine\b.*)?(?:\bbounds\b.*)?$/is.exec(clause);
  if (!body || /\baffine\b/i.test(clause)) return asText;
  if (body[1] === undefined) return { kind: 'proj4', proj4: '+proj=longlat +datum=WGS84 +no_defs' };
  const words = body[1].split(',').map((word) => word.trim().replaceAll('"', ''));
  const proj4 = proj4Of(words);
  return proj4 === null ? asText : { kind: 'proj4', proj4 };
}

function proj4Of(words: readonly string[]): string | null {
  // 2,000 more says that bounds follow, 1,000 more that an affine transformation does.
  const projection = Number(words[0]) % 1_000;
  const { datum, used } = datumOf(words.slice(1).map(Number));
  if (datum === null) return null;
  const rest = words.slice(1 + used);
  if (projection === 1) return `+proj=longlat ${datum} +no_defs`;
  const known = projections[projection];
  const unit = units[(unitNumbers[rest[0] ?? ''] ?? rest[0] ?? '').toLowerCase()];
  if (!known || !unit) return null;
  const numbers = rest.slice(1).map(Number);
  if (numbers.length < known.parameters.filter((name) => name !== 'range').length) return null;
  if (!numbers.every(Number.isFinite)) return null;
  const parameters = known.parameters
    .map((name, index) => [name, numbers[index]!] as const)
    .filter(([name]) => name !== 'range')
    // Proj4 gives false origins in metres, MapInfo in the unit of the map.
    .map(([name, value]) => `+${name}=${name === 'x_0' || name === 'y_0' ? value * unit.meters : value}`);
  return `+proj=${known.proj4} ${parameters.join(' ')} ${datum} ${unit.proj4} +no_defs`;
}

function datumOf(numbers: readonly number[]): { datum: string | null; used: number } {
  const [number = Number.NaN, ellipsoid = Number.NaN] = numbers;
  if (number !== 999 && number !== 9999) return { datum: datums[number] ?? null, used: 1 };
  const used = number === 999 ? 5 : 10;
  const shift = numbers.slice(2, used);
  const ellps = ellipsoids[ellipsoid];
  if (!ellps || shift.length < used - 2 || !shift.every(Number.isFinite)) return { datum: null, used };
  const [dx, dy, dz, rx = 0, ry = 0, rz = 0, scale = 0, meridian = 0] = shift as [number, number, number, ...number[]];
  const prime = meridian === 0 ? '' : ` +pm=${meridian}`;
  const turned = [dx, dy, dz, -rx, -ry, -rz, scale].map((value) => value + 0);
  return { datum: `${ellps} +towgs84=${turned.join(',')}${prime}`, used };
}

import type { CrsFacts, Projection } from './crs-facts.ts';

/** What a proj4 string says; null when it is none. */
export function readProj4(text: string): CrsFacts | null {
  const words = new Map(
    [...text.matchAll(/\+?([a-z_0-9]+)(?:=([^\s+]\S*))?/gi)].map((match) => [match[1]!.toLowerCase(), match[2] ?? '']),
  );
  const init = words.get('init');
  if (init !== undefined) return codeOnly(init.toUpperCase());
  if (!words.has('proj')) return null;
  if (words.has('pm') && words.get('pm') !== 'greenwich' && Number(words.get('pm')) !== 0) return null;
  const datum = words.get('datum');
  const shift = words.get('towgs84')?.split(',').map(Number) ?? null;
  // An ellipsoid without a shift says nothing of the datum; files with WGS 84's ellipsoid alone mean WGS 84.
  const ellipsoid = datum === undefined && shift === null ? words.get('ellps') : undefined;
  return {
    name: text,
    code: null,
    datum: { names: datum !== undefined ? [datum] : ellipsoid === 'WGS84' ? ['WGS 84'] : [], code: null, shift },
    projection: projectionOf(words),
  };
}

export function codeOnly(code: string): CrsFacts {
  const datum = { names: [], code: null, shift: null };
  return { name: code, code, datum, projection: { kind: 'other', name: '' } };
}

function projectionOf(words: ReadonlyMap<string, string>): Projection {
  const number = (name: string, fallback: number) => (words.has(name) ? Number(words.get(name)) : fallback);
  const kind = words.get('proj')!;
  if (kind === 'longlat' || kind === 'latlong') return { kind: 'geographic' };
  const metres = words.get('units') === 'km' ? 1000 : number('to_meter', 1);
  if (kind === 'utm') {
    const zone = number('zone', NaN);
    const north = words.has('south') ? 10_000_000 : 0;
    return check({ kind: 'tmerc', meridian: zone * 6 - 183, latitude: 0, scale: 0.9996, east: 500_000, north, metres });
  }
  if (kind !== 'tmerc' && kind !== 'etmerc') return { kind: 'other', name: kind };
  const isOdd = words.has('units') && !['m', 'km'].includes(words.get('units')!);
  if (isOdd) return { kind: 'other', name: kind };
  return check({
    kind: 'tmerc',
    meridian: number('lon_0', 0),
    latitude: number('lat_0', 0),
    scale: number('k', number('k_0', 1)),
    east: number('x_0', 0),
    north: number('y_0', 0),
    metres,
  });
}

function check(projection: Projection & { kind: 'tmerc' }): Projection {
  return Object.values(projection).some(Number.isNaN) ? { kind: 'other', name: 'tmerc' } : projection;
}

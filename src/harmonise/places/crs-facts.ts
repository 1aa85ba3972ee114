/** What a statement of a reference system says, whatever language it is written in. */
export interface CrsFacts {
  /** The name it bears in the file. */
  readonly name: string;
  /** `EPSG:9209`, where it says so itself. */
  readonly code: string | null;
  readonly datum: DatumFacts;
  readonly projection: Projection;
}

export interface DatumFacts {
  /** Names of datum and geographic system as they stand there. */
  readonly names: readonly string[];
  readonly code: string | null;
  /** Translation to WGS 84 that the file carries: only looked at to recognise a datum, never used. */
  readonly shift: readonly number[] | null;
  readonly mapinfo?: number;
}

export type Projection =
  | { readonly kind: 'geographic' }
  | TransverseMercator
  /** Beyond what is compared here: proj4js may still read the text. */
  | { readonly kind: 'other'; readonly name: string };

export interface TransverseMercator {
  readonly kind: 'tmerc';
  readonly meridian: number;
  readonly latitude: number;
  readonly scale: number;
  readonly east: number;
  readonly north: number;
  /** Metres of one unit. */
  readonly metres: number;
}

/** Two projections with one key are the same to a thousandth of a millimetre. */
export function projectionKey(projection: Projection): string | null {
  if (projection.kind === 'geographic') return 'geographic';
  if (projection.kind === 'other') return null;
  const { meridian, latitude, scale, east, north, metres } = projection;
  const parts = [
    [meridian, 8],
    [latitude, 8],
    [scale, 9],
    [east * metres, 4],
    [north * metres, 4],
    [metres, 9],
  ] as const;
  return parts.map(([value, digits]) => (value + 0).toFixed(digits)).join(' ');
}

/** Names compared by letters and digits alone, without what Esri and others put in front of them. */
export function foldCrsName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
  return plain.replace(/^(?:d|gcs|datum)[_ ]/, '').replace(/[^a-z0-9]/g, '');
}

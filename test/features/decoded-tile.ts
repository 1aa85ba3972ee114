import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';

/** A tile as a map library reads it. */
export interface DecodedFeature {
  readonly type: 'point' | 'line' | 'area';
  readonly properties: Readonly<Record<string, unknown>>;
  /** In steps of the tile. */
  readonly places: readonly (readonly [number, number])[];
  /** Of each ring; positive for outer ones. */
  readonly areas: readonly number[];
}

export interface TileAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** As anybody, unless `headers` say who. */
export async function readTile(base: string, path: string, headers: Record<string, string> = {}): Promise<TileAnswer> {
  const answer = await fetch(new URL(path, base), { headers });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** Features by the names of their layers. */
export function layersOf(bytes: Uint8Array): Record<string, DecodedFeature[]> {
  const { layers } = new VectorTile(new PbfReader(bytes));
  return Object.fromEntries(
    Object.entries(layers).map(([name, layer]) => [
      name,
      Array.from({ length: layer.length }, (_, index) => decode(layer.feature(index))),
    ]),
  );
}

function decode(feature: ReturnType<VectorTile['layers'][string]['feature']>): DecodedFeature {
  const rings = feature.loadGeometry();
  return {
    type: (['point', 'line', 'area'] as const)[feature.type - 1]!,
    properties: { ...feature.properties },
    places: rings.flat().map(({ x, y }) => [x, y] as const),
    areas: feature.type === 3 ? rings.map(areaOf) : [],
  };
}

function areaOf(ring: readonly { x: number; y: number }[]): number {
  const sum = ring.reduce((total, { x, y }, index) => {
    const next = ring[(index + 1) % ring.length]!;
    return total + x * next.y - next.x * y;
  }, 0);
  return sum / 2;
}

/** A feature's places in degrees; `tile` is level/row/column. */
export function placesOf({ places }: DecodedFeature, tile: string): [number, number][] {
  const [zoom, row, column] = tile.split('/').map(Number) as [number, number, number];
  const count = 2 ** zoom;
  return places.map(([x, y]) => {
    const share = (row + y / 4096) / count;
    const latitude = (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
    return [((column + x / 4096) / count) * 360 - 180, latitude];
  });
}

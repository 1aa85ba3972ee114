/** Coordinates are cut into this many steps a side (Mapbox Vector Tile 2.1, 4.1: the usual extent). */
export const tileExtent = 4_096;
/** What lies this far outside a tile is drawn into it, so that lines and symbols do not end at its edge. */
export const tileBuffer = 64;
/** Deepest tiles that are made: one step of the grid is 1 cm there; maps enlarge them further. */
export const deepestZoom = 20;
/** Levels of the tile matrix set as OGC registers it. */
const registeredLevels = 25;

/** Half the width of the world in Web Mercator's metres. */
const halfWorld = 20_037_508.342_789_244;
/** Where Web Mercator's square ends. */
const mostLatitude = 85.051_128_779_806_6;
/** Metres of one of 256 cells across the world, and the denominator of its scale with cells of 0.28 mm (17-083r4, 6.1.1.1). */
const widestCell = (2 * halfWorld) / 256;
const cellMetres = 0.000_28;

/** A tile of WebMercatorQuad: row 0 is the northernmost. */
export interface TileAddress {
  readonly zoom: number;
  readonly row: number;
  readonly column: number;
}

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

export const webMercatorQuad = {
  id: 'WebMercatorQuad',
  uri: 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad',
  crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
} as const;

/** Where a tile lies in Web Mercator: its western and northern edge and its width, in metres. */
export function mercatorOf({ zoom, row, column }: TileAddress): { west: number; north: number; width: number } {
  const width = (2 * halfWorld) / 2 ** zoom;
  return { west: column * width - halfWorld, north: halfWorld - row * width, width };
}

/** A tile in degrees, wider by `margin` of its width on each side; never past the poles. */
export function boxOf({ zoom, row, column }: TileAddress, margin = 0): Box {
  const count = 2 ** zoom;
  const clamp = (latitude: number) => Math.max(-89.9, Math.min(89.9, latitude));
  return [
    ((column - margin) / count) * 360 - 180,
    clamp(latitudeOf((row + 1 + margin) / count)),
    ((column + 1 + margin) / count) * 360 - 180,
    clamp(latitudeOf((row - margin) / count)),
  ];
}

/** Latitude of a place that far down the world's square (0 to 1). */
function latitudeOf(share: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * share))) * 180) / Math.PI;
}

/** Where a place lies in a tile, as shares of its side from the west and from the north: 0 up to, not with, 1 within it. */
export function placeIn({ zoom, row, column }: TileAddress, longitude: number, latitude: number): [number, number] {
  const count = 2 ** zoom;
  return [((longitude + 180) / 360) * count - column, shareOf(latitude) * count - row];
}

export interface MatrixLimits {
  readonly tileMatrix: string;
  readonly minTileRow: number;
  readonly maxTileRow: number;
  readonly minTileCol: number;
  readonly maxTileCol: number;
}

/** The tiles of each level that an extent touches; null where it lies outside Web Mercator altogether. */
export function limitsOf(extent: Box): MatrixLimits[] {
  return Array.from({ length: deepestZoom + 1 }, (_, zoom) => limitsAt(extent, zoom));
}

export function limitsAt([west, south, east, north]: Box, zoom: number): MatrixLimits {
  const count = 2 ** zoom;
  const column = (longitude: number) => within(Math.floor(((longitude + 180) / 360) * count), count);
  const row = (latitude: number) => within(Math.floor(shareOf(latitude) * count), count);
  return {
    tileMatrix: String(zoom),
    minTileRow: row(north),
    maxTileRow: row(south),
    minTileCol: column(west),
    maxTileCol: column(east),
  };
}

export function isWithin(limits: MatrixLimits, { row, column }: TileAddress): boolean {
  return (
    row >= limits.minTileRow && row <= limits.maxTileRow && column >= limits.minTileCol && column <= limits.maxTileCol
  );
}

function shareOf(latitude: number): number {
  const clamped = Math.max(-mostLatitude, Math.min(mostLatitude, latitude));
  return (1 - Math.asinh(Math.tan((clamped * Math.PI) / 180)) / Math.PI) / 2;
}

const within = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index));

/** The tile matrix set as a document (OGC 17-083r4, 6.2). */
export function tileMatrixSetDocument(title: string): Record<string, unknown> {
  return {
    id: webMercatorQuad.id,
    title,
    uri: webMercatorQuad.uri,
    crs: webMercatorQuad.crs,
    orderedAxes: ['X', 'Y'],
    wellKnownScaleSet: 'http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible',
    tileMatrices: Array.from({ length: registeredLevels }, (_, zoom) => ({
      id: String(zoom),
      scaleDenominator: widestCell / 2 ** zoom / cellMetres,
      cellSize: widestCell / 2 ** zoom,
      cornerOfOrigin: 'topLeft',
      pointOfOrigin: [-halfWorld, halfWorld],
      tileWidth: 256,
      tileHeight: 256,
      matrixWidth: 2 ** zoom,
      matrixHeight: 2 ** zoom,
    })),
  };
}

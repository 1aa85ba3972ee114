import type { Position } from '../../kernel/index.ts';

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/**
 * Equirectangular at the middle latitude: true to scale there in both directions, and simple to read off the graticule.
 * Good for the extent of a province or a country; pages need no more.
 */
export interface Projection {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  x(longitude: number): number;
  y(latitude: number): number;
  /** Metres that one unit of the drawing stands for, at the middle latitude. */
  readonly metresPerUnit: number;
}

const degreeMetres = 111_320;
const paddingShare = 0.06;
/** A single point is shown with about 3 km around it. */
const leastSpanDegrees = 0.05;

export function projectionFor(content: Box, width: number, leastHeight: number, mostHeight: number): Projection {
  const middle = (content[1] + content[3]) / 2;
  const squeeze = Math.max(0.05, Math.cos((middle * Math.PI) / 180));
  const spanX = Math.max(content[2] - content[0], leastSpanDegrees) * (1 + 2 * paddingShare) * squeeze;
  const spanY = Math.max(content[3] - content[1], leastSpanDegrees) * (1 + 2 * paddingShare);
  const height = Math.round(Math.min(mostHeight, Math.max(leastHeight, (width * spanY) / spanX)));
  const perDegree = Math.min(width / spanX, height / spanY);
  const centre = (content[0] + content[2]) / 2;
  const halfX = width / 2 / perDegree / squeeze;
  const halfY = height / 2 / perDegree;
  const box: Box = [centre - halfX, middle - halfY, centre + halfX, middle + halfY];
  return {
    box,
    width,
    height,
    x: (longitude) => (longitude - box[0]) * perDegree * squeeze,
    y: (latitude) => (box[3] - latitude) * perDegree,
    metresPerUnit: degreeMetres / perDegree,
  };
}

/** The box around positions; null for none. Positions that are not finite are passed over. */
export function boxAround(positions: Iterable<Position>): Box | null {
  let box: [number, number, number, number] | null = null;
  for (const [x, y] of positions) {
    if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (!box) box = [x, y, x, y];
    else box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  return box;
}

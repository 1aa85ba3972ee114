import type { Cell, RowBatch } from '../../formats/index.ts';
import type { Geometry, Position } from '../../kernel/index.ts';

export interface SampledRow {
  readonly cells: readonly Cell[];
  /** Centroid of the geometry, in the layer's own coordinates. */
  readonly centre: readonly [number, number] | null;
}

const mostRows = 400;
const longestText = 120;

/** Rows spread evenly over a layer, however long it is: every n-th, with n doubled whenever there are too many. */
export class PlaceSample {
  rows: SampledRow[] = [];
  #step = 1;
  #seen = 0;

  add(batch: RowBatch): void {
    for (let at = 0; at < batch.rows.length; at++) {
      if (this.#seen++ % this.#step !== 0) continue;
      const geometry = batch.geometries?.[at] ?? null;
      this.rows.push({ cells: batch.rows[at]!.map(shortCell), centre: geometry && centreOf(geometry) });
      if (this.rows.length < mostRows) continue;
      this.rows = this.rows.filter((_, index) => index % 2 === 0);
      this.#step *= 2;
    }
  }
}

/** Passes batches on and samples them on the way. */
export async function* sampled(batches: AsyncIterable<RowBatch>, sample: PlaceSample): AsyncGenerator<RowBatch> {
  for await (const batch of batches) {
    sample.add(batch);
    yield batch;
  }
}

function shortCell(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.length > longestText ? null : cell;
  return typeof cell === 'number' ? cell : null;
}

/** Centroid of the areas, else the mean of the positions; null when there is none. */
export function centreOf(geometry: Geometry): readonly [number, number] | null {
  const sum = { area: 0, x: 0, y: 0 };
  const mean = { count: 0, x: 0, y: 0 };
  walk(geometry, (ring) => addRing(ring, sum), mean);
  if (sum.area !== 0) return [sum.x / (3 * sum.area), sum.y / (3 * sum.area)];
  return mean.count > 0 ? [mean.x / mean.count, mean.y / mean.count] : null;
}

interface Mean {
  count: number;
  x: number;
  y: number;
}

function walk(geometry: Geometry, takeRing: (ring: readonly Position[]) => void, mean: Mean): void {
  if (geometry.type === 'GeometryCollection') {
    for (const member of geometry.geometries ?? []) walk(member, takeRing, mean);
    return;
  }
  if (geometry.type === 'Polygon') geometry.coordinates?.forEach((ring) => isRing(ring) && takeRing(ring));
  if (geometry.type === 'MultiPolygon') {
    geometry.coordinates?.forEach((part) => part?.forEach?.((ring) => isRing(ring) && takeRing(ring)));
  }
  addPositions(geometry.coordinates, mean);
}

function isRing(ring: unknown): ring is readonly Position[] {
  return (
    Array.isArray(ring) && ring.every((at) => Array.isArray(at) && Number.isFinite(at[0]) && Number.isFinite(at[1]))
  );
}

function addPositions(coordinates: unknown, mean: Mean): void {
  if (!Array.isArray(coordinates)) return;
  const [x, y] = coordinates as unknown[];
  if (typeof x !== 'number') {
    for (const part of coordinates as unknown[]) addPositions(part, mean);
  } else if (Number.isFinite(x) && Number.isFinite(y)) {
    mean.count++;
    mean.x += x;
    mean.y += y as number;
  }
}

/** Shoelace formula around the first position, so that large coordinates lose no digits; holes turn the other way. */
function addRing(ring: readonly Position[], sum: { area: number; x: number; y: number }): void {
  const [originX, originY] = ring[0] as [number, number];
  let area = 0;
  let x = 0;
  let y = 0;
  for (let at = 0; at + 1 < ring.length; at++) {
    const [ax, ay] = [ring[at]![0]! - originX, ring[at]![1]! - originY];
    const [bx, by] = [ring[at + 1]![0]! - originX, ring[at + 1]![1]! - originY];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  sum.area += area;
  sum.x += x + 3 * originX * area;
  sum.y += y + 3 * originY * area;
}

import type { Position } from '../kernel/index.ts';

interface Ring {
  readonly positions: Position[];
  readonly area: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

export interface Organised {
  /** Each polygon: its outer ring, then its holes. */
  readonly polygons: Position[][][];
  /** True where the winding of a ring says another thing than where it lies. */
  readonly isMended: boolean;
}

/** Vertices that may be looked at for one record: nested rings of a hostile file would take for ever. */
const vertexBudget = 20_000_000;

/**
 * Which rings are holes and of which polygon: by where they lie (a ring inside an odd number of others is a hole), since
 * winding is often wrong in real files. `outerIsClockwise`: what the format promises.
 */
export function organiseRings(rings: readonly Position[][], outerIsClockwise: boolean): Organised {
  if (rings.length === 1) return { polygons: [[rings[0]!]], isMended: false };
  const measured = rings.map(measure);
  const saysOuter = measured.map(({ area }) => area < 0 === outerIsClockwise);
  const parents = enclosing(measured) ?? byOrder(saysOuter);
  const polygonOf = new Map<number, Position[][]>();
  const polygons: Position[][][] = [];
  let isMended = false;
  const isHole = parents.map((inside) => inside.length % 2 === 1);
  rings.forEach((ring, index) => {
    if (isHole[index]) return;
    const polygon = [ring];
    polygonOf.set(index, polygon);
    polygons.push(polygon);
  });
  rings.forEach((ring, index) => {
    isMended ||= saysOuter[index] === isHole[index];
    // The nearest ring around a hole is an outer one: it lies inside one fewer.
    if (isHole[index]) polygonOf.get(parents[index]![0]!)?.push(ring);
  });
  return { polygons, isMended };
}

function measure(positions: Position[]): Ring {
  let area = 0;
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  const [originX = 0, originY = 0] = positions[0] ?? [];
  for (let index = 0; index < positions.length; index += 1) {
    const [x, y] = positions[index]! as [number, number];
    const [nextX, nextY] = positions[(index + 1) % positions.length]! as [number, number];
    area += (x - originX) * (nextY - originY) - (nextX - originX) * (y - originY);
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return { positions, area: area / 2, west, south, east, north };
}

/** For each ring the rings around it, the nearest first; null when that takes too long to find. */
function enclosing(rings: readonly Ring[]): number[][] | null {
  let budget = vertexBudget;
  const bySize = rings.map((_, index) => index).toSorted((a, b) => Math.abs(rings[a]!.area) - Math.abs(rings[b]!.area));
  const around: number[][] = rings.map(() => []);
  for (let small = 0; small < bySize.length; small += 1) {
    const inner = rings[bySize[small]!]!;
    for (let large = small + 1; large < bySize.length; large += 1) {
      const outer = rings[bySize[large]!]!;
      budget -= 1;
      if (budget < 0) return null;
      if (!boxContains(outer, inner)) continue;
      budget -= outer.positions.length;
      if (liesInside(inner, outer)) around[bySize[small]!]!.push(bySize[large]!);
    }
  }
  // Parity of a ring must not depend on rings that overlap without nesting.
  for (const index of bySize.toReversed()) {
    const [nearest] = around[index]!;
    if (nearest !== undefined && around[index]!.length !== around[nearest]!.length + 1) {
      around[index] = [nearest, ...around[nearest]!];
    }
  }
  return around;
}

function boxContains(outer: Ring, inner: Ring): boolean {
  return (
    outer.west <= inner.west && outer.south <= inner.south && outer.east >= inner.east && outer.north >= inner.north
  );
}

/** By the first vertices of `inner` that do not lie on the line of `outer`. */
function liesInside(inner: Ring, outer: Ring): boolean {
  const step = Math.max(1, Math.floor(inner.positions.length / 16));
  for (let index = 0; index < inner.positions.length; index += step) {
    const place = placeOf(inner.positions[index]!, outer.positions);
    if (place !== 0) return place > 0;
  }
  return false;
}

/** 1 inside, -1 outside, 0 on the line. */
function placeOf(point: Position, ring: readonly Position[]): -1 | 0 | 1 {
  const [x, y] = point as [number, number];
  let isInside = false;
  for (let index = 0, previous = ring.length - 1; index < ring.length; previous = index, index += 1) {
    const [ax, ay] = ring[index]! as [number, number];
    const [bx, by] = ring[previous]! as [number, number];
    if (ay > y === by > y) {
      if (ay === y && by === y && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
      if (ax === x && ay === y) return 0;
      continue;
    }
    const crossing = ((bx - ax) * (y - ay)) / (by - ay) + ax;
    if (crossing === x) return 0;
    if (x < crossing) isInside = !isInside;
  }
  return isInside ? 1 : -1;
}

/** What winding alone says: a hole belongs to the outer ring before it. */
function byOrder(saysOuter: readonly boolean[]): number[][] {
  let outer = 0;
  return saysOuter.map((isOuter, index) => {
    if (isOuter || index === 0) {
      outer = index;
      return [];
    }
    return [outer];
  });
}

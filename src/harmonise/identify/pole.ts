/** Rings of an area in a plane, the outer one and its holes in any order; the last position of a ring is its first. */
export type Rings = readonly (readonly (readonly [number, number])[])[];

export interface Pole {
  readonly x: number;
  readonly y: number;
  /** From the pole to the nearest boundary. */
  readonly distance: number;
}

interface Cell extends Pole {
  readonly half: number;
  /** No point of the cell is further from the boundary. */
  readonly most: number;
}

/**
 * Pole of inaccessibility: the inner point that is furthest from the boundary, so it lies inside whatever the shape.
 * Squares that may hold a better point are divided into four, the most promising first, until none can be better by
 * more than `precision`. An oblong has many such points; which one comes out is decided by the order of the search.
 */
export function poleOf(rings: Rings, precision: number): Pole {
  const [west, south, east, north] = boundsOf(rings);
  const size = Math.min(east - west, north - south);
  if (!(size > 0)) return { x: west, y: south, distance: 0 };
  const cellAt = (x: number, y: number, half: number): Cell => {
    const distance = insideDistance(x, y, rings);
    return { x, y, half, distance, most: distance + half * Math.SQRT2 };
  };
  const open = new CellHeap();
  for (let x = west; x < east; x += size) {
    for (let y = south; y < north; y += size) open.push(cellAt(x + size / 2, y + size / 2, size / 2));
  }
  let best = cellAt((west + east) / 2, (south + north) / 2, 0);
  for (let cell = open.pop(); cell && cell.most - best.distance > precision; cell = open.pop()) {
    if (cell.distance > best.distance) best = cell;
    const half = cell.half / 2;
    for (const [dx, dy] of quarters) {
      const part = cellAt(cell.x + dx * half, cell.y + dy * half, half);
      if (part.distance > best.distance) best = part;
      if (part.most - best.distance > precision) open.push(part);
    }
  }
  return { x: best.x, y: best.y, distance: best.distance };
}

const quarters = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

function boundsOf(rings: Rings): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], y);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], y);
    }
  }
  return bounds;
}

/** Distance to the nearest boundary, negative outside. */
export function insideDistance(x: number, y: number, rings: Rings): number {
  let isInside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at++) {
      const [ax, ay] = ring[at - 1]!;
      const [bx, by] = ring[at]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
      nearest = Math.min(nearest, squareToEdge(x, y, ax, ay, bx, by));
    }
  }
  return (isInside ? 1 : -1) * Math.sqrt(nearest);
}

function squareToEdge(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2;
}

/** Cells by what they may hold, the most promising on top. */
class CellHeap {
  readonly #cells: Cell[] = [];

  push(cell: Cell): void {
    const cells = this.#cells;
    let at = cells.push(cell) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (cells[above]!.most >= cell.most) break;
      cells[at] = cells[above]!;
      at = above;
    }
    cells[at] = cell;
  }

  pop(): Cell | undefined {
    const cells = this.#cells;
    const top = cells[0];
    const last = cells.pop();
    if (last && cells.length > 0) this.#sink(last);
    return top;
  }

  #sink(cell: Cell): void {
    const cells = this.#cells;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= cells.length) break;
      if (below + 1 < cells.length && cells[below + 1]!.most > cells[below]!.most) below++;
      if (cells[below]!.most <= cell.most) break;
      cells[at] = cells[below]!;
      at = below;
    }
    cells[at] = cell;
  }
}

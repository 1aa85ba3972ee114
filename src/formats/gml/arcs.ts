import type { Position } from '../../kernel/index.ts';

/** Degrees between two corners of an arc: as fine as PostGIS' 32 corners a quarter. */
const stepDegrees = 90 / 32;

/** A row of arcs, each through three positions, the last of one being the first of the next, as a line. */
export function lineOfArcs(positions: readonly Position[]): Position[] {
  const line: Position[] = positions.length > 0 ? [positions[0]!] : [];
  for (let index = 0; index + 2 < positions.length; index += 2) {
    line.push(...arc(positions[index]!, positions[index + 1]!, positions[index + 2]!).slice(1));
  }
  return line;
}

/** The whole circle through three positions. */
export function lineOfCircle(positions: readonly Position[]): Position[] {
  const [first, second, third] = positions;
  if (!first || !second || !third) return [...positions];
  return [...arc(first, second, third), ...arc(third, opposite(first, second, third), first).slice(1)];
}

function arc(from: Position, over: Position, to: Position): Position[] {
  const centre = centreOf(from, over, to);
  if (!centre) return [from, over, to];
  const [x, y] = centre;
  const radius = Math.hypot(from[0]! - x, from[1]! - y);
  const start = Math.atan2(from[1]! - y, from[0]! - x);
  const middle = turn(Math.atan2(over[1]! - y, over[0]! - x) - start);
  const end = turn(Math.atan2(to[1]! - y, to[0]! - x) - start);
  const sweep = middle <= end ? end : end - 2 * Math.PI;
  const steps = Math.max(2, Math.ceil((Math.abs(sweep) * 180) / Math.PI / stepDegrees));
  const line: Position[] = [from];
  for (let step = 1; step < steps; step += 1) {
    const angle = start + (sweep * step) / steps;
    line.push([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
  }
  return [...line, to];
}

/** Between 0 and a full turn. */
function turn(angle: number): number {
  return angle < 0 ? angle + 2 * Math.PI : angle;
}

/** Null where the three lie on one line. */
function centreOf(a: Position, b: Position, c: Position): readonly [number, number] | null {
  const [bx, by] = [b[0]! - a[0]!, b[1]! - a[1]!];
  const [cx, cy] = [c[0]! - a[0]!, c[1]! - a[1]!];
  const cross = 2 * (bx * cy - by * cx);
  if (Math.abs(cross) < 1e-12 * (Math.abs(bx * cx) + Math.abs(by * cy) + 1e-300)) return null;
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0]! + (cy * b2 - by * c2) / cross, a[1]! + (bx * c2 - cx * b2) / cross];
}

/** The place on the circle that lies across from the middle one. */
function opposite(first: Position, second: Position, third: Position): Position {
  const centre = centreOf(first, second, third) ?? [second[0]!, second[1]!];
  return [2 * centre[0] - second[0]!, 2 * centre[1] - second[1]!];
}

import type { Position } from '../../kernel/index.ts';
import type { Parts } from './parts.ts';
import type { Projection } from './projection.ts';

/** Path data of what is drawn, and what had to be left out to keep the page light. */
export interface Drawing {
  readonly points: string;
  readonly lines: string;
  readonly areas: string;
  readonly isSimplified: boolean;
}

/** Path data of what a map shows stays below this; with ground, frame and labels the SVG stays below 60 kB. */
export const pathBudget = 36_000;
/** Half a unit is not seen; each step halves the detail until the map is light enough. */
const steps = [0.5, 1, 2, 4, 8, 16, 32, 64];

/** Draws the parts with as much detail as the budget allows. */
export function draw(parts: Parts, projection: Projection, budget = pathBudget): Drawing {
  for (const step of steps) {
    const drawing = drawWith(parts, projection, step);
    if (drawing.points.length + drawing.lines.length + drawing.areas.length <= budget) return drawing;
  }
  return cut(drawWith(parts, projection, steps.at(-1)!), budget);
}

function drawWith(parts: Parts, projection: Projection, step: number): Drawing {
  const at = (position: Position) => [projection.x(position[0]!), projection.y(position[1]!)] as const;
  const seen = new Set<string>();
  const points: string[] = [];
  for (const position of parts.points) {
    const [x, y] = at(position);
    const text = `M${round(x, step)} ${round(y, step)}h0`;
    if (!seen.has(text)) points.push(text);
    seen.add(text);
  }
  let dropped = 0;
  const path = (positions: readonly Position[], isRing: boolean): string => {
    const kept = thin(positions.map(at), step);
    dropped += positions.length - kept.length;
    return pathText(kept, isRing);
  };
  const lines = parts.lines.map((line) => path(line, false)).join('');
  const areas = parts.areas.map((rings) => rings.map((ring) => path(ring, true)).join('')).join('');
  return { points: points.join(''), lines, areas, isSimplified: step > steps[0]! && dropped > 0 };
}

type Place = readonly [number, number];

/** Keeps the ends and every place farther than `step` from the last one kept. */
function thin(places: readonly Place[], step: number): Place[] {
  const kept: Place[] = [];
  let last: Place | undefined;
  for (const [index, place] of places.entries()) {
    const isEnd = index === 0 || index === places.length - 1;
    if (!isEnd && last && Math.abs(place[0] - last[0]) < step && Math.abs(place[1] - last[1]) < step) continue;
    kept.push(place);
    last = place;
  }
  return kept;
}

/** Relative moves in tenths: half the length of absolute ones. */
function pathText(places: readonly Place[], isRing: boolean): string {
  let text = '';
  let x = 0;
  let y = 0;
  for (const [index, place] of places.entries()) {
    if (isRing && index === places.length - 1 && index > 0) break;
    const toX = Math.round(place[0] * 10);
    const toY = Math.round(place[1] * 10);
    if (index > 0 && toX === x && toY === y) continue;
    text += index === 0 ? `M${toX / 10} ${toY / 10}` : `l${(toX - x) / 10} ${(toY - y) / 10}`;
    x = toX;
    y = toY;
  }
  return isRing ? `${text}z` : text;
}

function round(value: number, step: number): number {
  return Math.round(Math.round(value / step) * step * 10) / 10;
}

/** Past every simplification: whole strokes from the front, so that the path stays well-formed. */
function cut(drawing: Drawing, budget: number): Drawing {
  const share = Math.floor(budget / 3);
  const trim = (path: string): string => (path.length <= share ? path : path.slice(0, path.lastIndexOf('M', share)));
  return { points: trim(drawing.points), lines: trim(drawing.lines), areas: trim(drawing.areas), isSimplified: true };
}

import type { TileShape } from './read-twkb.ts';
import { tileExtent } from './tile-grid.ts';

/** Geometry types of the format (Mapbox Vector Tile 2.1, 4.3.4). */
export const geometryTypes = { points: 1, lines: 2, areas: 3 } as const;

/** One pixel of a map that draws a tile 512 pixels wide. */
export const pixel = tileExtent / 512;
const cellsASide = tileExtent / pixel;

/**
 * Marks of what is too small to be drawn: the first shape of a pixel becomes a square of one pixel, the next ones there
 * would be drawn over it and are left out.
 */
export class Specks {
  readonly #taken = new Set<number>();

  /** The square for a place; null when its pixel has one. */
  at(x: number, y: number): number[] | null {
    const [column, row] = [Math.floor(x / pixel), Math.floor(y / pixel)];
    const cell = row * cellsASide * 4 + column;
    if (this.#taken.has(cell)) return null;
    this.#taken.add(cell);
    const [west, north] = [column * pixel, row * pixel];
    return [west, north, west + pixel, north, west + pixel, north + pixel, west, north + pixel];
  }
}

/** The commands of a shape (Mapbox Vector Tile 2.1, 4.3); empty when nothing of it is left to draw. */
export function commandsOf(shape: TileShape, specks: Specks): number[] {
  const writer = new CommandWriter();
  if (shape.kind === 'points') writer.points(shape.points);
  else if (shape.kind === 'lines') for (const line of shape.lines) writeLine(writer, withoutRepeats(line), specks);
  else for (const rings of shape.areas) writeArea(writer, rings, specks);
  return writer.commands;
}

function writeLine(writer: CommandWriter, line: readonly number[], specks: Specks): void {
  if (line.length >= 4) return writer.line(line);
  const square = line.length === 2 ? specks.at(line[0]!, line[1]!) : null;
  if (square) writer.line(square.slice(0, 4));
}

function writeArea(writer: CommandWriter, rings: readonly (readonly number[])[], specks: Specks): void {
  const [outer, ...holes] = rings.map((ring) => withoutRepeats(open(ring)));
  if (!outer) return;
  if (isSpeck(outer)) {
    const square = specks.at(outer[0]!, outer[1]!);
    if (square) writer.ring(square);
    return;
  }
  // The format tells holes from outer rings by the way round alone.
  writer.ring(turned(outer, true));
  for (const hole of holes) if (hole.length >= 6 && doubleArea(hole) !== 0) writer.ring(turned(hole, false));
}

/** Without its last position, which repeats the first. */
function open(ring: readonly number[]): readonly number[] {
  const last = ring.length - 2;
  return last > 0 && ring[0] === ring[last] && ring[1] === ring[last + 1] ? ring.slice(0, last) : ring;
}

function withoutRepeats(flat: readonly number[]): number[] {
  const kept: number[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const [x, y] = [flat[index]!, flat[index + 1]!];
    if (kept.length > 0 && kept.at(-2) === x && kept.at(-1) === y) continue;
    kept.push(x, y);
  }
  return kept;
}

function isSpeck(ring: readonly number[]): boolean {
  if (ring.length < 6 || doubleArea(ring) === 0) return true;
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < ring.length; index += 2) {
    const [x, y] = [ring[index]!, ring[index + 1]!];
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < north) north = y;
    if (y > south) south = y;
  }
  return east - west < pixel && south - north < pixel;
}

/** Twice the area; positive for the way round that the format wants of outer rings (y grows downwards). */
function doubleArea(ring: readonly number[]): number {
  let sum = 0;
  let [x, y] = [ring.at(-2)!, ring.at(-1)!];
  for (let index = 0; index < ring.length; index += 2) {
    const [nextX, nextY] = [ring[index]!, ring[index + 1]!];
    sum += x * nextY - nextX * y;
    [x, y] = [nextX, nextY];
  }
  return sum;
}

function turned(ring: readonly number[], isOuter: boolean): readonly number[] {
  if (doubleArea(ring) > 0 === isOuter) return ring;
  const back: number[] = [];
  for (let index = ring.length - 2; index >= 0; index -= 2) back.push(ring[index]!, ring[index + 1]!);
  return back;
}

const moveTo = 1;
const lineTo = 2;
const closePath = 7;

class CommandWriter {
  readonly commands: number[] = [];
  #x = 0;
  #y = 0;

  points(flat: readonly number[]): void {
    if (flat.length === 0) return;
    this.#command(moveTo, flat.length / 2);
    for (let index = 0; index < flat.length; index += 2) this.#to(flat[index]!, flat[index + 1]!);
  }

  line(flat: readonly number[]): void {
    this.#start(flat);
  }

  ring(flat: readonly number[]): void {
    this.#start(flat);
    this.#command(closePath, 1);
  }

  #start(flat: readonly number[]): void {
    this.#command(moveTo, 1);
    this.#to(flat[0]!, flat[1]!);
    this.#command(lineTo, flat.length / 2 - 1);
    for (let index = 2; index < flat.length; index += 2) this.#to(flat[index]!, flat[index + 1]!);
  }

  #command(id: number, count: number): void {
    this.commands.push((count << 3) | id);
  }

  #to(x: number, y: number): void {
    this.commands.push(zigzag(x - this.#x), zigzag(y - this.#y));
    this.#x = x;
    this.#y = y;
  }
}

const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

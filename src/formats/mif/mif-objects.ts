import type { Geometry, Position } from '../../kernel/index.ts';
import { problem } from '../problems.ts';
import { organiseRings } from '../rings.ts';
import { joinGeometries } from '../wkb.ts';
import type { LatinLines } from '../latin-lines.ts';
import type { MifHeader } from './mif-header.ts';

/** A graphic object: its geometry, or `text` for a label that stands for no thing of its own. */
export type MifObject = { readonly kind: 'geometry'; readonly geometry: Geometry | null } | { readonly kind: 'text' };

const objectWord =
  /^\s*(none|point|line|pline|region|arc|text|rect|roundrect|ellipse|multipoint|collection)\b\s*(.*)$/i;
const styleWord = /^\s*(symbol|pen|brush|smooth|center|font|spacing|justify|angle|label)\b/i;
/** Corners that stand for a whole ellipse. */
const ellipseSteps = 180;

/** Reads graphic objects one after another. Throws Problems `truncated-file`, `damaged-file`. */
export class MifObjects {
  readonly #lines: LatinLines;
  readonly #file: string;
  readonly #maxNumbers: number;
  readonly #place: (x: number, y: number) => Position;
  /** A line that was looked at and belongs to the next object. */
  #waiting: string | null = null;

  constructor(lines: LatinLines, header: MifHeader, file: string, maxBytes: number) {
    this.#lines = lines;
    this.#file = file;
    this.#maxNumbers = maxBytes / 8;
    const { transform } = header;
    this.#place = transform
      ? (x, y) => [x * transform.scale[0] + transform.shift[0], y * transform.scale[1] + transform.shift[1]]
      : (x, y) => [x, y];
  }

  /** Null when there are no more. */
  async next(): Promise<MifObject | null> {
    const line = await this.#objectLine();
    if (line === null) return null;
    const [, word = '', rest = ''] = objectWord.exec(line)!;
    if (word.toLowerCase() === 'text') return this.#text();
    return { kind: 'geometry', geometry: await this.#geometry(word.toLowerCase(), rest) };
  }

  async #objectLine(): Promise<string | null> {
    for (;;) {
      const line = this.#waiting ?? (await this.#line());
      this.#waiting = null;
      if (line === null) return null;
      if (objectWord.test(line)) return line;
      if (line.trim() !== '' && !styleWord.test(line)) throw this.#damaged(line);
    }
  }

  async #line(): Promise<string | null> {
    return this.#lines.isReady || (await this.#lines.fill()) ? this.#lines.take() : null;
  }

  async #geometry(word: string, rest: string): Promise<Geometry | null> {
    switch (word) {
      case 'none':
        return null;
      case 'point': {
        const [point] = await this.#positions(1, rest);
        return { type: 'Point', coordinates: point! };
      }
      case 'line':
        return { type: 'LineString', coordinates: await this.#positions(2, rest) };
      case 'pline':
        return this.#pline(rest);
      case 'region':
        return this.#region(rest);
      case 'multipoint': {
        const count = await this.#count(rest);
        return count === 0 ? null : { type: 'MultiPoint', coordinates: await this.#positions(count, '') };
      }
      case 'rect':
      case 'roundrect':
        return rectangle(await this.#positions(2, rest), word === 'roundrect' ? await this.#skipNumber() : undefined);
      case 'ellipse':
        return { type: 'Polygon', coordinates: [curve(await this.#positions(2, rest), 0, 360)] };
      case 'arc': {
        const box = await this.#positions(2, rest);
        const [from = 0, to = 360] = await this.#numbers(2, '');
        return { type: 'LineString', coordinates: curve(box, from, to > from ? to : to + 360) };
      }
      default:
        return this.#collection(rest);
    }
  }

  async #pline(rest: string): Promise<Geometry | null> {
    const multiple = /^multiple\s+(\d+)/i.exec(rest);
    const parts: Position[][] = [];
    const count = multiple ? this.#checked(Number(multiple[1])) : 1;
    for (let part = 0; part < count; part += 1) {
      parts.push(await this.#positions(await this.#count(multiple ? '' : rest), ''));
    }
    const filled = parts.filter((part) => part.length > 0);
    if (filled.length === 0) return null;
    return filled.length === 1
      ? { type: 'LineString', coordinates: filled[0]! }
      : { type: 'MultiLineString', coordinates: filled };
  }

  async #region(rest: string): Promise<Geometry | null> {
    const count = await this.#count(rest);
    const rings: Position[][] = [];
    for (let part = 0; part < count; part += 1) {
      const ring = await this.#positions(await this.#count(''), '');
      if (ring.length === 0) continue;
      const last = ring.at(-1)!;
      if (ring[0]![0] !== last[0] || ring[0]![1] !== last[1]) ring.push(ring[0]!);
      rings.push(ring);
    }
    if (rings.length === 0) return null;
    // Rings of a region wind in any direction.
    const { polygons } = organiseRings(rings, true);
    return polygons.length === 1
      ? { type: 'Polygon', coordinates: polygons[0]! }
      : { type: 'MultiPolygon', coordinates: polygons };
  }

  async #collection(rest: string): Promise<Geometry | null> {
    const count = await this.#count(rest);
    const members: Geometry[] = [];
    for (let part = 0; part < count; part += 1) {
      const line = await this.#objectLine();
      if (line === null) throw this.#cutShort();
      const [, word = '', more = ''] = objectWord.exec(line)!;
      if (!/^(region|pline|multipoint)$/i.test(word)) throw this.#damaged(line);
      const member = await this.#geometry(word.toLowerCase(), more);
      if (member) members.push(member);
    }
    return joinGeometries(members, true);
  }

  /** The label stands in quotes, on the line of the word or the next; its box follows. */
  async #text(): Promise<MifObject> {
    for (;;) {
      const line = await this.#line();
      if (line === null) break;
      if (objectWord.test(line) && !/^\s*"/.test(line)) {
        this.#waiting = line;
        break;
      }
    }
    return { kind: 'text' };
  }

  async #skipNumber(): Promise<void> {
    await this.#numbers(1, '');
  }

  async #count(text: string): Promise<number> {
    const [count = Number.NaN] = await this.#numbers(1, text);
    return this.#checked(count);
  }

  #checked(count: number): number {
    if (!Number.isInteger(count) || count < 0 || count > this.#maxNumbers) throw this.#damaged(String(count));
    return count;
  }

  async #positions(count: number, text: string): Promise<Position[]> {
    const numbers = await this.#numbers(count * 2, text);
    const positions: Position[] = [];
    for (let index = 0; index < numbers.length; index += 2) {
      positions.push(this.#place(numbers[index]!, numbers[index + 1]!));
    }
    return positions;
  }

  /** As many numbers as asked for, from `text` and the lines after it. */
  async #numbers(count: number, text: string): Promise<number[]> {
    const numbers: number[] = [];
    let line: string | null = text;
    while (numbers.length < count) {
      if (line === null) throw this.#cutShort();
      for (const word of line.split(/[\s,()]+/)) {
        if (word === '' || numbers.length >= count) continue;
        const value = Number(word);
        if (!Number.isFinite(value)) throw this.#damaged(line);
        numbers.push(value);
      }
      if (numbers.length < count) line = await this.#line();
    }
    return numbers;
  }

  #cutShort() {
    return problem('truncated-file', { file: this.#file, place: this.#here() });
  }

  #damaged(line: string) {
    return problem('damaged-file', { file: this.#file, place: this.#here(), reason: line.trim().slice(0, 80) });
  }

  #here(): string {
    return `dòng / line ${this.#lines.lineNumber}`;
  }
}

function rectangle(corners: readonly Position[], _round: void): Geometry {
  const [[x1, y1], [x2, y2]] = corners as [[number, number], [number, number]];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x1, y1],
        [x2, y1],
        [x2, y2],
        [x1, y2],
        [x1, y1],
      ],
    ],
  };
}

/** Part of the ellipse inside a box, angles counterclockwise from the east. */
function curve(box: readonly Position[], from: number, to: number): Position[] {
  const [[x1, y1], [x2, y2]] = box as [[number, number], [number, number]];
  const [centreX, centreY] = [(x1 + x2) / 2, (y1 + y2) / 2];
  const [radiusX, radiusY] = [Math.abs(x2 - x1) / 2, Math.abs(y2 - y1) / 2];
  const steps = Math.max(2, Math.ceil((ellipseSteps * (to - from)) / 360));
  const positions: Position[] = [];
  for (let step = 0; step <= steps; step += 1) {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180;
    positions.push([centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)]);
  }
  if (to - from === 360) positions[positions.length - 1] = positions[0]!;
  return positions;
}

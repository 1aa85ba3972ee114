import type { Geometry, Position } from '../../kernel/index.ts';
import { joinGeometries } from '../wkb.ts';
import { GeometryFault } from '../wkb.ts';

interface Part {
  readonly element: string;
  positions: Position[];
  rings: Position[][];
  members: Geometry[];
}

const elements = new Set([
  'Point',
  'LineString',
  'LinearRing',
  'Polygon',
  'MultiGeometry',
  'Track',
  'MultiTrack',
  'Model',
]);

/** Builds the geometry of one placemark from its elements (OGC 12-007r2, 10). */
export class KmlGeometry {
  readonly #open: Part[] = [];
  readonly #done: Geometry[] = [];
  #inner = false;
  /** Elements with positions that could not be read. */
  fault: string | null = null;

  static has(element: string): boolean {
    return elements.has(element);
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  open(element: string): void {
    if (element === 'innerBoundaryIs') this.#inner = true;
    else if (element === 'outerBoundaryIs') this.#inner = false;
    else if (elements.has(element)) this.#open.push({ element, positions: [], rings: [], members: [] });
  }

  /** The text of `coordinates`, of one `gx:coord`, or of a model's place. */
  positions(text: string, isTrackPoint: boolean): void {
    const part = this.#open.at(-1);
    if (!part) return;
    try {
      part.positions.push(...(isTrackPoint ? [trackPoint(text)] : readPositions(text)));
    } catch (error) {
      if (!(error instanceof GeometryFault)) throw error;
      this.fault = error.message;
    }
  }

  close(element: string): void {
    if (!elements.has(element)) return;
    const part = this.#open.pop();
    if (!part) return;
    const around = this.#open.at(-1);
    if (element === 'LinearRing' && around?.element === 'Polygon') {
      if (part.positions.length === 0) return;
      if (this.#inner) around.rings.push(closed(part.positions));
      else around.rings.unshift(closed(part.positions));
      return;
    }
    const geometry = geometryOf(part);
    if (geometry) (around?.members ?? this.#done).push(geometry);
  }

  /** Null where there is none. */
  get result(): Geometry | null {
    const [first] = this.#done;
    return this.#done.length > 1 ? joinGeometries(this.#done) : (first ?? null);
  }
}

function geometryOf({ element, positions, rings, members }: Part): Geometry | null {
  switch (element) {
    case 'Point':
    case 'Model':
      return positions.length > 0 ? { type: 'Point', coordinates: positions[0]! } : null;
    case 'LineString':
    case 'Track':
      return positions.length > 0 ? { type: 'LineString', coordinates: positions } : null;
    case 'LinearRing':
      return positions.length > 0 ? { type: 'LineString', coordinates: closed(positions) } : null;
    case 'Polygon':
      return rings.length > 0 ? { type: 'Polygon', coordinates: rings } : null;
    default:
      return joinGeometries(members);
  }
}

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  const last = ring.at(-1)!;
  return first![0] === last[0] && first![1] === last[1] ? ring : [...ring, first!];
}

/** `lon,lat[,height]` with blanks between; people also write blanks after the commas. */
function readPositions(text: string): Position[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const tuples = (/,\s/.test(trimmed) || /\s,/.test(trimmed) ? trimmed.replace(/\s*,\s*/g, ',') : trimmed).split(/\s+/);
  return tuples.map((tuple) => positionOf(tuple.split(',')));
}

function trackPoint(text: string): Position {
  return positionOf(text.trim().split(/\s+/));
}

function positionOf(words: readonly string[]): Position {
  const [longitude, latitude, height] = words;
  const position = [Number(longitude || Number.NaN), Number(latitude || Number.NaN)];
  if (height !== undefined && height !== '') position.push(Number(height));
  if (!position.every(Number.isFinite)) throw new GeometryFault(words.join(',').slice(0, 100));
  return position;
}

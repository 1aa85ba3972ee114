import type { Geometry, Position } from '../../kernel/index.ts';
import { GeometryFault, joinGeometries } from '../wkb.ts';
import { attributeOf, type Attributes } from '../xml/xml-parser.ts';
import { lineOfArcs, lineOfCircle } from './arcs.ts';
import { readSrsName, type SrsName } from './srs-name.ts';

/** Elements that are a geometry or a piece of one (OGC 02-069, 03-105r1, 07-036). */
const elements = new Set([
  ...['Point', 'LineString', 'LinearRing', 'Ring', 'Polygon', 'PolygonPatch', 'Triangle', 'Rectangle'],
  ...['Curve', 'CompositeCurve', 'OrientableCurve', 'LineStringSegment', 'GeodesicString', 'Geodesic'],
  ...['Arc', 'ArcString', 'Circle', 'Surface', 'CompositeSurface', 'OrientableSurface', 'PolyhedralSurface'],
  ...['TriangulatedSurface', 'Tin', 'MultiPoint', 'MultiLineString', 'MultiCurve', 'MultiPolygon', 'MultiSurface'],
  ...['MultiGeometry', 'GeometricComplex', 'Envelope', 'Box'],
]);

/** Geometry that lines and polygons cannot stand for, or only after a computation nobody asked for. */
const notRead = new Set([
  ...['Solid', 'CompositeSolid', 'MultiSolid', 'ArcByBulge', 'ArcStringByBulge', 'ArcByCenterPoint'],
  ...[
    'CircleByCenterPoint',
    'CubicSpline',
    'BSpline',
    'Bezier',
    'Clothoid',
    'OffsetCurve',
    'Cone',
    'Cylinder',
    'Sphere',
  ],
  ...['TopoPoint', 'TopoCurve', 'TopoSurface', 'RectifiedGrid', 'Grid'],
]);

interface Node {
  readonly element: string;
  readonly isReversed: boolean;
  readonly dimension: number | null;
  positions: Position[];
  readonly rings: Position[][];
  readonly members: Geometry[];
  isInterior: boolean;
  corner: number[];
}

/** Builds one geometry from its elements. Positions come out with x first. */
export class GmlGeometry {
  readonly #open: Node[] = [];
  #northFirst: boolean;
  #text: { readonly element: string; readonly attributes: Attributes; text: string } | null = null;
  /** The reference system it names itself; null for what stands around it. */
  srs: SrsName | null = null;
  result: Geometry | null = null;
  fault: string | null = null;

  constructor(inherited: SrsName | null) {
    this.#northFirst = inherited?.northFirst ?? false;
  }

  static has(element: string): boolean {
    return elements.has(element) || notRead.has(element);
  }

  open(element: string, attributes: Attributes): void {
    const name = attributes['srsName'];
    if (name !== undefined && this.#open.length === 0) {
      this.srs = readSrsName(name);
      this.#northFirst = this.srs.northFirst;
    }
    if (notRead.has(element)) this.fault ??= element;
    if (elements.has(element) || notRead.has(element)) this.#push(element, attributes);
    else if (this.#open.length > 0) this.#openPart(this.#open.at(-1)!, element, attributes);
  }

  #push(element: string, attributes: Attributes): void {
    const dimension = Number(attributes['srsDimension'] ?? attributes['dimension'] ?? Number.NaN);
    this.#open.push({
      element,
      isReversed: attributes['orientation'] === '-',
      dimension: Number.isInteger(dimension) ? dimension : (this.#open.at(-1)?.dimension ?? null),
      positions: [],
      rings: [],
      members: [],
      isInterior: false,
      corner: [],
    });
  }

  #openPart(node: Node, element: string, attributes: Attributes): void {
    switch (element) {
      case 'exterior':
      case 'outerBoundaryIs':
        node.isInterior = false;
        break;
      case 'interior':
      case 'innerBoundaryIs':
        node.isInterior = true;
        break;
      case 'pos':
      case 'posList':
      case 'coordinates':
      case 'lowerCorner':
      case 'upperCorner':
      case 'X':
      case 'Y':
      case 'Z':
        this.#text = { element, attributes, text: '' };
        break;
      case 'coord':
        node.corner = [];
        break;
      default:
        // A piece that stands elsewhere in the document.
        if (attributeOf(attributes, 'href') !== undefined) this.fault ??= 'xlink:href';
    }
  }

  text(text: string): void {
    if (this.#text) this.#text.text += text;
  }

  /** True when the geometry is complete. */
  close(element: string): boolean {
    if (this.#text?.element === element) {
      const { text, attributes } = this.#text;
      this.#text = null;
      this.#guarded(() => this.#take(element, text, attributes));
      return false;
    }
    const node = this.#open.at(-1);
    if (!node) return true;
    if (element === 'coord') this.#guarded(() => node.positions.push(this.#placed(node.corner)));
    if (node.element !== element) return false;
    this.#open.pop();
    this.#guarded(() => this.#finish(node));
    return this.#open.length === 0;
  }

  #guarded(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof GeometryFault)) throw error;
      this.fault ??= error.message;
    }
  }

  #take(element: string, text: string, attributes: Attributes): void {
    const node = this.#open.at(-1)!;
    const stated = Number(attributes['srsDimension'] ?? attributes['dimension'] ?? node.dimension ?? 2);
    const dimension = stated === 3 ? 3 : 2;
    switch (element) {
      case 'X':
      case 'Y':
      case 'Z':
        node.corner.push(...numbersOf(text));
        return;
      case 'coordinates':
        for (const tuple of tuplesOf(text, attributes)) node.positions.push(this.#placed(tuple));
        return;
      case 'posList': {
        const numbers = numbersOf(text);
        if (numbers.length % dimension !== 0) throw new GeometryFault(`posList: ${numbers.length} / ${dimension}`);
        for (let index = 0; index < numbers.length; index += dimension) {
          node.positions.push(this.#placed(numbers.slice(index, index + dimension)));
        }
        return;
      }
      default: {
        const numbers = numbersOf(text);
        if (numbers.length > 0) node.positions.push(this.#placed(numbers));
      }
    }
  }

  #placed(ordinates: readonly number[]): Position {
    const [first, second, height] = ordinates;
    if (first === undefined || second === undefined) throw new GeometryFault(ordinates.join(' '));
    const position = this.#northFirst ? [second, first] : [first, second];
    if (height !== undefined) position.push(height);
    return position;
  }

  #finish(node: Node): void {
    const geometry = geometryOf(node);
    const around = this.#open.at(-1);
    if (!around) this.result = geometry;
    else if (geometry === null) return;
    else if (isPolygon(around.element) && geometry.type === 'LineString') {
      if (around.isInterior) around.rings.push(geometry.coordinates);
      else around.rings.unshift(geometry.coordinates);
    } else if (around.element === 'LineString' && geometry.type === 'Point') {
      around.positions.push(geometry.coordinates);
    } else around.members.push(geometry);
  }
}

function isPolygon(element: string): boolean {
  return element === 'Polygon' || element === 'PolygonPatch' || element === 'Triangle' || element === 'Rectangle';
}

function geometryOf(node: Node): Geometry | null {
  const { element, positions, members, rings } = node;
  switch (element) {
    case 'Point':
      return positions.length > 0 ? { type: 'Point', coordinates: positions[0]! } : null;
    case 'LineString':
    case 'LinearRing':
    case 'LineStringSegment':
    case 'GeodesicString':
    case 'Geodesic':
      return lineOf(positions);
    case 'Arc':
    case 'ArcString':
      return lineOf(lineOfArcs(positions));
    case 'Circle':
      return lineOf(lineOfCircle(positions));
    case 'Ring':
    case 'Curve':
    case 'CompositeCurve':
    case 'OrientableCurve': {
      const line = joined(members);
      return lineOf(node.isReversed ? line.toReversed() : line);
    }
    case 'Envelope':
    case 'Box':
      return boxOf(positions);
    case 'MultiGeometry':
    case 'GeometricComplex':
      return joinGeometries(members);
    case 'Surface':
    case 'CompositeSurface':
    case 'OrientableSurface':
    case 'PolyhedralSurface':
    case 'TriangulatedSurface':
    case 'Tin':
      return members.length === 1 ? members[0]! : joinGeometries(members);
    default:
      if (isPolygon(element)) return rings.length > 0 ? { type: 'Polygon', coordinates: rings } : null;
      return joinGeometries(members);
  }
}

function lineOf(positions: Position[]): Geometry | null {
  return positions.length > 0 ? { type: 'LineString', coordinates: positions } : null;
}

/** Lines one after another; the end of one is the start of the next. */
function joined(members: readonly Geometry[]): Position[] {
  const line: Position[] = [];
  for (const member of members) {
    if (member.type !== 'LineString') continue;
    const [first] = member.coordinates;
    const last = line.at(-1);
    const continues = last && first && last[0] === first[0] && last[1] === first[1];
    for (let index = continues ? 1 : 0; index < member.coordinates.length; index += 1)
      line.push(member.coordinates[index]!);
  }
  return line;
}

function boxOf(corners: readonly Position[]): Geometry | null {
  const [lower, upper] = corners;
  if (!lower || !upper) return null;
  const [west, south] = lower as [number, number];
  const [east, north] = upper as [number, number];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}

function numbersOf(text: string): number[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const numbers = trimmed.split(/[\s,]+/).map(Number);
  if (!numbers.every(Number.isFinite)) throw new GeometryFault(trimmed.slice(0, 100));
  return numbers;
}

/** `x,y x,y` of GML 2, with the marks that the element names. */
function tuplesOf(text: string, attributes: Attributes): number[][] {
  const decimal = attributes['decimal'] ?? '.';
  const between = attributes['cs'] ?? ',';
  const tuples = attributes['ts'] ?? ' ';
  const trimmed = text.trim();
  if (trimmed === '') return [];
  // Some writers leave blanks after the commas.
  const tight = tuples.trim() === '' && between === ',' ? trimmed.replace(/\s*,\s*/g, ',') : trimmed;
  const parts = tuples.trim() === '' ? tight.split(/\s+/) : tight.split(tuples);
  return parts
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const words = between.trim() === '' ? part.trim().split(/\s+/) : part.split(between);
      const numbers = words.map((word) => (word.trim() === '' ? Number.NaN : Number(word.replace(decimal, '.'))));
      if (!numbers.every(Number.isFinite)) throw new GeometryFault(part.slice(0, 100));
      return numbers;
    });
}

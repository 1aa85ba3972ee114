import type { CrsFacts, DatumFacts, Projection } from './crs-facts.ts';

/** One element of well-known text: `NAME[…]`. */
export interface WktNode {
  readonly name: string;
  readonly values: readonly (string | number | WktNode)[];
}

const longest = 100_000;
const deepest = 40;
const tokens = /\s*(?:"((?:[^"]|"")*)"|([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)|([a-z_][\w]*)|([[\](),]))/iy;

/** Parses WKT 1 (OGC, GDAL, Esri) and WKT 2 alike; null when it is neither. */
export function parseWkt(text: string): WktNode | null {
  if (text.length > longest) return null;
  const parser = { text: text.trim(), at: 0 };
  const node = parseNode(parser, 0);
  return node && parser.at === parser.text.length ? node : null;
}

interface Parser {
  readonly text: string;
  at: number;
}

type Token = { readonly kind: 'text' | 'word' | 'mark'; readonly value: string } | { kind: 'number'; value: number };

function next(parser: Parser): Token | null {
  tokens.lastIndex = parser.at;
  const match = tokens.exec(parser.text);
  if (!match) return null;
  parser.at = tokens.lastIndex;
  if (match[1] !== undefined) return { kind: 'text', value: match[1].replaceAll('""', '"') };
  if (match[2] !== undefined) return { kind: 'number', value: Number(match[2]) };
  if (match[3] !== undefined) return { kind: 'word', value: match[3] };
  return { kind: 'mark', value: match[4]! };
}

function parseNode(parser: Parser, depth: number): WktNode | null {
  const name = next(parser);
  if (name?.kind !== 'word' || depth > deepest) return null;
  return parseBody(name.value, parser, depth);
}

function parseBody(name: string, parser: Parser, depth: number): WktNode | null {
  const opening = next(parser);
  if (opening?.kind !== 'mark' || (opening.value !== '[' && opening.value !== '(')) return null;
  const values: WktNode['values'][number][] = [];
  for (;;) {
    const value = parseValue(parser, depth + 1);
    if (value === null) return null;
    values.push(value);
    const mark = next(parser);
    if (mark?.kind !== 'mark') return null;
    if (mark.value === ']' || mark.value === ')') return { name: name.toUpperCase(), values };
    if (mark.value !== ',') return null;
  }
}

/** A word without brackets is a value of an enumeration: `AXIS["x",EAST]`. */
function parseValue(parser: Parser, depth: number): WktNode['values'][number] | null {
  const token = next(parser);
  if (!token || token.kind === 'mark' || depth > deepest) return null;
  if (token.kind !== 'word') return token.value;
  const after = parser.at;
  const mark = next(parser);
  parser.at = after;
  return mark?.kind === 'mark' && (mark.value === '[' || mark.value === '(')
    ? parseBody(token.value, parser, depth)
    : token.value;
}

/** What the text says; null when it is no reference system for positions on Earth. */
export function readWkt(text: string): CrsFacts | null {
  const root = parseWkt(text);
  return root && factsOf(root);
}

const projected = ['PROJCS', 'PROJCRS', 'PROJECTEDCRS'];
const geographic = ['GEOGCS', 'GEOGCRS', 'GEODCRS', 'GEODETICCRS', 'GEOGRAPHICCRS', 'BASEGEOGCRS', 'BASEGEODCRS'];

function factsOf(node: WktNode): CrsFacts | null {
  if (['COMPD_CS', 'COMPOUNDCRS', 'SOURCECRS'].includes(node.name)) {
    const inner = childrenOf(node).find(({ name }) => projected.includes(name) || geographic.includes(name));
    return inner ? factsOf(inner) : null;
  }
  if (node.name === 'BOUNDCRS') {
    const source = child(node, 'SOURCECRS');
    return source ? factsOf(source) : null;
  }
  const isProjected = projected.includes(node.name);
  if (!isProjected && !geographic.includes(node.name)) return null;
  const base = isProjected ? child(node, ...geographic) : node;
  const datum = base && datumOf(base);
  if (!base || !datum) return null;
  return {
    name: nameOf(node),
    code: codeOf(node),
    datum,
    projection: isProjected ? projectionOf(node, base) : geographicOf(base),
  };
}

function datumOf(base: WktNode): DatumFacts | null {
  const datum = child(base, 'DATUM', 'ENSEMBLE', 'GEODETICDATUM', 'TRF', 'DYNAMIC');
  const meridian = child(base, 'PRIMEM', 'PRIMEMERIDIAN');
  if (meridian && Math.abs(numbersOf(meridian)[0] ?? 0) > 1e-9) return null;
  const shift = datum && child(datum, 'TOWGS84');
  return {
    names: [...(datum ? [nameOf(datum)] : []), nameOf(base)],
    code: (datum && codeOf(datum)) ?? codeOf(base),
    shift: shift ? numbersOf(shift) : null,
  };
}

function geographicOf(base: WktNode): Projection {
  const unit = child(base, 'UNIT', 'ANGLEUNIT');
  const radians = unit ? (numbersOf(unit)[0] ?? degree) : degree;
  return Math.abs(radians - degree) < 1e-9 ? { kind: 'geographic' } : { kind: 'other', name: 'angles' };
}

const degree = Math.PI / 180;
const transverse = ['transversemercator', 'gausskruger', 'transversemercatorcomplex', 'gausskrueger'];

function projectionOf(node: WktNode, base: WktNode): Projection {
  const conversion = child(node, 'CONVERSION') ?? node;
  const method = child(conversion, 'PROJECTION', 'METHOD');
  const name = method ? nameOf(method) : '';
  if (!transverse.includes(plain(name)) || geographicOf(base).kind === 'other') return { kind: 'other', name };
  const parameters = new Map(
    childrenOf(conversion)
      .filter((each) => each.name === 'PARAMETER')
      .map((each) => [plain(nameOf(each)), numbersOf(each)[0] ?? NaN]),
  );
  const take = (fallback: number, ...names: string[]) =>
    names.map((each) => parameters.get(each)).find((value) => value !== undefined) ?? fallback;
  const metres = metresOf(node);
  const found = {
    kind: 'tmerc' as const,
    meridian: take(NaN, 'centralmeridian', 'longitudeofnaturalorigin', 'longitudeoforigin'),
    latitude: take(0, 'latitudeoforigin', 'latitudeofnaturalorigin'),
    scale: take(1, 'scalefactor', 'scalefactoratnaturalorigin'),
    east: take(0, 'falseeasting'),
    north: take(0, 'falsenorthing'),
    metres,
  };
  return Object.values(found).some(Number.isNaN) ? { kind: 'other', name } : found;
}

/** Unit of the plane: stands beside the base in WKT 1, in the axes of WKT 2. */
function metresOf(node: WktNode): number {
  const own = childrenOf(node).find(({ name }) => name === 'UNIT' || name === 'LENGTHUNIT');
  const axis = childrenOf(node).find(({ name }) => name === 'AXIS');
  const unit = own ?? (axis && child(axis, 'LENGTHUNIT', 'UNIT'));
  return (unit && numbersOf(unit)[0]) ?? 1;
}

/** `EPSG:9209` of AUTHORITY["EPSG","9209"] or ID["EPSG",9209]. */
function codeOf(node: WktNode): string | null {
  const authority = child(node, 'AUTHORITY', 'ID');
  if (!authority) return null;
  const [name, code] = authority.values;
  return `${String(name).toUpperCase()}:${String(code)}`;
}

export function childrenOf(node: WktNode): WktNode[] {
  return node.values.filter((value): value is WktNode => typeof value === 'object');
}

function child(node: WktNode, ...names: readonly string[]): WktNode | undefined {
  return childrenOf(node).find(({ name }) => names.includes(name));
}

function nameOf(node: WktNode): string {
  return typeof node.values[0] === 'string' ? node.values[0] : '';
}

function numbersOf(node: WktNode): number[] {
  return node.values.filter((value): value is number => typeof value === 'number');
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** WKT 1 again, with these parameters in its datum instead of its own: the way for proj4js to use them. */
export function writeWkt(node: WktNode, toWgs84: string): string {
  const values = node.values.filter((value) => !(typeof value === 'object' && value.name === 'TOWGS84'));
  const written = values.map((value) => {
    if (typeof value === 'object') return writeWkt(value, toWgs84);
    return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
  });
  if (node.name === 'DATUM' && toWgs84 !== '') {
    const seven = [...toWgs84.split(','), '0', '0', '0', '0'].slice(0, 7);
    written.splice(2, 0, `TOWGS84[${seven.join(',')}]`);
  }
  return `${node.name}[${written.join(',')}]`;
}

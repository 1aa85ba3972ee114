import type { Geometry, Position } from '../../kernel/index.ts';

/** A geometry as text, with the code of its reference system where the text names one. */
export interface GeometryText {
  /** Null for an empty geometry. */
  readonly geometry: Geometry | null;
  readonly srid: number | null;
}

const maxDepth = 16;
const number = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy;
const word = /[a-z]+/iy;

/**
 * Well-known text (OGC 06-103r4, 7) and PostGIS' extended one (`SRID=4326;POINT (1 2)`). Heights are kept, measures are
 * not. Null where the text is none of them.
 */
export function readWkt(text: string): GeometryText | null {
  const [, srid, rest = text] = /^\s*SRID\s*=\s*(\d{1,6})\s*;(.*)$/is.exec(text) ?? [];
  const reader = new WktReader(rest);
  try {
    const geometry = reader.geometry(0);
    reader.end();
    return { geometry, srid: srid === undefined ? null : Number(srid) };
  } catch (error) {
    if (error instanceof NotWkt) return null;
    throw error;
  }
}

class NotWkt extends Error {}

class WktReader {
  readonly #text: string;
  #at = 0;
  /** Ordinates that are kept, and those that follow them. */
  #kept = 2;
  #measured = false;

  constructor(text: string) {
    this.#text = text;
  }

  geometry(depth: number): Geometry | null {
    if (depth > maxDepth) throw new NotWkt();
    const type = this.#word().toUpperCase();
    const [, name = type, glued = ''] = /^([A-Z]*?)(ZM|Z|M)?$/.exec(type) ?? [];
    const dimension = glued || this.#dimension();
    this.#kept = dimension.includes('Z') ? 3 : 2;
    this.#measured = dimension.includes('M');
    if (this.#isEmpty()) return null;
    switch (name) {
      case 'POINT':
        return { type: 'Point', coordinates: this.#enclosed(() => this.#position()) };
      case 'LINESTRING':
        return { type: 'LineString', coordinates: this.#line() };
      case 'POLYGON':
        return { type: 'Polygon', coordinates: this.#list(() => this.#line()) };
      case 'MULTIPOINT':
        return { type: 'MultiPoint', coordinates: this.#list(() => this.#loosePosition()) };
      case 'MULTILINESTRING':
        return { type: 'MultiLineString', coordinates: this.#list(() => this.#line()) };
      case 'MULTIPOLYGON':
        return { type: 'MultiPolygon', coordinates: this.#list(() => this.#list(() => this.#line())) };
      case 'GEOMETRYCOLLECTION': {
        const parts = this.#list(() => this.geometry(depth + 1));
        return { type: 'GeometryCollection', geometries: parts.filter((part) => part !== null) };
      }
      default:
        throw new NotWkt();
    }
  }

  end(): void {
    this.#blank();
    if (this.#at < this.#text.length) throw new NotWkt();
  }

  #line(): Position[] {
    return this.#list(() => this.#position());
  }

  /** Both `((1 2), (3 4))` and `(1 2, 3 4)` are written for many points. */
  #loosePosition(): Position {
    this.#blank();
    return this.#text[this.#at] === '(' ? this.#enclosed(() => this.#position()) : this.#position();
  }

  #position(): Position {
    const values = [this.#number(), this.#number()];
    for (;;) {
      this.#blank();
      const next = this.#text[this.#at];
      if (next === ',' || next === ')') break;
      if (values.length === 4) throw new NotWkt();
      values.push(this.#number());
    }
    // Older programs write heights without saying so.
    const kept = values.length === 3 && !this.#measured ? 3 : this.#kept;
    return values.slice(0, kept) as unknown as Position;
  }

  #enclosed<T>(read: () => T): T {
    this.#symbol('(');
    const value = read();
    this.#symbol(')');
    return value;
  }

  #list<T>(read: () => T): T[] {
    return this.#enclosed(() => {
      const values = [read()];
      while (this.#takes(',')) values.push(read());
      return values;
    });
  }

  #dimension(): string {
    this.#blank();
    const start = this.#at;
    word.lastIndex = start;
    const found = word.exec(this.#text)?.[0].toUpperCase() ?? '';
    if (found !== 'Z' && found !== 'M' && found !== 'ZM') return '';
    this.#at = start + found.length;
    return found;
  }

  #isEmpty(): boolean {
    this.#blank();
    if (!/^EMPTY\b/i.test(this.#text.slice(this.#at, this.#at + 6))) return false;
    this.#at += 5;
    return true;
  }

  #word(): string {
    this.#blank();
    return this.#match(word);
  }

  #number(): number {
    this.#blank();
    return Number(this.#match(number));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new NotWkt();
    this.#at += found.length;
    return found;
  }

  #symbol(symbol: string): void {
    if (!this.#takes(symbol)) throw new NotWkt();
  }

  #takes(symbol: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== symbol) return false;
    this.#at++;
    return true;
  }

  #blank(): void {
    while (this.#text.charCodeAt(this.#at) <= 0x20) this.#at++;
  }
}

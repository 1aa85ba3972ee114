/** A geometry in steps of a tile. */
export type TileShape =
  | { readonly kind: 'points'; readonly points: readonly number[] }
  | { readonly kind: 'lines'; readonly lines: readonly (readonly number[])[] }
  | { readonly kind: 'areas'; readonly areas: readonly (readonly (readonly number[])[])[] };

/**
 * Reads geometries that stand one after the other as Tiny WKB at precision 0 in two dimensions, without boxes, sizes
 * or ids: what `ST_AsTWKB(geometry, 0)` writes. Positions are flat: x, y, x, y …
 */
export class TwkbReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #x = 0;
  #y = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next geometry in its parts: one, or those of a collection; empty for an empty one. */
  next(): TileShape[] {
    const type = this.#bytes[this.#at++]! & 0x0f;
    const flags = this.#bytes[this.#at++]!;
    this.#x = 0;
    this.#y = 0;
    if (flags & 0x10) return [];
    switch (type) {
      case 1:
        return [{ kind: 'points', points: this.#positions(1) }];
      case 2:
        return [{ kind: 'lines', lines: [this.#line()] }];
      case 3:
        return [{ kind: 'areas', areas: [this.#rings()] }];
      case 4:
        return [{ kind: 'points', points: this.#line() }];
      case 5:
        return [{ kind: 'lines', lines: this.#each(() => this.#line()) }];
      case 6:
        return [{ kind: 'areas', areas: this.#each(() => this.#rings()) }];
      case 7:
        return this.#each(() => this.next()).flat();
      default:
        throw new Error(`Tiny WKB has no geometry of type ${type}.`);
    }
  }

  #each<T>(read: () => T): T[] {
    const count = this.#number();
    const found: T[] = [];
    for (let index = 0; index < count; index++) found.push(read());
    return found;
  }

  #rings(): number[][] {
    return this.#each(() => this.#line());
  }

  #line(): number[] {
    return this.#positions(this.#number());
  }

  #positions(count: number): number[] {
    const flat: number[] = [];
    for (let index = 0; index < count; index++) {
      this.#x += this.#signed();
      this.#y += this.#signed();
      flat.push(this.#x, this.#y);
    }
    return flat;
  }

  #number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  #signed(): number {
    const value = this.#number();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
